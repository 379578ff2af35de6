"""A prohibited input found later: 72 hours over a weekend, erased, read back, on record."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.screening.conftest import entries_of, store_from
from upheld.clock import DrillClock
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import Connector, PlaceName
from upheld.law.periods import parse
from upheld.policy.model import Policy
from upheld.refusal import UsageError
from upheld.rights.vault import Vault
from upheld.screening.found import FoundLeftError, FoundUnknownError, Lying, Remedies

FRIDAY = "2026-12-25T18:00:00+09:00"
WORDS = "山田さんは糖尿病です"


class Watch:
    """What time it is, in one test."""

    now = FRIDAY


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE prompts (id INTEGER PRIMARY KEY, words TEXT);"
            "CREATE TABLE vectors (prompt_id INTEGER, part TEXT);"
        )
        connection.execute("INSERT INTO prompts VALUES (17, ?), (18, 'hello')", [WORDS])
        connection.execute("INSERT INTO vectors VALUES (17, 'a'), (17, 'b'), (18, 'c')")
    return path


@pytest.fixture
def engine(empty_store: Path, tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "own").mkdir()
    made = store_from(empty_store, tmp_path / "own")
    yield made
    made.dispose()


@pytest.fixture
def place(database: Path) -> Iterator[Callable[[str], Connector]]:
    made = connect(PlaceName("app"), f"sqlite:///{database}")
    yield lambda _: made
    made.close()


@pytest.fixture
def remedies(engine: Engine, policy: Policy, watch: Watch) -> Remedies:
    return Remedies(
        engine=engine, vault=Vault(b"k" * 32), clock=DrillClock(lambda: watch.now), policy=policy
    )


LYING = [
    Lying(system="app", collection="prompts", by="id", value=17),
    Lying(system="app", collection="vectors", by="prompt_id", value=17),
]


def opened(remedies: Remedies, place: Callable[[str], Connector]) -> str:
    return remedies.open_case(place, tenant="acme", group="health", lying=LYING)


def rows(database: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def test_the_clock_runs_seventy_two_hours_over_the_weekend(
    remedies: Remedies, place: Callable[[str], Connector], watch: Watch
) -> None:
    ref = opened(remedies, place)
    (case,) = remedies.standing()
    assert (case.ref, case.late) == (ref, False)
    assert case.due.isoformat() == "2026-12-28T09:00:00+00:00"
    watch.now = "2026-12-28T18:00:00+09:00"
    assert not remedies.standing()[0].late
    watch.now = "2026-12-28T18:01:00+09:00"
    assert remedies.standing()[0].late


@pytest.mark.parametrize(
    ("within", "due"),
    [
        ("PT24H", "2026-12-26T09:00:00+00:00"),
        ("P3D", "2026-12-28T15:00:00+00:00"),  # the third day's end in Tokyo
        ("3bd", "2027-01-05T15:00:00+00:00"),  # the turn of the year is closed
    ],
)
def test_the_policy_says_how_long_it_may_take(
    remedies: Remedies, place: Callable[[str], Connector], within: str, due: str
) -> None:
    assert remedies.policy.ai is not None
    assert remedies.policy.ai.delete_found is not None
    line = remedies.policy.ai.delete_found.model_copy(update={"within": parse(within)})
    ai = remedies.policy.ai.model_copy(update={"delete_found": line})
    own = replace(remedies, policy=remedies.policy.model_copy(update={"ai": ai}))
    opened(own, place)
    assert remedies.standing()[0].due.isoformat() == due


def test_what_a_case_names_is_erased_and_nothing_else(
    remedies: Remedies, place: Callable[[str], Connector], database: Path
) -> None:
    ref = opened(remedies, place)
    assert remedies.erase(ref, place) == {"app.prompts": 1, "app.vectors": 2}
    assert rows(database, "prompts") == [(18, "hello")]
    assert rows(database, "vectors") == [(18, "c")]
    assert remedies.standing() == []
    with pytest.raises(FoundUnknownError):
        remedies.erase(ref, place)


def test_the_ledger_tells_it_without_a_value(
    remedies: Remedies, place: Callable[[str], Connector], engine: Engine
) -> None:
    ref = opened(remedies, place)
    remedies.erase(ref, place)
    said = entries_of(engine)
    assert [one.kind for one in said] == ["ai-input-found", "ai-input-erasing", "ai-input-erased"]
    assert {one.case for one in said} == {ref}
    assert said[0].body["clause"] == "P1-7q"
    assert said[0].body["due"] == "2026-12-28T09:00:00+00:00"
    assert (said[2].body["remaining"], said[2].body["late"]) == (0, False)
    whole = json.dumps([one.leaf().decode() for one in said], ensure_ascii=False)
    assert WORDS not in whole
    assert "17" not in json.dumps([dict(one.body) for one in said[1:]])


def test_an_erasure_after_the_last_hour_says_that_it_was_late(
    remedies: Remedies, place: Callable[[str], Connector], engine: Engine, watch: Watch
) -> None:
    ref = opened(remedies, place)
    watch.now = "2026-12-29T00:00:00+09:00"
    remedies.erase(ref, place)
    assert entries_of(engine)[-1].body["late"] is True


def test_what_is_written_again_keeps_the_case_open(
    remedies: Remedies, place: Callable[[str], Connector], database: Path, engine: Engine
) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(
            "CREATE TRIGGER again AFTER DELETE ON vectors BEGIN"
            " INSERT INTO vectors VALUES (old.prompt_id, 'again'); END"
        )
    ref = opened(remedies, place)
    with pytest.raises(FoundLeftError) as left:
        remedies.erase(ref, place)
    assert "app.vectors" in str(left.value)
    assert entries_of(engine)[-1].kind == "ai-input-left"
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER again")
    remedies.erase(ref, place)
    assert remedies.standing() == []


def test_where_nothing_lies_no_case_is_opened(
    remedies: Remedies, place: Callable[[str], Connector]
) -> None:
    wrong = [Lying(system="app", collection="prompts", by="id", value=99)]
    with pytest.raises(UsageError, match="holds no record"):
        remedies.open_case(place, tenant="acme", group="health", lying=wrong)
    with pytest.raises(UsageError):
        remedies.open_case(place, tenant="acme", group="health", lying=[])
    assert remedies.standing() == []


@pytest.mark.parametrize("ref", ["AI-9999", "AI-x", "AI-" + "9" * 40, "R-2026-0001", ""])
def test_a_case_that_does_not_exist_is_refused(
    remedies: Remedies, place: Callable[[str], Connector], ref: str
) -> None:
    with pytest.raises(FoundUnknownError):
        remedies.erase(ref, place)
