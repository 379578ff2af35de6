"""A chart as SVG text: no library, no script, no style of its own.

Colours come from classes of the page, so that it is light and dark with it. Every box is a link to
its row of the table that says the same in words; a role has a line of its own kind, and its word
stands in the box.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from upheld.datamap.picture.facts import Box, Chart, Tie, TieKind
from upheld.datamap.picture.layout import Measures, Pair, Spot, ordered, placed, ranks
from upheld.wording import Language, Text

KIND_WORDS: Mapping[TieKind, Text] = {
    "owner": Text(en="owner", ja="所有"),
    "accessor": Text(en="accessor", ja="参照"),
    "mention": Text(en="mention", ja="言及"),
    "custodian": Text(en="custodian", ja="担当"),
    "owned": Text(en="goes with", ja="従属"),
    "copy": Text(en="copy of", ja="写し"),
    "asked": Text(en="undecided", ja="未決定"),
}
"""What each kind of line is called, in boxes and in the key of the picture."""
_WIDTH = 272
_PAD = 12
_LINE = 18
_HEAD = 44
_TIES_SHOWN = 4
_COLUMNS = 34  # of a line in the small size, a wide character taking two
_NAME_COLUMNS = 26
_MARGIN = 16
_LOOP = 34  # how far a tie between two boxes of one rank swings out
_TIP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The SVG, and how large it is, in pixels."""

    svg: str
    width: int
    height: int


def draw(chart: Chart, language: Language, label: str, address: Callable[[str], str]) -> Picture:
    """Draw a chart.

    Args:
        chart: What is drawn.
        language: Of the words in the boxes.
        label: What the picture is called.
        address: Where a box leads, by its name.
    """
    pen = _Pen(chart, language)
    spots = pen.spots()
    width = round(max((s.x + s.width for s in spots.values()), default=0)) + 2 * _MARGIN + _LOOP
    height = round(max((s.y + s.height for s in spots.values()), default=0)) + 2 * _MARGIN
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg class="map" {size} role="group" aria-label="{escape(label)}">',
        *(_tips()),
        f'<g transform="translate({_MARGIN} {_MARGIN})">',
        *(pen.tie(tie, spots) for tie in chart.ties if tie.child in spots and tie.parent in spots),
        *(pen.box(box, spots[box.name], address(box.name)) for box in pen.reading_order(spots)),
        "</g></svg>",
    ]
    return Picture(svg="\n".join(parts), width=width, height=height)


def _tips() -> Iterator[str]:
    yield "<defs>"
    for kind in KIND_WORDS:
        yield (
            f'<marker id="tip-{kind}" class="tie {kind}" viewBox="0 0 8 8" refX="7" refY="4" '
            f'markerWidth="{_TIP}" markerHeight="{_TIP}" markerUnits="userSpaceOnUse" orient="auto">'
            '<path class="tip" d="M0 0L8 4L0 8z"/></marker>'
        )
    yield "</defs>"


class _Pen:
    """Knows what each box says, hence how high it is."""

    def __init__(self, chart: Chart, language: Language) -> None:
        self.chart = chart
        self.language = language
        self.ties: dict[str, list[Tie]] = {}
        for tie in chart.ties:
            self.ties.setdefault(tie.child, []).append(tie)
        self.lines = {box.name: self._lines(box) for box in chart.boxes}

    def say(self, en: str, ja: str) -> str:
        return ja if self.language == "ja" else en

    def spots(self) -> dict[str, Spot]:
        names = [box.name for box in self.chart.boxes]
        people = [box.name for box in self.chart.boxes if box.kind == "person"]
        pairs: list[Pair] = [(tie.child, tie.parent) for tie in self.chart.ties]
        heights = {
            name: float(_HEAD + _LINE * len(lines) + (_PAD / 2 if lines else 0))
            for name, lines in self.lines.items()
        }
        found = ordered(ranks(names, pairs, people), pairs)
        return placed(found, pairs, Measures(width=_WIDTH, heights=heights))

    def reading_order(self, spots: Mapping[str, Spot]) -> list[Box]:
        """Someone with a keyboard goes from the people outwards, and down."""
        return sorted(self.chart.boxes, key=lambda box: (spots[box.name].x, spots[box.name].y))

    def _lines(self, box: Box) -> list[tuple[str, str]]:
        """What stands below the name: (class, text)."""
        ties = self.ties.get(box.name, [])
        said = [(f"line {tie.kind}", self._tie_line(tie)) for tie in ties[:_TIES_SHOWN]]
        if len(ties) > _TIES_SHOWN:
            more = len(ties) - _TIES_SHOWN
            said.append(("line", self.say(f"and {more} more", f"ほか {more} 件")))
        if box.retain is not None:
            said.append(("line", self.say("kept by: ", "保存: ") + box.retain))
        if box.hold is not None:
            said.append(("line", self.say("hold: ", "保全: ") + box.hold))
        if box.unsure:
            open_ = self.say(f"{box.unsure} undecided", f"未決定 {box.unsure} 件")
            said.append(("line asked", f"? {open_}"))
        return said

    def _tie_line(self, tie: Tie) -> str:
        word = KIND_WORDS[tie.kind].in_language(self.language)
        via = f" ({tie.via})" if tie.via else ""
        return f"{word} → {tie.to}{via}"

    def _second(self, box: Box) -> str:
        """The line under the name."""
        if box.kind == "folded":
            return self.say("nobody's data in them", "個人の情報なし")
        if box.kind == "copy":
            return box.none or self.say("a copy in another place", "別の場所の写し")
        if box.kind == "nobody":
            return self.say("nobody's", "個人の情報なし")
        count = len(box.categories)
        held = self.say(
            f"{count} {'category' if count == 1 else 'categories'}", f"データ区分 {count}"
        )
        who = self.say("person: ", "本人: ") + ", ".join(box.people) if box.people else ""
        return " · ".join(part for part in (who, held) if part)

    def box(self, box: Box, spot: Spot, address: str) -> str:
        name = box.name
        if box.kind == "folded":
            name = self.say(f"{box.folded} more tables", f"ほかの表 {box.folded} 件")
        spoken = ". ".join([name, self._second(box), *(text for _, text in self.lines[box.name])])
        x, y = spot.x + _PAD, spot.y
        rows = [
            f'<a class="box {box.kind}" href="{escape(address)}" aria-label="{escape(spoken)}">',
            f"<title>{escape(spoken)}</title>",
            f'<rect x="{spot.x:g}" y="{y:g}" width="{spot.width:g}" height="{spot.height:g}" rx="8"/>',
            _text("name", x, y + 20, cut(name, _NAME_COLUMNS)),
            _text("line", x, y + 37, cut(self._second(box), _COLUMNS)),
            *(
                _text(kind, x, y + _HEAD + _LINE * number + 12, cut(text, _COLUMNS))
                for number, (kind, text) in enumerate(self.lines[box.name])
            ),
        ]
        if box.kind == "person":
            rows.append(_figure(spot))
        if box.unsure:
            rows.append(_question(spot, beside=box.kind == "person"))
        rows.append("</a>")
        return "".join(rows)

    def tie(self, tie: Tie, spots: Mapping[str, Spot]) -> str:
        classes = f"tie {tie.kind}{' inferred' if tie.inferred else ''}"
        path = _path(spots[tie.child], spots[tie.parent])
        return f'<path class="{classes}" d="{path}" marker-end="url(#tip-{tie.kind})"/>'


def _path(child: Spot, parent: Spot) -> str:
    """A curve from a box to the one it leads to, ending at its edge."""
    y1, y2 = child.y + child.height / 2, parent.y + parent.height / 2
    if child.x == parent.x:  # the same column, or itself: out to the right and back
        x, out = child.x + child.width, child.x + child.width + _LOOP
        if y1 == y2:
            y1, y2 = y1 - 10, y1 + 10
        return f"M{x:g} {y1:g}C{out:g} {y1:g} {out:g} {y2:g} {x:g} {y2:g}"
    if child.x > parent.x:
        x1, x2 = child.x, parent.x + parent.width
    else:
        x1, x2 = child.x + child.width, parent.x
    half = (x1 + x2) / 2
    return f"M{x1:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _figure(spot: Spot) -> str:
    """A head and shoulders: this table says who people are."""
    x, y = spot.x + spot.width - 26, spot.y + 10
    return (
        f'<g class="figure" transform="translate({x:g} {y:g})"><circle cx="8" cy="5" r="4"/>'
        '<path d="M0 18c0-5 3-7.500 8-7.500s8 2.500 8 7.500z"/></g>'
    )


def _question(spot: Spot, *, beside: bool) -> str:
    """A triangle: something here waits for a person."""
    x, y = spot.x + spot.width - (52 if beside else 26), spot.y + 10
    return (
        f'<g class="question" transform="translate({x:g} {y:g})">'
        '<path d="M8 0l8 15H0z"/><path class="inside" d="M8 5v5M8 12v1"/></g>'
    )


def cut(text: str, columns: int) -> str:
    """Shorten a text to a width; a wide character takes two columns.

    >>> cut("customer_addresses", 10)
    'customer_…'
    >>> cut("顧客の住所", 6)
    '顧客…'
    """
    used, kept = 0, ""
    if _columns(text) <= columns:
        return text
    for character in text:
        used += _columns(character)
        if used > columns - 1:
            break
        kept += character
    return f"{kept}…"


def _columns(text: Sequence[str] | str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
