"""A sum of money beside an account, a PIN or a card's code is none of them; what it stands beside still is."""

from datetime import date

import pytest

from upheld.detection.standard import standard

SCANNER = standard(today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("口座番号 1234567、月給 320000 円", "1234567"),
        ("口座番号 1234567、月給 3200000 円", "1234567"),
        ("口座番号 1234567 年収 5200000", "1234567"),
        ("口座番号：1234567 振込額：3200000", "1234567"),
        ("口座番号1234567に3200000円を振り込みました", "1234567"),
        ("月給 320000 円、口座番号 1234567", "1234567"),
        ("給与振込口座 1234567", "1234567"),
        ("口座番号 12345678 ドル口座", "12345678"),
        ("salary 3,200,000 yen, account number 1234567", "1234567"),
        ("account number 1234567, salary 3200000 yen", "1234567"),
        ("account number 12345678, salary $3200000", "12345678"),
        ("account number 12345678 USD 52000000", "12345678"),
        ("account number 12345678, balance of 320000.50 EUR", "12345678"),
        ("Salary goes to account 12345678.", "12345678"),
        ("暗証番号は1234で、手数料は3000円です", "1234"),
        ("PIN 4821, fee $1000", "4821"),
        ("セキュリティコード 123、送料500円", "123"),
    ],
)
def test_the_number_is_found_and_the_sum_is_not(text: str, value: str) -> None:
    (found,) = SCANNER.scan(text)
    assert text[found.start : found.end] == value
    assert "financial_credential" in found.groups


@pytest.mark.parametrize(
    "text",
    [
        "口座に3200000円を入金しました",
        "口座残高 3200000",
        "My account was charged 320000 yen.",
        "account balance: $12345678",
    ],
)
def test_a_sum_on_an_account_is_no_account(text: str) -> None:
    assert SCANNER.scan(text) == []
