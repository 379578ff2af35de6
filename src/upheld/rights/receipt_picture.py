"""A receipt as a picture: from the person to the tables, grouped by what happened there.

Drawn as SVG text without a library: one column, 360 units wide, so that it is readable on a
phone of 390 px. The table on the same page holds the same numbers.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from upheld.rights.receipt_words import OUTCOMES, act_word
from upheld.wording import Language

SHAPES: Mapping[str, str] = {
    "verified": '<circle cx="8" cy="8" r="7.2"/><path d="M4.6 8.3l2.4 2.4 4.4-5" class="in"/>',
    "retained": '<rect x="1.5" y="1.5" width="13" height="13" rx="2"/>'
    '<path d="M4.5 6.2h7M4.5 9.8h7" class="in"/>',
    "pending": '<circle cx="8" cy="8" r="6.4" class="ring"/>'
    '<path d="M8 4.2V8l2.6 1.6" class="line"/>',
    "remaining": '<path d="M8 1.2L15.4 14.6H.6z"/><path d="M8 6v4.2M8 12.1v.4" class="in"/>',
    "failed": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/>'
    '<path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" class="in"/>',
    "not_attempted": '<circle cx="8" cy="8" r="6.4" class="ring dashed"/>'
    '<path d="M5 8h6" class="line"/>',
    "out_of_scope": '<path d="M8 1.4L14.6 8 8 14.6 1.4 8z" class="ring"/>',
}
"""A shape for each outcome, in a box of 16 by 16: never told apart by colour alone."""

_WIDTH = 360
_LEFT = 44  # where the groups begin; the trunk is left of it
_ROW = 31
_SHOWN = 9  # tables of one group; the rest is in the table beside it
_NAME_COLUMNS = 28  # of a text in the font's size, a wide character taking two


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Places with the same outcome and act. `rows` is `None` where nobody counted."""

    outcome: str
    act: str | None
    places: Sequence[tuple[str, int | None]]

    @property
    def rows(self) -> int:
        """All counted rows."""
        return sum(rows or 0 for _place, rows in self.places)


def groups_of(body: Mapping[str, Any]) -> list[Group]:
    """Group the steps of a receipt, worst news and biggest groups never hidden."""
    found: dict[tuple[str, str | None], dict[str, int | None]] = {}
    for step in steps_and_residue(body):
        places = found.setdefault((step["outcome"], step.get("action")), {})
        name = place_of(step)
        rows = step.get("rows")
        known = places.get(name)
        places[name] = rows if known is None else known + (rows or 0)
    outside = {str(each).partition(": ")[0]: None for each in body.get("out_of_scope", ())}
    if outside:
        found[("out_of_scope", None)] = dict(outside)
    order = list(OUTCOMES)
    return [
        Group(
            outcome=outcome,
            act=act,
            places=sorted(places.items(), key=lambda item: (-(item[1] or 0), item[0])),
        )
        for (outcome, act), places in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), item[0][1] or "")
        )
    ]


def steps_and_residue(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what was seen of each act, and each place where the search found something left.

    Both are what remains: a figure of the steps alone would say that nothing does.
    """
    residue = body.get("residue")
    found = residue.get("found") if isinstance(residue, Mapping) else None
    left = [
        {"table": place, "action": "search", "outcome": "remaining", "rows": rows}
        for place, rows in dict(found or {}).items()
    ]
    return [*body.get("steps", ()), *left]


def place_of(step: Mapping[str, Any]) -> str:
    """Name the place of a step as people write it: system and table."""
    return "/".join(str(step[key]) for key in ("system", "table") if step.get(key))


def shape(outcome: str, *, size: int = 16, at: tuple[int, int] = (0, 0)) -> str:
    """Return the shape of an outcome, in a text or at a place of a picture.

    It is hidden from screen readers: a word always stands beside it.
    """
    return (
        f'<svg class="shape {outcome}" x="{at[0]}" y="{at[1]}" '
        f'width="{size}" height="{size}" viewBox="0 0 16 16" '
        f'aria-hidden="true" focusable="false">{SHAPES[outcome]}</svg>'
    )


def picture(body: Mapping[str, Any], language: Language, *, described_by: str) -> str:
    """Draw the person, the trunk and a box for each group."""
    groups = groups_of(body)
    person = "本人" if language == "ja" else "the person"
    title = "何がどうなったか" if language == "ja" else "What happened where"
    parts = [
        '<circle cx="22" cy="20" r="8" class="person"/>',
        '<path d="M8 44a14 13 0 0 1 28 0z" class="person"/>',
        f'<text x="{_LEFT + 4}" y="36" class="head">{escape(person)}</text>',
    ]
    y = 62
    most = max((rows or 0 for group in groups for _place, rows in group.places), default=0)
    for group in groups:
        drawn, height = _box(group, language, y, most)
        parts += [_branch(y + 20), drawn]
        y += height + 14
    bottom = y - 14 if groups else 50
    return (
        f'<svg class="picture" viewBox="0 0 {_WIDTH} {bottom + 2}" role="img" '
        f'aria-label="{escape(title)}" aria-describedby="{described_by}">{"".join(parts)}</svg>'
    )


def _rect(kind: str, x: float, y: float, *, size: tuple[float, float], radius: float) -> str:
    width, height = size
    return (
        f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{height}" rx="{radius}" '
        f'class="{kind}"/>'
    )


def _branch(y: int) -> str:
    return f'<path d="M22 44V{y - 10}a10 10 0 0 0 10 10h{_LEFT - 32}" class="trunk"/>'


def _box(group: Group, language: Language, y: int, most: int) -> tuple[str, int]:
    shown = group.places[:_SHOWN]
    rest = len(group.places) - len(shown)
    height = 42 + _ROW * len(shown) + (24 if rest else 4)
    word = OUTCOMES[group.outcome][0].in_language(language)
    act = f" · {act_word(group.act, language)}" if group.act else ""
    parts = [
        f'<g class="{group.outcome}">',
        _rect("box", _LEFT, y, size=(_WIDTH - _LEFT - 1, height), radius=6),
        _rect("edge", _LEFT, y, size=(5, height), radius=2.5),
        shape(group.outcome, at=(_LEFT + 16, y + 12)),
        f'<text x="{_LEFT + 40}" y="{y + 25}" class="head">{escape(word + act)}</text>',
        f'<text x="{_WIDTH - 16}" y="{y + 25}" class="total">{_total(group, language)}</text>',
        *_rows(shown, y + 42, most),
    ]
    if rest:
        more = (
            f"ほか {rest} か所(表に記載)" if language == "ja" else f"and {rest} more, in the table"
        )
        parts.append(f'<text x="{_LEFT + 16}" y="{y + height - 10}" class="more">{more}</text>')
    return "".join([*parts, "</g>"]), height


def _total(group: Group, language: Language) -> str:
    if all(rows is None for _place, rows in group.places):
        count = len(group.places)
        return f"{count} か所" if language == "ja" else f"{count} place{'s' * (count > 1)}"
    rows = group.rows
    return f"{rows:,} 行" if language == "ja" else f"{rows:,} row{'s' * (rows != 1)}"


def _rows(places: Sequence[tuple[str, int | None]], top: int, most: int) -> Iterator[str]:
    full = _WIDTH - _LEFT - 32
    for number, (name, rows) in enumerate(places):
        y = top + number * _ROW
        yield (
            f'<text x="{_LEFT + 16}" y="{y + 14}" class="name">{escape(_short(name))}'
            f"<title>{escape(name)}</title></text>"
        )
        if rows is not None:
            # One row must be seen beside a thousand, so the bar grows with the square root.
            width = max(3.0, full * (rows / most) ** 0.5) if most else 3.0
            yield (
                f'<text x="{_WIDTH - 16}" y="{y + 14}" class="count">{rows:,}</text>'
                + _rect("bar", _LEFT + 16, y + 20, size=(width, 3), radius=1.5)
            )


def _short(name: str) -> str:
    """Cut the middle out of a name that would not fit, keeping both ends."""
    if _columns(name) <= _NAME_COLUMNS:
        return name
    head, tail = name, name
    half = (_NAME_COLUMNS - 1) // 2
    while _columns(head) > half:
        head = head[:-1]
    while _columns(tail) > half:
        tail = tail[1:]
    return f"{head}…{tail}"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
