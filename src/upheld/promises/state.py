"""The closed set of states of a promise, and how those of several controls join."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from upheld.wording import Text

State: TypeAlias = Literal[
    "kept", "at_risk", "broken", "by_procedure", "not_provable", "no_evidence_yet"
]
STATES: tuple[State, ...] = (
    "broken", "at_risk", "no_evidence_yet", "not_provable", "by_procedure", "kept",
)  # fmt: skip
"""Worst first: a clause is as good as the worst of its controls."""
WORDS: dict[State, Text] = {
    "kept": Text(en="kept", ja="守られている"),
    "at_risk": Text(en="at risk", ja="危うい"),
    "broken": Text(en="broken", ja="破られている"),
    "by_procedure": Text(en="by procedure", ja="手順による"),
    "not_provable": Text(en="not provable", ja="証明できない"),
    "no_evidence_yet": Text(en="no evidence yet", ja="証跡がまだない"),
}
MARKS: dict[State, str] = {
    "kept": "●", "at_risk": "▲", "broken": "✖", "by_procedure": "◆", "not_provable": "○",
    "no_evidence_yet": "◌",
}  # fmt: skip
"""A shape for each, so that colour is never the only sign (WCAG 1.4.1)."""


def worst(states: Iterable[State]) -> State:
    """Return the worst of several states; nothing at all is no evidence.

    >>> worst(["kept", "by_procedure"]), worst([])
    ('by_procedure', 'no_evidence_yet')
    """
    return min(states, key=STATES.index, default="no_evidence_yet")
