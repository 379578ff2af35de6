"""Addresses without a municipality, a postal code or a state: what makes them one, and what does not."""

from datetime import date

import pytest

from upheld.detection.standard import standard


def found(text: str) -> list[str]:
    """The addresses in a text."""
    scanner = standard(today=date(2026, 12, 1))
    return [text[f.start : f.end] for f in scanner.scan(text) if f.kind == "address"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("すみません、柿木坂2丁目7番3号へ", "柿木坂2丁目7番3号"),
        ("桐ケ谷4丁目2-8にお願いします", "桐ケ谷4丁目2-8"),
        ("自宅:北青葉4-19-2", "北青葉4-19-2"),
        ("西青葉4-19-2に住んでいます", "西青葉4-19-2"),
        ("東京都,杉並区,北青葉4-19-2,女", "東京都,杉並区,北青葉4-19-2"),
        ("高知県高知市はりま台南2丁目8-21", "高知県高知市はりま台南2丁目8-21"),
        ("大字北青葉1234番地5", "大字北青葉1234番地5"),
        ("建物名:コーポ青葉302", "コーポ青葉302"),
        ("青葉郵便局留でお願いします", "青葉郵便局留"),
        ("He left it at 31 Cotton Mill Road with a note.", "31 Cotton Mill Road"),
        ("abito in via dei Pioppi 12", "via dei Pioppi 12"),
        ("住所は31 Cotton Road, Fairmont, OR 97999です", "31 Cotton Road, Fairmont, OR 97999"),
        ("住所は6-5-9 Yanagi, Shimogyo-ku, Kyotoです", "6-5-9 Yanagi, Shimogyo-ku, Kyoto"),
        ("Flat 4, Mango Towers, 7th Cross, Bengaluru 560999", None),
        ("Blk 77 Mango Road #02-11 Singapore 310999", None),
        ("Rua das Figueiras, 31, apto 2, Santos - SP", None),
        ("ул. Осиновая, д. 7, кв. 12", None),
    ],
)
def test_a_street_or_a_town_is_found_by_what_stands_beside_it(
    text: str, address: str | None
) -> None:
    assert found(text) == [address or text]


@pytest.mark.parametrize(
    "text",
    [
        "改革の一丁目一番地は税制だ",
        "政策一丁目一番地",
        "自宅は3-4年で建て替えた",
        "届け先は2-3日以内に決まる",
        "建物名:必須、20文字以内",
        "文字数12-3",
        "Deliver to 3 stores on the way",
        "2021 Orla Lane",
        "2020 Ada Birch\n 2021 Orla Lane\n",
        "a statement from 10 Downing Street.",
        "Room 3, Floor 2, Building 5",
        "24 Hour Drive-through",
        "7 Deadly Sins Court of Fools",
        "Unit 3, Lesson 4, Page 5",
    ],
)
def test_counts_works_and_fields_to_fill_in_are_no_addresses(text: str) -> None:
    assert found(text) == []
