"""Office documents (ISO/IEC 29500) part by part: what the page shows, and what it does not.

Beside the text there are comments, notes, headers, properties, links, connections, copies of data
behind pivot tables, and what was deleted while changes were tracked. All of it is in the file, so
all of it is read. Pictures and documents inside are read as files of their own.
"""

import re
import zipfile
from typing import Literal, TypeAlias

from upheld.documents.files.markup import Handler, parse
from upheld.documents.files.packed import blocks
from upheld.documents.files.paragraphs import Paragraphs
from upheld.documents.files.place import Items, Step, Steps
from upheld.documents.files.shared_texts import PART as SHARED_TEXTS
from upheld.documents.files.shared_texts import Shown, Unshown
from upheld.documents.files.sheet_beside import SheetBeside
from upheld.documents.files.sweep import Sweep
from upheld.documents.files.walk import Walk

OfficeKind: TypeAlias = Literal["workbook", "document", "slides"]

_BY_MAIN_PART: dict[str, OfficeKind] = {
    "xl/": "workbook",
    "word/": "document",
    "ppt/": "slides",
}
_PICTURED = ("word/media/", "xl/media/", "ppt/media/")
_EMBEDDED = ("word/embeddings/", "xl/embeddings/", "ppt/embeddings/")
_ORDER_OF_FORMULAS = "xl/calcChain.xml"
"""Holds no text."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PARAGRAPHS = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments|glossary/document)\.xml"
    r"|ppt/(slides|notesSlides|comments|slideMasters|slideLayouts|notesMasters)/[^/]+\.xml"
)
_STYLING = re.compile(
    r"(word|ppt|xl)/(.+/)?(styles|stylesWithEffects|theme\d*|fontTable|numbering|webSettings|presProps"
    r"|viewProps|tableStyles)\.xml"
)
_XML = (".xml", ".rels", ".vml")
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_PROPERTIES = "docProps/"


def kind_of(archive: zipfile.ZipFile) -> OfficeKind | None:
    """Say what kind of Office document an archive is, if it is one."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return None
    found = (
        kind for start, kind in _BY_MAIN_PART.items() if any(n.startswith(start) for n in names)
    )
    return next(found, None)


def read(archive: zipfile.ZipFile, walk: Walk) -> Items:
    """Read every part but the cells of a workbook."""
    number, shown = 0, Shown()
    # Which texts no cell shows is known once all sheets are read.
    for member in sorted(archive.infolist(), key=lambda one: one.filename == SHARED_TEXTS):
        name = member.filename
        if member.is_dir() or name == _ORDER_OF_FORMULAS or _STYLING.fullmatch(name):
            continue
        number += 1
        content = blocks(archive, member, walk)
        if name.startswith((*_PICTURED, *_EMBEDDED)) or not name.endswith(_XML):
            yield from walk.into(content, Step("part", number, name))
            continue
        yield from parse(content, _handler(name, walk.to(*_place(name, number)), shown))


def _handler(name: str, at: Steps, shown: Shown) -> Handler:
    if _SHEET.fullmatch(name):
        return SheetBeside(at, shown)
    if name == SHARED_TEXTS:
        return Unshown(at, shown)
    return Paragraphs(at) if _PARAGRAPHS.fullmatch(name) else Sweep(at)


def _place(name: str, number: int) -> Steps:
    if name == "word/document.xml":
        return ()
    if slide := _SLIDE.fullmatch(name):
        return (Step("slide", int(slide[1])),)
    if name.startswith(_PROPERTIES):
        return (Step("properties"),)
    return (Step("part", number, name),)
