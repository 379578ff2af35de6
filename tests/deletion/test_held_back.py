"""A row that stays for somebody else names the edge that holds it back, and how to correct it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.deletion.shop import SUBJECTS, Shop, outcomes, shop, steps_of
from upheld.deletion.held_back import Holder
from upheld.deletion.procedure import carry_out

TABLES = [
    "CREATE TABLE teacher (id INTEGER PRIMARY KEY, email VARCHAR(80))",
    "CREATE TABLE booking (id INTEGER PRIMARY KEY, customer_id INTEGER, teacher_id INTEGER)",
]
ROWS = [
    "INSERT INTO teacher VALUES (1, 'mori@example.jp'), (2, 'hara@example.jp')",
    "INSERT INTO booking VALUES (10, 5, 1), (11, 5, 2), (12, 51, 1), (13, 5, 1)",
]
PEOPLE = SUBJECTS.rstrip("}\n") + (
    "}}, teacher: {table: teacher, key: id, identifiers: {email: email}}}\n"
)


@contextmanager
def school(url: str, role: str, rows: Sequence[str] = ROWS) -> Iterator[Shop]:
    """Customers book lessons; `role` is what the map makes of the teacher."""
    mapped = (
        "  teacher: {fields: {email: {category: contact.email}}}\n"
        "  booking: {edges: [{to: customer, via: customer_id},"
        f" {{to: teacher, via: teacher_id, role: {role}}}]}}\n"
    )
    with shop(url, TABLES, mapped, rows) as it:
        it.map_yaml = it.map_yaml.replace(SUBJECTS, PEOPLE)
        yield it


def test_a_teacher_mapped_as_owner_is_named_as_what_keeps_the_bookings(sql_url: str) -> None:
    with school(sql_url, "owner") as it:
        plan, run = it.planned(5)
        (booking,) = [t for t in plan.total if t.table == "booking"]
        held = (Holder(table="booking", via="teacher_id", to="teacher", kind="teacher", others=2),)
        assert (booking.delete, booking.shared, booking.held_back) == (0, 3, held)
        assert booking.rule == "shared: last_owner (booking.teacher_id: 2 other teacher)"
        assert plan.tables["R-5"][-1].held_back == held
        steps = steps_of(carry_out(run))
        assert steps["booking", "unlink"].held_back == held
        assert "held_back" not in steps["customer", "delete"].as_json()
        assert len(it.rows("SELECT id FROM booking")) == 4


def test_the_same_map_with_the_teacher_as_custodian_lets_the_bookings_go(sql_url: str) -> None:
    with school(sql_url, "custodian") as it:
        steps = it.erase(5)
        assert outcomes(steps) == {"verified"}
        assert steps["booking", "delete"].rows == 3
        assert it.rows("SELECT id, teacher_id FROM booking") == [(12, 1)]
        assert len(it.rows("SELECT id FROM teacher")) == 2


@pytest.mark.parametrize("teacher", ["NULL", "99"])
def test_a_teacher_who_is_absent_or_not_named_holds_nothing_back(
    sql_url: str, teacher: str
) -> None:
    rows = [*ROWS[:1], f"INSERT INTO booking VALUES (10, 5, {teacher}), (12, 51, {teacher})"]
    with school(sql_url, "owner", rows) as it:
        plan, run = it.planned(5)
        assert not any(part.shared or part.held_back for part in plan.total)
        assert outcomes(steps_of(carry_out(run))) == {"verified"}
        assert it.rows("SELECT id FROM booking") == [(12,)]


def test_each_person_of_a_batch_is_told_of_their_own_rows_only(sql_url: str) -> None:
    with school(sql_url, "owner") as it:
        plan = it.planned(5, 51)[0]
        others = {
            ref: [h.others for part in parts for h in part.held_back]
            for ref, parts in plan.tables.items()
        }
        assert others == {"R-5": [2], "R-51": [1]}
        assert [h.others for part in plan.total for h in part.held_back] == [2]


def test_what_a_row_inherits_from_a_shared_row_names_the_kind_of_person_at_the_end(
    sql_url: str,
) -> None:
    note = "CREATE TABLE note (id INTEGER PRIMARY KEY, booking_id INTEGER)"
    with school(sql_url, "owner") as it:
        it.execute(note, "INSERT INTO note VALUES (1, 10), (2, 12)")
        it.map_yaml += "  note: {edges: [{to: booking, via: booking_id}]}\n"
        (part,) = [t for t in it.planned(5)[0].total if t.table == "note"]
    (holder,) = part.held_back
    assert (holder.to, holder.kind, holder.others) == ("booking", "customer, teacher", 1)
