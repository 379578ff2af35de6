"""Many small questions asked of the database at once: what costs time is the way there and back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CompoundSelect, Select, union_all

_AT_ONCE = 100
"""Selects of one statement; SQLite allows 500."""


def together(questions: Iterable[Select[Any]]) -> list[CompoundSelect[Any]]:
    """Put questions with the same columns into as few statements as a database takes.

    The rows come in any order: each says which question it answers.
    """
    asked = list(questions)
    starts = range(0, len(asked), _AT_ONCE)
    return [union_all(*asked[start : start + _AT_ONCE]) for start in starts]
