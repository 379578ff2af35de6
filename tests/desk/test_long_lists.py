"""Lists of a million rows: each way to ask for one begins in an index, and sorts nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event

from upheld.desk.identity import store as identity
from upheld.desk.identity.handed_in import listed
from upheld.registers import provision
from upheld.registers.provision import Wanted

DAY = date(2026, 12, 23)
AFTER = (datetime(2026, 12, 23, tzinfo=UTC), "P-0")


def plan(ask: Callable[[Connection], object]) -> list[str]:
    """How SQLite carries out the first statement of a list."""
    engine = create_engine("sqlite://")
    identity.metadata.create_all(engine)
    provision.metadata.create_all(engine)
    said: list[tuple[str, Any]] = []
    with engine.connect() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda *told: said.append((told[2], told[3]))
        )
        ask(connection)
        statement, values = said[0]
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[-1]) for row in rows]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "standing"),
        (Wanted(since=DAY), "standing"),
        (Wanted(through=DAY), "standing"),
        (Wanted(party="ad-network"), "party"),
        (Wanted(party="ad-network", direction="provided", since=DAY, through=DAY), "party"),
        (Wanted(direction="received"), "direction"),
        (Wanted(direction="received", since=DAY), "direction"),
    ],
)
@pytest.mark.parametrize("before", [None, 500_000])
def test_records_of_provision_are_found_without_reading_one(
    wanted: Wanted, index: str, before: int | None
) -> None:
    (step,) = plan(lambda connection: provision.some(connection, wanted, before=before, most=51))
    assert f"USING COVERING INDEX provision_record_{index}" in step


@pytest.mark.parametrize("after", [None, AFTER])
@pytest.mark.parametrize(
    ("decided", "index"), [(None, "added"), (True, "added"), (False, "waiting")]
)
def test_documents_are_listed_in_the_order_of_an_index(
    decided: bool | None,
    index: str,
    after: tuple[datetime, str] | None,
) -> None:
    (step,) = plan(lambda connection: listed(connection, decided=decided, after=after, most=51))
    assert f"USING INDEX desk_proof_{index}" in step
    assert step.startswith("SEARCH" if after else "SCAN"), "behind a page it begins there"
