"""Where a sweep writes down what it is about to do, before it does it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from upheld.deletion.derived import Follower
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, read_entry
from upheld.retention import store
from upheld.retention.keeping import Keeping

BEGAN = "retention-began"


@dataclass(slots=True)
class SweepJournal:
    """Writes a run's intentions into our own store."""

    keeping: Keeping
    ref: str
    rows: dict[str, int] = field(default_factory=dict)

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Seal the names of copies with the run, and note the intention, once a system."""
        del refs  # the others are there for their holds: nothing is done to their rows
        keeping, known = self.keeping, self._known()
        mine = [f.as_json() for f in followers if f.ref == self.ref]
        earlier = known.get(system, [])
        known[system] = earlier + [f for f in mine if f not in earlier]
        with keeping.engine.begin() as connection:
            store.change(connection, self.ref, sealed=keeping.sealing.seal(self.ref, known))
            if system not in begun(keeping, self.ref):
                ledger.append(
                    connection,
                    Entry(
                        kind=BEGAN,
                        at=keeping.clock.now(),
                        case=self.ref,
                        drill=keeping.clock.drill,
                        body={"system": system},
                    ),
                )
        ledger.seal(keeping.engine, keeping.signer, keeping.clock)

    def pending(self, system: str) -> list[Follower]:
        """The copies that are still to be erased."""
        return [Follower.from_json(self.ref, f) for f in self._known().get(system, [])]

    def progress(self, system: str, rows: int) -> None:
        """Count; a chunk is durable in the database itself."""
        self.rows[system] = self.rows.get(system, 0) + rows

    def _known(self) -> dict[str, list[dict[str, Any]]]:
        with self.keeping.engine.connect() as connection:
            sealed = store.load(connection, self.ref).sealed
        return dict(self.keeping.sealing.open(self.ref, sealed)) if sealed else {}


def begun(keeping: Keeping, ref: str) -> set[str]:
    """The systems in which a run was begun, as the ledger says."""
    entries = ledger.entries_of(keeping.engine, ref, BEGAN)
    return {str(read_entry(entry.leaf).body["system"]) for entry in entries}
