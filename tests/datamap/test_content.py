"""What stands in a column is looked at, and not only what the column is called."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.faults import shop
from tests.faults.workspace import Office, make_office
from upheld.connectors.contract import PlaceName
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.budget import Budget
from upheld.datamap.content import Content, KindFinder, Tally, copied_into, sightings, unexpected
from upheld.datamap.model import DataMap
from upheld.datamap.surveying import survey, values_of
from upheld.detection import Scanner
from upheld.detection.columns import judge
from upheld.detection.standard import standard

SCANNER = Scanner()
CARD = "4242424242424242"


def cards(count: int) -> list[str]:
    rng = random.Random(5)
    return [with_check_digit(f"424242{rng.randrange(10**9):09d}") for _ in range(count)]


def with_check_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(int(d) for d in reversed(digits)):
        total += digit if place % 2 else sum(divmod(digit * 2, 10))
    return f"{digits}{-total % 10}"


def numbers_like_cards(count: int) -> list[str]:
    rng = random.Random(6)
    return [f"4{rng.randrange(10**15):015d}" for _ in range(count)]


def test_a_column_is_what_most_of_its_values_are() -> None:
    verdict = judge("c7", cards(60), SCANNER)
    assert (verdict.kind, verdict.category, verdict.share) == ("card_number", "finance.card", 1.0)


def test_numbers_of_which_some_are_valid_by_chance_are_no_cards() -> None:
    verdict = judge("order_no", numbers_like_cards(300), SCANNER)
    assert verdict.kind is None
    assert "card_number" not in verdict.within


def test_one_value_in_every_row_says_nothing() -> None:
    assert judge("contact", ["info@example.jp"] * 500, SCANNER).kind is None


def test_seven_digits_are_a_postal_code_only_under_that_name() -> None:
    digits = [f"{n:07d}" for n in range(1_000_000, 1_000_050)]
    assert judge("no", digits, SCANNER).kind is None
    named = judge("郵便番号", digits, SCANNER)
    assert (named.kind, named.by_name) == ("postal_code", True)


def test_many_dates_over_decades_are_births_and_those_of_one_year_are_not() -> None:
    births = [f"{1950 + n}-0{n % 9 + 1}-1{n % 10}" for n in range(50)]
    assert judge("c3", births, SCANNER).kind == "birth_date"
    tight = [born.replace("-", "") for born in births]
    assert judge("c3", tight, SCANNER).kind == "birth_date"
    assert judge("c3", [f"{born[:4]}99{born[-2:]}" for born in births], SCANNER).kind is None
    orders = [f"2026-0{n % 9 + 1}-{n % 20 + 10}" for n in range(50)]
    assert judge("c3", orders, SCANNER).kind is None


def test_many_numbers_that_all_pass_their_check_are_no_chance() -> None:
    rng = random.Random(7)
    numbers = [with_weights(f"{rng.randrange(10**11):011d}") for _ in range(40)]
    assert judge("c4", numbers, SCANNER).kind == "jp_my_number"
    assert judge("c4", [f"{rng.randrange(10**12):012d}" for _ in range(40)], SCANNER).kind is None


def with_weights(digits: str) -> str:
    """The check digit of a My Number (Ordinance No. 85 of 2014, art. 5)."""
    total = sum(int(d) * w for d, w in zip(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    rest = total % 11
    return f"{digits}{0 if rest <= 1 else 11 - rest}"


def test_a_longer_text_holds_a_kind_and_is_none() -> None:
    memos = [f"カードは{card}です" for card in cards(4)] + [f"電話対応 {n}" for n in range(16)]
    verdict = judge("memo", memos, SCANNER)
    assert verdict.kind is None
    assert verdict.within == {"card_number": 0.2}


MAP: dict[str, Any] = {
    "system": "shop",
    "tables": {
        "customer": {
            "fields": {"memo": {"category": "free_text"}, "mail": {"category": "contact.email"}}
        },
        "log": {"none": "technical"},
    },
}


def drift(*found: Content, said: dict[str, Any] | None = None) -> list[tuple[str, Any]]:
    datamap = DataMap.model_validate(said or MAP)
    drifted = unexpected(found, datamap, lambda _c, _f: cards(20), SCANNER)
    assert all(d.kind == "content-not-in-map" and d.what.ja and d.remedy.ja for d in drifted)
    return [(d.table, d.column) for d in drifted]


def content(table: str, column: str, kind: str, rows: int = 3, distinct: int = 3) -> Content:
    return Content(collection=table, field=column, kind=kind, rows=rows, distinct=distinct)


def test_free_text_holds_names_and_addresses_but_no_card() -> None:
    assert drift(content("customer", "memo", "email"), content("customer", "memo", "address")) == []
    assert drift(content("customer", "memo", "card_number")) == [("customer", "memo")]


def test_a_table_of_nobody_holds_nothing_personal() -> None:
    assert drift(content("log", "line", "email")) == [("log", "line")]


def test_a_column_may_hold_what_its_category_says() -> None:
    assert drift(content("customer", "mail", "email")) == []


def test_a_document_may_hold_what_the_map_says_of_its_paths() -> None:
    told = {
        "edges": [{"to": "customer", "via": "payload->>'email'", "match": "email"}],
        "fields": {"payload": {"category": "behaviour.log"}},
        "json": {"payload": {"$.email": "erase"}},
    }
    said = {**MAP, "tables": {**MAP["tables"], "event": told}}
    assert drift(content("event", "payload", "email"), said=said) == []
    assert drift(content("event", "payload", "card_number"), said=said) == [("event", "payload")]


def test_a_copy_may_hold_what_its_source_does_and_nothing_else() -> None:
    source = DataMap.model_validate(
        {**MAP, "derived": [{"of": "customer", "in": "cache", "key": "customers/{id}/*"}]}
    )
    copied = copied_into("cache", [source])
    assert copied_into("archive", [source]) == frozenset()
    found = [content("customers", "content", kind) for kind in ("email", "card_number")]
    drifted = unexpected(found, DataMap(system="cache"), lambda _c, _f: cards(20), SCANNER, copied)
    assert ["card_number" in d.what.en for d in drifted] == [True]


def test_one_address_in_many_rows_is_nobodys() -> None:
    assert drift(content("log", "line", "email", rows=900, distinct=1)) == []
    assert drift(content("log", "line", "email", rows=1, distinct=1)) == [("log", "line")]
    # The shop's address stands in every footer, as its telephone number does.
    assert drift(content("log", "line", "address", rows=900, distinct=1)) == []


MY_NUMBER = f"マイナンバー {with_weights('12345678901')}"


@pytest.mark.parametrize("kind", ["card_number", "iban", "jp_my_number", "secret", "health"])
def test_one_value_of_a_prohibited_group_is_somebodys_in_however_many_rows(kind: str) -> None:
    found = [content("log", "line", kind, rows=900, distinct=1)]
    held = {"iban": "DE89370400440532013000", "jp_my_number": MY_NUMBER}
    values = [held.get(kind, CARD)] * 900
    (one,) = sightings(found, DataMap.model_validate(MAP), lambda _c, _f: values, SCANNER)
    assert (one.repeated, one.drift is None) == (False, False)


def reported_beside(samples: list[str]) -> bool:
    """Whether one card number of a column is reported, where a sample of it holds these values."""
    found = [content("log", "line", "card_number", 1, 1)]
    datamap = DataMap.model_validate(MAP)
    return bool(unexpected(found, datamap, lambda _c, _f: samples, SCANNER))


def test_one_card_number_among_thousands_of_memos_is_no_chance() -> None:
    memos = [f"電話対応 {n} 件、配送の相談" for n in range(400)]
    (card,) = cards(1)
    assert reported_beside(memos)
    assert reported_beside([*memos, f"支払いは{card}でした"])
    assert not reported_beside([f"注文番号は{number}です" for number in numbers_like_cards(400)])
    assert not reported_beside(numbers_like_cards(400))


def test_a_card_number_beside_a_telephone_number_or_called_one_is_no_chance(tmp_path: Path) -> None:
    (card,) = cards(1)
    memos = [f"問い合わせ {n} 070-2231-{8000 + n}" for n in range(400)]
    assert reported_beside([*memos, f"支払いは{card}でした"])
    # Words beside a number say what it is, whatever numbers stand in other rows.
    orders = [f"注文番号は{number}です" for number in numbers_like_cards(300)]
    path = tmp_path / "log.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT)")
        lines = [*orders, f"カード番号は {card} です", f"{card}"]
        database.executemany("INSERT INTO log (line) VALUES (?)", [(line,) for line in lines])
    place = SqliteConnector(PlaceName("shop"), f"sqlite:///{path}")
    found = survey(place, SCANNER, Budget(), lambda _: None).found
    values = partial(values_of, place)
    seen = sightings(found, DataMap(system="shop"), values, SCANNER)
    place.close()
    assert [(one.content.kind, one.content.rows) for one in seen] == [("card_number", 1)]


def test_what_a_map_expects_is_seen_and_is_no_drift() -> None:
    found = [content("customer", "mail", "email"), content("customer", "memo", "card_number"),
             content("log", "line", "email", rows=900, distinct=1)]  # fmt: skip
    datamap = DataMap.model_validate(MAP)
    seen = sightings(found, datamap, lambda _c, _f: cards(20), SCANNER)
    assert [(one.content.kind, one.category, one.drift is None) for one in seen] == [
        ("email", "contact.email", True),
        ("card_number", "free_text", False),
        ("email", None, True),
    ]
    assert [one.repeated for one in seen] == [False, False, True]
    assert [one.certain for one in seen] == [True, True, False]


def test_a_decision_stays_and_is_not_asked_for_again() -> None:
    decided = {"by": "Sato", "why": "numbers of test cards", "as": "kept"}
    customer = {**MAP["tables"]["customer"], "contents": {"memo": {"card_number": decided}}}
    said = {**MAP, "tables": {**MAP["tables"], "customer": customer}}
    assert drift(content("customer", "memo", "card_number"), said=said) == []


def test_a_misspelt_kind_of_a_decision_is_refused() -> None:
    decided = {"by": "Sato", "why": "numbers of test cards"}
    with pytest.raises(ValueError, match="kind"):
        DataMap.model_validate(
            {"system": "s", "tables": {"log": {"contents": {"a": {"cards": decided}}}}}
        )


def tallied(texts: list[str], *, doubtful: bool = False) -> dict[str, tuple[int, int]]:
    """What a column of these texts holds: rows and different values, by kind."""
    finder = KindFinder(standard(today=date(2026, 11, 27)))
    tally = Tally(finder)
    for row, needles in enumerate(finder.search_each(texts)):
        for needle in needles:
            tally.add("review", "body", needle, str(row))
    counted = [one for one in tally.contents() if one.doubtful == doubtful]
    return {one.kind: (one.rows, one.distinct) for one in counted}


def test_a_cell_with_several_values_is_one_row() -> None:
    one, two, three = cards(3)
    assert tallied([f"{one} と {two}", three, "なし", three])["card_number"] == (3, 3)


SAID = (
    ("health", "私は糖尿病で{}年通院しています。良い商品です。"),
    ("health", "I was diagnosed with breast cancer, {} years ago"),
    ("criminal_history", "彼には前科があります。{}回目"),
    ("special_category", "彼はイスラム教徒です。{}回目"),
    ("biometric_genetic", "指紋データを登録しました。{}回目"),
    ("child", "小学3年生の息子がいます。{}回目"),
)


@pytest.mark.parametrize(("kind", "text"), SAID)
def test_what_many_cells_say_of_people_is_sure_together(kind: str, text: str) -> None:
    many = tallied([text.format(n) for n in range(1, 9)])
    assert many[kind] == (8, 8)
    assert kind not in tallied([text.format(n) for n in range(1, 3)])
    assert kind not in tallied([text.format(1)] * 40)  # a footer, a template


@pytest.mark.parametrize(("kind", "text"), SAID)
def test_what_few_cells_say_of_people_is_a_doubt(kind: str, text: str) -> None:
    few = [text.format(n) for n in range(1, 3)]
    assert tallied(few, doubtful=True)[kind] == (2, 2)
    assert tallied([text.format(1)] * 40, doubtful=True)[kind] == (40, 1)
    assert kind not in tallied([text.format(n) for n in range(1, 9)], doubtful=True)


def test_a_doubt_is_recorded_and_is_no_drift() -> None:
    found = [replace(content("customer", "memo", "health", 2, 2), doubtful=True)]
    (one,) = sightings(found, DataMap.model_validate(MAP), lambda _c, _f: [], SCANNER)
    assert (one.drift, one.repeated, one.certain) == (None, False, False)


def test_what_a_free_text_says_of_people_is_no_part_of_the_map() -> None:
    found = tallied([f"私は糖尿病で{n}年通院しています" for n in range(1, 81)])
    assert found == {"health": (80, 80)}
    assert drift(content("customer", "memo", "health", 80, 80)) == [("customer", "memo")]


@pytest.fixture
def office(sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    shop.fill(sql_url)
    return make_office(tmp_path, sql_url, capsys)


def test_a_card_number_in_a_review_is_found_on_every_database(office: Office) -> None:
    assert office.run("map", "check", "--values").code == 0
    (card,) = cards(1)
    engine = sa.create_engine(
        office.url.replace("mysql://", "mysql+pymysql://").replace(
            "postgresql://", "postgresql+psycopg://"
        )
    )
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE review SET body = :body WHERE id = (SELECT n FROM (SELECT MIN(id) AS n FROM review) AS r)"
            ),
            {"body": f"支払いは{card}でした"},
        )
    engine.dispose()
    said = office.run("map", "check", "--values", "--budget", "1h")
    assert said.code == 1
    assert {row["how"] for row in said.json["read"]} == {"full"}
    assert [(r["table"], r["column"], r["kind"]) for r in said.json["drift"]] == [
        ("review", "body", "content-not-in-map")
    ]
    assert card not in said.out + said.err
    assert office.run("map", "check").code == 0


def test_discovery_with_values_names_what_a_name_hides(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_database("sqlite")
    shop.fill(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE customer ADD COLUMN c9 VARCHAR(20)"))
        for number, card in enumerate(cards(5), 1):
            connection.execute(
                sa.text("UPDATE customer SET c9 = :card WHERE id = :id"),
                {"card": card, "id": number},
            )
    engine.dispose()
    office = make_office(tmp_path, url, capsys)
    assert "finance.card" not in office.run("map", "discover", "shop").json["text"]
    assert "finance.card" in office.run("map", "discover", "shop", "--values").json["text"]


def test_a_budget_without_values_and_one_without_a_unit_are_refused(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_database("sqlite")
    shop.fill(url)
    office = make_office(tmp_path, url, capsys)
    for words in (("--budget", "10m"), ("--values", "--budget", "10")):
        said = office.run("map", "check", *words)
        assert (said.code, said.error["code"]) == (2, "usage")
