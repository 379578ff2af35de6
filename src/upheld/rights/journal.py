"""Where a deletion writes down what it is about to do, before it does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from upheld.deletion.derived import Follower
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, read_entry
from upheld.rights import refusals, store
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.rights.recording import named_in
from upheld.wording import Text

BEGAN = "deletion-began"


@dataclass(slots=True)
class StoreJournal:
    """Writes a run's intentions into our own store."""

    company: Company
    unit: str
    cases: Sequence[Case]
    resumed: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    noted: set[tuple[str, str]] = field(default_factory=set)
    """System and request: a place that was busy is begun again, with the same intention."""

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Seal the names of copies with their cases, and note the intention and the state."""
        by_ref: dict[str, list[Follower]] = {}
        for follower in followers:
            by_ref.setdefault(follower.ref, []).append(follower)
        changed = []
        for case in self.cases:
            if case.private is not None and case.ref in by_ref:
                known = case.private.followers.setdefault(system, [])
                more = [f.as_json() for f in by_ref[case.ref]]
                case.private.followers[system] = known + [f for f in more if f not in known]
                changed.append(case)
        earlier = begun(self.company, self.cases) if self.resumed else []
        before = {one.ref for one in earlier if one.system == system}
        before |= {ref for ref in refs if (system, ref) in self.noted}
        # Whose intention stands in the ledger since before a crash: it is not a second one.
        fresh = [ref for ref in refs if ref not in before]
        now = self.company.clock.now()
        with self.company.engine.begin() as connection:
            started = self._start(connection, refs)
            store.seal_again(connection, self.company.vault, changed)
            ledger.append_many(
                connection,
                (
                    Entry(
                        kind=BEGAN,
                        at=now,
                        case=case,
                        drill=self.company.clock.drill,
                        body={"system": system, **named},
                    )
                    for case, named in named_in(self.unit, fresh)
                ),
            )
        # Now that it is durable: whoever begins again without it has not begun.
        for case in started:
            case.state = "in_progress"
        self.noted |= {(system, ref) for ref in refs}

    def _start(self, connection: Connection, refs: Sequence[str]) -> list[Case]:
        """Note in the intention's transaction which requests are being carried out from now on.

        Raises:
            PlanStaleError: Somebody planned anew since we began: what is approved is not this.
        """
        named = set(refs)
        started = [case for case in self.cases if case.ref in named and case.state == "approved"]
        moved = store.move(connection, [c.ref for c in started], ("approved",), "in_progress")
        if moved < len(started):
            raise refusals.stale(
                self.unit,
                Text(
                    en="somebody planned anew while it was about to be carried out",
                    ja="実行直前に別の計画が作られました",
                ),
            )
        return started

    def pending(self, system: str) -> list[Follower]:
        """The copies that are still to be erased."""
        return [
            Follower.from_json(case.ref, f)
            for case in self.cases
            if case.private is not None
            for f in case.private.followers.get(system, [])
        ]

    def progress(self, system: str, rows: int) -> None:
        """Count; a chunk is durable in the database itself."""
        self.rows[system] = self.rows.get(system, 0) + rows


@dataclass(frozen=True, slots=True)
class Begun:
    """An intention that the ledger holds: to act on one request's rows in one system."""

    ref: str
    system: str
    index: int


def begun(company: Company, cases: Sequence[Case]) -> list[Begun]:
    """Every intention about these requests, by themselves or together with their batch."""
    refs = {case.ref for case in cases}
    units = sorted(refs | {case.batch for case in cases if case.batch is not None})
    found = []
    for row in ledger.entries_of_all(company.engine, units, BEGAN):
        body: Mapping[str, Any] = read_entry(row.leaf).body
        named = body.get("requests", [row.case])
        found += [Begun(ref, str(body["system"]), row.index) for ref in named if ref in refs]
    return found
