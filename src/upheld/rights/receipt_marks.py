"""Pieces of HTML that the parts of a receipt's page share."""

from collections.abc import Iterable
from html import escape


def section(heading: str, content: str, *, anchor: str) -> str:
    """Return a section with its heading; `content` is HTML already."""
    return (
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{heading}</h2>{content}</section>'
    )


def facts(named: Iterable[tuple[str, object]], *, code: bool = False) -> str:
    """Return names and values for a `dl`; values are escaped, and set as code where asked."""
    before, after = ("<code>", "</code>") if code else ("", "")
    return "".join(
        f"<div><dt>{name}</dt><dd>{before}{escape(str(value))}{after}</dd></div>"
        for name, value in named
    )


def notes(listed: Iterable[tuple[str, str]]) -> str:
    """Return a list of notes, each with the language it is in."""
    items = "".join(f'<li lang="{lang}">{escape(note)}</li>' for note, lang in listed)
    return f'<ul class="plain">{items}</ul>'
