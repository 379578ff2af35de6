"""One request: which right, in which state, and (sealed) about whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from upheld.wording import Text

Right: TypeAlias = Literal["deletion", "disclosure", "correction"]
State: TypeAlias = Literal[
    "received",  # open; nobody was looked up yet, or a new plan is needed
    "several",  # several people were found; one must be chosen
    "planned",
    "approved",
    "in_progress",  # also after a crash: `apply` finishes it
    "done",
    "remaining",  # something was left or failed; `plan` again
    "not_proven",
]

NEXT: Mapping[State, frozenset[State]] = {
    "received": frozenset({"several", "planned"}),
    "several": frozenset({"received", "planned", "several"}),
    "planned": frozenset({"planned", "several", "approved"}),
    "approved": frozenset({"planned", "several", "in_progress", "received"}),
    "in_progress": frozenset({"in_progress", "done", "remaining", "not_proven", "received"}),
    "done": frozenset(),
    "remaining": frozenset({"planned", "several"}),
    "not_proven": frozenset({"planned", "several"}),
}
"""The state machine: from each state the states that may follow."""

STATE_LABEL: Mapping[State, Text] = {
    "received": Text(en="received", ja="受付済み"),
    "several": Text(en="several people", ja="複数の候補"),
    "planned": Text(en="planned", ja="計画済み"),
    "approved": Text(en="approved", ja="承認済み"),
    "in_progress": Text(en="in progress", ja="実行中"),
    "done": Text(en="done", ja="完了"),
    "remaining": Text(en="remaining", ja="残存あり"),
    "not_proven": Text(en="not proven", ja="未証明"),
}
"""What a state is called where a person reads it; options take its name."""


@dataclass(slots=True, kw_only=True)
class Private:
    """What is personal in a request. Sealed in the store, and never shown.

    Attributes:
        asked: Identifiers as they were given.
        candidates: Found rows by system: `[kind, [key …]]`.
        chosen: Where there were several: the rows of those who are meant, as
            `[system, kind, key]`.
        offered: The rows of all who could be chosen then.
        seeds: By system: kind of person → keys.
        identifiers: All identifiers known of the person, by kind.
        changes: For a correction: category → new value.
        followers: By system: what must be erased elsewhere.
        rows: Rows that were named themselves, and not a person: by system and table, their keys.
    """

    asked: dict[str, str]
    candidates: dict[str, list[list[Any]]] = field(default_factory=dict)
    chosen: list[list[Any]] = field(default_factory=list)
    offered: list[list[Any]] = field(default_factory=list)
    seeds: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    followers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)

    @property
    def names_rows(self) -> bool:
        """Whether it is about rows, here or in other places, and about nobody."""
        return bool(self.rows) or (not self.asked and bool(self.followers))

    def as_json(self) -> dict[str, Any]:
        """Everything, for sealing."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def __repr__(self) -> str:
        return "Private(…)"


@dataclass(slots=True, kw_only=True)
class Case:
    """One request.

    Attributes:
        ref: `R-2026-0001`.
        batch: `B-2026-0001` where it came with others.
        found: What tracing found: `one`, `none`, `several`; `None` before.
        absence: For `none`: `proven` or `not_proven`.
        salt: Hex; digests in the ledger are made with it. Erased with the case.
        report: The documented apply report, once there is one.
        receipt: The body of the person's receipt, once there is one.
    """

    ref: str
    batch: str | None
    right: Right
    state: State
    opened_at: datetime
    private: Private | None = field(repr=False)
    salt: str | None = field(repr=False)
    found: str | None = None
    absence: str | None = None
    report: dict[str, Any] | None = None
    receipt: dict[str, Any] | None = field(default=None, repr=False)
    erased_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class StoredPlan:
    """The plan of a request or a batch.

    Attributes:
        unit: `R-…` or `B-…`.
        document: The documented JSON.
        pins: What it rests on: fingerprints, hashes, digests of keys.
        refs: The requests it is for.
    """

    unit: str
    sha256: str
    document: dict[str, Any]
    pins: dict[str, Any]
    refs: list[str]
    made_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
