"""Values that outlive their call: sealed, ended by their time and by a deletion, used on record."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

from tests.screening.conftest import entries_of, store_from
from upheld.clock import DrillClock
from upheld.detection.transform import Pseudonyms, Scope
from upheld.rights.vault import Vault
from upheld.screening.stored import StoredVault, map_values, maps

NOW = datetime.fromisoformat("2026-12-24T10:00:00+09:00")
MAIL, PHONE = "Taro@Example.jp", "090-1234-5678"


@pytest.fixture
def clock() -> list[datetime]:
    """What time it is, in one test."""
    return [NOW]


@pytest.fixture
def vault(empty_store: Path, tmp_path: Path, clock: list[datetime]) -> Iterator[StoredVault]:
    engine = store_from(empty_store, tmp_path)

    def read() -> str:
        return clock[0].isoformat()

    yield StoredVault(engine=engine, vault=Vault(b"k" * 32), clock=DrillClock(read))
    engine.dispose()


def keep(vault: StoredVault, handle: str = "file:1", hours: int = 24) -> str:
    names = Pseudonyms(Scope("file", b"s" * 32), numbering="keyed")
    placeholder = names.placeholder("email", MAIL)
    names.placeholder("phone", PHONE)
    with vault.engine.begin() as connection:
        vault.keep(connection, handle, "acme", names, NOW + timedelta(hours=hours))
    return placeholder


def rows(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        return tuple(len(connection.execute(select(t)).all()) for t in (maps, map_values))  # type: ignore[return-value]


def test_a_map_restores_and_says_who_asked(vault: StoredVault) -> None:
    placeholder = keep(vault)
    opened = vault.opened("file:1", "acme", key="0a1b", what="file-content")
    assert opened is not None
    assert opened.restored(f"to {placeholder}") == f"to {MAIL}"
    (entry,) = entries_of(vault.engine)
    assert (entry.kind, entry.body["key"], entry.body["values"]) == (
        "ai-values-restored",
        "0a1b",
        2,
    )
    assert MAIL not in str(dict(entry.body))


def test_nothing_of_a_value_can_be_read_in_the_store(vault: StoredVault, tmp_path: Path) -> None:
    keep(vault)
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = (tmp_path / "store.db").read_bytes()
    for value in (MAIL, MAIL.lower(), PHONE, "09012345678"):
        assert value.encode() not in stored


def test_another_customer_opens_nothing_and_nobody_after_its_time(
    vault: StoredVault, clock: list[datetime]
) -> None:
    keep(vault)
    assert vault.opened("file:1", "globex", key="k", what="x") is None
    clock[0] = NOW + timedelta(hours=24)
    assert vault.opened("file:1", "acme", key="k", what="x") is None
    assert vault.sweep() == 1
    assert rows(vault.engine) == (0, 0)
    assert [one.kind for one in entries_of(vault.engine)] == ["ai-values-ended"]
    assert vault.sweep() == 0


@pytest.mark.parametrize(
    "identifiers",
    [
        {"email": ["taro@example.jp"]},
        {"phone": ["０９０１２３４５６７８"]},
        {"phone": ["+81 90 1234 5678"]},
        {"email": ["other@example.jp"], "phone": ["090 1234 5678"]},
    ],
)
def test_whose_identifier_is_in_a_map_takes_it_along(
    vault: StoredVault, identifiers: dict[str, list[str]]
) -> None:
    keep(vault)
    assert vault.forget([identifiers]) == [(1, 0)]
    assert rows(vault.engine) == (0, 0)
    assert vault.opened("file:1", "acme", key="k", what="x") is None


def test_other_people_stay(vault: StoredVault) -> None:
    keep(vault)
    assert vault.forget([{"email": ["hanako@example.jp"], "phone": ["123"]}, {}]) == [(0, 0)] * 2
    assert vault.forget([]) == []
    assert rows(vault.engine)[0] == 1


def test_many_people_are_forgotten_at_once_and_a_map_of_two_counts_for_both(
    vault: StoredVault,
) -> None:
    keep(vault)
    keep(vault, handle="file:2")
    others = [{"email": [f"person{n}@example.jp"]} for n in range(600)]
    people = [{"email": [MAIL]}, *others, {"phone": [PHONE]}]
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(vault.engine, "before_cursor_execute", note)
    found = vault.forget(people)
    event.remove(vault.engine, "before_cursor_execute", note)
    assert found == [(2, 0), *[(0, 0)] * 600, (2, 0)]
    assert len(asked) < 20
    assert rows(vault.engine) == (0, 0)
