"""Articles as engineers note them, `APPI 33(2), 34(2); Order 10(i)`, read and written for people.

Keys of the policy language and rules of the linter carry such notes. `read_shorthand` finds
the articles and the duties behind them; `written` writes the note in both languages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from upheld.law.packs.article import Instrument
from upheld.law.packs.model import Duty, Pack
from upheld.law.packs.shelf import pack
from upheld.wording import Text

_APPI = "JP-APPI@2024-04"
_NAMES = {
    "APPI": (_APPI, "act"),
    "CCPA": ("US-CA-CCPA@2026-01", "code"),
    "11 CCR": ("US-CA-CCPA@2026-01", "regs"),
    "COPPA": ("US-COPPA@2026-04", "rule"),
    "16 CFR": ("US-COPPA@2026-04", "rule"),
    "JIS Q 15001": ("JIS-Q-15001@2023", "standard"),
    "JP-MAIL": ("JP-MAIL@2008-12", "act"),
    "Specified E-mail Act": ("JP-MAIL@2008-12", "act"),
    "JP-TBA": ("JP-TBA@2023-06", "act"),
    "Telecommunications Business Act": ("JP-TBA@2023-06", "act"),
}
_BELOW = {"Order": "order", "Rules": "rules", "Rule": "rules"}
"""Texts below an act: of the act named before, else of the APPI."""
_HEAD = re.compile(
    rf"(?P<name>{'|'.join(map(re.escape, sorted((*_NAMES, *_BELOW), key=len, reverse=True)))})"
    r"(?:\s+|$)"
)
_SEVERAL_PARAGRAPHS = re.compile(r"(?P<article>[0-9-]+)(?P<paragraphs>(?:\([0-9]+\)){2,})")
_RANGE = re.compile(r"(?P<first>[0-9]+)-(?P<last>[0-9]+)|(?P<from>[0-9-]+) to (?P<to>[0-9-]+)")
_GUIDELINE_OF_THE_MARK = "J."
_Group: TypeAlias = tuple[bool, tuple[str, ...]]
"""Whether it is a range, and its articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One text of law with the articles that a note names of it.

    Attributes:
        pack: The law pack that has the text.
        instrument: Its name in the pack: `act`, `rules`, …
        articles: Each article; a range by its two ends. Empty for the text as a whole.
        duties: Ids of the pack's duties that these articles lead to.
        text: Written for people.
    """

    pack: str
    instrument: str
    articles: tuple[str, ...]
    duties: tuple[str, ...]
    text: Text


def written(*notes: str) -> Text:
    """Write notes for people; what is not understood stays as it is.

    >>> written("APPI 35(1)(3)", "Rules 26-28").ja
    '個人情報保護法第35条第1項・第3項、個人情報保護法施行規則第26条から第28条まで'
    >>> written("11 CCR 7021(a)").en
    '11 CCR § 7021(a)'
    """
    cited = read_shorthand(*notes)
    if cited is None:
        plain = "; ".join(notes)
        return Text(en=plain, ja=plain)
    return Text(
        en="; ".join(one.text.en for one in cited), ja="、".join(one.text.ja for one in cited)
    )


def read_shorthand(*notes: str) -> tuple[Cited, ...] | None:
    """Read notes; `None` if any part of them is no article of a law that is here.

    Args:
        notes: Groups may also be separated by `;` in one note. `Order` and `Rules` are
            those of the act that was named before, in an earlier note too.
    """
    groups: list[tuple[str, str, list[str]]] = []
    law = _APPI
    for group in (part.strip() for note in notes for part in note.split(";")):
        head = _HEAD.match(group)
        if head is None:
            return None
        name, rest = head["name"], group[head.end() :]
        law, instrument = (law, _BELOW[name]) if name in _BELOW else _NAMES[name]
        if rest.startswith(_GUIDELINE_OF_THE_MARK):
            instrument = "guideline"
        numbers = [part.strip() for part in rest.split(",") if part.strip()]
        if numbers and groups and groups[-1][:2] == (law, instrument):
            groups[-1][2].extend(numbers)
        else:
            groups.append((law, instrument, numbers))
    found = [_cited(pack(name), instrument, numbers) for name, instrument, numbers in groups]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else None


def _cited(found: Pack, instrument: str, numbers: Sequence[str]) -> Cited | None:
    text = found.instruments.get(instrument)
    if text is None:
        return None
    expanded = [_expanded(found, instrument, part) for part in numbers]
    articles = tuple(article for _range, group in expanded for article in group)
    if not all(text.knows(article) for article in articles):
        return None
    return Cited(
        pack=found.name,
        instrument=instrument,
        articles=articles,
        duties=_duties(found, instrument, expanded),
        text=_text(text, expanded),
    )


def _expanded(found: Pack, instrument: str, part: str) -> _Group:
    """Return whether it is a range, and its articles: `35(1)(3)` are two paragraphs."""
    between = _RANGE.fullmatch(part)
    if between is not None and not _is_article(found, f"{instrument} {part}"):
        ends = (between["first"] or between["from"], between["last"] or between["to"])
        if _order(ends[0]) < _order(ends[1]):
            return True, ends
    several = _SEVERAL_PARAGRAPHS.fullmatch(part)
    if several is not None and found.instruments[instrument].style == "japanese":
        paragraphs = re.findall(r"[0-9]+", several["paragraphs"])
        return False, tuple(f"{several['article']}({number})" for number in paragraphs)
    return False, (part,)


def _is_article(found: Pack, article: str) -> bool:
    """Say whether a pack has this article; 27-12 is one, 26-28 is a range."""
    return any(
        other == article or other.startswith(f"{article}(")
        for duty in found.duties
        for other in (duty.article, *duty.see)
    )


def _order(article: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]+", article))


def _duties(found: Pack, instrument: str, expanded: Sequence[_Group]) -> tuple[str, ...]:
    wanted: set[str] = set()
    for is_range, articles in expanded:
        wanted |= (
            _between(found, instrument, articles)
            if is_range
            else set().union(*(_at(found, instrument, article) for article in articles))
        )
    return tuple(duty.id for duty in found.duties if duty.id in wanted)


def _between(found: Pack, instrument: str, ends: Sequence[str]) -> set[str]:
    first, last = map(_order, ends)
    return {
        duty.id
        for duty in found.duties
        for own in _cited_by(duty, also_seen=True)
        if own.startswith(f"{instrument} ")
        and first <= _order(own.partition(" ")[2].partition("(")[0]) <= last
    }


def _at(found: Pack, instrument: str, article: str) -> set[str]:
    """Return duties at an article or below it; else those that see it; else those above it."""
    while article:
        whole = f"{instrument} {article}"
        for also_seen in (False, True):
            at = {
                duty.id
                for duty in found.duties
                for own in _cited_by(duty, also_seen=also_seen)
                if own == whole or own.startswith(f"{whole}(")
            }
            if at:
                return at
        article = article.rpartition("(")[0]
    return set()


def _cited_by(duty: Duty, *, also_seen: bool) -> tuple[str, ...]:
    """Its articles; a ground to refuse, and what is said with it, is no duty of its article."""
    listed = (*duty.items, *duty.triggers, *duty.numbers)
    own = (duty.article, *(part.article for part in listed))
    return (*own, *duty.see) if also_seen else own


def _text(text: Instrument, expanded: Sequence[_Group]) -> Text:
    if not expanded:
        return Text(en=text.en, ja=text.ja)
    groups = list(_groups(text, expanded))
    several = len(groups) > 1 or any(is_range for is_range, _articles in expanded)
    marks = {
        "japanese": ("art. ", "arts. "),
        "section": ("§ ", "§§ "),
        "clause": ("clause ", "clauses "),
    }
    mark = marks.get(text.style, ("", ""))[several]
    return Text(
        en=f"{text.en} {mark}" + ", ".join(group.en for group in groups),
        ja=text.ja
        + (" " if text.style in {"clause", "plain"} else "")
        + "、".join(group.ja for group in groups),
    )


def _groups(text: Instrument, expanded: Sequence[_Group]) -> Iterator[Text]:
    """Yield each group without the name of the law."""
    for is_range, articles in expanded:
        short = [text.cite(article).ja.removeprefix(text.ja).strip() for article in articles]
        if is_range:
            yield Text(en=f"{articles[0]} to {articles[1]}", ja=f"{short[0]}から{short[1]}まで")
            continue
        first, *rest = articles
        first_ja, *rest_ja = short
        main = first_ja.partition("第" + first.partition("(")[2].partition(")")[0] + "項")
        yield Text(
            en=first + "".join(one.removeprefix(first.partition("(")[0]) for one in rest),
            ja="・".join([first_ja, *(one.removeprefix(main[0]) for one in rest_ja)]),
        )
