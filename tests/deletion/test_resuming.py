"""A deletion that is interrupted between two chunks is finished by running it again (T1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.deletion.shop import outcomes, shop, steps_of
from tests.random_schemas.real_engine import Notes
from upheld.deletion.procedure import carry_out

TABLES = [
    "CREATE TABLE blob_ (id INTEGER PRIMARY KEY, path VARCHAR(20))",
    "CREATE TABLE album (id INTEGER PRIMARY KEY, customer_id INTEGER)",
    (
        "CREATE TABLE photo (id INTEGER PRIMARY KEY, album_id INTEGER NOT NULL, blob_id INTEGER NOT NULL,"
        " FOREIGN KEY (album_id) REFERENCES album (id), FOREIGN KEY (blob_id) REFERENCES blob_ (id))"
    ),
    (
        "CREATE TABLE reply (id INTEGER PRIMARY KEY, author INTEGER, parent INTEGER,"
        " FOREIGN KEY (parent) REFERENCES reply (id))"
    ),
    "CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER, began DATE, name VARCHAR(20))",
]
MAP = """\
  blob_: {fields: {path: {category: free_text}}}
  album: {edges: [{to: customer, via: customer_id, on_erase: unlink}]}
  photo: {edges: [{to: album, via: album_id}], owns: [{blob: blob_, via: blob_id}]}
  reply: {edges: [{to: customer, via: author}, {to: reply, via: parent}]}
  invoice:
    edges: [{to: customer, via: customer_id}]
    fields: {name: {category: identity.name}}
    retain: {rule: billing, from: began, keep: [id, began]}
"""
ROWS = [
    "INSERT INTO blob_ VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')",
    "INSERT INTO album VALUES (1, 5), (2, 5), (3, 51)",
    "INSERT INTO photo VALUES (1, 1, 1), (2, 1, 2), (3, 2, 3), (4, 2, 4), (5, 3, 4), (6, 3, 5)",
    "INSERT INTO reply VALUES (1, 5, NULL), (2, 5, 1), (3, 5, 2), (4, 51, 3), (5, 5, 3)",
    "INSERT INTO invoice VALUES (1, 5, '2026-01-01', 'Five'), (2, 5, '2001-01-01', 'Five')",
]
EVERYTHING = [
    f"SELECT * FROM {table} ORDER BY id"
    for table in ("customer", "blob_", "album", "photo", "reply", "invoice")
]


class KilledError(Exception):
    """Stands for the end of the process."""


@dataclass(slots=True)
class Mortal(Notes):
    """A journal whose process ends after so many chunks."""

    lives: int = 1_000_000

    def progress(self, system: str, rows: int) -> None:
        """Count down."""
        super(Mortal, self).progress(system, rows)
        self.lives -= 1
        if self.lives == 0:
            raise KilledError


def test_whom_an_interrupted_run_left_alone_is_compared_again(
    fresh_database: Callable[[str], str],
) -> None:
    with shop(fresh_database("sqlite"), TABLES, MAP, ROWS) as it:
        run = replace(it.planned(5, 51)[1], chunk=2, journal=Mortal(lives=1))
        it.execute("INSERT INTO reply VALUES (6, 51, NULL)")
        with pytest.raises(KilledError):
            carry_out(run)
        done = carry_out(replace(run, resumed=True, untouched=frozenset({"R-51"})))
        assert done.stale == ["R-51"]
        assert outcomes(steps_of(done)) == {"verified", "retained"}
        assert it.rows("SELECT id FROM customer ORDER BY id") == [(6,), (51,)]
        assert it.rows("SELECT id FROM reply WHERE author = 51 ORDER BY id") == [(4,), (6,)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_chunk_was_the_last_the_end_and_the_report_are_the_same(
    kind: str, fresh_database: object
) -> None:
    make = fresh_database
    with shop(make(kind), TABLES, MAP, ROWS) as it:  # type: ignore[operator]
        run = replace(it.planned(5)[1], chunk=2, journal=Mortal())
        report = steps_of(carry_out(run))
        wanted = [it.rows(query) for query in EVERYTHING]
        assert isinstance(run.journal, Mortal)
        chunks = len(run.journal.chunks)
    assert outcomes(report) == {"verified", "retained"}
    assert [row[0] for row in wanted[1]] == [4, 5]
    assert chunks > 8
    for lives in range(1, chunks + 1):
        with shop(make(kind), TABLES, MAP, ROWS) as it:  # type: ignore[operator]
            run = replace(it.planned(5)[1], chunk=2, journal=Mortal(lives=lives))
            with pytest.raises(KilledError):
                carry_out(run)
            again = steps_of(carry_out(replace(run, resumed=True)))
            assert [it.rows(query) for query in EVERYTHING] == wanted, lives
            assert again == report, lives
