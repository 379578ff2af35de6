"""The policy that `upheld init` starts a company with."""

import json
from datetime import date
from functools import cache
from importlib.resources import files

INVENTED_DAY = date(2000, 1, 1)
"""The day of the template's version: before the Act was in force, so that nobody means it."""
_COMPANY = '{ja: 株式会社サンプル商店, en: "Sample Store, Inc."}'
"""As the template writes the invented company, wherever its name stands."""


def minimal(*, id_: str = "minimal", company: str | None = None) -> str:
    """Return the text of a small policy with comments that teach the language.

    Args:
        id_: The policy's id: a word.
        company: The company's name; without it the invented one of the template stays.
    """
    text = _written().replace("  id: minimal\n", f"  id: {id_}\n", 1)
    if company is None:
        return text
    # A JSON text is a YAML text in quotes, whatever the name contains.
    return text.replace(_COMPANY, json.dumps(company, ensure_ascii=False))


def left_as_it_was(words: str) -> bool:
    """Say whether words stand in the template as they are: nobody has replaced them yet."""
    return words in _written()


@cache
def _written() -> str:
    return files("upheld.policy").joinpath("template_minimal.yaml").read_text("utf-8")
