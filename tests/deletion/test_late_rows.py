"""Rows that the application writes for a person while their deletion is being carried out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.deletion.shop import Shop, outcomes, shop, steps_of
from upheld.deletion.procedure import Run, carry_out

TABLES = [
    (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL,"
        " status VARCHAR(20), ordered_at DATE,"
        " FOREIGN KEY (customer_id) REFERENCES customer (id))"
    ),
    "CREATE TABLE line (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL)",
    "CREATE TABLE event (id INTEGER PRIMARY KEY, customer_id INTEGER, parent INTEGER)",
]
MAP = """\
  orders:
    edges: [{to: customer, via: customer_id}]
    retain: {rule: billing, from: ordered_at, when: "status = 'invoiced'", keep: [id, ordered_at, customer_id], after: delete}
  line: {edges: [{to: orders, via: order_id}]}
  event: {edges: [{to: customer, via: customer_id}, {to: event, via: parent}]}
"""
ROWS = [
    "INSERT INTO orders VALUES (1, 5, 'invoiced', '2026-01-01'), (2, 5, 'cart', NULL)",
    "INSERT INTO line VALUES (1, 1), (2, 2)",
    "INSERT INTO event VALUES (1, 5, NULL), (2, 51, NULL), (3, 5, 1)",
]
"""The invoice of customer 5 stays, and so does their own row, as a tombstone."""


def writing_at(it: Shop, message: str, statements: Iterator[str]) -> Callable[[str], None]:
    """Write the next row each time the run says that it is there."""

    def watch(said: str) -> None:
        if said == message:
            it.execute(*([statement] if (statement := next(statements, "")) else []))

    return watch


def run_of(it: Shop, message: str, *statements: str) -> Run:
    run = it.planned(5)[1]
    return replace(run, watch=writing_at(it, message, iter(statements)))


@pytest.fixture(params=["postgresql", "mariadb"])
def server_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """SQLite has one writer: nobody else writes before our transaction ends."""
    return fresh_database(str(request.param))


@pytest.mark.parametrize(
    ("late", "left"),
    [
        ("INSERT INTO event VALUES (9, 5, NULL)", "SELECT id FROM event WHERE id <> 2"),
        ("INSERT INTO line VALUES (9, 1)", "SELECT id FROM line"),
        ("INSERT INTO orders VALUES (9, 5, 'cart', NULL)", "SELECT id FROM orders WHERE id <> 1"),
    ],
)
def test_a_row_written_for_a_tombstone_while_we_work_goes_before_apply_ends(
    late: str, left: str, server_url: str
) -> None:
    with shop(server_url, TABLES, MAP, ROWS) as it:
        done = carry_out(run_of(it, "act shop", late))
        assert outcomes(steps_of(done)) == {"verified", "retained"}
        assert sum(done.late.values()) == 1
        assert it.rows(left) == []
        assert it.rows("SELECT name FROM customer WHERE id = 5") == [(None,)], "no tombstone"


def test_a_late_invoice_is_kept_as_long_as_any_other(server_url: str) -> None:
    late = "INSERT INTO orders VALUES (9, 5, 'invoiced', '2026-06-01')"
    with shop(server_url, TABLES, MAP, ROWS) as it:
        steps = steps_of(carry_out(run_of(it, "act shop", late)))
        assert steps["orders", "retain"].outcome == "retained"
        assert [n for (n,) in it.rows("SELECT id FROM orders ORDER BY id")] == [1, 9]


def test_whoever_writes_faster_than_we_look_is_reported_as_remaining(sql_url: str) -> None:
    rows = [f"INSERT INTO event VALUES ({n}, 5, NULL)" for n in range(100, 110)]
    with shop(sql_url, TABLES, MAP, ROWS) as it:
        run = it.planned(5)[1]
        writing = writing_at(it, "look again shop", iter(rows))
        if sql_url.startswith("sqlite"):
            # Its one write lock is ours while we look: the late row is there before.
            with it.place.session(write=True) as connection:
                connection.exec_driver_sql(
                    "CREATE TRIGGER again AFTER DELETE ON event BEGIN"
                    " INSERT INTO event VALUES (OLD.id + 1000, 5, NULL); END"
                )
            writing = run.watch
        steps = steps_of(carry_out(replace(run, watch=writing)))
        assert steps["event", "delete"].outcome == "remaining"
        assert steps["customer", "anonymise"].outcome == "verified"


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [10_000, 2])
def test_what_was_emptied_and_is_filled_again_beside_a_late_row_is_emptied_again(
    chunk: int, sql_url: str
) -> None:
    again = iter([(
        "UPDATE customer SET name = 'Five again', email = 'again@example.jp' WHERE id = 5",
        "INSERT INTO event VALUES (9, 5, NULL)",
    )])  # fmt: skip
    with shop(sql_url, TABLES, MAP, ROWS) as it:

        def write(message: str) -> None:
            if message == "look again shop":
                it.execute(*next(again, ()))

        done = carry_out(replace(it.planned(5)[1], watch=write, chunk=chunk))
        assert outcomes(steps_of(done)) <= {"verified", "retained"}
        ((name, email),) = it.rows("SELECT name, email FROM customer WHERE id = 5")
        assert "again" not in f"{name}{email}"


HISTORY = {
    "sqlite": (
        (
            "CREATE TRIGGER past AFTER {event} ON customer BEGIN"
            " INSERT INTO customer_history (customer_id, email) VALUES (OLD.id, OLD.email); END"
        ),
    ),
    "mariadb": (
        (
            "CREATE TRIGGER past AFTER {event} ON customer FOR EACH ROW"
            " INSERT INTO customer_history (customer_id, email) VALUES (OLD.id, OLD.email)"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION past() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO"
            " customer_history (customer_id, email) VALUES (OLD.id, OLD.email); RETURN NULL; END $$"
        ),
        "CREATE TRIGGER past AFTER {event} ON customer FOR EACH ROW EXECUTE FUNCTION past()",
    ),
}
COUNTED = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "SERIAL PRIMARY KEY", "mariadb": "INTEGER PRIMARY KEY AUTO_INCREMENT"}  # fmt: skip


@pytest.mark.parametrize("event", ["DELETE", "UPDATE"])
def test_what_a_trigger_writes_into_a_history_goes_too(event: str, sql_url: str) -> None:
    """A deleted customer, or one that becomes a tombstone, is copied by the application's trigger."""
    kind = sql_url.partition(":")[0].partition("+")[0].replace("mysql", "mariadb")
    tables = [
        *TABLES,
        f"CREATE TABLE customer_history (id {COUNTED[kind]}, customer_id INTEGER, email VARCHAR(80))",
        *(statement.format(event=event) for statement in HISTORY[kind]),
    ]
    mapped = (
        "  customer_history: {edges: [{to: customer, via: customer_id}],"
        " fields: {email: {category: contact.email}}}\n"
    )
    kept = "INSERT INTO customer_history (customer_id, email) VALUES (51, 'fifty@example.jp')"
    rows = (
        ROWS
        if event == "UPDATE"
        else [row.replace("(1, 5, 'invoiced'", "(1, 51, 'invoiced'") for row in ROWS]
    )
    with shop(sql_url, tables, MAP + mapped, [*rows, kept]) as it:
        done = carry_out(it.planned(5)[1])
        assert outcomes(steps_of(done)) <= {"verified", "retained"}
        assert it.rows("SELECT count(*) FROM customer WHERE id = 5") == [(int(event == "UPDATE"),)]
        assert it.rows("SELECT customer_id, email FROM customer_history") == [
            (51, "fifty@example.jp")
        ]


def test_a_hold_is_written_for_as_before_and_nothing_is_late(server_url: str) -> None:
    with shop(server_url, TABLES, MAP, ROWS) as it:
        run = it.planned(5, hold=[5])[1]
        statements = iter(["INSERT INTO event VALUES (9, 5, NULL)"])
        done = carry_out(replace(run, watch=writing_at(it, "act shop", statements)))
        assert done.late == {}
        assert it.rows("SELECT id FROM event WHERE id = 9") == [(9,)]


@pytest.mark.parametrize(("people", "chunk"), [((5,), 2), ((5, 51), 1)])
def test_late_rows_of_a_plan_in_chunks_go_without_its_other_rows_being_changed_again(
    people: tuple[int, ...], chunk: int, server_url: str
) -> None:
    """The people's rows are changed as one act, and as an act in chunks of its own."""
    with shop(server_url, TABLES, MAP, ROWS) as it:
        run = replace(it.planned(*people)[1], chunk=chunk)
        late = iter(["INSERT INTO event VALUES (9, 5, NULL)"])
        before = it.rows("SELECT email FROM customer WHERE id = 5")
        seen: list[object] = []

        def watch(said: str) -> None:
            if said == "look again shop" and not seen:
                seen.append(it.rows("SELECT email FROM customer WHERE id = 5"))
                it.execute(next(late))

        done = carry_out(replace(run, watch=watch))
        assert outcomes(steps_of(done)) == {"verified", "retained"}
        assert it.rows("SELECT id FROM event") == ([(2,)] if people == (5,) else [])
        assert seen == [it.rows("SELECT email FROM customer WHERE id = 5")] != [before]
