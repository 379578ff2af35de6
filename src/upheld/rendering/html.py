"""Pages as HTML: one file each, without scripts or anything from elsewhere, escaped by default.

`data-line` on an element names the line of the declaration that it tells; `parity` reads the
pages back by it.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from upheld.policy.language.line import ClauseId
from upheld.rendering.differences import differences
from upheld.rendering.document import Group, Page, Passage, Sentence, Table, between
from upheld.rendering.frame import Frame
from upheld.rendering.visible import visible
from upheld.wording import Language, Text

_JAPANESE = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]+")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’.,:;-]*(?: [A-Za-z'’.,:;-]+){3,}")
_OUR_PAGE = re.compile(r"[a-z-]+\.\{lang\}\.html(?:#[\w.()/-]+)?")
_ADDRESS = re.compile(r"https?|mailto|tel")


def html(page: Page, frame: Frame, language: Language) -> str:
    """Return one page in one language."""
    template = _environment().get_template("page.html")
    return template.render(
        page=page,
        frame=frame,
        lang=language,
        w=_Writer(language),
        css=Markup(_style()),  # noqa: S704 - our own file
    )


def file_name(page: str, language: Language, suffix: str = "html") -> str:
    """Return the name of a page's file."""
    return f"{page}.{language}.{suffix}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("upheld.rendering", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return files("upheld.rendering").joinpath("page.css").read_text("utf-8")


class _Writer:
    """What the template asks: words in the page's language, anchors that are there once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.taken: set[str] = set()

    def t(self, text: Text) -> Markup:
        """Escape a text, and mark the passages of it that are in another language."""
        plain = visible(text.in_language(self.language))
        pattern, other = (_JAPANESE, "ja") if self.language == "en" else (_ENGLISH, "en")
        parts: list[str | Markup] = []
        end = 0
        for found in pattern.finditer(plain):
            parts.append(escape(plain[end : found.start()]))
            parts.append(Markup('<span lang="{}">{}</span>').format(other, found[0]))
            end = found.end()
        parts.append(escape(plain[end:]))
        return Markup("").join(parts)

    def plain(self, text: Text) -> str:
        """Return a text for an attribute or a title; the template escapes it."""
        return visible(text.in_language(self.language))

    def between(self, sentence: Sentence) -> str:
        """Return what stands behind a sentence that another one follows."""
        return between(sentence, self.language)

    def anchors(self, ids: Sequence[ClauseId]) -> list[str]:
        """Return the ids that have no anchor on this page yet; they have one now."""
        new = [str(one) for one in dict.fromkeys(ids) if one not in self.taken]
        self.taken.update(new)
        return new

    def anchor(self, name: str) -> str:
        """Return a name as an anchor that no clause has."""
        return f"s-{name}"

    def address(self, url: str) -> str:
        """Return a link's address; one that could run something leads nowhere."""
        if self._ours(url):
            return url.replace("{lang}", self.language)
        scheme = url.partition(":")[0].lower()
        return visible(url) if _ADDRESS.fullmatch(scheme) else "#"

    def _ours(self, url: str) -> bool:
        return _OUR_PAGE.fullmatch(url) is not None

    def difference(self, sentence: Sentence) -> Markup:
        """Return a sentence with what was taken out and put in since an earlier version."""
        assert sentence.before is not None  # noqa: S101 - the template has asked
        old, new = (
            visible(one.in_language(self.language)) for one in (sentence.before, sentence.text)
        )
        marked = {
            "same": Markup("{}"),
            "gone": Markup("<del>{}</del>"),
            "new": Markup("<ins>{}</ins>"),
        }
        return Markup("").join(marked[kind].format(text) for kind, text in differences(old, new))

    def kind(self, block: Any) -> str:
        """Say what a block is."""
        match block:
            case Passage():
                return "item" if block.item else "passage"
            case Table():
                return "table"
            case Group():
                return "group"
            case _:  # pragma: no cover - the model has no other block
                raise TypeError(type(block).__name__)
