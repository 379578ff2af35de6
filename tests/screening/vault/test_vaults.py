"""Values behind placeholders: with the caller in a sealed handle, or in the store for a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text

from upheld.clock import DrillClock
from upheld.detection import Span
from upheld.detection.transform import Pseudonyms, Scope
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.evidence.store import entries as kept
from upheld.refusal import RefusalError
from upheld.screening.vault import (
    HandleRefusedError,
    PeriodTooLongError,
    SealedVault,
    StoredVault,
    store,
)

KEY = bytes(range(32))
SCOPE = Scope.derived("conversation-1", KEY)
OTHER = Scope.derived("conversation-2", KEY)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass
class Hands:
    """What a test moves the time with."""

    at: datetime = NOW
    clock: DrillClock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = DrillClock(lambda: str(self.at))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, fresh_database: Callable[[str], str]
) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    if request.param == "postgresql":
        url = fresh_database("postgresql").replace("postgresql://", "postgresql+psycopg://", 1)
    made = create_engine(url)
    store.metadata.create_all(made)
    ledger.create_tables(made)
    yield made
    made.dispose()


def spans(whole: str, *values: tuple[str, str]) -> list[Span]:
    return [Span(k, whole.index(v), whole.index(v) + len(v), 1.0, k) for k, v in values]


def entries(engine: Engine) -> list[tuple[str, object]]:
    with engine.connect() as connection:
        leaves = connection.execute(select(kept.c.leaf).order_by(kept.c.id)).scalars()
        read = [read_entry(bytes(leaf)) for leaf in leaves]
    return [(one.kind, dict(one.body)) for one in read]


def dump(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT * FROM screening_pseudonym")).all())


def test_a_handle_brings_the_map_back_and_shows_nothing() -> None:
    names = Pseudonyms(SCOPE)
    names.placeholder("person_name", "山田太郎")
    handle = SealedVault(KEY).seal(names, NOW + timedelta(hours=1))
    again = SealedVault(KEY).open(handle, SCOPE, NOW)
    assert again.restored("⟦PERSON_1⟧") == "山田太郎"
    assert handle.isascii()
    assert "key" not in repr(SealedVault(KEY))


@pytest.mark.parametrize("why", ["scope", "key", "changed", "cut", "ended", "nonsense"])
def test_a_handle_opens_nowhere_else_and_never_later(why: str) -> None:
    names = Pseudonyms(SCOPE)
    names.placeholder("person_name", "山田太郎")
    handle = SealedVault(KEY).seal(names, NOW + timedelta(hours=1))
    other_sign = "A" if handle[20] != "A" else "B"
    given = {
        "changed": handle[:20] + other_sign + handle[21:],
        "cut": handle[:-4],
        "nonsense": "uph1.日本",
    }.get(why, handle)
    with pytest.raises(HandleRefusedError) as refused:
        SealedVault(bytes(32) if why == "key" else KEY).open(
            given,
            OTHER if why == "scope" else SCOPE,
            NOW + timedelta(hours=1 if why == "ended" else 0),
        )
    assert "山田" not in refused.value.render("ja")


def test_the_store_keeps_values_encrypted_and_gives_them_back_in_their_scope(
    engine: Engine,
) -> None:
    vault = StoredVault(engine=engine, key=KEY, clock=Hands().clock)
    first = "山田さん a@example.jp"
    assert (
        vault.pseudonymised(
            SCOPE, first, spans(first, ("person_name", "山田"), ("email", "a@example.jp"))
        )
        == "⟦PERSON_1⟧さん ⟦EMAIL_1⟧"
    )
    again = "A@example.jp へ"
    assert (
        vault.pseudonymised(SCOPE, again, spans(again, ("email", "A@example.jp"))) == "⟦EMAIL_1⟧ へ"
    )
    assert vault.restored(SCOPE, "⟦person_1⟧ ⟦EMAIL_1⟧", by="key-1") == "山田 a@example.jp"
    assert vault.restored(OTHER, "⟦PERSON_1⟧", by="key-1") == "⟦PERSON_1⟧"
    assert "山田" not in dump(engine)
    assert "example" not in dump(engine)


def test_who_restores_stands_in_the_ledger_with_kinds_and_no_value(engine: Engine) -> None:
    vault = StoredVault(engine=engine, key=KEY, clock=Hands().clock)
    said = "山田さん"
    vault.pseudonymised(SCOPE, said, spans(said, ("person_name", "山田")))
    vault.restored(SCOPE, "⟦PERSON_1⟧ ⟦PERSON_1⟧", by="key-1")
    with vault.restoring(SCOPE, by="staff-2") as restorer:
        pieces = [restorer.feed(char) for char in "x ⟦PERSON_1⟧"]
        assert "".join(pieces) + restorer.finish() == "x 山田"
    (whole, opened, streamed) = entries(engine)
    assert [kind for kind, _ in (whole, opened, streamed)] == [
        "pseudonyms-restored",
        "pseudonyms-opened",
        "pseudonyms-restored",
    ]
    assert isinstance(whole[1], dict)
    assert whole[1]["kinds"] == {"person_name": 2}
    assert whole[1]["by"] == "key-1"
    assert "山田" not in str(entries(engine))


def test_values_end_in_time_and_their_names_are_free_again(engine: Engine) -> None:
    hands = Hands()
    vault = StoredVault(engine=engine, key=KEY, clock=hands.clock, period=timedelta(hours=1))
    vault.pseudonymised(SCOPE, "山田", [Span("person_name", 0, 2, 1.0, "x")])
    hands.at = NOW + timedelta(hours=1)
    assert vault.restored(SCOPE, "⟦PERSON_1⟧", by="k") == "⟦PERSON_1⟧"
    assert vault.pseudonymised(SCOPE, "佐藤", [Span("person_name", 0, 2, 1.0, "x")]) == "⟦PERSON_1⟧"
    hands.at = NOW + timedelta(hours=3)
    assert vault.erase_ended() == 1
    assert dump(engine) == "[]"
    assert entries(engine)[-1] == ("pseudonyms-erased", {"why": "end", "rows": 1})


def test_a_scope_and_a_person_can_be_erased_before(engine: Engine) -> None:
    vault = StoredVault(engine=engine, key=KEY, clock=Hands().clock)
    for scope in (SCOPE, OTHER):
        said = "山田 090-1234-5678 佐藤"
        vault.pseudonymised(
            scope,
            said,
            spans(
                said, ("person_name", "山田"), ("phone", "090-1234-5678"), ("person_name", "佐藤")
            ),
        )
    person = [("person_name", "山田"), ("phone", "+81 90 1234 5678")]
    assert vault.erase_person(person, case="R-2026-0001") == 4
    assert vault.restored(SCOPE, "⟦PERSON_1⟧ ⟦PERSON_2⟧", by="k") == "⟦PERSON_1⟧ 佐藤"
    assert vault.erase_scope(SCOPE) == 1
    assert vault.restored(OTHER, "⟦PERSON_2⟧", by="k") == "佐藤"
    assert ("pseudonyms-erased", {"why": "person", "rows": 4, "remaining": 0}) in entries(engine)


def test_many_at_once_never_give_one_name_to_two_values(engine: Engine) -> None:
    vault = StoredVault(engine=engine, key=KEY, clock=Hands().clock)

    def give(number: int) -> tuple[str, str]:
        value = f"u{number}@example.jp"
        return value, vault.pseudonymised(SCOPE, value, [Span("email", 0, len(value), 1.0, "x")])

    with ThreadPoolExecutor(4) as pool:
        given = dict(pool.map(give, range(24)))
    assert len(set(given.values())) == 24
    for value, name in given.items():
        assert vault.restored(SCOPE, name, by="k") == value


def test_nothing_is_kept_for_longer_than_72_hours(engine: Engine) -> None:
    with pytest.raises(PeriodTooLongError) as refused:
        StoredVault(engine=engine, key=KEY, clock=Hands().clock, period=timedelta(hours=73))
    assert isinstance(refused.value, RefusalError)
