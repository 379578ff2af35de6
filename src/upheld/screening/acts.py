"""What may become of something that was found in a call."""

from typing import Literal, TypeAlias, get_args

Act: TypeAlias = Literal["allow", "ask", "pseudonymise", "mask", "block"]
"""`allow`: leaves as it is. `ask`: leaves once the caller says that somebody agreed.
`pseudonymise`: a placeholder leaves, and what comes back is restored. `mask`: asterisks leave.
`block`: nothing of the call leaves."""

_ORDER: tuple[str, ...] = get_args(Act)


def rank(act: Act) -> int:
    """Return how little an act lets out, from 0."""
    return _ORDER.index(act)


def strictest(*acts: Act) -> Act:
    """Return the one that lets the least out."""
    return max(acts, key=rank)
