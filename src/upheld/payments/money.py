"""Amounts of money: a decimal number and its currency, never a binary fraction.

The number of decimal places is that of ISO 4217: none for the yen.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NewType

from upheld.refusal import RefusalError
from upheld.wording import Language, Text

Currency = NewType("Currency", str)
"""An ISO 4217 code in capitals."""

PLACES = {
    "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "PYG": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2,
    "IDR": 2, "INR": 2, "MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2, "PHP": 2, "PLN": 2, "SEK": 2,
    "SGD": 2, "THB": 2, "TWD": 2, "USD": 2, "ZAR": 2,
}  # fmt: skip
"""Decimal places by currency. A currency that is not here is refused, not guessed."""
_MINOR_LIMIT = 99_999_999
"""Largest amount in smallest units; Stripe takes eight digits, and no fee comes near."""
_DIGITS = 20


class AmountInvalidError(RefusalError):
    """What should be an amount of money is none."""

    code = "amount-invalid"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that exists in its currency; never negative.

    >>> Money.of("1000", "JPY").in_language("ja")
    '1,000円'
    >>> Money.of("12.5", "usd").in_language("en")
    'USD 12.50'
    """

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        """Check what types do not say.

        Raises:
            AmountInvalidError: It is a float, finer than its currency, negative or too large.
        """
        # A bool is an int and a float compares equal to a Decimal: both are refused by type.
        if type(self.amount) is not Decimal:
            raise _invalid("it is no decimal number", "十進数ではありません")
        if self.currency not in PLACES:
            raise _invalid("its currency is not known", "通貨が不明です")
        if not self.amount.is_finite() or self.amount < 0:
            raise _invalid("it is negative or no number", "負の数または数でない値です")
        places = PLACES[self.currency]
        if self.amount > _MINOR_LIMIT:  # before rounding, which has limits of its own
            raise _invalid("it is too large", "大きすぎます")
        rounded = round(self.amount, places)
        if rounded != self.amount:
            raise _invalid("it is finer than its currency", "通貨の最小単位より細かい値です")
        if rounded.scaleb(places) > _MINOR_LIMIT:
            raise _invalid("it is too large", "大きすぎます")
        object.__setattr__(self, "amount", rounded)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Read an amount as a person or a policy writes it.

        Raises:
            AmountInvalidError: It is none; a float is none.
        """
        if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
            raise _invalid("it is no decimal number", "十進数ではありません")
        try:
            number = Decimal(str(amount)[: _DIGITS + 1])
        except InvalidOperation:
            raise _invalid("it is no decimal number", "十進数ではありません") from None
        if len(str(amount)) > _DIGITS:
            raise _invalid("it is too large", "大きすぎます")
        return cls(number, Currency(currency.upper()))

    @classmethod
    def of_minor_units(cls, units: object, currency: object) -> "Money":
        """Read what a payment service says: whole yen, or cents.

        Raises:
            AmountInvalidError: It is no whole number, or the currency is unknown.
        """
        if type(units) is not int or not isinstance(currency, str):
            raise _invalid("it is no whole number of units", "最小単位の整数ではありません")
        code = currency.upper()
        if not 0 <= units <= _MINOR_LIMIT or code not in PLACES:
            raise _invalid("its currency or size is not known", "通貨または桁数が不明です")
        return cls(Decimal(units).scaleb(-PLACES[code]), Currency(code))

    def minor_units(self) -> int:
        """Return the amount in the smallest unit: yen as they are, dollars as cents."""
        return int(self.amount.scaleb(PLACES[self.currency]))

    def plus(self, other: "Money") -> "Money":
        """Add an amount of the same currency."""
        return Money(self.amount + self._same(other).amount, self.currency)

    def minus(self, other: "Money") -> "Money":
        """Subtract an amount of the same currency that is not larger."""
        return Money(self.amount - self._same(other).amount, self.currency)

    def covers(self, other: "Money") -> bool:
        """Say whether this is at least as much, in the same currency."""
        return self.amount >= self._same(other).amount

    def in_language(self, language: Language) -> str:
        """Write it for a reader: `1,000円`, `JPY 1,000`."""
        return written(self.amount, self.currency, language)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise _invalid("it is in another currency", "通貨が異なります")
        return other


def sum_of(units: int, currency: str) -> Decimal:
    """Return a sum of many amounts in smallest units: it may be larger than any one of them.

    >>> sum_of(250_000_000, "JPY"), sum_of(1250, "USD")
    (Decimal('250000000'), Decimal('12.50'))
    """
    return Decimal(units).scaleb(-PLACES[currency])


def written(amount: Decimal, currency: str, language: Language) -> str:
    """Write an amount or a sum for a reader.

    >>> written(sum_of(250_000_000, "JPY"), "JPY", "ja")
    '250,000,000円'
    """
    number = f"{amount:,.{PLACES[currency]}f}"
    if language == "ja" and currency == "JPY":
        return f"{number}円"
    return f"{number} {currency}" if language == "ja" else f"{currency} {number}"


def _invalid(en: str, ja: str) -> AmountInvalidError:
    return AmountInvalidError(
        Text(en=f"this is not an amount: {en}", ja=f"金額として使えません: {ja}"),
        remedy=Text(
            en="write whole yen (`1000`, `JPY`), or dollars with two places (`12.50`, `USD`)",
            ja="円は整数(`1000`、`JPY`)、ドルは小数 2 桁まで(`12.50`、`USD`)で書いてください",
        ),
    )
