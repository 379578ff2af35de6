"""An amount is exact, exists in its currency, and is never a binary fraction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.payments.money import PLACES, AmountInvalidError, Currency, Money


def test_yen_have_no_places_and_dollars_two() -> None:
    assert Money.of("1000", "JPY").minor_units() == 1000
    assert Money.of("12.5", "USD").minor_units() == 1250
    assert Money.of("１０００", "jpy") == Money.of(1000, "JPY")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.5", "JPY"), ("0.001", "USD"), ("-1", "JPY"), ("NaN", "JPY"), ("sNaN", "JPY"),
        ("Infinity", "USD"), ("1e999999", "JPY"), ("1e-999", "USD"), ("100000000", "JPY"), ("", "JPY"), ("千円", "JPY"),
        ("1", "XXX"), ("1", ""), (True, "JPY"), ("9" * 50, "JPY"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(AmountInvalidError):
        Money.of(amount, currency)


def test_a_float_is_refused_even_where_it_would_fit() -> None:
    with pytest.raises(AmountInvalidError):
        Money.of(1.0, "JPY")  # type: ignore[arg-type]
    with pytest.raises(AmountInvalidError):
        Money(1.0, Currency("JPY"))  # type: ignore[arg-type]


@pytest.mark.parametrize("units", [1.0, "100", True, None, -1, 10**12])
def test_a_service_that_says_something_else_than_a_whole_number_is_not_believed(
    units: object,
) -> None:
    with pytest.raises(AmountInvalidError):
        Money.of_minor_units(units, "jpy")


@given(st.integers(0, 10**7), st.sampled_from(sorted(PLACES)))
def test_smallest_units_come_back_as_they_were(units: int, currency: str) -> None:
    money = Money.of_minor_units(units, currency.lower())
    assert money.minor_units() == units
    assert Money.of(str(money.amount), currency) == money


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_is_added_and_taken_away_leaves_the_same(one: int, other: int) -> None:
    first, second = Money.of(one, "JPY"), Money.of(other, "JPY")
    assert first.plus(second).minus(second) == first
    assert first.covers(second) == (one >= other)


def test_currencies_do_not_mix_and_nothing_goes_below_zero() -> None:
    with pytest.raises(AmountInvalidError):
        Money.of(1, "JPY").plus(Money.of(1, "USD"))
    with pytest.raises(AmountInvalidError):
        Money.of(1, "JPY").minus(Money.of(2, "JPY"))


def test_it_is_written_for_its_reader() -> None:
    assert Money.of(1234, "JPY").in_language("ja") == "1,234円"
    assert Money.of(1234, "JPY").in_language("en") == "JPY 1,234"
    assert Money.of(Decimal("0.1"), "USD").in_language("ja") == "0.10 USD"
