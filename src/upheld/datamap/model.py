"""The format of `datamap/*.yaml`; documented in `docs/datamap.md`."""

import datetime as dt
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from upheld.detection.kind import kinds
from upheld.documents.problem import problem
from upheld.vocabulary.category import find, known, nearest

Role: TypeAlias = Literal["owner", "accessor", "mention", "custodian"]
Action: TypeAlias = Literal["delete", "anonymise", "unlink", "keep"]
How: TypeAlias = Literal["null", "redact", "token", "zero", "truncate"]
Columns: TypeAlias = str | list[str]


class Part(BaseModel):
    """Part of a file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Decision(Part):
    """Who decided an unsure point, why, and when.

    Attributes:
        date: The day, by the company's calendar; `None` where whoever wrote it left it out.
        as_: What became of the guess: a role of the edge that was added, the category or `none`
            that a column was given, `taken` for any other guess; without it the guess was wrong.
    """

    by: str
    why: str
    date: dt.date | None = None
    as_: str | None = Field(default=None, alias="as")


class Unsure(Part):
    """A point that discovery could not decide; blocks compiling until `decided`."""

    point: str
    guess: Any = None
    why: str = ""
    confidence: float = Field(default=0.0, ge=0, le=1)
    decided: Decision | None = None


class FieldEntry(Part):
    """What one column holds.

    `of` names the `via` of the edge to the person it is about, where that is not the row's
    owner; it is masked in the disclosure to anybody else.
    """

    category: str
    of: str | None = None
    why: str | None = None
    confidence: float | None = None

    @field_validator("category")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if known(name):
            return name
        guess = nearest(name)
        raise problem(
            en=f"there is no data category `{name[:60]}`",
            ja=f"データ区分 `{name[:60]}` はありません",
            remedy_en=f"did you mean `{guess}`? docs/policy.md lists them"
            if guess
            else "docs/policy.md lists them",
            remedy_ja=f"`{guess}` ではありませんか。一覧は docs/ja/policy.md にあります"
            if guess
            else "一覧は docs/ja/policy.md にあります",
        )


class SetValue(Part):
    """Anonymise to a fixed value."""

    set: str | int | float | bool


class OnErase(Part):
    """Anonymise the named columns."""

    anonymise: dict[str, How | SetValue | None]


class Edge(Part):
    """From this table to a kind of person, or to another mapped table."""

    to: str
    via: Columns
    role: Role = "owner"
    references: list[str] | None = None
    match: str | None = None
    when: str | None = None
    decode: str | None = None
    path: str | None = None
    exact: bool | None = None
    declared: bool | None = None
    on_erase: Action | None = None
    why: str | None = None
    confidence: float | None = None
    decided: Decision | None = None


class ObjectPath(Part):
    """The object in another place that a row stands for; braces name the row's columns."""

    in_: str = Field(alias="in")
    path: str


class Owns(Part):
    """The reverse of an owner edge: the row that `via` names belongs to this row's owner."""

    blob: str | None = None
    table: str | None = None
    via: Columns
    references: list[str] | None = None
    refcount: bool = True
    object: ObjectPath | None = None

    @model_validator(mode="after")
    def _one_target(self) -> "Owns":
        if (self.blob is None) == (self.table is None):
            raise ValueError("write exactly one of `blob` and `table`")
        return self

    @property
    def target(self) -> str:
        """The owned table."""
        return self.blob or self.table or ""


class Retain(Part):
    """Rows a retention rule of the policy keeps, and what becomes of them afterwards.

    Attributes:
        rule: A retention rule of the policy.
        from_: The column from which its period counts.
        with_: Instead of both: the `via` of an edge; the row stays as long as the row it
            refers to is retained.
    """

    rule: str = ""
    from_: str = Field(default="", alias="from")
    with_: Columns | None = Field(default=None, alias="with")
    when: str | None = None
    keep: list[str] = Field(default_factory=list)
    after: Literal["delete", "anonymise"] = "delete"

    @model_validator(mode="after")
    def _one_period(self) -> "Retain":
        if self.with_ is None and not (self.rule and self.from_):
            raise ValueError("write `rule` and `from`, or `with`")
        if self.with_ is not None and (self.rule or self.from_):
            raise ValueError("`with` takes rule and date from the row it names: write neither")
        return self


class SoftDelete(Part):
    """A column that marks rows as deleted without deleting them."""

    column: str
    counts_as_erased: bool = False
    purge_after: str | None = None


class TableMap(Part):
    """One table: its edges, its columns and what happens on erasure.

    Attributes:
        contents: By column, kinds of `upheld.detection` that may stand in its texts, each with
            who decided so and why: a content check does not ask for them again.
    """

    none: str | None = None
    edges: list[Edge] = Field(default_factory=list)
    fields: dict[str, Literal["none"] | FieldEntry] = Field(default_factory=dict)
    on_erase: Action | OnErase = "delete"
    retain: Retain | None = None
    hold: str | None = None
    shared: Literal["last_owner", "any_owner", "primary"] = "last_owner"
    owns: list[Owns] = Field(default_factory=list)
    json_: dict[str, dict[str, Literal["erase", "redact", "truncate"]]] = Field(
        default_factory=dict, alias="json"
    )
    soft_delete: SoftDelete | None = None
    guard: Literal["sweep", "trigger"] = "sweep"
    contents: dict[str, dict[str, Decision]] = Field(default_factory=dict)
    unsure: list[Unsure] = Field(default_factory=list)
    object: ObjectPath | None = None
    decided: Decision | None = None

    @field_validator("contents")
    @classmethod
    def _are_kinds(cls, contents: dict[str, dict[str, Decision]]) -> dict[str, dict[str, Decision]]:
        for kind in {kind for column in contents.values() for kind in column}:
            if kind not in kinds():
                raise problem(
                    en=f"there is no kind `{kind[:60]}`",
                    ja=f"種類 `{kind[:60]}` はありません",
                    remedy_en="`upheld detect --kinds` lists them",
                    remedy_ja="一覧は `upheld detect --kinds` で表示できます",
                )
        return contents

    @model_validator(mode="after")
    def _none_stands_alone(self) -> "TableMap":
        if self.none is not None and (self.edges or self.owns):
            raise ValueError("`none` says that nobody owns these rows, yet there are edges")
        return self

    def category_of(self, column: str) -> str | None:
        """Return the category of a column, `None` for none."""
        entry = self.fields.get(column)
        return entry.category if isinstance(entry, FieldEntry) else None

    def people_named(self) -> list[str]:
        """Return the columns that name a person, or hold what needs special care."""
        held = ((column, find(self.category_of(column) or "")) for column in self.fields)
        return [column for column, one in held if one and (one.identifies or one.special_care)]


class Subject(Part):
    """A kind of person, the table that identifies it, and by which columns."""

    table: str
    key: Columns
    identifiers: dict[str, str]

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The key as a tuple."""
        return (self.key,) if isinstance(self.key, str) else tuple(self.key)


class Derived(Part):
    """A copy in another place that follows its source."""

    of: str
    in_: str = Field(alias="in")
    key: str | None = None
    by: str | None = None
    remade: bool = False
    """Whether the application makes it anew once it is gone: a correction erases it, then."""

    @model_validator(mode="after")
    def _one_way(self) -> "Derived":
        if (self.key is None) == (self.by is None):
            raise ValueError("write exactly one of `key` and `by`")
        return self


class DataMap(Part):
    """One file `datamap/<system>.yaml`."""

    system: str
    operator: str | None = None
    """Who runs this place, where that is not the company: a recipient of the policy."""
    subjects: dict[str, Subject] = Field(default_factory=dict)
    tables: dict[str, TableMap] = Field(default_factory=dict)
    derived: list[Derived] = Field(default_factory=list)
    collections: dict[str, str] = Field(default_factory=dict)
    """For places without tables: each collection, and how it is covered."""
    carried: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)
    """By format: what a file of other software says and this one cannot, for its next export."""

    def unsaid(self) -> list[str]:
        """Return the tables of which nothing says whose their rows are; undecided is said."""
        known = {subject.table for subject in self.subjects.values()}
        known |= {owned.target for entry in self.tables.values() for owned in entry.owns}
        known |= {name for name, _ in self.unsure_points()}
        return [
            name
            for name, entry in self.tables.items()
            if entry.none is None and not entry.edges and name not in known
        ]

    def unsure_points(self) -> list[tuple[str, Unsure]]:
        """Every point that still blocks, with its table."""
        return [
            (name, point)
            for name, table in self.tables.items()
            for point in table.unsure
            if point.decided is None
        ]
