"""What a reading with a budget reached is said, and what it did not is never taken for clean."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.datamap.test_content import cards
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import Finder, Hit, PlaceName
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.budget import Budget, seconds_of
from upheld.datamap.discovery import SqlSampler, discover
from upheld.datamap.discovery.judging import Judging, reservoir
from upheld.datamap.discovery.sampling import traits_of
from upheld.datamap.surveying import Survey, survey, survey_all
from upheld.detection import Scanner
from upheld.refusal import Exit, PlaceUnreachableError, UsageError
from upheld.terminal.map_values import Progress, Surveyed
from upheld.terminal.screen import SCREEN
from upheld.wording import Text

SCANNER = Scanner()
ROWS = 3_000
FAR = 1_500  # a row that no sample of both ends holds


@pytest.fixture
def place(tmp_path: Path) -> Iterator[SqliteConnector]:
    """A log with a card in the middle, cards as numbers, and a table of nothing."""
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT)")
        database.execute("CREATE TABLE payment (id INTEGER PRIMARY KEY, n7 BIGINT)")
        database.execute("CREATE TABLE stock (id INTEGER PRIMARY KEY, sku TEXT, arrived DATE)")
        (card,) = cards(1)
        lines = ((n, f"支払い {card}" if n == FAR else f"job {n} done") for n in range(ROWS))
        database.executemany("INSERT INTO log VALUES (?, ?)", lines)
        numbers = enumerate(map(int, cards(60)))
        database.executemany("INSERT INTO payment VALUES (?, ?)", numbers)
        skus = ((n, f"SKU-{n}", f"2026-01-{n % 28 + 1:02d}") for n in range(60))
        database.executemany("INSERT INTO stock VALUES (?, ?, ?)", skus)
        database.commit()
    connector = SqliteConnector(PlaceName("shop"), f"sqlite:///{path}")
    yield connector
    connector.close()


def ticking(every: float) -> Callable[[], float]:
    """A clock that goes on by so many seconds at each look."""
    return itertools.count(0, every).__next__


def kinds(found: Survey) -> list[tuple[str, str, str, int]]:
    return [(c.collection, c.field, c.kind, c.rows) for c in found.found]


def reached(found: Survey) -> dict[str | None, str]:
    return {one.collection: one.how for one in found.reached}


def surveyed(place: SqliteConnector, budget: Budget) -> Survey:
    return survey(place, SCANNER, budget, lambda _: None)


def test_without_a_budget_everything_is_read(place: SqliteConnector) -> None:
    found = surveyed(place, Budget())
    assert found.whole
    assert set(reached(found).values()) == {"full"}
    assert kinds(found) == [("payment", "n7", "card_number", 60), ("log", "line", "card_number", 1)]


def test_what_a_sample_missed_is_said_to_be_sampled(place: SqliteConnector) -> None:
    # Five looks at the clock: three samples are taken, and the first full reading is cut short.
    found = surveyed(place, Budget(10, ticking(2)))
    assert not found.whole
    assert "full" not in reached(found).values()
    assert reached(found)["log"] == "sampled"
    assert ("log", "line", "card_number", 1) not in kinds(found)


def test_a_budget_that_is_over_reaches_nothing(place: SqliteConnector) -> None:
    found = surveyed(place, Budget(1, ticking(2)))
    assert set(reached(found).values()) == {"not-reached"}
    assert Surveyed({"shop": found}, {}).exit_code() is Exit.NOT_PROVEN


def test_all_that_was_read_in_time_counts_as_read(place: SqliteConnector) -> None:
    found = surveyed(place, Budget(10_000, ticking(0.1)))
    assert found.whole
    assert Surveyed({"shop": found}, {}).exit_code() is Exit.DONE
    assert ("log", "line", "card_number", 1) in kinds(found)


class Closed:
    """A place that does not let us in."""

    def scan(self, finder: Finder) -> Iterator[Hit]:  # noqa: ARG002 - the contract's
        raise PlaceUnreachableError(
            Text(en="no answer", ja="応答がありません"),
            remedy=Text(en="start it", ja="起動してください"),
        )


def test_a_place_that_refuses_does_not_end_the_reading_of_others(place: SqliteConnector) -> None:
    found = survey_all({"cache": Closed(), "shop": place}, SCANNER, Budget(), lambda _: None)
    assert found["shop"].whole
    refusal = found["cache"].refusal
    assert refusal is not None
    assert not found["cache"].whole
    said = Surveyed(found, {})
    assert said.exit_code() is Exit.UNREACHABLE
    assert {row["system"]: row["how"] for row in said.rows() if row["collection"] is None} == {
        "cache": "not-reached"
    }


def test_a_reservoir_holds_values_of_every_part_and_the_same_each_time() -> None:
    kept = reservoir(range(10_000), 200, "shop.c1")
    assert len(kept) == len(set(kept)) == 200
    assert {int(str(value)) // 1_000 for value in kept} == set(range(10))
    assert kept == reservoir(range(10_000), 200, "shop.c1")


@pytest.fixture
def hidden(tmp_path: Path) -> Iterator[SqliteConnector]:
    """A column that is filled in the middle of its table only."""
    path = tmp_path / "members.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT, c7 TEXT)")
        numbers = itertools.islice(itertools.cycle(cards(90)), ROWS)
        rows = (
            (n, f"m{n}@example.jp", card if n >= FAR else None) for n, card in enumerate(numbers)
        )
        database.executemany("INSERT INTO member VALUES (?, ?, ?)", rows)
        database.execute("UPDATE member SET c7 = NULL WHERE id > ?", (FAR + 600,))
        database.commit()
    connector = SqliteConnector(PlaceName("members"), f"sqlite:///{path}")
    yield connector
    connector.close()


def judged(place: SqliteConnector, budget: Budget) -> tuple[object, Judging]:
    schema = place.describe()
    with place.session() as connection:
        sampler = SqlSampler(connection, schema.tables)
        judging = Judging(scanner=SCANNER, columns=sampler, budget=budget)
        proposal = discover(schema, sampler, "members", judging)
    return proposal.tables["member"].fields.get("c7"), judging


def test_a_column_of_which_no_sample_holds_a_value_is_read_in_full(hidden: SqliteConnector) -> None:
    said, judging = judged(hidden, Budget())
    assert isinstance(said, dict)
    assert said["category"] == "finance.card"
    assert judging.full == [("member", "c7")]
    assert not judging.doubtful


def test_a_column_for_which_no_time_was_left_is_named(hidden: SqliteConnector) -> None:
    _, judging = judged(hidden, Budget(10, ticking(2.5)))
    assert not judging.full
    assert ("member", "c7") in judging.doubtful + judging.unreached


@pytest.mark.parametrize("text", ["10", "0m", "m", "1.5h", "-5s", "10 minutes", "１0m"])
def test_a_budget_is_a_number_and_a_unit(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        seconds_of(text)
    assert "--budget" in refused.value.what.en


def test_nothing_is_said_before_two_seconds_are_over(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SCREEN, "json", False)
    monkeypatch.setattr(SCREEN, "language", "en")
    moments = iter([0.0, 1.9, 2.1, 5.0, 12.2])
    progress = Progress(lambda: next(moments))
    for name in ("a", "b", "c", "d"):
        progress.tell(name)
    assert capsys.readouterr().err.splitlines() == ["reading b", "reading d"]


def test_days_numbers_and_bytes_come_alike_from_every_database(sql_url: str) -> None:
    url = sql_url.replace("mysql://", "mysql+pymysql://")
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    kept = sa.Table(
        "kept", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("d1", sa.Date), sa.Column("d2", sa.LargeBinary), sa.Column("d3", sa.Numeric(18, 0)),
    )  # fmt: skip
    kept.create(engine)
    rows = [
        {"id": n, "d1": date(1950 + n, 3, 4), "d2": f"m{n}@example.jp".encode(), "d3": int(card)}
        for n, card in enumerate(cards(40), 1)
    ]
    with engine.begin() as connection:
        connection.execute(kept.insert(), rows)
    engine.dispose()
    connector = connect(PlaceName("shop"), sql_url)
    assert isinstance(connector, SqlConnector)
    with connector.session() as connection:
        sampler = SqlSampler(connection, connector.describe().tables)
        judging = Judging(scanner=SCANNER, columns=sampler)
        tables = [connector.describe().tables["kept"]]
        seen = traits_of(sampler, tables, judging)["kept"]
        assert len(list(sampler.values("kept", "d2"))) == 40
    verdicts = {name: one.verdict for name, one in seen.items()}
    kinds_of = {name: one.kind for name, one in verdicts.items() if one is not None}
    assert kinds_of == {"d1": "birth_date", "d2": "email", "d3": "card_number"}
    found = surveyed_all(connector)
    connector.close()
    assert {("d1", "birth_date"), ("d2", "email"), ("d3", "card_number")} <= found


def surveyed_all(connector: SqlConnector) -> set[tuple[str, str]]:
    found = survey(connector, SCANNER, Budget(3_600), lambda _: None)
    assert found.whole
    return {(c.field, c.kind) for c in found.found if c.collection == "kept"}


def my_number(number: int) -> str:
    """Eleven digits and the check digit of a My Number."""
    digits = f"{10_000_000_000 + number * 7_919:011}"
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    left = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return digits + str(0 if left <= 1 else 11 - left)


def test_a_column_of_bare_numbers_in_texts_is_judged_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE u (id INTEGER PRIMARY KEY, kojin TEXT, code TEXT, memo TEXT)"
        )
        database.executemany(
            "INSERT INTO u VALUES (?, ?, ?, ?)",
            [(n, my_number(n), f"{n:012}", f"card 4111 1111 1111 {n:04}") for n in range(300)],
        )
    staff = SqliteConnector(PlaceName("staff"), f"sqlite:///{path}")
    found = surveyed(staff, Budget())
    staff.close()
    by_kind = {(c.field, c.kind): (c.rows, c.judged) for c in found.found}
    assert by_kind["kojin", "jp_my_number"] == (300, True)
    assert ("code", "jp_my_number") not in by_kind
    # What the reading of the cells found is told once.
    assert [c.kind for c in found.found if c.field == "memo"].count("card_number") == 1
    assert not by_kind["memo", "card_number"][1]
