"""Once its retention rule says so, a case leads back to nobody: not by a table, a file or a link."""

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk

AFTER = "2030-02-01T10:00:00+09:00"
"""Three years of `requests` after the end of 2026, and some days."""


@pytest.mark.slow
def test_a_forgotten_case_is_in_no_table_and_no_file_any_more(drill: Drill) -> None:
    desk = Desk(drill)
    reference = desk.ask("disclosure", form="electronic", message="どうぞよろしく")
    desk.whole_way(reference)
    bundles = drill.folder / ".upheld" / "answers"
    assert any(bundles.rglob("bundle.age"))
    drill.set(AFTER)
    for _ in range(3):
        desk.work()
    assert desk.case(reference).sealed is None
    assert not list(bundles.rglob("bundle.age"))
    office = drill.office
    digests = {office.digest("email", MUGI), office.digest("email", "mugi@mail.example.jp")}
    with office.company.engine.connect() as connection:
        from sqlalchemy import text

        names = [
            str(row.name)
            for row in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'desk_%'")
            )
        ]
        assert "desk_lookup" in names
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                cells = [str(cell) for cell in row]
                assert not digests & set(cells), name
                assert all("mugi" not in cell for cell in cells), name
        sealed = [
            (name, row)
            for name in ("desk_case", "desk_letter", "desk_decision", "desk_answer")
            for row in connection.execute(text(f"SELECT sealed FROM {name}")).scalars()
            if row is not None
        ]
        assert sealed == []


def test_an_open_case_is_not_forgotten(drill: Drill) -> None:
    desk = Desk(drill)
    reference = desk.ask("correction", changes={"contact.phone": "070-0000-0001"})
    desk.work()
    drill.set(AFTER)
    desk.work()
    desk.work()
    assert desk.case(reference).sealed is not None
