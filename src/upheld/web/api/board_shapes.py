"""What the API gives of the desk as a whole: promises, systems, rights by residence, webhooks."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from upheld.desk.configuration import Event
from upheld.desk.identity.methods import Method
from upheld.desk.webhooks.listing import DeliveryState
from upheld.promises.state import State as PromiseState
from upheld.web.api.shapes import Right, Shape, Word, example

ResidenceName: TypeAlias = Literal["JP", "US-CA", "unknown"]


class ControlShape(Shape):
    """One control of a clause, and what it says."""

    id: str
    kind: str
    state: PromiseState
    checked_at: datetime | None
    evidence: str | None = Field(description="Where it is: `ledger:17`, `check:UPH211 …`, `now`.")
    why: str = Field(description="In the language of the call.")
    line: str = Field(description="The line of the policy that carries the clause.")


class ClauseShape(Shape):
    """One clause of the published policy, as good as the worst of its controls."""

    id: str
    state: PromiseState
    controls: list[ControlShape]


class PromiseBoard(Shape):
    """Every clause with its computed state."""

    model_config = example(
        policy="aoi-shop",
        version="2.1",
        computed_at="2026-12-24T10:00:00+09:00",
        counts={"broken": 0, "kept": 1},
        clauses=[
            {
                "id": "4.2",
                "state": "kept",
                "controls": [
                    {
                        "id": "swept", "kind": "computed", "state": "kept",
                        "checked_at": "2026-12-24T05:00:00+09:00", "evidence": "ledger:17",
                        "why": "期間を過ぎた行はありません", "line": "retention.orders",
                    }
                ],
            }
        ],
    )  # fmt: skip

    policy: str
    version: str
    computed_at: datetime
    counts: dict[PromiseState, int]
    clauses: list[ClauseShape]


class SystemShape(Shape):
    """How one connected system stands; nothing of what is in it."""

    model_config = example(
        name="shop",
        mapped=True,
        named_by=[],
        answers=True,
        fault=None,
        tables=14,
        unsure=0,
        drift=0,
        ready=True,
    )

    name: str
    mapped: bool
    named_by: list[str] = Field(description="Systems whose maps say that copies lie in it.")
    answers: bool
    fault: dict[str, str] | None = Field(description="What keeps it from answering, by language.")
    tables: int = Field(description="Tables or collections that its map names.")
    unsure: int = Field(description="Points that a person has to decide; each blocks every plan.")
    drift: int | None = Field(
        description="Differences of map and database; `null`: cannot be told."
    )
    ready: bool = Field(description="Whether a plan can rest on it.")


class OfferShape(Shape):
    """One right, for people of one residence."""

    model_config = example(
        residence="unknown",
        right="disclosure",
        label={"ja": "開示", "en": "disclosure"},
        offered=True,
        instead=None,
        articles=["APPI art. 33(1)"],
        identity="confirmed",
        methods=["email-confirm", "documents"],
        fee={"amount": "1000", "currency": "JPY"},
        forms=["electronic", "paper"],
        grounds=["rights-of-others"],
        period="P14D",
        basis="policy",
    )

    residence: ResidenceName = Field(description="`unknown`: the default path.")
    right: Right
    label: dict[str, str]
    offered: bool
    instead: dict[str, str] | None = Field(description="Why it is not offered, and what exists.")
    articles: list[str]
    identity: Literal["confirmed", "findable", "none"]
    methods: list[Method] = Field(description="Ways to show who asks; empty where nobody has to.")
    fee: dict[str, str] | None
    forms: list[str]
    grounds: list[str]
    period: str | None = Field(description="The time to answer (ISO 8601).")
    basis: Literal["policy", "law", "target", "court"] | None


class VersionShape(Shape):
    """A published version of the policy, proven anew with every call."""

    model_config = example(
        version="2.1",
        effective_on="2027-02-01",
        published_at="2026-12-24T01:00:00Z",
        standing="coming",
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        entry=17,
        altered=None,
        publisher="S-0123456789",
        languages=["ja", "en"],
    )

    version: str
    effective_on: date = Field(description="The first day on which it is in force.")
    published_at: datetime
    standing: Literal["coming", "in-force", "past"]
    sha256: str = Field(description="Of what is declared; layout does not change it.")
    entry: int | None = Field(description="The ledger's entry that seals it.")
    altered: str | None = Field(description="A code, where it is not what was sealed.")
    publisher: str | None = Field(description="Who published it, in the console or by a token.")
    languages: list[Literal["ja", "en"]]


class DeliveryShape(Shape):
    """One message to one of the company's own systems."""

    model_config = example(
        id=71,
        event_id="evt_R-2026-0001_answered_6",
        event="request.answered",
        reference="R-2026-0001",
        to="helpdesk",
        announced_at="2026-12-24T10:00:00+09:00",
        state="waiting",
        attempts=2,
        next_at="2026-12-24T10:00:15+09:00",
        over_at=None,
        last_error="webhook-silent",
    )

    id: int
    event_id: str = Field(description="`webhook-id`: the same for every try.")
    event: Event
    reference: str
    to: str
    announced_at: datetime
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    over_at: datetime | None
    last_error: str | None


class DeliveryPage(Shape):
    """A page of messages, the newest first."""

    model_config = example(deliveries=[], cursor=None)

    deliveries: list[DeliveryShape]
    cursor: int | None = Field(description="Gives the next page; none after the last.")


class WorkShape(Shape):
    """Work that was tried as often as it is, and waits for a decision."""

    model_config = example(
        number=71, kind="letter", of="R-2026-0001", attempts=9, last_error="mail-refused",
        stuck_at="2026-12-24T10:00:00+09:00",
    )  # fmt: skip

    number: int
    kind: str
    of: str = Field(description="What it is about, e.g. a request.")
    attempts: int
    last_error: str | None = Field(description="A code, never a message.")
    stuck_at: datetime | None


class WorkPage(Shape):
    """A page of stuck work, by its number."""

    model_config = example(work=[], cursor=None)

    work: list[WorkShape]
    cursor: int | None = Field(description="Gives the next page; none after the last.")


class Decided(Shape):
    """Which work was decided about."""

    model_config = example(number=71)

    number: int


class Replaying(Shape):
    """Which messages are sent again."""

    model_config = example(day="2026-12-24", to="helpdesk")

    day: date = Field(description="On which they were announced, in the company's time zone.")
    to: Word | None = Field(default=None, description="Only to this webhook.")


class Replayed(Shape):
    """How many messages are sent again."""

    model_config = example(messages=12)

    messages: Annotated[int, Field(ge=0)]
