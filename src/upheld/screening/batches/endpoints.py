"""`/v1/files` and `/v1/batches`: screened on their way out, restored on their way back.

Uploaded is what `lines` has screened. The map of its values is kept sealed until its end, in the
transaction in which the provider's id becomes the customer's; what comes back of it later is
restored from that map, and each time is on record.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode

from upheld.detection.transform import Pseudonyms, Scope
from upheld.evidence.entry import JSON
from upheld.law.periods import Hours
from upheld.policy.model import Policy
from upheld.screening.admission import ENDED
from upheld.screening.batches import owned
from upheld.screening.batches.forms import Form, read_form, written_form
from upheld.screening.batches.lines import FILES, ScreenedFile, screened_file
from upheld.screening.batches.owned import Owned, What
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.fields.refusing import unfit
from upheld.screening.fields.shape import DROPPED, NAME, NUMBER, Record
from upheld.screening.fields.walking import Allowed, read_json, take
from upheld.screening.gateway.answers import endpoint_unknown, left, too_many
from upheld.screening.gateway.asgi import Exchange
from upheld.screening.gateway.objects import ask, read_object, tell
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Caller
from upheld.screening.procedure import Screens, Terms
from upheld.screening.refused import FileUnknownError, InputRefusedError
from upheld.screening.restoring import Restoring
from upheld.screening.stored import StoredVault
from upheld.screening.telling import AGREED_HEADER
from upheld.wording import Text

BATCHES = "/v1/batches"
_ID = re.compile(r"[A-Za-z0-9_-]{1,120}")
_PAGES = 10
"""Pages of the provider's list that are looked through for a customer's own."""
_PAGE = 100
_LISTED = {
    "after": _ID,
    "limit": re.compile("[0-9]{1,4}"),
    "order": re.compile("asc|desc"),
    "purpose": re.compile("batch|batch_output"),
}
"""What may be asked of a list: nothing that could be a value of somebody."""
_SECONDS, _WINDOW = re.compile("[0-9]{1,7}"), re.compile("[0-9]{1,3}[hd]")
_BATCH = Record(
    {
        "input_file_id": NAME,
        "endpoint": NAME,
        "completion_window": NAME,
        "metadata": DROPPED,
        "output_expires_after": Record({"anchor": NAME, "seconds": NUMBER}),
    }
)
_OUTPUTS = ("output_file_id", "error_file_id")
RESTORED_HEADER = b"upheld-restored"
_OK = 200
_UPLOADS = 8
"""Files that are taken at once: each is in memory as a whole."""
_SCREENED_AT_ONCE = 2
"""Files that are screened at once, which takes long: in threads of their own, so that no call
waits for a file."""
Admit: TypeAlias = Callable[[Caller, Collection[str], Mapping[str, JSON]], Awaitable[None]]
"""Records a call that is about to leave; raises where it may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEndpoints:
    """Answers both addresses for one store and provider."""

    screening: Screens
    policy: Callable[[], Policy]
    vault: StoredVault
    upstream: Upstream
    admit: Admit
    _uploads: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_UPLOADS), repr=False
    )
    _screeners: Executor = field(
        default_factory=lambda: ThreadPoolExecutor(_SCREENED_AT_ONCE), repr=False
    )

    async def files(self, exchange: Exchange, caller: Caller) -> None:
        """Answer an address of files."""
        match exchange.method, _parts(exchange.path, FILES):
            case "POST", ():
                await self._upload(exchange, caller)
            case "GET", ():
                await self._list(exchange, caller, "file", FILES)
            case (("GET" | "DELETE"), (which,)):
                await self._object(exchange, caller, "file", which)
            case "GET", (which, "content"):
                await self._content(exchange, caller, which)
            case _:
                raise _unknown_address()

    async def batches(self, exchange: Exchange, caller: Caller) -> None:
        """Answer an address of batches."""
        match exchange.method, _parts(exchange.path, BATCHES):
            case "POST", ():
                await self._begin(exchange, caller)
            case "GET", ():
                await self._list(exchange, caller, "batch", BATCHES)
            case "GET", (which,):
                await self._object(exchange, caller, "batch", which)
            case "POST", (which, "cancel"):
                await self._object(exchange, caller, "batch", which, "/cancel")
            case _:
                raise _unknown_address()

    # Files ------------------------------------------------------------------------------

    async def _upload(self, exchange: Exchange, caller: Caller) -> None:
        _refuse_query(exchange)
        if self._uploads.locked():
            raise too_many()
        async with self._uploads:
            raw = await exchange.body(
                self.screening.section.file_bytes_limit, raised_by="file_bytes_limit"
            )
            async with exchange.cancelled_when_gone():
                fields, screened = await self._screened(exchange, caller, raw)
                await self.admit(caller, screened.users, screened.told)
                kind, body = written_form(fields, screened.content)
                with left():
                    status, answer, told = await self._asked("POST", FILES, body, kind)
                    made = answer.get("id")
                    if isinstance(made, str) and _ID.fullmatch(made):
                        await asyncio.to_thread(self._keep, caller, made, screened.pseudonyms)
        await tell(exchange, status, answer, told)

    async def _screened(
        self, exchange: Exchange, caller: Caller, raw: bytes
    ) -> tuple[dict[str, str], ScreenedFile]:
        """Return the short fields of the form, and its file as it may leave."""
        agreed = exchange.headers.get(AGREED_HEADER, "")
        terms = Terms(
            tenant=caller.tenant,
            purpose=caller.purpose,
            agreed=frozenset(word.strip() for word in agreed.split(",")),
        )

        def screen() -> tuple[dict[str, str], ScreenedFile]:
            form = read_form(exchange.headers.get("content-type", ""), raw)
            names = Pseudonyms(Scope("file", secrets.token_bytes(32)), numbering="keyed")
            return form.fields, screened_file(self.screening, _content_of(form), terms, names)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._screeners, screen)
        except InputRefusedError as refusal:
            await self.admit(caller, (), refusal.told)
            raise

    def _keep(self, caller: Caller, made: str, pseudonyms: Pseudonyms) -> None:
        handle = f"file:{secrets.token_hex(16)}"
        at = self.vault.clock.now()
        one = Owned(id=made, tenant=caller.tenant, what="file", handle=handle)
        with self.vault.engine.begin() as connection:
            self.vault.keep(connection, handle, caller.tenant, pseudonyms, at + self._kept_for())
            owned.add(connection, [one], at)

    def _kept_for(self) -> timedelta:
        """How long values are kept: the settings', and no longer than the policy's period."""
        kept = timedelta(hours=self.screening.section.kept_hours)
        ai = self.policy().ai
        within = ai.delete_found.within if ai is not None and ai.delete_found else None
        return min(kept, timedelta(hours=within.count)) if isinstance(within, Hours) else kept

    async def _content(self, exchange: Exchange, caller: Caller, which: str) -> None:
        one = await self._own(caller, "file", which)
        _refuse_query(exchange)
        await self._admit_plain(caller, f"{FILES}/content")
        with left():
            await self._restored(exchange, caller, one)

    async def _restored(self, exchange: Exchange, caller: Caller, one: Owned) -> None:
        section = self.screening.section
        async with self.upstream.call("GET", f"{FILES}/{one.id}/content", b"") as answer:
            raw = await answer.whole(section.file_bytes_limit)
            status, told = answer.status, answer.told
        if status != _OK:
            await tell(exchange, status, read_object(raw, status), told)
            return
        names = await asyncio.to_thread(
            self.vault.opened, one.handle, caller.tenant, key=caller.key_id, what="file-content"
        )
        body = raw
        if names is not None:
            restoring = Restoring(names, arguments=section.restore_arguments)
            body = await asyncio.to_thread(_restored_lines, restoring, raw)
        told = [*told, (RESTORED_HEADER, b"no" if names is None else b"yes")]
        await exchange.answer(status, body, kind="application/octet-stream", headers=told)

    # Batches ----------------------------------------------------------------------------

    async def _begin(self, exchange: Exchange, caller: Caller) -> None:
        _refuse_query(exchange)
        section = self.screening.section
        raw = await exchange.body(section.bytes_limit, raised_by="bytes_limit")
        call = read_json(raw)
        taken = take(_BATCH, call, Allowed(opaque=frozenset(), keep=frozenset(), digest=_nobody))
        if taken.call.get("endpoint") not in ENDPOINTS:
            raise unfit("endpoint", ", ".join(ENDPOINTS), "、".join(ENDPOINTS))
        _refuse_words(taken.call)
        one = await self._own(caller, "file", str(taken.call.get("input_file_id")))
        await self._admit_plain(caller, BATCHES, dropped=taken.dropped)
        with left():
            status, answer, told = await self._asked("POST", BATCHES, taken.write())
            await asyncio.to_thread(self._note_batch, caller, one.handle, answer)
        await tell(exchange, status, answer, told)

    def _note_batch(self, caller: Caller, handle: str, answer: Mapping[str, Any]) -> None:
        """Write down that a batch, and the files that it made, are the customer's."""
        found: list[Owned] = []
        whats: list[tuple[str, What]] = [("id", "batch"), *((name, "file") for name in _OUTPUTS)]
        for name, what in whats:
            made = answer.get(name)
            if isinstance(made, str) and _ID.fullmatch(made):
                found.append(Owned(id=made, tenant=caller.tenant, what=what, handle=handle))
        if found:
            with self.vault.engine.begin() as connection:
                owned.add(connection, found, self.vault.clock.now())

    # Both -------------------------------------------------------------------------------

    async def _object(
        self, exchange: Exchange, caller: Caller, what: What, which: str, then: str = ""
    ) -> None:
        """Pass on what is asked of one object, and its answer."""
        top = FILES if what == "file" else BATCHES
        one = await self._own(caller, what, which)
        _refuse_query(exchange)
        if exchange.method == "POST":
            await exchange.body(0)
        if then or exchange.method == "DELETE":
            ends = then or "/delete"
            await self._admit_plain(caller, f"{top}{ends}", outcome=ENDED)
        else:
            await self._admit_plain(caller, top)
        with left():
            status, answer, told = await self._asked(exchange.method, f"{top}/{one.id}{then}", b"")
            if what == "batch":
                await asyncio.to_thread(self._note_batch, caller, one.handle, answer)
        await tell(exchange, status, answer, told)

    async def _list(self, exchange: Exchange, caller: Caller, what: What, path: str) -> None:
        """List the customer's own, page by page of the provider's list of everybody's."""
        asked = _asked_list(exchange)
        if "after" in asked:
            await self._own(caller, what, asked["after"])
        limit = min(int(asked.pop("limit", "20")), _PAGE)
        await self._admit_plain(caller, path)
        found: list[Mapping[str, Any]] = []
        more = True
        status, told = _OK, list[tuple[bytes, bytes]]()
        for _ in range(_PAGES):
            query = urlencode({**asked, "limit": str(_PAGE)})
            status, answer, told = await self._asked("GET", f"{path}?{query}", b"")
            if status != _OK:
                await tell(exchange, status, answer, told)
                return
            data = [one for one in answer.get("data") or () if isinstance(one, Mapping)]
            found += await asyncio.to_thread(self._own_of, caller, what, data)
            more = answer.get("has_more") is True
            if len(found) >= limit or not more or not data:
                break
            asked["after"] = str(data[-1].get("id"))
        more = more or len(found) > limit
        found = found[:limit]
        page: dict[str, Any] = {"object": "list", "data": found, "has_more": more}
        page["first_id"] = found[0].get("id") if found else None
        page["last_id"] = found[-1].get("id") if found else None
        await tell(exchange, status, page, told)

    def _own_of(
        self, caller: Caller, what: What, data: list[Mapping[str, Any]]
    ) -> list[Mapping[str, Any]]:
        with self.vault.engine.connect() as connection:
            ids = [str(one.get("id")) for one in data]
            own = owned.among(connection, what, ids, caller.tenant)
        return [one for one in data if one.get("id") in own]

    async def _own(self, caller: Caller, what: What, which: str) -> Owned:
        def look() -> Owned | None:
            with self.vault.engine.connect() as connection:
                return owned.find(connection, what, which, caller.tenant)

        found = await asyncio.to_thread(look) if _ID.fullmatch(which) else None
        if found is None:
            raise _not_theirs()
        return found

    async def _admit_plain(
        self,
        caller: Caller,
        endpoint: str,
        *,
        dropped: list[str] | None = None,
        outcome: str = "sent",
    ) -> None:
        """Record a call without texts; keys that ended and customers that are off go no further."""
        gone: list[JSON] = [*sorted(set(dropped or ()))]
        told: dict[str, JSON] = {
            "endpoint": endpoint,
            "recipient": self.screening.section.recipient,
            "outcome": outcome,
            "found": [],
            "dropped": gone,
            "policy": self.policy().sha256,
        }
        await self.admit(caller, (), told)

    async def _asked(
        self, method: str, path: str, body: bytes, kind: str = "application/json"
    ) -> tuple[int, dict[str, Any], list[tuple[bytes, bytes]]]:
        limit = self.screening.section.answer_bytes_limit
        return await ask(self.upstream, method, path, body, kind, bytes_limit=limit)


def _parts(path: str, top: str) -> tuple[str, ...]:
    rest = path.removeprefix(top).strip("/")
    return tuple(rest.split("/")) if rest else ()


def _content_of(form: Form) -> bytes:
    if form.fields.get("purpose") != "batch":
        raise unfit("purpose", "`batch`: other files are not screened", "`batch`")
    if form.file is None:
        raise unfit("file", "a file", "ファイル")
    anchor, seconds = (form.fields.get(f"expires_after[{n}]") for n in ("anchor", "seconds"))
    if anchor not in (None, "created_at") or not _SECONDS.fullmatch(seconds or "0"):
        raise unfit("expires_after", "`created_at` and seconds", "`created_at` と秒数")
    return form.file


def _asked_list(exchange: Exchange) -> dict[str, str]:
    asked = dict(parse_qsl(exchange.query.decode("ascii", "replace")))
    for name, value in asked.items():
        if name not in _LISTED or not _LISTED[name].fullmatch(value):
            raise unfit("query", "after, limit, order, purpose", "after、limit、order、purpose")
    return asked


def _refuse_words(call: Mapping[str, Any]) -> None:
    """Refuse what nobody scans and is none of the interface's own words: it could be a value."""
    window, kept = call.get("completion_window"), call.get("output_expires_after") or {}
    if window is not None and not _WINDOW.fullmatch(window):
        raise unfit("completion_window", "`24h`", "`24h`")
    anchor, seconds = kept.get("anchor"), kept.get("seconds")
    if anchor not in (None, "created_at") or not _SECONDS.fullmatch(str(seconds or 0)):
        raise unfit("output_expires_after", "`created_at` and seconds", "`created_at` と秒数")


def _refuse_query(exchange: Exchange) -> None:
    if exchange.query:
        raise _unknown_address()


def _restored_lines(restoring: Restoring, raw: bytes) -> bytes:
    """Restore each line by itself; one that is no JSON is passed on as it is."""
    lines = []
    for line in raw.split(b"\n"):
        try:
            lines.append(restoring.document(line) if line.strip() else line)
        except (ValueError, RecursionError):
            lines.append(line)
    return b"\n".join(lines)


def _nobody(_user: str) -> str:
    return ""


def _unknown_address() -> Exception:
    return endpoint_unknown(
        [f"POST {FILES}", f"GET {FILES}/…/content", f"POST {BATCHES}", f"GET {BATCHES}/…"]
    )


def _not_theirs() -> FileUnknownError:
    return FileUnknownError(
        Text(
            en="there is no such file or batch of this customer",
            ja="この顧客のファイルやバッチではありません",
        ),
        remedy=Text(
            en="use an id that an upload or a batch through this gateway answered",
            ja="このゲートウェイを通したアップロードやバッチの応答にある ID を使ってください",
        ),
    )
