"""A bound of the day holds also where the last one is asked for twice at the same time."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import Connection, func, insert, select

from tests.desk.conftest import Founded
from tests.desk.driving import Desk
from upheld.desk.identity import codes
from upheld.desk.identity import store as identity
from upheld.desk.office import Office
from upheld.desk.profile import changing, store
from upheld.desk.profile.changing import (
    CHANGES_A_DAY,
    ChangesExhaustedError,
    Known,
    Wanted,
    change,
)
from upheld.desk.profile.store import Change

AKARI = "akari.asagiri@team1.example.jp"
KNOWN = Known(subject={"email": AKARI}, contact=AKARI, way="session")
LONG_ENOUGH = 0.4  # seconds in which whoever did not wait would be through


def at_once(office: Office, act: Callable[[Connection], object]) -> Future[object]:
    """Let two do it: the second begins while the first has not committed. Return what became of it."""

    def second() -> object:
        with office.company.engine.begin() as connection:
            return act(connection)

    with ThreadPoolExecutor(1) as pool, office.company.engine.begin() as first:
        act(first)
        outcome = pool.submit(second)
        sleep(LONG_ENOUGH)
        assert not outcome.done(), "it waits for what the first one comes to"
        first.commit()
        outcome.exception(timeout=20)
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_changes_at_once_do_not_both_be_the_last_one_of_the_day(
    found: Founded, kind: str
) -> None:
    office = Desk(found("b2b-platform", store=kind)).drill.office
    first = change(office, KNOWN, Wanted(
        category="employment.job_title", value="担当", key="k1", language="ja",
    ))  # fmt: skip
    with office.company.engine.begin() as connection:
        kept = store.find(connection, office.company.vault, first)
        assert kept is not None
        for number in range(2, CHANGES_A_DAY):
            store.add(connection, office.company.vault, again(kept, f"R-2026-9{number:03d}"))
    wanted = Wanted(category="identity.name", value="朝霧 あかり", key="k2", language="ja")
    intake = changing._intake(KNOWN, wanted)

    outcome = at_once(
        office, lambda on: changing._receive(office, on, intake, again(kept, ""), ("P1-8a",))
    )
    assert isinstance(outcome.exception(), ChangesExhaustedError)
    with office.company.engine.connect() as connection:
        since = office.company.clock.now() - timedelta(days=1)
        assert store.lately(connection, kept.person, since) == CHANGES_A_DAY


def again(kept: Change, reference: str) -> Change:
    """Another change of the same person."""
    return Change(
        reference=reference, person=kept.person, category=kept.category, way=kept.way, at=kept.at
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_codes_at_once_do_not_both_be_the_last_one_of_the_day(
    found: Founded, kind: str
) -> None:
    office = found(store=kind).office
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        for _number in range(codes.CODES_A_DAY - 1):
            connection.execute(insert(identity.codes).values(
                reference="R-2026-0001", purpose="status", digest="0" * 64, made_at=now,
                expires_at=now, attempts=0,
            ))  # fmt: skip
    outcome = at_once(office, lambda on: codes.issue(office, on, "R-2026-0001", "status"))
    assert isinstance(outcome.exception(), codes.CodesExhaustedError)
    with office.company.engine.connect() as connection:
        made = connection.execute(select(func.count()).select_from(identity.codes)).scalar_one()
    assert made == codes.CODES_A_DAY
