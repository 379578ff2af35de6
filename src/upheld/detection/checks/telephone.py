"""Telephone numbers with a country in front or of other countries, and addresses of mail beyond ASCII."""

import re
from functools import lru_cache

from upheld.detection.checks.digits import only, varied

_DATE = re.compile(
    r"\d{2}[ ./-]\d{2}[ ./-](?:19|20)\d{2}(?!\d)|(?:19|20)\d{2}[ ./-]\d{2}[ ./-]\d{2}(?!\d)"
)
_BRITISH = re.compile(r"0(?:[1237]\d{9}|[18]\d{8,9}|[59]\d{9})")
"""Ofcom, National Telephone Numbering Plan: ten digits behind the 0, nine of some old areas."""
_WITH_PREFIX = ("IE", "FR", "DE", "AT", "CH", "NL", "BE", "IT", "SE", "FI", "AU", "NZ", "ZA", "IN")
_WITHOUT_PREFIX = ("ES", "PT", "PL", "CZ", "GR", "DK", "NO", "SG", "HK", "IN")


@lru_cache(maxsize=4096)
def possible(value: str) -> bool:
    """Whether the country has numbers of that length; ranges kept for fiction pass, too."""
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def national(value: str) -> bool:
    """Whether a number with a 0 before the area is one of another country than Japan.

    >>> national("07911 123456"), national("(0161) 496 0000"), national("01-02-2024 1030")
    (True, True, False)
    """
    digits = only(value)
    if _DATE.match(value) or not varied(digits[3:]):
        return False
    return _BRITISH.fullmatch(digits) is not None or _is_of(digits, _WITH_PREFIX)


@lru_cache(maxsize=4096)
def without_prefix(value: str) -> bool:
    """Whether a number that begins with no 0 is one of a country that writes none."""
    digits = only(value)
    return not _DATE.match(value) and varied(digits[3:]) and _is_of(digits, _WITHOUT_PREFIX)


def _is_of(digits: str, countries: tuple[str, ...]) -> bool:
    """Whether one of the countries has given out such numbers."""
    import phonenumbers

    return any(
        phonenumbers.is_valid_number(phonenumbers.parse(digits, country)) for country in countries
    )


def international_mail(value: str) -> bool:
    """Letters beyond ASCII in it: the other rule finds the rest."""
    return not value.isascii()


_FILES = frozenset(
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "py", "pdf"]
)

_OF_REPOSITORIES = frozenset({"git", "hg", "svn"})


def mail(value: str) -> bool:
    """No name of a file for screens of twice the resolution (`icon@2x.png`), no account that a server of repositories has for everybody (`git@`), and no local part that RFC 5321 forbids."""
    local, _, domain = value.partition("@")
    return (
        ".." not in value
        and local not in _OF_REPOSITORIES
        and not local.endswith(".")
        and domain.rpartition(".")[2].lower() not in _FILES
    )
