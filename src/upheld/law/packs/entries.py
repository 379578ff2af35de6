"""The entries of a duty: items, grounds to refuse, what is told, numbers; each with its article."""

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from upheld.law.periods import BusinessDays, Days, Hours, Months, Period
from upheld.wording import Text

Source: TypeAlias = Literal["confirmed", "memory"]
"""`confirmed`: found in a public text. `memory`: not found in one, or our own reading of it; the
official text is to be read first."""

RightKind: TypeAlias = Literal[
    "purpose-notice",
    "disclosure",
    "provision-records",
    "correction",
    "addition",
    "content-deletion",
    "suspension",
    "suspension-unneeded",
    "provision-stop",
    "deletion",
    "complaint",
    "know",
    "delete",
    "correct",
    "opt-out-sale-sharing",
    "limit-use",
    "provision-opt-out",
    "mail-stop",
    "transmission-opt-out",
]
"""What a person may ask for, by the names that a policy uses under `rights:`. The last three
are no requests of that list: they are answered by a list of refusals or on the spot."""

Unit: TypeAlias = Literal[
    "hours", "days", "business-days", "weeks", "months", "years", "people", "yen", "age", "times"
]
Bound: TypeAlias = Literal["at-most", "at-least", "more-than", "under"]
Word: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_DAYS_PER_WEEK = 7
_MONTHS_PER_YEAR = 12


def _both_languages(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) != {"ja", "en"} or not all(
            isinstance(part, str) and part.strip() for part in value.values()
        ):
            raise ValueError("a sentence needs exactly `ja` and `en`, both as text")
        return Text(en=value["en"].strip(), ja=value["ja"].strip())
    return value


Sentence: TypeAlias = Annotated[Text, BeforeValidator(_both_languages)]


class Data(BaseModel):
    """A part of a pack: what is not known of it is refused, and nothing changes it."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=False, populate_by_name=True, defer_build=True
    )


class Review(Data):
    """A lawyer read the entry against the official text."""

    by: Annotated[str, Field(min_length=1)]
    day: date


class Sourced(Data):
    """What every entry says about itself.

    Attributes:
        article: `INSTRUMENT NUMBER`, e.g. `act 33(1)`.
        source: Where the entry comes from.
        reviewed: Who of the legal profession read it, and when; `None` for nobody.
    """

    article: Annotated[str, StringConstraints(pattern=r"^[a-z-]+ \S+$")]
    source: Source
    reviewed: Review | None = None


class Item(Sourced):
    """One thing of a list: what must be named, a ground to refuse, a trigger.

    Attributes:
        id: Unique in its duty.
        text: Our own words.
    """

    id: Word
    text: Sentence


class Ground(Item):
    """A reason for which a request may be refused.

    Attributes:
        rights: The kinds of request that it is one for; empty for all of its article's.
        rest: It reaches only part of the data: what it does not cover must still be done.
        before_identity: It may be named before it is known who asks.
    """

    rights: tuple[RightKind, ...] = ()
    rest: bool = False
    before_identity: bool = False


class Told(Item):
    """What a refusal has to say to the person besides its reason.

    Attributes:
        rights: The kinds of request whose refusal says it.
        grounds: The grounds with which it is said; empty for all.
        rest: It is said only with a ground that leaves a rest.
        always: It is said with every answer, not with a refusal alone.
        if_sold: It is said only by a company that sells or shares what it holds.
    """

    rights: Annotated[tuple[RightKind, ...], Field(min_length=1)]
    grounds: tuple[Word, ...] = ()
    rest: bool = False
    always: bool = False
    if_sold: bool = False


class Number(Sourced):
    """A number of law with its unit and its article.

    Attributes:
        id: Unique in its duty.
        count: How many.
        bound: What the number limits: `at-most` for time to act, `at-least` for time to
            keep, `more-than` and `under` exclude the number itself.
        approximate: The text says "about".
        clock: The pack's clock that counts it, for a time to act.
        extends: The number of the same duty that it may prolong.
        what: Our own words.
    """

    id: Word
    count: Annotated[int, Field(ge=0)]
    unit: Unit
    bound: Bound
    approximate: bool = False
    clock: Word | None = None
    extends: Word | None = None
    what: Sentence

    @property
    def period(self) -> Period:
        """Return it as a period.

        Raises:
            ValueError: It counts no time.
        """
        if self.unit == "hours":
            return Hours(self.count)
        if self.unit in {"days", "weeks"}:
            return Days(self.count * (_DAYS_PER_WEEK if self.unit == "weeks" else 1))
        if self.unit == "business-days":
            return BusinessDays(self.count)
        if self.unit in {"months", "years"}:
            return Months(self.count * (_MONTHS_PER_YEAR if self.unit == "years" else 1))
        raise ValueError(f"{self.count} {self.unit} is no period")

    def covers(self, value: int) -> bool:
        """Say whether a value lies where the number says: 1,001 is `more-than` 1,000."""
        if self.bound == "at-most":
            return value <= self.count
        if self.bound == "at-least":
            return value >= self.count
        return value > self.count if self.bound == "more-than" else value < self.count
