"""The page of a bundle: one self-contained HTML file that the person can read and print.

No script, no image, nothing from elsewhere; it opens from a disk, on a phone, years later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from upheld.datamap.graph import Node
from upheld.datamap.reasons import in_japanese
from upheld.disclosure.explanation import CategoryHeld, Sentence
from upheld.disclosure.page_words import WORDS
from upheld.disclosure.values import is_masked, is_withheld
from upheld.vocabulary import category
from upheld.wording import LANGUAGES, Language, Text

ROWS_SHOWN = 200
"""Rows of a table on the page; the rest is in its CSV."""
CARDS = 4
"""Up to so many rows are shown one below the other instead of as a table."""
CELL_SHOWN = 600
"""Characters of a value on the page."""
_REMEMBERED = 4096
"""Labels and sentences that are the same on many pages; no value of a person is among them."""
_ALLOWED = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeld:
    """What of one table is in a bundle.

    Attributes:
        csv: The name of its file; `None` where no row is held.
        kept: How long, in the policy's words.
        retained: Rows that a running retention rule keeps even when deletion is asked for.
        until: The last day of that.
    """

    system: str
    node: Node
    rows: int
    seen_only: int
    csv: str | None
    kept: Sentence | None
    retained: int = 0
    until: str | None = None

    @property
    def anchor(self) -> str:
        """Its name in links within the page."""
        return _anchor(self.system, self.node.name)


@lru_cache(_REMEMBERED)
def _anchor(system: str, name: str) -> str:
    return f"t-{quote(system)}.{quote(name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the rows of one person's page.

    Attributes:
        held: What is held and why, by language, as `explained` writes it.
    """

    request: str
    company: Text
    made_at: datetime
    policy: str
    languages: tuple[Language, ...]
    tables: Sequence[TableHeld]
    held: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Copies in another place, as the page and the manifest tell them.

    Attributes:
        included: The folder or file in the bundle; `None` where only their number is told.
    """

    place: str
    collection: str
    records: int | None
    included: str | None
    why: Text | None = None


def file_name(languages: Sequence[Language], language: Language) -> str:
    """The page's name: `index.html` for the first language."""
    return "index.html" if languages[0] == language else f"index.{language}.html"


@cache
def _style() -> str:
    return files("upheld.disclosure").joinpath("page.css").read_text("utf-8")


def head(frame: Frame, language: Language) -> str:
    """Everything before the rows: title, contents, and what is held and why."""
    w = _words(language)
    held = [t for t in frame.tables if t.rows]
    return "".join(
        [
            document_head(f"{w['title']} {frame.request}", language),
            '<body>\n<div class="page">\n',
            _title(frame, held, language),
            "<main>\n",
            _contents(held, w),
            f'<h2 id="held">{escape(w["held"])}</h2>\n',
            frame.held[language],
            f'<h2 id="records">{escape(w["records"])}</h2>\n',
        ]
    )


def explained(categories: Sequence[CategoryHeld], language: Language) -> str:
    """What is held and why: the same for all people with rows in the same tables."""
    if not categories:
        return f"<p>{escape(_words(language)['nothing'])}</p>\n"
    return "".join(_category(one, language) for one in categories)


def document_head(title: str, language: Language) -> str:
    """The head of a page, with its style and nothing from elsewhere."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
    )


def _title(frame: Frame, held: Sequence[TableHeld], language: Language) -> str:
    w = _words(language)
    total = sum(t.rows for t in held)
    return "".join(
        [
            f'<header class="top">\n{language_links(frame.languages, language)}',
            f'<p class="company">{escape(frame.company.in_language(language))}</p>\n',
            f"<h1>{escape(w['title'])}</h1>\n<p>{escape(w['lead'])}</p>\n",
            '<dl class="facts">\n',
            fact(w["request"], frame.request),
            fact(w["made_at"], instant(frame.made_at, language)),
            fact(w["policy"], frame.policy),
            fact(w["amount"], w["amount_words"].format(rows=f"{total:,}", tables=len(held))),
            "</dl>\n</header>\n",
        ]
    )


@cache
def _words(language: Language) -> Mapping[str, str]:
    return {key: text.in_language(language) for key, text in WORDS.items()}


def language_links(languages: Sequence[Language], language: Language) -> str:
    """Links to the same page in the other languages."""
    names = {"ja": "日本語", "en": "English"}
    links = [
        f'<a href="{file_name(languages, other)}" lang="{other}">{names[other]}</a>'
        for other in languages
        if other != language
    ]
    return f'<p class="languages">{" ".join(links)}</p>\n' if links else ""


def fact(name: str, value: str) -> str:
    """One line of the facts at the top."""
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>\n"


def instant(at: datetime, language: Language) -> str:
    """A moment in words, with its zone."""
    zone = at.strftime("%z")
    zone = f"UTC{zone[:3]}:{zone[3:]}" if zone else ""
    if language == "ja":
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M} ({zone})"
    return f"{at.day} {at:%B} {at.year}, {at:%H:%M} ({zone})"


def _contents(held: Sequence[TableHeld], w: Mapping[str, str]) -> str:
    if not held:
        return ""
    links = "".join(
        f'<li><a href="#{t.anchor}"><code>{escape(t.system)}.{escape(t.node.name)}</code></a> '
        f'<span class="count">{w["rows"].format(rows=f"{t.rows:,}")}</span></li>\n'
        for t in held
    )
    title = f'<h2 id="contents">{escape(w["contents"])}</h2>'
    return f'<nav aria-labelledby="contents">\n{title}\n<ul>\n{links}</ul>\n</nav>\n'


def _category(one: CategoryHeld, language: Language) -> str:
    w = _words(language)
    care = f'<span class="care">{escape(w["special_care"])}</span>' if one.special_care else ""
    lines = [
        f'<section class="held">\n<h3>{escape(_capital(one.label.in_language(language)))}{care}</h3>\n<dl>\n'
    ]
    if not one.declared:
        lines.append(f"<dt>{escape(w['purposes'])}</dt><dd>{escape(w['undeclared'])}</dd>\n")
    else:
        lines.append(_sentences(w["purposes"], one.purposes, language))
        sources = tuple(Sentence(text=text) for text in one.sources)
        lines.append(_sentences(w["sources"], sources, language))
        nobody = (Sentence(text=WORDS["nobody"]),)
        lines.append(_sentences(w["recipients"], one.recipients or nobody, language))
        lines.append(
            f"<dt>{escape(w['clause_of'])}</dt><dd>{escape(', '.join(one.clauses))}</dd>\n"
        )
    places = "、".join if language == "ja" else ", ".join
    named = places(f"<code>{escape(place)}</code>" for place in one.places)
    lines.append(f"<dt>{escape(w['places'])}</dt><dd>{named}</dd>\n</dl>\n</section>\n")
    return "".join(lines)


def _sentences(name: str, sentences: Sequence[Sentence], language: Language) -> str:
    items = "".join(f"<li>{_sentence(s, language)}</li>" for s in sentences)
    return f"<dt>{escape(name)}</dt><dd><ul>{items}</ul></dd>\n"


@lru_cache(_REMEMBERED)
def _sentence(sentence: Sentence, language: Language) -> str:
    clauses = ", ".join(sentence.clauses)
    label = WORDS["clause"].in_language(language)
    where = f' <span class="clause">({escape(label)} {escape(clauses)})</span>' if clauses else ""
    return f"{escape(sentence.text.in_language(language))}{where}"


def open_table(table: TableHeld, language: Language) -> str:
    """What stands before a table's rows."""
    w = _words(language)
    rows = w["rows"].format(rows=f"{table.rows:,}")
    kept = _sentence(table.kept, language) if table.kept else escape(w["no_period"])
    lines = [
        f'<section class="table" id="{table.anchor}" aria-labelledby="{table.anchor}-h">\n',
        f'<h3 id="{table.anchor}-h"><code>{escape(table.system)}.{escape(table.node.name)}</code> ',
        f'<span class="count">{rows}</span></h3>\n<p>{escape(w["how_long"])}: {kept}',
    ]
    if table.retained:
        lines.append(
            "<br>"
            + escape(w["retained"].format(rows=f"{table.retained:,}", until=table.until or "—"))
        )
    if table.seen_only:
        lines.append("<br>" + escape(w["seen_only"].format(rows=f"{table.seen_only:,}")))
    lines.append("</p>\n")
    if table.rows > CARDS:
        region = f'role="region" tabindex="0" aria-labelledby="{table.anchor}-h"'
        lines.append(f'<div class="scroll" {region}>\n<table>\n<thead><tr>')
        lines += [
            f'<th scope="col">{_column(table.node, c, language)}</th>'
            for c in table.node.table.columns
        ]
        lines.append("</tr></thead>\n<tbody>\n")
    return "".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _column(node: Node, column: str, language: Language) -> str:
    return _labelled(node.entry.category_of(column), column, language)


@lru_cache(_REMEMBERED)
def _labelled(name: str | None, column: str, language: Language) -> str:
    if name is None:
        return f"<code>{escape(column)}</code>"
    label = category.label(name).in_language(language)
    return f"{escape(_capital(label))}<small><code>{escape(column)}</code></small>"


def row(
    table: TableHeld, values: Sequence[Any], texts: Sequence[str], languages: Sequence[Language]
) -> Iterator[str]:
    """One row in each language: a line of the table, or a card of its own.

    Args:
        table: Where it is from.
        values: As `values.plain` has them.
        texts: The same by `values.words`.
        languages: In this order.
    """
    shown = [_value(value, text) for value, text in zip(values, texts, strict=True)]
    for language in languages:
        cells = [s if isinstance(s, str) else s[language] for s in shown]
        if table.rows > CARDS:
            yield f"<tr><td>{'</td><td>'.join(cells)}</td></tr>\n"
            continue
        items = "".join(
            f"<div><dt>{_column(table.node, column, language)}</dt><dd>{cell}</dd></div>\n"
            for column, cell in zip(table.node.table.columns, cells, strict=True)
        )
        yield f'<div class="card"><dl>\n{items}</dl></div>\n'


def _value(value: Any, text: str) -> str | Mapping[Language, str]:
    """What is shown of a value; by language where it is told in words."""
    if value is None:
        return _said("none", "empty")
    if isinstance(value, dict):
        if is_masked(value):
            return _said("masked", "masked")
        if is_withheld(value):
            return _said("masked", "withheld")
    if len(text) > CELL_SHOWN:
        begin = f"{escape(text[:CELL_SHOWN])}… "
        return {language: begin + said for language, said in _said("masked", "longer").items()}
    return escape(text)


@cache
def _said(style: str, word: str) -> Mapping[Language, str]:
    text = WORDS[word]
    return {
        language: f'<span class="{style}">{text.in_language(language)}</span>'
        for language in LANGUAGES
    }


def close_table(table: TableHeld, language: Language) -> str:
    """What stands after a table's rows."""
    w = _words(language)
    end = "</tbody>\n</table>\n</div>\n" if table.rows > CARDS else ""
    if table.csv is None:
        return f"{end}</section>\n"
    link = f'<a href="{quote(table.csv)}">{escape(table.csv)}</a>'
    if table.rows > ROWS_SHOWN:
        said = w["more"].format(shown=ROWS_SHOWN, rows=f"{table.rows:,}")
        return f"{end}<p>{escape(said)} {link}</p>\n</section>\n"
    return f"{end}<p>{escape(w['also'])} {link}</p>\n</section>\n"


def tail(
    copies: Sequence[Copy],
    hidden: Sequence[str],
    not_proven: Sequence[str],
    out_of_scope: Mapping[str, str],
    language: Language,
) -> str:
    """Everything after the rows: copies, what is left out, the files."""
    return "".join(_tail(copies, hidden, not_proven, out_of_scope, language))


def left_out(masked: int, withheld: int, language: Language) -> list[str]:
    """What is said of values that are not shown."""
    w = _words(language)
    said = [w["masked_words"].format(values=f"{masked:,}")] if masked else []
    said += [w["withheld_words"].format(values=f"{withheld:,}")] if withheld else []
    return said or [w["nothing_masked"]]


def _tail(
    copies: Sequence[Copy],
    hidden: Sequence[str],
    not_proven: Sequence[str],
    out_of_scope: Mapping[str, str],
    language: Language,
) -> Iterator[str]:
    w = _words(language)
    if copies:
        yield f'<h2 id="copies">{escape(w["copies"])}</h2>\n<ul>\n'
        for copy in copies:
            yield f"<li>{_copy(copy, language)}</li>\n"
        yield "</ul>\n"
    yield f'<h2 id="left-out">{escape(w["left_out"])}</h2>\n'
    for said in hidden:
        yield f'<p class="note">{escape(said)}</p>\n'
    if not_proven:
        yield f"<p>{escape(w['not_proven'])}</p>\n<ul>\n"
        yield "".join(f"<li>{escape(one)}</li>\n" for one in not_proven) + "</ul>\n"
    if out_of_scope:
        worded = in_japanese if language == "ja" else str
        yield f"<p>{escape(w['out_of_scope'])}</p>\n<ul>\n"
        yield (
            "".join(
                f"<li><code>{escape(table)}</code>: {escape(worded(why))}</li>\n"
                for table, why in out_of_scope.items()
            )
            + "</ul>\n"
        )
    yield f'<h2 id="files">{escape(w["files"])}</h2>\n<p>{escape(w["files_words"])}</p>\n'
    yield f"</main>\n<footer><p>{escape(w['footer'])}</p></footer>\n</div>\n</body>\n</html>\n"


def _copy(copy: Copy, language: Language) -> str:
    name = f"<code>{escape(copy.place)}</code> <code>{escape(copy.collection)}</code>"
    rows = (
        ""
        if copy.records is None
        else WORDS["rows"].in_language(language).format(rows=f"{copy.records:,}")
    )
    if copy.included is not None:
        return f'{name} {rows} <a href="{quote(copy.included)}">{escape(copy.included)}</a>'
    why = copy.why.in_language(language) if copy.why else ""
    return f"{name} {rows} {escape(why)}"
