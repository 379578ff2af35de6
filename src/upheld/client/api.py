"""The calls of `/api/v1`, typed; it needs `httpx` and nothing else of this package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import quote
from uuid import uuid4

if TYPE_CHECKING:
    import httpx

_SECONDS = 30.0
_FROM_WIDE = ("file", "system", "table", "clause", "line", "column")
"""The members of `where`, from the widest to the narrowest."""


class ProblemError(Exception):
    """The desk answered with a problem document (RFC 9457).

    Attributes:
        status: Of HTTP.
        code: The refusal's code, e.g. `right-not-offered`; empty where there was none.
        what: What is wrong.
        remedy: What to do about it.
        places: Which parts of what was sent, each with its fault, e.g. `body.turn: missing`, or
            `table records, line 2` for one of several records.
    """

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        """Read the document."""
        self.status = status
        self.code = str(document.get("code") or "")
        self.what = str(document.get("title") or "")
        self.remedy = str(document.get("detail") or "")
        self.places = tuple(
            f"{one['where']}: {one['fault']}"
            for one in document.get("errors", ())
            if "fault" in one
        )
        where = document.get("where", {})
        if where:
            self.places += (", ".join(f"{at} {where[at]}" for at in _FROM_WIDE if at in where),)
        parts = [self.what, ", ".join(self.places), self.remedy]
        super().__init__(f"{status} {self.code}: {'; '.join(part for part in parts if part)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStep:
    """One step of the computation of the last day."""

    day: date
    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it stands.

    Attributes:
        reference: Its number.
        right: What was asked.
        state: `received`, `identified`, … `closed`.
        waiting: What it waits for.
        due_on: The last day to answer.
        business_days_left: Until then; negative once it is late.
        steps: How the day was found.
        turn: Counts changes; a decision gives it back.
        assigned_to: Who of the staff works on it.
    """

    reference: str
    right: str
    state: str
    waiting: Sequence[str]
    received_at: datetime
    due_on: date
    business_days_left: int
    steps: Sequence[ClockStep]
    decision: str | None
    duplicate_of: str | None
    turn: int
    assigned_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Whether one use of a person's data is stopped; true where it is.

    Attributes:
        reasons: The requests that stop it.
        since: When the first of them began to.
    """

    reasons: Sequence[str]
    since: datetime | None

    def __bool__(self) -> bool:
        """Whether it is stopped."""
        return bool(self.reasons)


def path_of(*parts: str | int) -> str:
    """Return the path to what is named; no name leads anywhere else.

    >>> path_of("tokens", "../staff?", "end")
    '/tokens/%2E%2E%2Fstaff%3F/end'
    """
    # Of two dots alone every client makes a way up.
    return "".join(f"/{quote(str(one), safe='').replace('.', '%2E')}" for one in parts)


class Client:
    """Calls one desk; keep it open for several calls."""

    def __init__(
        self, address: str, *, token: str, transport: "httpx.BaseTransport | None" = None
    ) -> None:
        """Begin nothing yet.

        Args:
            address: The desk's address, e.g. `https://privacy.example.jp`.
            token: From the console, with the scopes that are needed.
            transport: Another way to make calls; for tests.
        """
        import httpx

        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1",
            headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            timeout=_SECONDS,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def open_request(
        self,
        right: str,
        subject: Mapping[str, str],
        *,
        language: Literal["ja", "en"] = "ja",
        key: str | None = None,
        **more: Any,
    ) -> Request:
        """Open a request.

        Args:
            right: What is asked for, e.g. `disclosure`.
            subject: Identifiers: kind → value.
            language: In which language answers go out.
            key: Makes one request of several calls; a new one by default.
            more: `contact`, `name`, `message`, `changes`, `residence`, `agent`, `form`,
                `grounds`, `received_at`.

        Raises:
            ProblemError: It was not received.
        """
        body = {"right": right, "subject": dict(subject), "language": language, **more}
        return read_request(self._post("/requests", body, key=key))

    def request(self, reference: str) -> Request:
        """See how a request stands.

        Raises:
            ProblemError: There is none of this number.
        """
        return read_request(self._get(path_of("requests", reference)))

    def requests(
        self,
        *,
        states: Sequence[str] = (),
        rights: Sequence[str] = (),
        due_from: date | None = None,
        due_until: date | None = None,
        page: int = 100,
    ) -> Iterator[Request]:
        """Yield requests, the most urgent first; all open ones where no states are given."""
        given = {"state": list(states), "right": list(rights), "due_from": due_from,
                 "due_until": due_until}  # fmt: skip
        wanted = {name: value for name, value in given.items() if value}
        yield from map(read_request, self._pages("/requests", "requests", limit=page, **wanted))

    def withdraw(self, reference: str, *, key: str | None = None) -> Request:
        """Take a request back.

        Raises:
            ProblemError: It was begun already.
        """
        return read_request(self._post(path_of("requests", reference, "withdraw"), key=key))

    def _get(self, path: str, **asked: Any) -> Any:
        return _checked(self._http.get(path, params=asked))

    def _get_file(self, path: str) -> bytes:
        """Fetch bytes as they are."""
        answer = self._http.get(path)
        _refuse(answer)
        return answer.content

    def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        """Ask with what stands in the body and in no address; nothing changes by it."""
        return _checked(self._http.post(path, json=body))

    def _pages(self, path: str, name: str, **asked: Any) -> Iterator[Any]:
        """Yield what is listed under a name, page by page."""
        cursor: dict[str, Any] = {}
        while True:
            found = self._get(path, **asked, **cursor)
            yield from found[name]
            if found["cursor"] is None:
                return
            cursor = {"cursor": found["cursor"]}

    def _post(
        self, path: str, body: Mapping[str, Any] | None = None, *, key: str | None = None
    ) -> Any:
        """Post once, however often the network makes a try of it, where the key is given again."""
        headers = {"idempotency-key": key or str(uuid4())}
        return _checked(self._http.post(path, json=body, headers=headers))

    def _post_file(self, path: str, content: bytes, *, key: str | None) -> Any:
        headers = {
            "idempotency-key": key or str(uuid4()), "content-type": "application/octet-stream",
        }  # fmt: skip
        return _checked(self._http.post(path, content=content, headers=headers))

    def receipt_file(self, reference: str) -> bytes:
        """Fetch the file of the receipt; write it as it is, since one changed byte shows.

        Raises:
            ProblemError: There is none yet.
        """
        return self._get_file(path_of("requests", reference, "receipt"))

    def receipt(self, reference: str) -> dict[str, Any]:
        """Fetch what the receipt says; to verify it, keep `receipt_file`.

        Raises:
            ProblemError: Nothing was carried out yet.
        """
        found: dict[str, Any] = self._get(path_of("requests", reference, "receipt"))
        return found

    def restrictions(
        self, subject: Mapping[str, str], uses: Sequence[str]
    ) -> dict[str, Restriction]:
        """Ask whether uses are stopped for a person; the identifiers travel in the body.

        Args:
            subject: Identifiers: kind → value; `system/kind` for a row's own key.
            uses: Purposes of the policy, or `provision`, `sale-sharing`, `sensitive-use`.

        Raises:
            ProblemError: The policy has no such purpose, or no map such an identifier: nothing
                is answered then, so that a misspelling never reads as "not stopped".
        """
        body = {"subject": dict(subject), "uses": list(uses)}
        found = self._ask("/restrictions/check", body)
        return {
            use: Restriction(
                reasons=tuple(one["reasons"]),
                since=datetime.fromisoformat(one["since"]) if one["since"] else None,
            )
            for use, one in found["uses"].items()
        }

    def rights(self) -> list[dict[str, Any]]:
        """List what can be asked for."""
        found: list[dict[str, Any]] = self._get("/rights")
        return found


def _checked(answer: "httpx.Response") -> Any:
    _refuse(answer)
    return answer.json()


def _refuse(answer: "httpx.Response") -> None:
    if answer.is_success:
        return
    kind = answer.headers.get("content-type", "")
    document = answer.json() if "json" in kind else {}
    raise ProblemError(answer.status_code, document if isinstance(document, dict) else {})


def read_request(found: Mapping[str, Any]) -> Request:
    """Return a request as the API gives it."""
    return Request(
        reference=found["reference"],
        right=found["right"],
        state=found["state"],
        waiting=tuple(found["waiting"]),
        received_at=datetime.fromisoformat(found["received_at"]),
        due_on=date.fromisoformat(found["due_on"]),
        business_days_left=found["business_days_left"],
        steps=tuple(
            ClockStep(day=date.fromisoformat(step["day"]), ja=step["ja"], en=step["en"])
            for step in found["clock"]["steps"]
        ),
        decision=found["decision"],
        duplicate_of=found["duplicate_of"],
        turn=found["turn"],
        assigned_to=found["assigned_to"],
    )
