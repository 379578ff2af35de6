"""Cards and accounts."""

from functools import cache

from upheld.detection.checks.digits import luhn, mod_97_10, only, varied, weighted
from upheld.detection.checks.japan import corporate

# First and last prefix, and the lengths that are issued under it (ISO/IEC 7812-1 and the
# schemes' own publications of their ranges).
_ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),  # Mastercard
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("3528", "3589", frozenset({16, 17, 18, 19})),  # JCB
    ("300", "305", frozenset({14, 16, 17, 18, 19})),  # Diners Club
    ("3095", "3095", frozenset({14, 16, 17, 18, 19})),
    ("36", "36", frozenset({14, 15, 16, 17, 18, 19})),
    ("38", "39", frozenset({14, 16, 17, 18, 19})),
    ("6011", "6011", frozenset({16, 17, 18, 19})),  # Discover
    ("644", "659", frozenset({16, 17, 18, 19})),
    ("62", "62", frozenset({16, 17, 18, 19})),  # UnionPay
    ("81", "81", frozenset({16, 17, 18, 19})),
    ("5018", "5038", frozenset({13, 15, 16, 18, 19})),  # Maestro
    ("5893", "5893", frozenset({13, 15, 16, 18, 19})),
    ("6304", "6304", frozenset({13, 15, 16, 18, 19})),
    ("6759", "6763", frozenset({13, 15, 16, 18, 19})),
    ("2200", "2204", frozenset({16, 17, 18, 19})),  # Mir
    ("9792", "9792", frozenset({16})),  # Troy
    ("1", "1", frozenset({15})),  # UATP
)


def card(value: str) -> bool:
    """Luhn, a prefix that is issued, a length that goes with it; no company's public number."""
    digits = only(value)
    return luhn(digits) and varied(digits) and issued(digits) and not corporate(digits)


def issued(digits: str) -> bool:
    """Whether a scheme issues cards of this prefix and length."""
    for first, last, lengths in _by_digit().get(digits[:1], ()):
        if first <= digits[: len(first)] <= last and len(digits) in lengths:
            return True
    return False


@cache
def _by_digit() -> dict[str, list[tuple[str, str, frozenset[int]]]]:
    """The issuers by the first digit of their cards."""
    found: dict[str, list[tuple[str, str, frozenset[int]]]] = {}
    for one in _ISSUERS:
        found.setdefault(one[0][0], []).append(one)
    return found


@cache
def _lengths() -> dict[str, int]:
    """Length of an IBAN by country (SWIFT's registry, release 98)."""
    return {pair[:2]: int(pair[2:]) for pair in _REGISTRY.split()}


_REGISTRY = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27
    DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28
    IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22
    MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
    SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"""


def iban(value: str) -> bool:
    """Country, its length, and the check digits (ISO 13616-1)."""
    plain = value.replace(" ", "").replace("-", "").upper()
    return _lengths().get(plain[:2]) == len(plain) and mod_97_10(plain[4:] + plain[:4])


def routing(value: str) -> bool:
    """A routing number of the American Bankers Association: weights 3, 7, 1."""
    return weighted(value, (3, 7, 1) * 3) % 10 == 0 and value[:2] <= "32"
