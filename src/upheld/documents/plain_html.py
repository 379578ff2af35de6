"""HTML to plain text, line by line as a reader sees it."""

import re

from selectolax.lexbor import LexborHTMLParser

_BLANK_LINES = re.compile(r"\n{3,}")
_UNSEEN = "script,style,head,title,template,noscript"
_BLOCKS = (
    "address,article,blockquote,div,dl,footer,form,h1,h2,h3,h4,h5,h6,header,hr,ol,p,pre,"
    "section,table,ul"
)
_BREAKS = "br,tr,li,dt,dd"
_TOLD = ("href", "title", "alt", "content", "value", "placeholder")
"""Attributes in which people and programs write values: `mailto:`, names of pictures, forms."""
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{1,40})")
_CHARSET_WITHIN = 2_048  # bytes


def plain_html(page: str, *, unseen: bool) -> str:
    """Return the text of a page.

    Args:
        page: HTML, however broken.
        unseen: Add what no reader sees: the title, scripts, comments, attributes with values.
    """
    tree = LexborHTMLParser(page)
    beside = _beside(page, tree) if unseen else []
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css(_BREAKS):
        node.insert_before("\n")
    text = tree.body.text() if tree.body else ""
    lines = [" ".join(line.split()) for line in text.replace("\xa0", " ").split("\n")]
    return "\n".join([_BLANK_LINES.sub("\n\n", "\n".join(lines)), *beside])


def meta_charset(raw: bytes) -> str | None:
    """Return the charset that a page names in its head."""
    found = _CHARSET.search(raw[:_CHARSET_WITHIN])
    return found[1].decode("ascii") if found else None


def _beside(page: str, tree: LexborHTMLParser) -> list[str]:
    told = [node.text() for node in tree.css(_UNSEEN)]
    told += _COMMENT.findall(page)
    for node in tree.css(",".join(f"[{name}]" for name in _TOLD)):
        told += [value for name in _TOLD if (value := node.attributes.get(name))]
    return [line.strip() for line in told if line.strip()]
