"""A page to text, the way a person reads it: headings, lists with their marks, tables, links.

The parser is Lexbor (selectolax), which follows the HTML standard for broken markup too.
Scripts, styles and templates are no prose; how many were left out is counted. Markup that
stands in a text as characters stays characters.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from upheld.prose.marks import written

_LEFT_OUT = frozenset(
    {"script", "style", "template", "noscript", "svg", "iframe", "object", "head", "title"}
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "legend",
        "option",
        "select",
        "button",
        "label",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_APART = frozenset({"p", "table", "blockquote", "section", "article", "dl", *_HEADINGS})
"""Elements with an empty line before and after them."""
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MARKUP = re.compile(
    r"<(!doctype html|html|body|head|div|p|h[1-6]|table|ul|ol|br)\b[^<>]{0,2000}>", re.IGNORECASE
)
_HEAD = 20_000  # characters of a file in which markup shows itself
_INDENT = "  "
_MARK_ONLY = re.compile(r"\s*(?:\S{1,6}\s+)?")
_PROTECTED = "__cf_email__"
"""The class of an e-mail address that a content network hides from readers without a script."""


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_DEEP = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "col",
        "source",
        "wbr",
        "area",
        "base",
    ]
)
"""Elements that close themselves, or that the next one of their kind closes."""
DEEPEST = 5_000
"""Open elements; the parser's time grows with the square of the depth."""


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor: where its words stand in the text, and where it leads."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """The text of a page.

    Attributes:
        text: What a person reads.
        contents: Offsets of lines that only lead to another place of the page.
        headings: Offset of a heading's line in the text, and its level (1 to 6).
        links: In the order of the text.
        left_out: How many elements of which kind were no prose.
        protected: Offsets of e-mail addresses that the page hides.
    """

    text: str
    headings: Mapping[int, int]
    contents: frozenset[int]
    links: tuple[Link, ...]
    left_out: Mapping[str, int]
    protected: tuple[int, ...]


def read_page(markup: str) -> WebPage:
    r"""Read a page.

    >>> read_page("<h2>1. Scope</h2><ul><li>a<li>b</ul>").text
    '1. Scope\n\n  • a\n  • b\n'
    """
    parser = LexborHTMLParser(markup)
    writer = _Writer()
    body = parser.body
    if body is not None:
        _write(body, writer)
    writer.left_out.update(
        node.tag or "" for tag in ("script", "style") for node in parser.css(f"head {tag}")
    )
    return writer.page()


def is_markup(text: str) -> bool:
    """Whether a file's text is a page: it has a document's elements, not just a `<`."""
    return bool(_MARKUP.search(text[:_HEAD]))


def is_too_deep(markup: str) -> bool:
    """Whether more elements are open at once than any page needs."""
    depth = 0
    for closing, tag in _TAG.findall(markup):
        if tag.lower() in _NEVER_DEEP:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            return True
    return False


@dataclass(slots=True)
class _List:
    """An open list; `next` is the number of its next item, `None` for bullets."""

    style: str
    next: int | None


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: dict[int, int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    protected: list[int] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    line: str = ""
    mark: str = ""

    def words(self, text: str) -> None:
        """Add running text; white space runs together, as on a screen."""
        text = _SPACES.sub(" ", text)
        if not self.line.strip() or self.line.endswith(" "):
            text = text.lstrip(" ")
        self.line += text

    def end_line(self) -> None:
        """Begin a new line, if there is anything on this one."""
        content = self.line.rstrip(" ")
        if content.strip():
            self._put(self.prefix() + content + "\n")
            self.mark = ""
        self.line = ""

    def prefix(self) -> str:
        """What stands before the words of a line: its depth in lists, and its mark."""
        if not self.lists:
            return ""
        # A second paragraph of an item stands deeper than the item's mark.
        return _INDENT * len(self.lists) + (self.mark or _INDENT)

    def empty_line(self) -> None:
        """Leave an empty line, once."""
        self.end_line()
        if self.parts and not self.parts[-1].endswith("\n\n") and self.parts[-1] != "\n":
            self._put("\n")

    @property
    def here(self) -> int:
        """Offset at which the next word will stand."""
        return self.length + len(self.prefix()) + len(self.line)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def page(self) -> WebPage:
        self.end_line()
        text = "".join(self.parts).rstrip("\n") + "\n" if self.parts else ""
        return WebPage(
            text=text,
            contents=frozenset(_lines_of_contents(text, self.links)),
            headings=dict(self.headings),
            links=tuple(self.links),
            left_out=dict(self.left_out),
            protected=tuple(self.protected),
        )


def _lines_of_contents(text: str, links: Iterable[Link]) -> Iterator[int]:
    """Yield where lines begin that are a link to a place of the same page, and nothing else."""
    for link in links:
        start = text.rfind("\n", 0, link.start) + 1
        end = text.find("\n", link.start)
        rest = text[link.end : end if end >= 0 else len(text)]
        alone = not rest.strip() and _MARK_ONLY.fullmatch(text[start : link.start])
        if link.target.startswith("#") and alone:
            yield start


@dataclass(frozen=True, slots=True)
class _Leave:
    """What to do when an element ends."""

    node: LexborNode
    start: int


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _write(root: LexborNode, writer: _Writer) -> None:
    """Walk without recursion: a page may be nested deeper than Python's stack."""
    waiting: list[LexborNode | _Leave] = [root]
    while waiting:
        step = waiting.pop()
        if isinstance(step, _Leave):
            _leave(step, writer)
            continue
        tag = step.tag or ""
        if tag == "-text":
            writer.words(step.text_content or "")
        elif tag in _LEFT_OUT:
            writer.left_out[tag] += 1
        elif not tag.startswith("-") and not tag.startswith("!"):
            start = _enter(step, tag, writer)
            waiting.append(_Leave(step, start))
            waiting.extend(reversed(list(_children(step))))


def _enter(node: LexborNode, tag: str, writer: _Writer) -> int:
    _begin_line(tag, writer)
    if tag in ("ul", "ol", "menu"):
        writer.lists.append(_opened(node, tag))
    elif tag == "li":
        writer.mark = _mark(node, writer.lists)
    elif tag in _HEADINGS:
        writer.headings[writer.length] = _HEADINGS[tag]
    elif tag == "img":
        writer.words(str(node.attributes.get("alt") or ""))
    if _PROTECTED in str(node.attributes.get("class") or "").split():
        writer.protected.append(writer.here)
    return writer.here


def _begin_line(tag: str, writer: _Writer) -> None:
    if tag in ("td", "th"):
        if writer.line.strip():
            writer.line += "\t"
    elif tag in _APART:
        writer.empty_line()
    elif tag in _BLOCKS or tag == "br":
        writer.end_line()


def _leave(step: _Leave, writer: _Writer) -> None:
    tag = step.node.tag or ""
    if tag == "a":
        target = str(step.node.attributes.get("href") or "").strip()
        if target:
            writer.links.append(Link(step.start, max(step.start, writer.here), target))
    elif tag in ("ul", "ol", "menu"):
        writer.end_line()
        if writer.lists:
            writer.lists.pop()
        writer.mark = ""
    elif tag in _APART:
        writer.empty_line()
    elif tag in _BLOCKS and tag not in ("td", "th"):
        writer.end_line()


def _opened(node: LexborNode, tag: str) -> _List:
    if tag != "ol":
        return _List("bullet", None)
    start = str(node.attributes.get("start") or "1")
    # A start beyond nine digits is no list of a policy, and int() of a long text is slow.
    first = int(start) if re.fullmatch(r"-?[0-9]{1,9}", start) else 1
    return _List(str(node.attributes.get("type") or "1"), first)


def _mark(node: LexborNode, lists: list[_List]) -> str:
    if not lists or lists[-1].next is None:
        return "• "
    now = lists[-1]
    value = str(node.attributes.get("value") or "")
    number = int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else (now.next or 0)
    now.next = number + 1
    return written(number, now.style)
