"""What staff do, as calls: the console's acts, with a token that a privacy officer made for it.

with StaffClient("https://privacy.example.jp", token="uph_…") as desk:
    for request in desk.requests(states=["identified"], due_until=today):
        desk.decide(request, "granted")

Acts are made once for a `key`; give the same one again after a time-out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from upheld.client.access import AccessClient
from upheld.client.answers import (
    Board,
    Book,
    Candidate,
    Clause,
    Control,
    Delivery,
    Entry,
    Fee,
    Ground,
    Held,
    Offer,
    Plan,
    PlanTable,
    Stuck,
    System,
    Task,
    moments,
)
from upheld.client.api import Request, path_of, read_request
from upheld.client.declarations import DeclarationsClient
from upheld.client.papers import PapersClient
from upheld.client.people import PeopleClient
from upheld.client.register import RegisterClient
from upheld.client.setup import SetupClient


class StaffClient(
    PapersClient, PeopleClient, RegisterClient, DeclarationsClient, AccessClient, SetupClient
):
    """A client that also does what staff do; each call needs its scope.

    Every call raises `ProblemError` where the desk refuses.
    """

    def enter(
        self,
        right: str,
        subject: dict[str, str],
        *,
        channel: Literal["paper", "telephone", "mail", "staff"],
        received_on: date,
        key: str | None = None,
        **more: Any,
    ) -> Request:
        """Enter what came on paper or by telephone; `more` as for `open_request`."""
        body = {
            "right": right, "subject": subject, "channel": channel,
            "received_on": received_on.isoformat(), **more,
        }  # fmt: skip
        return read_request(self._post("/entered-requests", body, key=key))

    def timeline(self, reference: str, *, page: int = 100) -> Iterator[Entry]:
        """Yield what happened to a request, the oldest first, as the sealed ledger has it."""
        for one in self._pages(path_of("requests", reference, "timeline"), "entries", limit=page):
            yield Entry(**moments(one, "at"))

    def plan(self, reference: str) -> Plan:
        """Read what would be done, and the hash that an approval names."""
        found = moments(self._get(path_of("requests", reference, "plan")), "made_at")
        tables = tuple(PlanTable(**one) for one in found.pop("tables"))
        return Plan(sha256=found.pop("plan_sha256"), tables=tables, **found)

    def grounds(self, reference: str) -> list[Ground]:
        """List the grounds on which a request may be refused."""
        return [Ground(**one) for one in self._get(path_of("requests", reference, "grounds"))]

    def candidates(self, reference: str) -> list[Candidate]:
        """List who may be meant, where a request waits for a choice."""
        return [Candidate(**one) for one in self._get(path_of("requests", reference, "candidates"))]

    def tasks(self, reference: str) -> list[Task]:
        """List what other parties have to do for a request."""
        found = self._get(path_of("requests", reference, "tasks"))
        return [
            Task(**{
                **moments(one, "opened_at", "told_at", "expected_by", "over_at"),
                "due_on": date.fromisoformat(one["due_on"]),
            })
            for one in found
        ]  # fmt: skip

    def fee(self, reference: str) -> Fee | None:
        """Read what a request owes and has paid; `None` where no fee was ever asked."""
        found = self._get(path_of("requests", reference, "fee"))
        return None if found is None else Fee(**found)

    def choose(self, reference: str, people: Sequence[int], *, key: str | None = None) -> Request:
        """Say which of the candidates are meant."""
        return self._act(reference, "choice", {"people": list(people)}, key)

    def decide(
        self,
        request: Request,
        outcome: Literal["granted", "granted-in-part", "absent", "refused", "referred"],
        *,
        ground: str | None = None,
        explanation: str = "",
        only: Sequence[str] = (),
        covers_all: bool = False,
        key: str | None = None,
    ) -> Request:
        """Decide a request as it was read: it is refused where somebody changed it since."""
        body = {
            "outcome": outcome, "ground": ground, "explanation": explanation, "only": list(only),
            "covers_all": covers_all, "turn": request.turn,
        }  # fmt: skip
        return self._act(request.reference, "decision", body, key)

    def approve(self, reference: str, plan_sha256: str, *, key: str | None = None) -> Request:
        """Approve exactly the plan that was read."""
        return self._act(reference, "approval", {"plan_sha256": plan_sha256}, key)

    def extend(
        self,
        request: Request,
        reason: Literal["complex", "many", "third-party"],
        *,
        key: str | None = None,
    ) -> Request:
        """Prolong the time of a request as it was read, once; the person is told why."""
        body = {"reason": reason, "turn": request.turn}
        return self._act(request.reference, "extension", body, key)

    def paid(
        self,
        reference: str,
        way: Literal["bank", "counter"],
        *,
        number: str = "",
        key: str | None = None,
    ) -> Request:
        """Note that what is left of the fee came in."""
        return self._act(reference, "payments", {"way": way, "number": number}, key)

    def settle(
        self,
        reference: str,
        task: str,
        outcome: Literal["done", "settled"],
        proof: str,
        *,
        key: str | None = None,
    ) -> Request:
        """Note that another party has done its part, or need not, and what shows it."""
        body = {"outcome": outcome, "proof": proof}
        return self._act(reference, f"tasks/{task}", body, key)

    def plan_again(self, reference: str, *, key: str | None = None) -> Request:
        """Plan what remained once more."""
        return self._act(reference, "new-plan", None, key)

    def answer_unproven(self, reference: str, *, key: str | None = None) -> Request:
        """Answer although something could not be read; the letter says so."""
        return self._act(reference, "unproven-answer", None, key)

    def leave_with_others(self, reference: str, *, key: str | None = None) -> Request:
        """Answer although identifiers were found again: they are another person's own."""
        return self._act(reference, "left-with-others", None, key)

    def leave_retained(self, reference: str, *, key: str | None = None) -> Request:
        """End the case of a found input although rows stay: a retention rule keeps them."""
        return self._act(reference, "left-retained", None, key)

    def identified(
        self,
        request: Request,
        what: Literal["identity", "power"] = "identity",
        *,
        proof: str,
        key: str | None = None,
    ) -> Request:
        """Note that staff have seen who asks, or an agent's power; `proof` names the document."""
        body = {"what": what, "proof": proof, "turn": request.turn}
        return self._act(request.reference, "identity", body, key)

    def hold(
        self,
        reference: str,
        reason: Literal["advice", "court", "other-request"],
        *,
        key: str | None = None,
    ) -> Request:
        """Put a request on hold; its clock runs on."""
        return self._act(reference, "hold", {"reason": reason}, key)

    def take_up(self, reference: str, *, key: str | None = None) -> Request:
        """Go on with a request that was on hold."""
        return self._act(reference, "take-up", None, key)

    def ask(self, reference: str, question: str, *, key: str | None = None) -> Request:
        """Ask the person a question by mail."""
        return self._act(reference, "question", {"question": question}, key)

    def clarified(self, reference: str, *, key: str | None = None) -> Request:
        """Note that the question was answered."""
        return self._act(reference, "clarification", None, key)

    def handed_over(
        self, reference: str, how: Literal["post", "counter"], *, key: str | None = None
    ) -> Request:
        """Note that the answer was given on paper."""
        return self._act(reference, "handover", {"how": how}, key)

    def confirmed(
        self,
        reference: str,
        how: Literal["post", "counter", "telephone"],
        *,
        key: str | None = None,
    ) -> Request:
        """Note that the receipt was confirmed otherwise than by mail."""
        return self._act(reference, "confirmation", {"how": how}, key)

    def take_on(
        self, request: Request, to: str | None = None, *, key: str | None = None
    ) -> Request:
        """Note who works on a request as it was read: the token's maker, or a colleague."""
        return self._act(request.reference, "assignment", {"to": to, "turn": request.turn}, key)

    def requests_of(self, subject: Mapping[str, str]) -> list[Request]:
        """Find the requests of a person, the newest first; each search is an entry."""
        found = self._ask("/requests/search", {"subject": dict(subject)})
        return [read_request(one) for one in found["requests"]]

    def stuck_work(self, *, page: int = 100) -> Iterator[Stuck]:
        """Yield work that waits for a decision."""
        for one in self._pages("/work/stuck", "work", limit=page):
            yield Stuck(**moments(one, "stuck_at"))

    def work_again(self, number: int, *, key: str | None = None) -> None:
        """Try stuck work again from the beginning."""
        self._post(path_of("work", number, "again"), key=key)

    def drop_work(self, number: int, *, key: str | None = None) -> None:
        """Give stuck work up."""
        self._post(path_of("work", number, "drop"), key=key)

    def new_link(self, reference: str, *, key: str | None = None) -> Request:
        """Mail a new link to the answer."""
        return self._act(reference, "new-link", None, key)

    def lift(
        self,
        reference: str,
        reason: Literal["asked", "grounds-ended", "mistake"],
        *,
        key: str | None = None,
    ) -> Request:
        """End a stop of use."""
        return self._act(reference, "lift", {"reason": reason}, key)

    def waive(self, reference: str, *, key: str | None = None) -> Request:
        """Let go of what is left to pay."""
        return self._act(reference, "waiver", None, key)

    def refunded(self, reference: str, *, key: str | None = None) -> Request:
        """Note that all that is held was given back by hand."""
        return self._act(reference, "refund", None, key)

    def to_give_back(self, *, page: int = 100) -> Iterator[Held]:
        """Yield fees that are held for refused or withdrawn requests."""
        for one in self._pages("/fees/to-give-back", "fees", limit=page):
            yield Held(**one)

    def fee_book(self) -> list[Book]:
        """Read the sums of the whole book of fees, one a currency."""
        return [Book(**one) for one in self._get("/fees/book")]

    def promises(self, *, states: Sequence[str] = ()) -> Board:
        """Read every clause of the policy with its computed state."""
        asked = {"state": list(states)} if states else {}
        found = moments(self._get("/promises", **asked), "computed_at")
        clauses = tuple(
            Clause(
                id=one["id"],
                state=one["state"],
                controls=tuple(Control(**moments(c, "checked_at")) for c in one["controls"]),
            )
            for one in found.pop("clauses")
        )
        return Board(clauses=clauses, **found)

    def systems(self) -> list[System]:
        """Ask every connected system how it stands now."""
        return [System(**one) for one in self._get("/systems")]

    def rights_by_residence(
        self, residence: Literal["JP", "US-CA", "unknown"] | None = None
    ) -> list[Offer]:
        """Read which rights people of each residence have."""
        asked = {"residence": residence} if residence else {}
        return [Offer(**one) for one in self._get("/rights/matrix", **asked)]

    def deliveries(
        self, *, state: Literal["waiting", "stuck", "over"] | None = None, page: int = 100
    ) -> Iterator[Delivery]:
        """Yield messages to the company's own systems, the newest first."""
        asked: dict[str, Any] = {"limit": page, **({"state": state} if state else {})}
        for one in self._pages("/webhooks/deliveries", "deliveries", **asked):
            yield Delivery(**moments(one, "announced_at", "next_at", "over_at"))

    def replay(self, day: date, *, to: str | None = None, key: str | None = None) -> int:
        """Send the messages of a day again; return how many."""
        body = {"day": day.isoformat(), "to": to}
        return int(self._post("/webhooks/replays", body, key=key)["messages"])

    def _act(
        self, reference: str, act: str, body: dict[str, Any] | None, key: str | None
    ) -> Request:
        return read_request(self._post(path_of("requests", reference, act), body, key=key))
