"""The map of a class and a room, as the page about data maps shows it, does what the page says."""

import re
from pathlib import Path

import pytest

from tests.deletion.shop import SUBJECTS, shop
from tests.deletion.test_held_back import PEOPLE

DOCS = Path(__file__).parents[2] / "docs"
TABLES = [
    "CREATE TABLE teacher (id INTEGER PRIMARY KEY, email VARCHAR(80))",
    "CREATE TABLE course (id INTEGER PRIMARY KEY, title VARCHAR(40), teacher_id INTEGER)",
    "CREATE TABLE course_seat (id INTEGER PRIMARY KEY, course_id INTEGER, customer_id INTEGER)",
    "CREATE TABLE course_note (id INTEGER PRIMARY KEY, about_id INTEGER, written_by INTEGER)",
    "CREATE TABLE room (id INTEGER PRIMARY KEY, name VARCHAR(40))",
    ("CREATE TABLE room_booking (id INTEGER PRIMARY KEY, room_id INTEGER, booked_by INTEGER,"
    " ends_on DATE, price INTEGER, invoiced INTEGER)"),
]  # fmt: skip
ROWS = [
    "INSERT INTO teacher VALUES (1, 'mori@example.jp')",
    "INSERT INTO course VALUES (1, 'Go', 1)",
    "INSERT INTO course_seat VALUES (1, 1, 5), (2, 1, 51)",
    "INSERT INTO course_note VALUES (1, 5, 1), (2, 51, 1)",
    "INSERT INTO room VALUES (1, 'large')",
    "INSERT INTO room_booking VALUES (1, 1, 5, '2026-01-01', 10, 1), (2, 1, 5, '2026-01-02', 0, 0)",
]


@pytest.mark.parametrize("page", ["datamap.md", "ja/datamap.md"])
def test_who_leaves_takes_their_own_rows_and_leaves_the_shared_thing(
    sql_url: str, page: str
) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    (mapped,) = (block for block in blocks if "course_seat" in block)
    mapped = mapped.replace("billing-records", "billing")
    teachers = "  teacher: {fields: {email: {category: contact.email}}}\n"
    with shop(sql_url, TABLES, teachers + mapped, ROWS) as it:
        it.map_yaml = it.map_yaml.replace(SUBJECTS, PEOPLE)
        it.erase(5)
        left = {
            name: [row[0] for row in it.rows(f"SELECT id FROM {name} ORDER BY id")]
            for name in ("teacher", "course", "course_seat", "course_note", "room", "room_booking")
        }
        assert left == {
            "teacher": [1], "course": [1], "course_seat": [2], "course_note": [2],
            "room": [1], "room_booking": [1],
        }  # fmt: skip
        assert it.rows("SELECT booked_by, price FROM room_booking") == [(None, 10)]
