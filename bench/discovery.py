"""How much of a person's data does discovery find? Recall, precision and time.

    python -m bench.discovery                         # django-oscar and the recorded applications
    python -m bench.discovery --db URL --keys TSV     # another database, with and without its keys

A key file is written by hand from the application's models; its columns are child, column,
parent, role. Edges are compared as (child, column, parent). A row that another row names
(`owns`) is written from its own side: child, its key, the table that names it.
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.connectors.schema import Schema
from upheld.connectors.sql import SqlConnector
from upheld.datamap.discovery import Proposal, SqlSampler, discover
from upheld.datamap.model import Columns
from upheld.datamap.via import ColumnsVia, parse

Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Edges found against edges wanted; shares are 0 to 1."""

    wanted: dict[Edge, str]
    placed: dict[Edge, str]
    asked: dict[Edge, str]
    seconds: float
    tables: int

    @property
    def proposed(self) -> set[Edge]:
        return set(self.placed) | set(self.asked)

    def recall(self, found: Iterable[Edge]) -> float:
        return len(set(found) & set(self.wanted)) / len(self.wanted)

    def precision(self, found: Iterable[Edge]) -> float:
        some = set(found)
        return len(some & set(self.wanted)) / len(some) if some else 1.0

    def roles(self) -> float:
        both = [edge for edge in self.placed if edge in self.wanted]
        return sum(self.placed[e] == self.wanted[e] for e in both) / len(both) if both else 1.0


def score(database: Path, keys: Path) -> Score:
    """Discover a SQLite database and compare with the key."""
    return score_of(f"sqlite:///{database}", keys)


def score_of(url: str, keys: Path, *, without_keys: bool = False) -> Score:
    """Discover any database and compare with the key.

    Args:
        url: Of the database, with its password.
        keys: The key, written by hand.
        without_keys: Look at it as if no foreign key were declared.
    """
    connector = connect(PlaceName("bench"), url)
    if not isinstance(connector, SqlConnector):
        message = f"{url.partition(':')[0]} is no kind of database with tables"
        raise TypeError(message)
    try:
        began = time.perf_counter()
        schema = connector.describe()
        if without_keys:
            schema = undeclared(schema)
        with connector.session() as connection:
            proposal = discover(schema, SqlSampler(connection, schema.tables), "bench")
        seconds = time.perf_counter() - began
    finally:
        connector.close()
    return compared(proposal, schema, keys, seconds)


def score_recorded(recording: Path, keys: Path, *, without_keys: bool = False) -> Score:
    """Discover a recorded database and compare with the key."""
    from tests.datamap.recorded import load

    schema, sampler = load(recording)
    began = time.perf_counter()
    proposal = discover(undeclared(schema) if without_keys else schema, sampler, "bench")
    return compared(proposal, schema, keys, time.perf_counter() - began)


def undeclared(schema: Schema) -> Schema:
    """The same schema with no foreign key declared; indexes and unique columns stay."""
    bare = {name: replace(table, foreign_keys=()) for name, table in schema.tables.items()}
    return replace(schema, tables=bare)


def compared(proposal: Proposal, schema: Schema, keys: Path, seconds: float) -> Score:
    """Compare what was proposed with the key."""
    placed, asked = _edges(proposal, {n: t.primary_key for n, t in schema.tables.items()})
    return Score(
        wanted=_wanted(keys), placed=placed, asked=asked, seconds=seconds, tables=len(schema.tables)
    )


def _wanted(keys: Path) -> dict[Edge, str]:
    lines = (line for line in keys.read_text("utf-8").splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t")
    return {(row["child"], row["column"], row["parent"]): row["role"] for row in rows}


def _edges(
    proposal: Proposal, locators: dict[str, tuple[str, ...]]
) -> tuple[dict[Edge, str], dict[Edge, str]]:
    kinds = {subject.kind: subject.table for subject in proposal.subjects}
    placed: dict[Edge, str] = {}
    asked: dict[Edge, str] = {}
    for name, table in proposal.tables.items():
        for edge in table.edges:
            placed[name, _column(edge.via), edge.table] = edge.role
        for owned in table.owns:
            placed[owned.table, "+".join(locators[owned.table]), name] = "owner"
        for doubt in table.doubts:
            if isinstance(doubt.guess, dict) and "to" in doubt.guess:
                to = kinds.get(doubt.guess["to"], doubt.guess["to"])
                asked[name, _column(doubt.guess["via"]), str(to)] = doubt.guess["role"]
    return placed, {edge: role for edge, role in asked.items() if edge not in placed}


def _column(via: Columns) -> str:
    read = parse(via)
    return "+".join(read.columns) if isinstance(read, ColumnsVia) else read.column


def report(title: str, result: Score, *, details: bool) -> None:
    """Print one block of figures."""
    print(
        f"{title}: {result.tables} tables, {result.seconds:.2f} s, {len(result.wanted)} edges in the key"
    )
    for what, found in (("placed or asked", result.proposed), ("placed only", set(result.placed))):
        print(
            f"  {what:16} recall {result.recall(found):.3f}  precision {result.precision(found):.3f}"
            f"  ({len(found)} edges)"
        )
    print(f"  roles of placed edges as in the key: {result.roles():.3f}")
    if details:
        for edge in sorted(set(result.wanted) - result.proposed):
            print("  missed ", *edge)
        for edge in sorted(result.proposed - set(result.wanted)):
            print("  surplus", *edge, "(asked)" if edge in result.asked else "")
        for edge in sorted(set(result.asked) & set(result.wanted)):
            print("  asked  ", *edge)
        for edge in sorted(set(result.placed) & set(result.wanted)):
            if result.placed[edge] != result.wanted[edge]:
                print("  role   ", *edge, result.placed[edge], "wanted", result.wanted[edge])


def main() -> None:
    """Score what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", help="URL of a database, e.g. sqlite:///FILE")
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--details", action="store_true")
    arguments = parser.parse_args()
    if arguments.db is not None:
        for title, without in (("declared keys", False), ("every key dropped", True)):
            found = score_of(arguments.db, arguments.keys, without_keys=without)
            report(f"{arguments.keys.stem}, {title}", found, details=arguments.details)
        return
    from tests.oscar.prepared import sqlite_copy
    from tests.oscar.without_keys import sqlite_without_keys

    keys = Path(__file__).parents[1] / "tests" / "oscar" / "keys.tsv"
    with tempfile.TemporaryDirectory() as folder:
        shop = sqlite_copy(Path(folder))
        report("django-oscar, declared keys", score(shop, keys), details=arguments.details)
        bare = Path(folder) / "bare.sqlite"
        sqlite_without_keys(shop, bare)
        report("django-oscar, every key dropped", score(bare, keys), details=arguments.details)
    recorded = Path(__file__).parents[1] / "tests" / "datamap"
    for recording in sorted((recorded / "recordings").glob("*.json.gz")):
        name = recording.name.removesuffix(".json.gz")
        for title, without in (("declared keys", False), ("every key dropped", True)):
            found = score_recorded(
                recording, recorded / "keys" / f"{name}.tsv", without_keys=without
            )
            report(f"{name}, recorded, {title}", found, details=arguments.details)


if __name__ == "__main__":
    main()
