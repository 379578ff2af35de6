"""When are two spellings one value? Asked before a value gets its placeholder."""

import unicodedata

from upheld.detection.folding import folded

_AS_WRITTEN = frozenset({"secret", "bank_password", "pin", "cookie_id"})
"""One letter's case, one full-width sign makes another secret of it."""
_BY_SIGNS = frozenset(
    {
        "postal_code",
        "mac_address",
        "advertising_id",
        "device_id",
        "jp_my_number",
        "jp_resident_code",
        "jp_passport",
        "jp_drivers_licence",
        "jp_residence_card",
        "jp_pension_number",
        "jp_insurer_number",
        "jp_employment_insurance",
        "us_ssn",
        "national_id",
        "card_number",
        "iban",
    }
)
"""Numbers that are grouped by hyphens and spaces as people like."""


def normal(kind: str, value: str) -> str:
    """Return the one form of a value.

    >>> normal("phone", "＋８１ 90 1234 5678") == normal("phone", "090-1234-5678")
    True
    >>> normal("secret", "Abc") == normal("secret", "abc")
    False
    """
    if kind in _AS_WRITTEN:
        return value
    plain = unicodedata.normalize("NFKC", folded(value)).strip()
    if kind == "phone":
        return _telephone(plain)
    if kind in _BY_SIGNS:
        return "".join(char for char in plain if char.isalnum()).upper()
    if kind == "person_name":
        return "".join(plain.split()) if not plain.isascii() else " ".join(plain.split()).casefold()
    return " ".join(plain.split()).casefold()


def _telephone(plain: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, "JP")
    except phonenumbers.NumberParseException:
        return "".join(char for char in plain if char.isalnum() or char == "+")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
