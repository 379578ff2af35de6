"""Names of countries and territories by their codes (ISO 3166-1 alpha-2), in two languages."""

from collections.abc import Mapping
from functools import cache

from upheld.vocabulary.table import rows
from upheld.wording import Text

EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "IS",
        "LI",
        "NO",
    ]
)
"""The 27 states of the Union with Iceland, Liechtenstein and Norway (EEA Agreement)."""


@cache
def names() -> Mapping[str, Text]:
    """Return every country by its code."""
    return {code: Text(en=en, ja=ja) for code, ja, en in rows("upheld.vocabulary", "country.tsv")}


def name(code: str) -> Text:
    """Return the country's name; the code itself where there is none.

    >>> name("JP").ja, name("US").en
    ('日本', 'the United States')
    """
    return names().get(code, Text(en=code, ja=code))
