"""A small ledger to try things on, and the ways to do wrong to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from upheld.evidence.checkpoint import Checkpoint, VerifierKey
from upheld.evidence.entry import JSON, Entry, salted_digest
from upheld.evidence.ledger import append, append_many, create_tables, seal
from upheld.evidence.receipt import Receipt, make_receipt, receipt_entry, receipt_indices
from upheld.evidence.signing import SigningKey, new_key

START = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
SALT = bytes(range(16))


@dataclass(slots=True)
class HandClock:
    """A clock moved by hand."""

    instant: datetime = START
    drill: bool = False

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.date()

    def forward(self, seconds: int) -> None:
        self.instant += timedelta(seconds=seconds)


def body_of(case: str, **more: JSON) -> dict[str, JSON]:
    """A statement as the company would make it."""
    return {
        "request": case,
        "subject_digest": salted_digest(SALT, "sato@example.jp"),
        "salt": SALT.hex(),
        "systems": ["shop"],
        "steps": [{"table": "customer", "action": "delete", "outcome": "verified", "rows": 1}],
        "residue": "clean",
        "complete": True,
        "not_proven": [],
        "out_of_scope": ["backups"],
        "issued_at": "2026-04-01T09:00:00Z",
        "policy": "2026-04",
        **more,
    }


@dataclass(slots=True)
class Trial:
    """A ledger with its key and clock."""

    engine: Engine
    key: SigningKey = field(default_factory=lambda: new_key("mycompany"))
    clock: HandClock = field(default_factory=HandClock)

    @property
    def public(self) -> VerifierKey:
        return self.key.public

    def entry(self, kind: str = "step-verified", **body: JSON) -> Entry:
        self.clock.forward(1)
        return Entry(
            kind=kind, at=self.clock.now(), case="R-2026-0001", drill=self.clock.drill, body=body
        )

    def write(self, count: int) -> None:
        with self.engine.begin() as connection:
            append_many(connection, [self.entry(number=n) for n in range(count)])

    def seal(self) -> Checkpoint:
        self.clock.forward(1)
        return seal(self.engine, self.key, self.clock)

    def grow(self, count: int) -> Checkpoint:
        self.write(count)
        return self.seal()

    def state(self, case: str, **more: JSON) -> Receipt:
        """Write a receipt's entry among others, seal, and make the receipt."""
        body = body_of(case, **more)
        entry = receipt_entry(body, at=self.clock.now(), case=case, drill=self.clock.drill)
        with self.engine.begin() as connection:
            append(connection, entry)
        self.seal()
        return make_receipt(self.engine, receipt_indices(self.engine, [case])[case], body)

    def sql(self, statement: str, **values: Any) -> None:
        """Do something to the store behind the ledger's back."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def leaf(self, index: int) -> bytes:
        with self.engine.connect() as connection:
            wanted = text("SELECT leaf FROM evidence_entry WHERE idx = :i")
            return bytes(connection.execute(wanted, {"i": index}).scalar_one())

    def forge(self, index: int, old: bytes, new: bytes) -> None:
        """Rewrite an entry, then everything that follows from it, with the right key."""
        changed = self.leaf(index).replace(old, new)
        assert changed != self.leaf(index)
        self.sql("UPDATE evidence_entry SET leaf = :l WHERE idx = :i", l=changed, i=index)
        for table in ("evidence_tile", "evidence_checkpoint", "evidence_anchor"):
            self.sql(f"DELETE FROM {table}")
        self.sql("UPDATE evidence_entry SET idx = NULL")
        self.seal()


@contextmanager
def ledger_in(folder: Path) -> Iterator[Trial]:
    """A ledger on SQLite."""
    engine = create_engine(f"sqlite:///{folder / 'ledger.db'}")
    create_tables(engine)
    yield Trial(engine)
    engine.dispose()


def with_value(document: Mapping[str, Any], path: tuple[Any, ...], value: Any) -> Any:
    """Return a deep copy with one place changed."""
    here: Any = dict(document) if isinstance(document, Mapping) else list(document)
    here[path[0]] = value if len(path) == 1 else with_value(here[path[0]], path[1:], value)
    return here
