"""What the API gives of the data maps, and takes to decide an unsure point."""

import datetime as dt
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from upheld.datamap.drift import DriftKind
from upheld.datamap.placing import Choice, Kind
from upheld.web.api.draft_shapes import FaultShape, Sha256
from upheld.web.api.shapes import Shape, example, only_visible

_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_MOST_POINTS = 10_000


class DriftShape(Shape):
    """One difference of a map and its database."""

    kind: DriftKind
    table: str
    column: str | None = Field(description="`null` where it is about the table as a whole.")
    what: str = Field(description="In the language of the call.")
    remedy: str


class AgreementShape(Shape):
    """How far a map and its database agree, as that was within the last five minutes."""

    at: datetime | None = Field(description="`null` where there is no database to look at.")
    drift: list[DriftShape] | None = Field(description="`null` where nobody could look.")
    fault: FaultShape | None = Field(description="Why the database did not answer.")


class ChoiceShape(Shape):
    """One answer that a point takes."""

    choice: Choice
    label: dict[str, str]


class DecisionShape(Shape):
    """Who decided a point, why, and when."""

    by: str
    why: str
    date: dt.date | None = Field(
        default=None, description="The day; `null` where whoever wrote it left it out."
    )
    outcome: str | None = Field(
        description="A role, a category, `none`, or `taken`; `null`: the guess was wrong."
    )


class PointShape(Shape):
    """A point that discovery could not decide; open ones block every plan."""

    table: str
    number: int = Field(description="Which of the table's points, from 0.")
    point: str = Field(description="A column, or what the point is about.")
    kind: Kind
    question: dict[str, str]
    guess: str = Field(description="As the map's file writes it.")
    why: str
    confidence: float
    choices: list[ChoiceShape] = Field(description="What may be decided; none once it is.")
    rules: list[str] = Field(description="Retention rules that may be named with `take`.")
    decided: DecisionShape | None


_POINT = {
    "table": "enquiry",
    "number": 0,
    "point": "clerk_id",
    "kind": "edge",
    "question": {"ja": "だれの行ですか", "en": "Whose row is it?"},
    "guess": "{to: member, via: clerk_id, role: owner}",
    "why": "named like a member's key",
    "confidence": 0.7,
    "choices": [{"choice": "reject", "label": {"ja": "推定は誤り", "en": "the guess is wrong"}}],
    "rules": [],
    "decided": None,
}


class MapEntry(Shape):
    """A system and how its map stands."""

    model_config = example(
        system="app", mapped=True, fault=None, sha256=_SHA256, tables=14, open=1, running=True,
        drift=0,
    )  # fmt: skip

    system: str
    mapped: bool = Field(description="Whether there is a file; a system without one needs it.")
    fault: FaultShape | None = Field(description="Why its file cannot be read.")
    sha256: str | None = Field(description="Of the file; a decision names it.")
    tables: int
    open: int = Field(description="Points that wait for a decision.")
    running: bool = Field(description="Whether the desk works with this file as it is now.")
    drift: int | None = Field(description="Differences; `null` where nobody could look.")


class MapShape(Shape):
    """One data map: its points, and whether it agrees with the database."""

    model_config = example(
        system="app",
        sha256=_SHA256,
        tables=14,
        running=True,
        agreement={"at": "2026-12-24T01:00:00Z", "drift": [], "fault": None},
        points=[_POINT],
    )

    system: str
    sha256: str
    tables: int
    running: bool
    agreement: AgreementShape
    points: list[PointShape]


class Deciding(Shape):
    """What is decided of a point, and why."""

    model_config = example(
        sha256=_SHA256, table="enquiry", number=0, choice="custodian", why="our own clerk",
    )  # fmt: skip

    sha256: Sha256 = Field(description="Of the file that was looked at.")
    table: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    number: Annotated[int, Field(ge=0, lt=_MOST_POINTS)]
    choice: Choice
    why: Annotated[
        str,
        StringConstraints(min_length=1, max_length=500, pattern=r"^\S([^\r\n\t]*\S)?$"),
        AfterValidator(only_visible),
    ]
    category: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, description="With `category`: a data category, e.g. `contact.email`."
    )
    rule: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, description="Where a retention is taken: a rule of the policy."
    )
    to: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        default=None, description="Where an edge leads to another kind of person than was guessed."
    )


class DecidedShape(Shape):
    """A point that was decided, and the file as it is now."""

    model_config = example(
        system="app",
        sha256=_SHA256,
        point={
            **_POINT,
            "choices": [],
            "decided": {
                "by": "S-0123456789/uph_abcdef0123", "why": "our own clerk",
                "date": "2026-11-02", "outcome": "custodian",
            },
        },
    )  # fmt: skip

    system: str
    sha256: str
    point: PointShape
