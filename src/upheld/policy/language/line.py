"""What every line of a policy shares: closed keys, clause ids, words in two languages.

A promise is a line with `c:`, the ids of the clauses of the published text that it carries
out. `Promise.walk` is how the other rooms find all of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NewType, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticUndefined

from upheld.documents.problem import problem
from upheld.law.periods import Period
from upheld.policy.language.duration import PeriodText
from upheld.wording import Text

ClauseId = NewType("ClauseId", str)
Steps: TypeAlias = tuple[str | int, ...]
"""Keys and numbers that lead from the whole declaration to one of its lines."""

_CLAUSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.()_/-]{0,63}")
_TEXT_ONLY = {"type": "string", "pattern": f"^{_CLAUSE.pattern}$"}


def key(
    en: str,
    ja: str,
    *,
    example: str,
    law: str | None = None,
    default: Any = PydanticUndefined,
    alias: str | None = None,
) -> Any:
    """Declare a key with its documentation; `docs/policy-keys.md` is made from it.

    Args:
        en: What it says, one sentence.
        ja: The same in Japanese.
        example: A value as it stands in a file.
        law: Why it exists, where a law asks for it.
        default: What it is where the file says nothing; without one the key is required.
        alias: The key as it stands in files, where Python has another use for the word.
    """
    return Field(
        default,
        alias=alias,
        description=en,
        json_schema_extra={"description_ja": ja, "x-example": example, "x-law": law},
    )


def _clause_ids(value: Any) -> Any:
    """Accept one id or a list of ids; a bare number is left for the type check to refuse."""
    listed = list(value) if isinstance(value, list | tuple) else [value]
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


def one_or_many(value: Any) -> Any:
    """Make a list of one text; what else stands there is left for the type check."""
    return [value] if isinstance(value, str) else value


Words: TypeAlias = Annotated[
    tuple[str, ...],
    BeforeValidator(one_or_many, json_schema_input_type=str | tuple[str, ...]),
]
"""One name or a list of names."""
Countries: TypeAlias = Annotated[
    tuple[CountryCode, ...],
    BeforeValidator(one_or_many, json_schema_input_type=CountryCode | tuple[CountryCode, ...]),
]


class Line(BaseModel):
    """What every part of the declaration shares: closed keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


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


class Prevails(Line):
    """Another clause that says something else, and why this one wins."""

    over: ClauseIds = key(
        "The clauses that yield", "譲る側の条項", example="P1-10f",
    )  # fmt: skip
    why: LabelOrText = key(
        "Why this line wins",
        "この行が優先する理由",
        example="{en: the longer duty to keep records wins, ja: 記録の保存義務が優先します}",
    )


class Procedure(Line):
    """A promise that people keep, not software: who sees to it, and how often it is shown."""

    owner: str = key(
        "The office that sees to it, a key of `officers` or a unit's name",
        "担当する役職(`officers` のキー)または部署",
        example="privacy-manager",
    )
    every: PeriodText = key(
        "How fresh the evidence has to be", "証跡の新しさ(この期間ごとに更新)", example="P1Y"
    )
    proof: LabelOrText | None = key(
        "What is filed as evidence",
        "証跡として残すもの",
        example="{en: minutes of the review, ja: 見直しの議事録}",
        default=None,
    )


class Promise(Line):
    """A line that carries out clauses of the published text."""

    c: ClauseIds = key(
        "The clauses of the published text that this line carries out; always text",
        "この行が実現する公表文の条項番号。必ず文字列",
        example='[P1-2a, "4.2"]',
    )
    text: LabelOrText | None = key(
        "The company's own sentence, where the standard wording does not fit",
        "標準の文言が合わない場合の自社の文",
        example="{en: We delete it., ja: 削除します。}",
        default=None,
    )
    procedure: Procedure | None = key(
        "Kept by procedure: who sees to it and how often it is shown",
        "手順で守る約束: 担当者と確認の間隔",
        example="{owner: privacy-manager, every: P1Y}",
        default=None,
    )
    prevails: tuple[Prevails, ...] = key(
        "Clauses that say something else, and why this one wins",
        "矛盾する条項と、この行が優先する理由",
        example="[{over: P1-10f, why: {en: …, ja: …}}]",
        default=(),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A promise and where it stands in the declaration."""

    path: Steps
    promise: Promise

    @property
    def section(self) -> str:
        """The top-level key it stands under."""
        return str(self.path[0])


def walk(part: Any, path: Steps = ()) -> Iterator[Placed]:
    """Yield every promise of a declaration with its path, in the order of the model."""
    if isinstance(part, Promise):
        yield Placed(path, part)
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from walk(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from walk(child, (*path, name))
    elif isinstance(part, tuple | list):
        for position, child in enumerate(part):
            yield from walk(child, (*path, position))


__all__ = [
    "ClauseId", "ClauseIds", "Countries", "CountryCode", "Label", "LabelOrText", "Line", "Period",
    "PeriodText", "Placed", "Prevails", "Procedure", "Promise", "Sentence", "Steps", "Words",
    "key", "one_or_many", "walk",
]  # fmt: skip
