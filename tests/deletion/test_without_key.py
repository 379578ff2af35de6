"""Exactly the person's rows are found where no key tells rows apart, or none that is unique."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from tests.deletion.shop import Shop, outcomes, shop, steps_of
from upheld.deletion.procedure import Run, carry_out
from upheld.subject.ambiguous import KeyAmbiguousError

VISIT = [
    "CREATE TABLE visit (customer_id INTEGER, page TEXT, month INTEGER) PARTITION BY LIST (month)",
    "CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN (1)",
    "CREATE TABLE visit_2 PARTITION OF visit FOR VALUES IN (2)",
]
# One statement writes all rows: each partition has its first row at the same place, written by
# the same transaction.
ROWS = ["INSERT INTO visit VALUES (5, 'a', 1), (51, 'b', 2), (51, 'c', 1), (5, 'd', 2)"]
VISITED = (
    "  visit: {{on_erase: {}, fields: {{page: {{category: behaviour.log}}}},"
    " edges: [{{to: customer, via: customer_id, role: owner}}]}}\n"
)


@pytest.mark.parametrize(
    ("on_erase", "left"),
    [
        ("delete", [(51, "b"), (51, "c")]),
        ("anonymise", [(51, "b"), (51, "c"), (None, None), (None, None)]),
    ],
)
def test_a_row_in_another_partition_at_the_same_place_is_not_the_persons(
    fresh_database: Callable[[str], str], on_erase: str, left: list[tuple[int, str | None]]
) -> None:
    with shop(fresh_database("postgresql"), VISIT, VISITED.format(on_erase), ROWS) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT customer_id, page FROM visit ORDER BY 1, 2") == left


def test_an_ordinary_column_called_rowid_is_no_pointer(
    fresh_database: Callable[[str], str],
) -> None:
    tables = ["CREATE TABLE visit (customer_id INTEGER, page TEXT, rowid INTEGER)"]
    rows = ["INSERT INTO visit VALUES (5, 'a', 1), (51, 'b', 1), (51, 'c', 2)"]
    with shop(fresh_database("sqlite"), tables, VISITED.format("delete"), rows) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("b",), ("c",)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_personal_text_that_is_the_only_key_is_anonymised_too(
    fresh_database: Callable[[str], str], kind: str
) -> None:
    tables = ["CREATE TABLE visit (customer_id INTEGER, page TEXT NOT NULL UNIQUE)"]
    rows = ["INSERT INTO visit VALUES (5, 'five was here'), (51, 'so was fifty')"]
    with shop(fresh_database(kind), tables, VISITED.format("anonymise"), rows) as it:
        plan, run = it.planned(5)
        assert not plan.not_proven
        assert outcomes(steps_of(carry_out(run))) == {"verified"}
        (mine, theirs) = it.rows("SELECT page FROM visit ORDER BY customer_id IS NOT NULL")
        assert "five" not in mine[0]
        assert theirs == ("so was fifty",)


def test_a_key_that_an_inheriting_table_has_again_is_refused_before_anything_is_written(
    fresh_database: Callable[[str], str],
) -> None:
    tables = [
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, customer_id INTEGER, page TEXT)",
        "CREATE TABLE old_visit () INHERITS (visit)",
    ]
    rows = [
        "INSERT INTO visit VALUES (1, 5, 'a'), (2, 51, 'b')",
        "INSERT INTO old_visit VALUES (1, 51, 'c'), (3, 5, 'd')",
    ]
    with shop(fresh_database("postgresql"), tables, VISITED.format("delete"), rows) as it:
        with pytest.raises(KeyAmbiguousError, match="same `id`"):
            it.planned(5)
        it.execute("UPDATE old_visit SET id = 4 WHERE id = 1")
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("b",), ("c",)]


HEIRS = [
    "CREATE TABLE visit (id INTEGER PRIMARY KEY, customer_id INTEGER, page TEXT)",
    "CREATE TABLE old_visit () INHERITS (visit)",
]


def test_a_key_twice_in_one_inheriting_table_is_refused(
    fresh_database: Callable[[str], str],
) -> None:
    rows = ["INSERT INTO old_visit VALUES (1, 5, 'mine'), (1, 51, 'theirs')"]
    with (
        shop(fresh_database("postgresql"), HEIRS, VISITED.format("delete"), rows) as it,
        pytest.raises(KeyAmbiguousError, match="same `id`"),
    ):
        it.planned(5)


def test_a_table_that_inherits_from_two_is_seen_by_both(
    fresh_database: Callable[[str], str],
) -> None:
    tables = ["CREATE TABLE aged (age INTEGER)", HEIRS[0]]
    tables.append("CREATE TABLE old_visit () INHERITS (aged, visit)")
    rows = [
        "INSERT INTO visit VALUES (1, 5, 'mine')",
        "INSERT INTO old_visit (id, customer_id, page) VALUES (1, 51, 'theirs')",
    ]
    aged = "  aged: {none: no person}\n"
    with (
        shop(fresh_database("postgresql"), tables, aged + VISITED.format("delete"), rows) as it,
        pytest.raises(KeyAmbiguousError, match="same `id`"),
    ):
        it.planned(5)


def test_a_row_that_only_lets_go_of_the_person_is_found_by_its_key_as_well(
    fresh_database: Callable[[str], str],
) -> None:
    """Nobody's row is read or deleted; by its key another row would lose its reference, too."""
    mapped = (
        "  visit: {edges: [{to: customer, via: customer_id, role: custodian, on_erase: unlink}]}\n"
    )
    rows = ["INSERT INTO visit VALUES (1, 5, 'a')", "INSERT INTO old_visit VALUES (1, 51, 'b')"]
    with (
        shop(fresh_database("postgresql"), HEIRS, mapped, rows) as it,
        pytest.raises(KeyAmbiguousError, match="same `id`"),
    ):
        it.planned(5)


def test_a_key_given_away_between_approval_and_apply_is_refused_too(
    fresh_database: Callable[[str], str],
) -> None:
    rows = ["INSERT INTO visit VALUES (1, 5, 'mine')"]
    with shop(fresh_database("postgresql"), HEIRS, VISITED.format("delete"), rows) as it:
        run = it.planned(5)[1]
        it.execute("INSERT INTO old_visit VALUES (1, 51, 'theirs')")
        done = carry_out(run)
        assert [type(refused) for refused in done.refusals] == [KeyAmbiguousError]
        assert outcomes(steps_of(done)) == {"failed"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("mine",), ("theirs",)]


def test_a_row_whose_key_is_null_is_refused_because_nothing_finds_it_again(
    fresh_database: Callable[[str], str],
) -> None:
    tables = ["CREATE TABLE visit (id TEXT PRIMARY KEY, customer_id INTEGER, page TEXT)"]
    rows = ["INSERT INTO visit VALUES (NULL, 5, 'mine'), (NULL, 51, 'theirs'), ('a', 6, 'six')"]
    with shop(fresh_database("sqlite"), tables, VISITED.format("delete"), rows) as it:
        with pytest.raises(KeyAmbiguousError, match="has no `id`"):
            it.planned(5)
        assert outcomes(it.erase(6)) == {"verified"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("mine",), ("theirs",)]


def test_where_columns_hide_every_name_of_the_rows_number_all_of_them_find_the_row(
    fresh_database: Callable[[str], str],
) -> None:
    columns = "customer_id INTEGER, page TEXT, rowid INTEGER, _rowid_ INTEGER, oid INTEGER"
    rows = ["INSERT INTO visit VALUES (5, NULL, 1, 1, NULL), (51, NULL, 1, 1, NULL)"]
    with shop(
        fresh_database("sqlite"),
        [f"CREATE TABLE visit ({columns})"],
        VISITED.format("delete"),
        rows,
    ) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT customer_id FROM visit") == [(51,)]


@pytest.mark.parametrize("chunk", [None, 2])
@pytest.mark.parametrize("on_erase", ["delete", "anonymise"])
def test_rows_that_an_update_moves_are_followed_through_partitions(
    fresh_database: Callable[[str], str], on_erase: str, chunk: int | None
) -> None:
    """A partition for rows of nobody: letting go of the person moves a row there."""
    tables = [
        (
            "CREATE TABLE visit (customer_id INTEGER, page TEXT, agent TEXT)"
            " PARTITION BY LIST (customer_id)"
        ),
        "CREATE TABLE visit_few PARTITION OF visit FOR VALUES IN (5, 51)",
        "CREATE TABLE visit_rest PARTITION OF visit DEFAULT",
    ]
    rows = [
        (
            "INSERT INTO visit SELECT CASE mod(n, 2) WHEN 0 THEN 5 ELSE 51 END, 'p' || n, 'a'"
            " FROM generate_series(1, 10) n"
        )
    ]
    with shop(fresh_database("postgresql"), tables, VISITED.format(on_erase), rows) as it:
        assert outcomes(it.erase(5, chunk=chunk)) == {"verified"}
        assert it.rows("SELECT count(*), count(page) FROM visit WHERE customer_id = 51") == [(5, 5)]
        left = it.rows("SELECT page FROM visit WHERE customer_id IS DISTINCT FROM 51")
        assert left == ([] if on_erase == "delete" else [(None,)] * 5)


def at_look_again(it: Shop, run: Run, *statements: str) -> Run:
    """Let others write once, after the person's rows are gone and before they are looked for."""
    rest: Iterator[Sequence[str]] = iter([statements])

    def watch(said: str) -> None:
        if said == "look again shop":
            it.execute(*next(rest, ()))

    return replace(run, watch=watch)


@pytest.mark.parametrize("key", ["", "id INTEGER PRIMARY KEY, "])
def test_a_number_that_sqlite_gives_to_somebody_elses_row_at_once_is_not_deleted_again(
    fresh_database: Callable[[str], str], key: str
) -> None:
    tables = [
        f"CREATE TABLE visit ({key}customer_id INTEGER, page TEXT)",
        "CREATE TABLE note (customer_id INTEGER, body TEXT)",
    ]
    mapped = VISITED.format("delete") + "  note: {edges: [{to: customer, via: customer_id}]}\n"
    rows = [
        "INSERT INTO visit (customer_id, page) VALUES (51, 'theirs'), (5, 'mine')",
        "INSERT INTO note VALUES (5, 'x')",
    ]
    with shop(fresh_database("sqlite"), tables, mapped, rows) as it:
        run = at_look_again(
            it,
            it.planned(5)[1],
            "INSERT INTO visit (customer_id, page) VALUES (51, 'new')",
            "INSERT INTO note VALUES (5, 'late')",
        )
        done = carry_out(run)
        assert done.late == {"shop/note": 1}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("new",), ("theirs",)]
        assert it.rows("SELECT body FROM note") == []


@pytest.mark.parametrize("chunk", [None, 1])
def test_a_row_of_the_person_written_again_under_its_old_key_goes_again(
    sql_url: str, chunk: int | None
) -> None:
    tables = [
        "CREATE TABLE visit (customer_id INTEGER, page VARCHAR(20), PRIMARY KEY (customer_id, page))"
    ]
    rows = ["INSERT INTO visit VALUES (5, 'a'), (5, 'b'), (51, 'a')"]
    with shop(sql_url, tables, VISITED.format("delete"), rows) as it:
        run = it.planned(5)[1]
        run = run if chunk is None else replace(run, chunk=chunk)
        done = carry_out(at_look_again(it, run, "INSERT INTO visit VALUES (5, 'a')"))
        assert outcomes(steps_of(done)) == {"verified"}
        assert it.rows("SELECT customer_id, page FROM visit") == [(51, "a")]
