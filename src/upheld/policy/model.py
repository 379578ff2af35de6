"""What the company promises: the policy as it is declared in `policy/*.yaml`.

Every line that makes a promise carries `c:`, the clause ids of the published text it
implements. Names that refer to other lines (a purpose, a recipient, a category) are checked
by `references`, which knows where in the file each of them stands.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NewType, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticKnownError

from upheld.documents.problem import as_problem, problem
from upheld.documents.words import Word
from upheld.law.periods import (
    BusinessDays,
    Days,
    Hours,
    Months,
    Period,
    PeriodUnreadableError,
    parse,
)
from upheld.vocabulary.source import SourceName
from upheld.wording import Text

ClauseId = NewType("ClauseId", str)
Right: TypeAlias = Literal["deletion", "disclosure", "correction"]
REQUESTS_RULE = "requests"
"""The retention rule for the identifiers that a request itself carries."""

_CLAUSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.()_/-]{0,63}")
_TEXT_ONLY = {"type": "string", "pattern": f"^{_CLAUSE.pattern}$"}


def _clause_ids(value: Any) -> Any:
    """Accept one id or a list of ids; a bare number is left for the type check to refuse."""
    listed = [value] if not isinstance(value, list) else value
    for position, one in enumerate(listed):
        if isinstance(one, str) and not _CLAUSE.fullmatch(one):
            raise problem(
                en=f"`{one[:40]}` is not a clause id",
                ja=f"`{one[:40]}` は条項番号として読めません",
                remedy_en="write the id of the published text, e.g. `P1-10b` or `4.2`, in quotes",
                remedy_ja='公表文の条項番号を `P1-10b` や `"4.2"` のように書いてください',
                at=(position,) if isinstance(value, list) else (),
            )
    return listed


ClauseIds: TypeAlias = Annotated[
    tuple[ClauseId, ...],
    Field(min_length=1),
    BeforeValidator(_clause_ids),
    WithJsonSchema({"anyOf": [_TEXT_ONLY, {"type": "array", "items": _TEXT_ONLY, "minItems": 1}]}),
]


def _period(value: Any) -> Period:
    if isinstance(value, Hours | Days | Months | BusinessDays):
        return value
    if not isinstance(value, str | int | float):
        raise PydanticKnownError("string_type")
    try:
        return parse(str(value))
    except PeriodUnreadableError as refusal:
        raise as_problem(refusal) from refusal


PeriodText: TypeAlias = Annotated[
    Period,
    PlainValidator(_period),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["P7Y", "P6M", "P90D", "PT72H", "3bd"]}),
]
Sentence: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def _country(text: str) -> str:
    if re.fullmatch(r"[A-Z]{2}", text):
        return text
    raise problem(
        en=f"`{text[:40]}` is not a country code",
        ja=f"`{text[:40]}` は国コードではありません",
        remedy_en="write two capital letters of ISO 3166-1, e.g. `JP` or `US`",
        remedy_ja="`JP` や `US` のように ISO 3166-1 の大文字 2 字で書いてください",
    )


CountryCode: TypeAlias = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Line(BaseModel):
    """What every part of the declaration shares: closed keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Line):
    """Words for people, in both languages."""

    ja: Sentence
    en: Sentence

    def text(self) -> Text:
        """Return it as a text of this program."""
        return Text(en=self.en, ja=self.ja)


def _label(value: Any) -> Any:
    return {"ja": value, "en": value} if isinstance(value, str) else value


LabelOrText: TypeAlias = Annotated[
    Label,
    BeforeValidator(_label),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"ja": {"type": "string"}, "en": {"type": "string"}},
                    "required": ["ja", "en"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""A label, or one text that is the same in both languages (a company's name, a law)."""


class About(Line):
    """Which policy this is.

    Attributes:
        id: A short word that never changes between versions.
        version: As published, in quotes.
        company: The name of the business that makes the promises.
        tz: The time zone in which the company's days begin.
        law: Law packs that apply, with their date.
    """

    id: Word
    version: Sentence
    company: LabelOrText
    tz: Sentence = "Asia/Tokyo"
    law: tuple[Sentence, ...] = ("JP-APPI@2024-04",)


class Person(Line):
    """A kind of person, e.g. customers, job applicants."""

    label: LabelOrText
    c: ClauseIds | None = None


class DataUse(Line):
    """One category of personal data that the company handles.

    Attributes:
        purposes: What it is used for; each is declared under `purposes`.
        source: Where it comes from.
        recipients: Who receives it; each is declared under `recipients`.
        people: The kinds of person it is about; empty means all of them.
        label: Words for people, where the vocabulary's own do not fit.
    """

    purposes: Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_one_or_many)]
    source: Annotated[tuple[SourceName, ...], BeforeValidator(_one_or_many)] = ("person",)
    recipients: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    people: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    label: LabelOrText | None = None
    c: ClauseIds


class PurposeOfUse(Line):
    """A purpose of use (利用目的, APPI art. 17), as people read it."""

    ja: Sentence
    en: Sentence
    c: ClauseIds

    def text(self) -> Text:
        """Return it as a text of this program."""
        return Text(en=self.en, ja=self.ja)


class RetentionRule(Line):
    """How long something is kept, and why.

    Attributes:
        keep: Counted from the event that the data map names.
        basis: The law or the reason behind it, as people read it.
    """

    keep: PeriodText
    basis: LabelOrText
    label: LabelOrText | None = None
    c: ClauseIds


class RightOffered(Line):
    """Whether a person may ask for this, and the sentence that says so."""

    offered: bool
    text: LabelOrText | None = None
    c: ClauseIds


class Recipient(Line):
    """Somebody outside the company who receives personal data.

    Attributes:
        country: ISO 3166-1 alpha-2, in quotes where YAML could read it otherwise.
    """

    ja: Sentence
    en: Sentence
    country: CountryCode | None = None
    c: ClauseIds

    def text(self) -> Text:
        """Return it as a text of this program."""
        return Text(en=self.en, ja=self.ja)


class Policy(Line):
    """The whole declaration, merged from all files of the folder."""

    policy: About
    people: Annotated[Mapping[Word, Person], Field(min_length=1)]
    data: Annotated[Mapping[str, DataUse], Field(min_length=1)]
    purposes: Annotated[Mapping[Word, PurposeOfUse], Field(min_length=1)]
    retention: Mapping[Word, RetentionRule]
    rights: Mapping[Right, RightOffered]
    recipients: Mapping[Word, Recipient] = {}

    @model_validator(mode="after")
    def _requests_are_forgotten_too(self) -> "Policy":
        if REQUESTS_RULE not in self.retention:
            raise problem(
                en=f"`retention` has no rule `{REQUESTS_RULE}`",
                ja=f"`retention` に規則 `{REQUESTS_RULE}` がありません",
                remedy_en=f"add `{REQUESTS_RULE}: {{keep: P3Y, basis: …, c: …}}`: how long the "
                "identifiers in a request are kept",
                remedy_ja=f"`{REQUESTS_RULE}: {{keep: P3Y, basis: …, c: …}}` を追加し、"
                "請求に含まれる識別子を保存する期間を定めてください",
                at=("retention",),
            )
        return self

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) of what is declared: comments and layout do not change it."""
        canonical = json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def clauses(self) -> frozenset[ClauseId]:
        """Return every clause id that a line of the declaration implements."""
        lines: list[Person | DataUse | PurposeOfUse | RetentionRule | RightOffered | Recipient] = [
            *self.people.values(),
            *self.data.values(),
            *self.purposes.values(),
            *self.retention.values(),
            *self.rights.values(),
            *self.recipients.values(),
        ]
        return frozenset(clause for line in lines for clause in line.c or ())
