"""One thing to do, as the console's start lists it."""

from dataclasses import dataclass

from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do, and where."""

    path: str
    title: Text
    hint: Text
    done: bool
