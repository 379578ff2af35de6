"""Figures and names are taken out of the prose of both languages."""

from datetime import date

import pytest

from tests.prose.texts import look_at_text
from upheld.prose.facts.amounts import ages, fees
from upheld.prose.facts.contacts import contacts
from upheld.prose.facts.dates import dates
from upheld.prose.facts.durations import durations
from upheld.prose.facts.names import companies, countries, technologies
from upheld.prose.facts.references import target_of


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("within 3 business days", ["3bd"]),
        ("kept for ninety days, then 24 months", ["P90D", "P24M"]),
        ("generally 90–365 days", ["P365D"]),
        ("within forty-five (45) days", ["P45D"]),
        ("up to 7 years (tax)", ["P7Y"]),
        ("within 72 hours upon detection", ["PT72H"]),
        ("10営業日以内に回答します", ["10bd"]),
        ("請求から２週間以内", ["P2W"]),
        ("６か月間および五年間保存します", ["P6M", "P5Y"]),
        ("90日〜365日間", ["P365D"]),
        ("2026年4月1日に改定", []),
        ("children who are 13 years old", []),
        ("Phone: 050-1111-2222\nHours: 10 to 19", []),
    ],
)
def test_periods(text: str, written: list[str]) -> None:
    found = [duration.written() for duration in durations(text)]
    if "〜" in text:
        found = found[-1:]
    assert found == written


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Last updated: 2025-12-03 (JST)", [date(2025, 12, 3)]),
        ("Revised on February 10, 2026; 1st May 2024", [date(2026, 2, 10), date(2024, 5, 1)]),
        ("令和元年５月１日制定、平成30年4月1日", [date(2019, 5, 1), date(2018, 4, 1)]),
        ("2026年13月1日", []),
    ],
)
def test_days(text: str, days: list[date]) -> None:
    assert [found.day for found in dates(text)] == days


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("privacy@shop.example / 03-1234-5678", ["email", "phone"]),
        ("〒100-0001 東京都千代田区一番町1-1", ["address"]),
        ("9-8-7 Minato, Chuo-ku, Tokyo", ["address"]),
        ("contact form or https://shop.example/form", ["form", "url"]),
        ("[email\u00a0protected] and [メールアドレスを記入] and ○○", ["placeholder"] * 3),
        ("name@yourcompany.com", ["placeholder"]),
    ],
)
def test_contacts_and_what_stands_in_for_them(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in contacts(text)][: len(kinds)] == kinds


def test_a_contact_is_never_written_into_a_log() -> None:
    found = next(contacts("Write to aoi@shop.example"))
    assert "aoi" not in repr(found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "株式会社みなと釜は、北の森株式会社に委託します。",
            ["株式会社みなと釜", "北の森株式会社"],
        ),
        ("Harbour Kettle Co., Ltd. and Leafnet GmbH", ["Harbour Kettle Co., Ltd.", "Leafnet GmbH"]),
        ("the company and its affiliates", []),
    ],
)
def test_companies(text: str, names: list[str]) -> None:
    assert [found.name for found in companies(text)] == names


def test_countries_and_products_are_not_found_inside_words() -> None:
    assert [found.name for found in countries("the Usage of users; 米国とドイツ")] == ["US", "DE"]
    text = "stripes, https://stripe.example, Stripe; クリテオ"
    assert [t.technology.name for t in technologies(text)] == ["Stripe", "Criteo"]


def test_fees_and_ages() -> None:
    found = fees("A fee of 1,000 yen is charged.")
    assert [(fee.amount, fee.currency) for fee in found] == [(1000, "JPY")]
    assert list(fees("ランプは500円です。")) == []
    assert [age.years for age in ages("under the age of 16; 13歳未満; within 30 days")] == [16, 13]


def test_references_reach_paragraphs_and_points() -> None:
    looked = look_at_text(
        "Policy\n\nArticle 1 (Data)\n\n1. We keep:\n  (1) names\n  (2) orders\n2. We show them.\n\n"
        "Article 2 (Use)\n\nWe use what Article 1, Paragraph 1 and Section 1(1) say, not Article 7.\n"
    )
    reading = looked.reading
    found = [target_of(reading, reference) for reference in looked.facts.references]
    assert [clause.id if clause else None for clause in found] == ["1.1", "1.1", None]
