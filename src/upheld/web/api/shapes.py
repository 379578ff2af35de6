"""What the API takes and gives. Names never change within `v1`; new ones may be added."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from upheld.desk.case import AgentKind, Case, Channel, State, Waiting
from upheld.desk.clocks import Slack
from upheld.desk.intake import LONGEST_MESSAGE, LONGEST_VALUE
from upheld.desk.kinds import CaseKind
from upheld.policy.language.rights import RightKind
from upheld.rendering.visible import visible

_RIGHTS = frozenset(get_args(RightKind))


def only_visible(text: str) -> str:
    """Refuse characters that nobody sees; line breaks and tabs are seen."""
    if visible(text.replace("\n", " ").replace("\t", " ")) != text.replace("\n", " ").replace(
        "\t", " "
    ):
        raise ValueError("holds characters that cannot be seen")
    return text


Value: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_VALUE), AfterValidator(only_visible)
]
Prose: TypeAlias = Annotated[
    str, StringConstraints(max_length=LONGEST_MESSAGE), AfterValidator(only_visible)
]
Word: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
Right: TypeAlias = Annotated[
    RightKind,
    Field(description="The kind of request, in the policy's words.", examples=["disclosure"]),
]


AnyRight: TypeAlias = Annotated[
    CaseKind,
    Field(
        description="The kind of request, in the policy's words; `found-input` is a case that the "
        "company opened about a prohibited AI input.",
        examples=["disclosure"],
    ),
]

_PROBLEM = {
    "description": "A problem document (RFC 9457)",
    "content": {"application/problem+json": {}},
}
PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys(
    (400, 401, 403, 404, 409, 413, 422, 429, 503), _PROBLEM
)
"""What every call may answer besides what it is there for."""


def example(**said: Any) -> ConfigDict:
    """Return the rules of a shape, with one example of it for the description."""
    return ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        json_schema_extra={"examples": [said]},
    )


class Shape(BaseModel):
    """Something the API takes or gives: nothing is left out in silence, nothing is echoed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class AskedFor(Shape):
    """What every request says, whoever hands it over."""

    right: Right
    subject: dict[Word, Value] = Field(
        default_factory=dict, max_length=10, description="Identifiers: kind to value."
    )
    language: Literal["ja", "en"] = Field(default="ja", description="Of the answers.")
    contact: Annotated[str, StringConstraints(max_length=254), AfterValidator(only_visible)] = (
        Field(default="", description="The e-mail address to which answers go.")
    )
    name: Annotated[str, StringConstraints(max_length=200), AfterValidator(only_visible)] = ""
    message: Prose = ""
    changes: dict[Word, Value] = Field(
        default_factory=dict, max_length=20, description="For a correction: category to new value."
    )
    residence: Literal["JP", "US-CA"] | None = None
    agent: AgentKind = "none"
    form: Literal["electronic", "paper", "other"] | None = None
    grounds: tuple[Word, ...] = Field(default=(), max_length=10)


class NewRequest(AskedFor):
    """A request as another system hands it over."""

    model_config = example(
        right="disclosure",
        subject={"email": "aoi@example.jp"},
        language="ja",
        contact="aoi@example.jp",
        form="electronic",
    )

    received_at: AwareDatetime | None = Field(
        default=None, description="When it arrived, where that was earlier than now."
    )


class EnteredRequest(AskedFor):
    """A request that came on paper, by telephone or at the counter, as staff enter it."""

    model_config = example(
        right="disclosure",
        channel="paper",
        received_on="2026-12-21",
        subject={"email": "aoi@example.jp"},
        language="ja",
    )

    channel: Literal["paper", "telephone", "mail", "staff"]
    received_on: date = Field(description="The day on which it arrived; its clock runs from it.")


class ClockStep(Shape):
    """One step of the computation of the last day."""

    day: date
    ja: str
    en: str


class ClockShape(Shape):
    """How the last day was found."""

    basis: Literal["policy", "law", "target", "court"]
    law: dict[str, str] | None
    period: str = Field(examples=["P14D"])
    calendar: str
    zone: str
    extensions: int
    steps: list[ClockStep]


_REQUEST = {
    "reference": "R-2026-0001",
    "right": "deletion",
    "state": "planned",
    "waiting": ["approval"],
    "language": "ja",
    "channel": "web",
    "received_at": "2026-12-24T01:00:00Z",
    "due_on": "2027-01-07",
    "business_days_left": 6,
    "extended": 0,
    "clock": {
        "basis": "policy",
        "law": None,
        "period": "P14D",
        "calendar": "JP",
        "zone": "Asia/Tokyo",
        "extensions": 0,
        "steps": [{"day": "2027-01-07", "ja": "14 日目", "en": "the 14th day"}],
    },
    "decision": "granted",
    "duplicate_of": None,
    "assigned_to": None,
    "answered_at": None,
    "closed_at": None,
    "turn": 3,
}


class RequestShape(Shape):
    """A request as it stands; nothing personal."""

    model_config = example(**_REQUEST)

    reference: str = Field(examples=["R-2026-0001"])
    right: AnyRight
    state: State
    waiting: list[Waiting]
    language: Literal["ja", "en"]
    channel: Channel
    received_at: datetime
    due_on: date
    business_days_left: int
    extended: int
    clock: ClockShape
    decision: str | None
    duplicate_of: str | None
    assigned_to: str | None = Field(description="Who of the staff works on it.")
    answered_at: datetime | None
    closed_at: datetime | None
    turn: int = Field(description="Counts changes; give it back with what you decide.")


class RequestPage(Shape):
    """A page of requests, the most urgent first."""

    model_config = example(requests=[_REQUEST], cursor=None)

    requests: list[RequestShape]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class RightShape(Shape):
    """A kind of request that is offered."""

    model_config = example(
        right="disclosure",
        label={"ja": "開示", "en": "disclosure"},
        articles=["APPI art. 33(1)"],
        identity="confirmed",
        fee={"amount": "1000", "currency": "JPY"},
        forms=["electronic", "paper"],
    )

    right: Right
    label: dict[str, str]
    articles: list[str]
    identity: Literal["confirmed", "findable", "none"]
    fee: dict[str, str] | None
    forms: list[str]


IdentifierKind: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,59}(/[a-z][a-z0-9_.-]{0,59})?$")
]


class Asked(Shape):
    """A question about one person."""

    model_config = example(subject={"email": "aoi@example.jp"}, uses=["ads"])

    subject: dict[IdentifierKind, Value] = Field(
        min_length=1,
        max_length=20,
        description="Identifiers: kind to value; `system/kind` for a row's own key.",
        examples=[{"email": "aoi@example.jp"}],
    )
    uses: tuple[Word, ...] = Field(
        min_length=1,
        max_length=50,
        description="Purposes of the policy, or `provision`, `sale-sharing`, `sensitive-use`.",
        examples=[["ads"]],
    )


class Sought(Shape):
    """Whose requests are looked for; the identifiers stand in the body and in no address."""

    model_config = example(subject={"email": "aoi@example.jp"})

    subject: dict[IdentifierKind, Value] = Field(min_length=1, max_length=20)


class Found(Shape):
    """The requests of a person, the newest first; forgotten ones are not found."""

    model_config = example(requests=[_REQUEST])

    requests: list[RequestShape]


class UseShape(Shape):
    """Whether one use is stopped: by which requests, and since when."""

    stopped: bool
    reasons: list[str]
    since: datetime | None


class Restricted(Shape):
    """The answer, for each use that was asked about."""

    model_config = example(
        uses={"ads": {"stopped": True, "reasons": ["R-2026-0001"], "since": "2026-12-24T01:00:00Z"}}
    )

    uses: dict[str, UseShape]


def shape_of(case: Case, left: Slack) -> RequestShape:
    """Return a case as the API gives it."""
    return RequestShape(
        reference=case.reference,
        right=case.right,
        state=case.state,
        waiting=sorted(case.waiting),
        language=case.language,
        channel=case.channel,
        received_at=case.received_at,
        due_on=case.due_on,
        business_days_left=left.days,
        extended=case.extended,
        clock=clock_of(case.clock),
        decision=case.decision,
        duplicate_of=case.duplicate_of,
        assigned_to=case.assigned_to,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        turn=case.turn,
    )


def clock_of(kept: dict[str, Any]) -> ClockShape:
    """Return a kept computation."""
    return ClockShape.model_validate(kept)
