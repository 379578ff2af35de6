"""What the API takes and gives where staff work on requests; nothing personal but what they write."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from upheld.desk import pausing
from upheld.desk.decisions import Outcome
from upheld.desk.fees.seen import SeenWay
from upheld.desk.identity.seen import Shown
from upheld.desk.others.store import How, TaskRight, TaskState
from upheld.web.api.shapes import Prose, Shape, Word, example, only_visible

Turn: TypeAlias = Annotated[
    int, Field(ge=0, le=10**9, description="The request's `turn` as you saw it.")
]
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Deciding(Shape):
    """A decision, as an officer makes it."""

    model_config = example(
        outcome="refused",
        ground="rights-of-others",
        explanation="ご請求の記録には他の方の情報が含まれるため、開示できません。",
        turn=3,
    )

    outcome: Outcome
    ground: Word | None = Field(
        default=None,
        description="For what is not granted: a code of `GET /requests/{reference}/grounds`.",
    )
    explanation: Prose = Field(default="", description="To the person; kept sealed.")
    only: tuple[Word, ...] = Field(
        default=(), max_length=50, description="For `granted-in-part`: what is granted."
    )
    covers_all: bool = Field(
        default=False,
        description="A ground for part of the data reaches all that is asked for.",
    )
    turn: Turn


class Approving(Shape):
    """An approval of exactly one plan."""

    model_config = example(plan_sha256=_HASH)

    plan_sha256: Sha256 = Field(description="Of the plan as it was shown.")


class Choosing(Shape):
    """Which of several people are meant."""

    model_config = example(people=[2])

    people: tuple[Annotated[int, Field(ge=1, le=9_999)], ...] = Field(
        min_length=1, max_length=500, description="Numbers of `GET …/candidates`."
    )


class Extending(Shape):
    """A longer time to answer, once, where law and policy allow it."""

    model_config = example(reason="complex", turn=3)

    reason: Literal["complex", "many", "third-party"] = Field(description="Told to the person.")
    turn: Turn


class Paying(Shape):
    """A fee that was seen to come in."""

    model_config = example(way="bank", number="20261224-0071")

    way: SeenWay
    number: Annotated[str, StringConstraints(max_length=60, pattern=r"^[!-~]*$")] = Field(
        default="", description="Of the transfer; it counts once and is kept as a digest."
    )


class Settling(Shape):
    """What is known of another party's task."""

    model_config = example(outcome="done", proof="2026-12-24 に削除完了の書面を受領")

    outcome: Literal["done", "settled"] = Field(
        description="`settled`: it need not be done, although the party did not do it."
    )
    proof: Annotated[Prose, StringConstraints(min_length=1)] = Field(
        description="What shows it; kept sealed."
    )


class Seeing(Shape):
    """What staff saw of who asks."""

    model_config = example(what="identity", proof="driving-licence", turn=1)

    what: Shown = Field(description="Who asks, or the power of an agent.")
    proof: Word | Literal[""] = Field(
        default="", description="Which document; nobody is identified without."
    )
    turn: Turn


class Holding(Shape):
    """Why a request is put on hold; its clock runs on."""

    model_config = example(reason="court")

    reason: pausing.Reason


class Question(Shape):
    """A question to the person; it stays sealed with the letter."""

    model_config = example(question="どの期間のご注文についてお知りになりたいですか。")

    question: Annotated[Prose, StringConstraints(min_length=1, max_length=2_000)]


class HandingOver(Shape):
    """How an answer on paper reached the person."""

    model_config = example(how="post")

    how: Literal["post", "counter"]


class Confirming(Shape):
    """How the receipt of a request was confirmed, where it was not by mail."""

    model_config = example(how="telephone")

    how: Literal["post", "counter", "telephone"]


class TakingOn(Shape):
    """Who works on a request from now on."""

    model_config = example(to="S-0123456789", turn=3)

    to: Annotated[str, StringConstraints(max_length=16), AfterValidator(only_visible)] | None = (
        Field(default=None, description="A member of staff; whoever made the token by default.")
    )
    turn: Turn


class Lifting(Shape):
    """Why a stop of use ends."""

    model_config = example(reason="asked")

    reason: Literal["asked", "grounds-ended", "mistake"]


class TimelineEntry(Shape):
    """One entry of the ledger about a request."""

    index: int = Field(description="Its number in the ledger; proofs of inclusion name it.")
    kind: str
    at: datetime
    by: str = Field(description="`S-…`, `S-…/uph_…` (a token of theirs), `person` or `system`.")
    body: dict[str, Any]


class Timeline(Shape):
    """What happened to a request, the oldest first."""

    model_config = example(
        entries=[
            {
                "index": 17,
                "kind": "case-decided",
                "at": "2026-12-24T01:02:03Z",
                "by": "S-0123456789/uph_abcdef0123",
                "body": {"outcome": "granted"},
            }
        ],
        cursor=None,
    )

    entries: list[TimelineEntry]
    cursor: int | None = Field(description="Gives the next page; none after the last.")


class PlanTable(Shape):
    """What would be done to one table: rows by act."""

    table: str
    delete: int
    anonymise: int
    unlink: int
    retain: int
    keep: int
    mention: int
    clause: str | None
    until: str | None


class PlanShape(Shape):
    """The plan of a request, as an approver reads it."""

    model_config = example(
        plan_sha256=_HASH,
        made_at="2026-12-24T01:00:00Z",
        rows_to_erase=12,
        four_eyes=True,
        tables=[
            {
                "table": "shop/orders", "delete": 0, "anonymise": 12, "unlink": 0, "retain": 3,
                "keep": 0, "mention": 0, "clause": "4.2", "until": "2033-03-31",
            }
        ],
        not_proven=[],
    )  # fmt: skip

    plan_sha256: str
    made_at: datetime
    rows_to_erase: int
    four_eyes: bool = Field(description="Whether another person than who decided has to approve.")
    tables: list[PlanTable]
    not_proven: list[str]


class GroundShape(Shape):
    """One ground of the closed list on which a request may be refused."""

    model_config = example(
        code="rights-of-others",
        text={"ja": "本人又は第三者の権利利益を害するおそれがあるため", "en": "it may harm others"},
        article={"ja": "個人情報保護法第33条第2項第1号", "en": "APPI art. 33(2)(i)"},
        before_identity=False,
        rest=False,
    )

    code: str
    text: dict[str, str]
    article: dict[str, str]
    before_identity: bool = Field(description="Whether it counts before it is known who asks.")
    rest: bool = Field(description="Whether it reaches only part of the data; see `covers_all`.")


class Candidate(Shape):
    """Somebody who may be meant: where they were found, and nothing of theirs."""

    model_config = example(number=1, place="shop/member")

    number: int
    place: str


class TaskShape(Shape):
    """What another party has to do for a request."""

    model_config = example(
        id="4f6c0f4e-6f0e-4a9c-8c4a-0a6d5b1f2c3d",
        party="delivery",
        how="opendsr",
        right="deletion",
        state="told",
        due_on="2027-01-20",
        opened_at="2026-12-24T01:00:00Z",
        told_at="2026-12-24T01:00:05Z",
        expected_by=None,
        over_at=None,
        proven=False,
    )

    id: str
    party: str
    how: How
    right: TaskRight
    state: TaskState
    due_on: date
    opened_at: datetime
    told_at: datetime | None
    expected_by: datetime | None
    over_at: datetime | None
    proven: bool = Field(description="Whether the party's own signature says so.")


class FeeShape(Shape):
    """What a request owes and has paid."""

    model_config = example(currency="JPY", owed="1000", paid="0", left="1000", settled=False)

    currency: str
    owed: str
    paid: str
    left: str
    settled: bool
