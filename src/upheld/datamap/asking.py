"""Guesses for a map that was agreed: each is asked, and blocks every plan until it is decided.

In a new file a guess of enough confidence takes its place, because the whole file is read by
somebody before it is used. In a file that is in use nobody reads it again: what a release added
to the database would otherwise be decided by a guess.
"""

from collections.abc import Mapping
from typing import Any

from upheld.datamap.discovery.proposal import Doubt, ProposedEdge, ProposedOwns, ProposedTable

_CERTAIN = 1.0


def about_table(table: ProposedTable) -> Doubt:
    """One point for a whole new table: its entry stands there as proposed, and is not agreed."""
    if table.none is not None:
        return Doubt(
            point="table",
            guess={"none": table.none},
            why=f"a new table, and nobody's by the look of it: {table.none}",
            confidence=_confidence(table),
        )
    return Doubt(
        point="table",
        guess="as proposed in this entry",
        why="a new table: nobody has looked at these edges and categories yet",
        confidence=_confidence(table),
    )


def _confidence(table: ProposedTable) -> float:
    """As certain as the least certain of its guesses."""
    guesses = [edge.confidence for edge in table.edges]
    guesses += [owned.confidence for owned in table.owns]
    guesses += [doubt.confidence for doubt in table.doubts]
    fields = [f for f in table.fields.values() if isinstance(f, dict)]
    guesses += [float(f["confidence"]) for f in fields if "confidence" in f]
    return min(guesses, default=_CERTAIN)


def about_edge(edge: ProposedEdge) -> Doubt:
    """A new edge of a table that is mapped."""
    point = edge.via if isinstance(edge.via, str) else ", ".join(edge.via)
    return Doubt(point=point, guess=edge.as_map(), why=edge.why, confidence=edge.confidence)


def about_owned(owned: ProposedOwns, entry: dict[str, Any]) -> Doubt:
    """A row that would go with this one."""
    return Doubt(point=owned.via, guess={"owns": entry}, why=owned.why, confidence=owned.confidence)


def about_column(column: str, field: Any) -> Doubt:
    """A new column of a table that is mapped, with the category it seems to hold."""
    if not isinstance(field, dict):
        return Doubt(
            point=column,
            guess=field,
            why="a new column that does not look personal",
            confidence=_CERTAIN / 2,
        )
    said = {key: value for key, value in field.items() if key not in ("why", "confidence")}
    return Doubt(
        point=column,
        guess=said,
        why=str(field.get("why") or "a new column"),
        confidence=float(field.get("confidence", _CERTAIN / 2)),
    )


def about_document(column: str, paths: Mapping[str, str]) -> Doubt:
    """A new column of JSON documents in which some paths look personal."""
    return Doubt(
        point=column,
        guess={"json": dict(paths)},
        why="sampled documents hold these paths",
        confidence=_CERTAIN / 2,
    )


def about_soft_delete(column: str, entry: dict[str, Any]) -> Doubt:
    """A new column that seems to mark rows as deleted."""
    return Doubt(
        point=column,
        guess={"soft_delete": entry},
        why="its name says that a row is deleted, and the row is still there",
        confidence=_CERTAIN / 2,
    )
