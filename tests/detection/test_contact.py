"""Telephone numbers of other countries as people write them at home, and accounts that are no e-mail addresses."""

import pytest

from upheld.detection import Scanner

SCANNER = Scanner()


def found(text: str) -> list[tuple[str, str]]:
    return [(f.kind, text[f.start : f.end]) for f in SCANNER.scan(text)]


@pytest.mark.parametrize(
    ("before", "number", "behind"),
    [
        ("Mobile ", "07911 123456", ""),
        ("my mobile ", "07700 900123", " please"),
        ("call me on ", "07911123456", "."),
        ("Phone: ", "0161 496 0000", ""),
        ("Tel: ", "(020) 7946 0958", ""),
        ("Tel: ", "020 7946 0958", ""),
        ("Téléphone : ", "06 12 34 56 78", ""),
        ("Telefon: ", "030 901820", ""),
        ("Handy: ", "0171/1234567", ""),
        ("Phone: ", "0412 345 678", ""),
        ("móvil ", "612 345 678", ""),
        ("Mobile: ", "98765 43210", ""),
        ("Call ", "+1 305 555 0142", " today"),
        ("", "+1 305 555 0142", ""),
        ("phone ", "+1 (305) 555-0142", ""),
        ("phone ", "1-305-555-0142", ""),
        ("Call ", "+81 03-1234-5678", ""),
        ("Phone: ", "+44 (0)161 496 0000", ""),
        ("mobile: ", "090-1234-5678", ""),
        ("携帯 ", "090-1234-5678", ""),
    ],
)
def test_a_number_is_found_whole_behind_a_word_for_a_telephone(
    before: str, number: str, behind: str
) -> None:
    assert found(f"{before}{number}{behind}") == [("phone", number)]


@pytest.mark.parametrize(
    "text",
    [
        "Order 07911 123456",
        "mobile order number 07911 123456",
        "call on 01-02-2024 10:30",
        "call on 01.02.2024 1030",
        "text 2024 10 15",
        "mobile 2026-11-28",
        "phone model 3310 2024 01",
        "Phone: 0000 000 0000",
    ],
)
def test_dates_orders_and_rows_of_one_digit_are_no_telephone_numbers(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "git@github.com:acme/app.git",
        '"repository": "git@github.com:acme/app.git"',
        "git clone git@gitlab.example.com:team/sub/app.git",
        "ssh git@host.example.com",
        "git remote add origin deploy@git.example.com:acme/app.git",
    ],
)
def test_the_address_of_a_repository_is_no_mail_address(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("legit@example.com", "legit@example.com"),
        ("digit@example.com:hello", "digit@example.com"),
        ("taro@example.com: see app.git", "taro@example.com"),
        ("taro.git@example.com", "taro.git@example.com"),
    ],
)
def test_a_mail_address_beside_a_colon_is_still_one(text: str, mail: str) -> None:
    assert ("email", mail) in found(text)
