"""Where a deletion writes down what it is about to do, before it does it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from upheld.deletion.derived import Follower
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, read_entry
from upheld.rights import store
from upheld.rights.case import Case
from upheld.rights.company import Company

BEGAN = "deletion-began"


@dataclass(slots=True)
class StoreJournal:
    """Writes a run's intentions into our own store."""

    company: Company
    cases: Sequence[Case]
    resumed: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    noted: set[tuple[str, str]] = field(default_factory=set)
    """System and request: a place that was busy is begun again, with the same intention."""

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Seal the names of copies with their cases, and note the intention."""
        by_ref: dict[str, list[Follower]] = {}
        for follower in followers:
            by_ref.setdefault(follower.ref, []).append(follower)
        changed = []
        for case in self.cases:
            if case.private is not None and case.ref in by_ref:
                known = case.private.followers.setdefault(system, [])
                fresh = [_as_json(f) for f in by_ref[case.ref]]
                case.private.followers[system] = known + [f for f in fresh if f not in known]
                changed.append(case)
        begun = self._begun(system, refs) if self.resumed else set()
        begun |= {ref for ref in refs if (system, ref) in self.noted}
        with self.company.engine.begin() as connection:
            store.save(connection, self.company.vault, changed)
            ledger.append_many(
                connection,
                (
                    Entry(
                        kind=BEGAN,
                        at=self.company.clock.now(),
                        case=ref,
                        drill=self.company.clock.drill,
                        body={"system": system},
                    )
                    for ref in refs
                    if ref not in begun
                ),
            )
        self.noted |= {(system, ref) for ref in refs}

    def _begun(self, system: str, refs: Sequence[str]) -> set[str]:
        """Whose intention stands in the ledger since before a crash: it is not a second one."""
        return {
            ref
            for ref in refs
            for row in ledger.entries_of(self.company.engine, ref, BEGAN)
            if read_entry(row.leaf).body["system"] == system
        }

    def pending(self, system: str) -> list[Follower]:
        """The copies that are still to be erased."""
        return [
            Follower(
                ref=case.ref,
                place=f["place"],
                collection=f["collection"],
                by=tuple(f["by"]),
                values=tuple(tuple(v) for v in f["values"]),
                clause=f["clause"],
            )
            for case in self.cases
            if case.private is not None
            for f in case.private.followers.get(system, [])
        ]

    def progress(self, system: str, rows: int) -> None:
        """Count; a chunk is durable in the database itself."""
        self.rows[system] = self.rows.get(system, 0) + rows


def _as_json(f: Follower) -> dict[str, Any]:
    return {
        "place": f.place,
        "collection": f.collection,
        "by": list(f.by),
        "values": [list(v) for v in f.values],
        "clause": f.clause,
    }
