"""The board: every clause with its controls, each asked now; nothing here is claimed.

1. Every line that carries a clause is found, and the controls its kind rests on.
2. Each control is asked about the line, from what was seen.
3. A clause is as good as the worst of its controls.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.policy.language.line import ClauseId, Placed, Promise
from upheld.policy.model import Policy
from upheld.promises.binding import controls_of
from upheld.promises.control import Asked, Catalogue, Control, Seen
from upheld.promises.controls import CONTROLS
from upheld.promises.facts import Facts
from upheld.promises.state import STATES, State, worst
from upheld.wording import Language

SCHEMA = "upheld/board/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One control of a clause and what it says."""

    control: Control
    line: Placed
    seen: Seen

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented object."""
        return {
            "id": self.control.id,
            "kind": self.control.kind,
            "state": self.seen.state,
            "checked_at": None if self.seen.at is None else self.seen.at.isoformat(),
            "evidence": self.seen.evidence,
            "why": self.seen.why.in_language(language),
            "line": ".".join(map(str, self.line.path)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of the published text and how it stands."""

    id: ClauseId
    controls: tuple[Checked, ...]

    @property
    def state(self) -> State:
        """As good as the worst of its controls."""
        return worst(one.seen.state for one in self.controls)

    @property
    def deciding(self) -> Checked:
        """The control that decides the state; of several, one that rests on what happened."""

        def rank(one: Checked) -> tuple[int, bool]:
            happened = (one.seen.evidence or "").startswith("ledger:")
            return STATES.index(one.seen.state), not happened

        return min(self.controls, key=rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every clause of a policy, in the order of the declaration."""

    policy: Policy
    at: datetime
    clauses: tuple[Clause, ...]

    def counts(self) -> dict[State, int]:
        """How many clauses are in each state, all states named."""
        counted = Counter(one.state for one in self.clauses)
        return {state: counted[state] for state in STATES}

    def as_json(self, language: Language, only: frozenset[State] | None = None) -> dict[str, Any]:
        """Return the documented object of `upheld promises --json`."""
        about = self.policy.policy
        return {
            "schema": SCHEMA,
            "policy": about.id,
            "version": about.version,
            "computed_at": self.at.isoformat(),
            "counts": self.counts(),
            "clauses": [
                {
                    "id": one.id,
                    "state": one.state,
                    "controls": [c.as_json(language) for c in one.controls],
                }
                for one in self.clauses
                if only is None or one.state in only
            ],
        }


def compute(policy: Policy, facts: Facts, catalogue: Catalogue = CONTROLS) -> Board:
    """Compute the board of a policy from what was seen."""
    found: dict[ClauseId, list[Checked]] = {}
    for line, controls in _lines(policy):
        for clause in line.promise.c:
            for name in controls:
                asked = Asked(policy=policy, line=line, clause=clause, facts=facts)
                control = catalogue[name]
                found.setdefault(clause, []).append(
                    Checked(control=control, line=line, seen=control.seen(asked))
                )
    clauses = tuple(Clause(id=one, controls=tuple(seen)) for one, seen in found.items())
    return Board(policy=policy, at=facts.now, clauses=clauses)


def _lines(policy: Policy) -> Iterator[tuple[Placed, tuple[str, ...]]]:
    """Every line with its controls; kinds of person and the head of the policy too."""
    if policy.policy.c is not None:
        head = Promise(c=policy.policy.c)
        yield Placed(("policy",), head), ("rendered", "consistent")
    for name, person in policy.people.items():
        if person.c is not None:
            line = Placed(("people", name), Promise(c=person.c))
            yield line, ("people-known", "rendered", "consistent")
    for placed in policy.promises:
        yield placed, tuple(dict.fromkeys(controls_of(placed)))
