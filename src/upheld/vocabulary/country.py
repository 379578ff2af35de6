"""Names of countries and territories by their codes (ISO 3166-1 alpha-2), in two languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from upheld.wording import Text


@cache
def names() -> Mapping[str, Text]:
    """Return every country by its code."""
    text = files("upheld.vocabulary").joinpath("country.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {code: Text(en=en, ja=ja) for code, ja, en in rows}


def name(code: str) -> Text:
    """Return the country's name; the code itself where there is none.

    >>> name("JP").ja, name("US").en
    ('日本', 'the United States')
    """
    return names().get(code, Text(en=code, ja=code))
