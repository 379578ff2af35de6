"""A value under asterisks. The last four signs stay where people know a value by them.

These are cards, accounts, IBANs and telephones, as on receipts and statements (PCI DSS v4.0
requirement 3.4.1 allows a card's last four), and only where at least six other signs are covered.
Of every other kind nothing stays, of secrets not even the length.
"""

from collections.abc import Iterable

from upheld.detection.transform.placing import Place, replaced

KEPT: frozenset[str] = frozenset({"card_number", "bank_account", "iban", "phone"})
"""Kinds whose last four signs stay."""
_LAST, _COVERED_LEAST = 4, 6
_SECRET = "*" * 8
_OF_UNTOLD_LENGTH = frozenset({"secret", "pin", "bank_password"})


def masked(text: str, places: Iterable[Place]) -> str:
    """Return the text with every value covered; signs between letters and digits stay.

    >>> from upheld.detection import Span
    >>> masked("4111-1111-1111-1111", [Span("card_number", 0, 19, 1.0, "card")])
    '****-****-****-1111'
    """
    return replaced(text, places, _covered)


def _covered(kind: str, value: str) -> str:
    if kind in _OF_UNTOLD_LENGTH:
        return _SECRET
    signs = sum(char.isalnum() for char in value)
    kept = _LAST if kind in KEPT and signs >= _LAST + _COVERED_LEAST else 0
    covered: list[str] = []
    for char in value:
        if not char.isalnum():
            covered.append(char)
            continue
        covered.append(char if signs <= kept else "*")
        signs -= 1
    return "".join(covered)
