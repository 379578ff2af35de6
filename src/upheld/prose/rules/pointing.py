"""Pointers inside the text: clauses that are not there, or are about something else.

UPH101, UPH102, UPH110.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from upheld.prose.document import Clause, Reading
from upheld.prose.facts.references import ClauseReference, target_of
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.prose.rules.similarity import Weights, stems
from upheld.wording import Text

_TOPIC = re.compile(
    r"(?P<words>[\w\s’',/()-]{3,80}?)\s*(?:,?\s*as\s+)?(?:defined|described|specified|set out|listed|stipulated|provided for)\s+in\s+(?:the\s+)?$|"
    r"(?P<ja>[一-龥ァ-ヶーぁ-んA-Za-z]{2,40})(?:（|\()?$",
)  # fmt: skip
_EXCEPTION = re.compile(
    r"^\s*(?:when|where|if|in (?:the )?cases? )|場合|purposes? (?:described|set out|specified)|as defined in",
    re.IGNORECASE,
)
_PROVISION = re.compile(r"third part|third-party|第三者", re.IGNORECASE)
_TOPICAL = 0.45
"""Share of the best clause's likeness from which on the cited one is taken to be meant."""
_STRONG = 0.28
"""Likeness from which on another clause is worth naming."""
_MOST_CLAUSES = 400
"""Clauses of a text; likeness is not weighed in longer ones."""
_QUOTED = re.compile(
    r"[“\"「『]\s*[（(]?(?P<number>[\d０-９]{1,2})[)）.．]\s*(?P<title>[^”\"」』\n]{3,60})[”\"」』]"
)
_TITLED = re.compile(
    r"(?:第\s*(?P<ja>[\d０-９]{1,3})\s*条|(?:Article|Section)\s+(?P<en>\d{1,3}))\s*[（(](?P<title>[^（()）\n]{2,60})[)）]"
)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """Every numbered clause with its stems, and the weights of the text."""

    pieces: tuple[tuple[Clause, frozenset[str]], ...]
    weights: Weights


@lru_cache(maxsize=4)
def _likeness(material: Material) -> _Likeness:
    reading = material.reading
    pieces = tuple(
        (clause, stems(_described(reading, clause)))
        for clause in reading.clauses
        if clause.number is not None and clause.number.path
    )
    return _Likeness(pieces, Weights(piece for _clause, piece in pieces))


def _described(reading: Reading, clause: Clause) -> str:
    return f"{clause.heading or ''} {reading.whole(clause)}"


def missing_or_untopical(material: Material) -> Iterator[Hit]:
    """UPH101: a reference to a clause that is not there, or is about something else."""
    for reference in material.facts.references:
        target = target_of(material.reading, reference)
        if target is None:
            yield _missing(reference)
        elif not _is_exception(material, reference):
            yield from _untopical(material, reference, target)


def wrong_purpose(material: Material) -> Iterator[Hit]:
    """UPH102: an exception names a purpose or an item of another topic."""
    for reference in material.facts.references:
        target = target_of(material.reading, reference)
        if target is not None and _is_exception(material, reference):
            yield from _untopical(material, reference, target)


def _is_exception(material: Material, reference: ClauseReference) -> bool:
    sentence = material.at(reference.span.start)
    inside_list = material.clause(sentence).kind == "item"
    section = material.reading.section(material.clause(sentence))
    exceptional = material.area(sentence) in ("recipients-and-transfers", "ads-and-opt-outs")
    exceptional = exceptional or bool(_PROVISION.search(section.heading or ""))
    return inside_list and exceptional and bool(_EXCEPTION.search(sentence.text))


def _missing(reference: ClauseReference) -> Hit:
    return Hit(
        span=reference.span,
        what=Text(
            en=f"`{reference.printed}` points to a clause that is not there",
            ja=f"`{reference.printed}` が指す条項がありません",
        ),
        remedy=Text(
            en="name the clause that is meant, or take the reference out",
            ja="意図した条項を指すように直すか、参照を削除してください",
        ),
    )


def _untopical(material: Material, reference: ClauseReference, target: Clause) -> Iterator[Hit]:
    known = _likeness(material)
    if len(known.pieces) > _MOST_CLAUSES:
        return
    sentence = material.at(reference.span.start)
    here = material.clause(sentence)
    sought = _sought(reference, sentence.text)
    if not sought:
        return
    headings = " ".join(a.heading or "" for a in material.reading.ancestors(target))
    described = f"{headings} {_described(material.reading, target)}"
    cited = known.weights.share(sought, stems(described))
    others = [
        (known.weights.share(sought, piece), clause)
        for clause, piece in known.pieces
        if clause.id not in (here.id, target.id)
        and clause.id not in {a.id for a in material.reading.ancestors(here)}
        and here.id not in {a.id for a in material.reading.ancestors(clause)}
        and len(reference.path) == _depth(material.reading, clause)
    ]
    if not others:
        return
    best, meant = max(others, key=lambda one: one[0])
    if best < _STRONG or cited >= _TOPICAL * best:
        return
    yield Hit(
        span=reference.span,
        what=Text(
            en=f"`{reference.printed}` points to clause {target.id}, which is about something else",
            ja=f"`{reference.printed}` が指す {target.id} は別の内容です",
        ),
        remedy=Text(
            en=f"did you mean clause {meant.id}?",
            ja=f"{meant.id} のことではありませんか",
        ),
    )


def _sought(reference: ClauseReference, sentence: str) -> frozenset[str]:
    """What should be found there: the words before `as defined in`, else the sentence."""
    found = _TOPIC.search(reference.topic) if "defined in" in reference.topic[-30:] else None
    if found is not None and found["words"]:
        words = re.split(r",|\band\b", found["words"])[-1]
        return stems(words)
    return stems(sentence.replace(reference.printed, " "))


def _depth(reading: Reading, clause: Clause) -> int:
    above = [a for a in reading.ancestors(clause) if a.number is not None and a.number.path]
    return 1 + len(above)


def other_title(material: Material) -> Iterator[Hit]:
    """UPH110: a heading is cited under another title."""
    for pattern in (_QUOTED, _TITLED):
        for sentence, match in material.matching(pattern):
            groups = match.groupdict()
            number = int(groups.get("number") or groups.get("ja") or groups["en"])
            clause = material.clause(sentence)
            if match.start() < clause.body:
                continue  # the heading itself
            found = _titled(material.reading, clause, number, nested=pattern is _QUOTED)
            if found is None or _same_title(match["title"], found.heading or ""):
                continue
            yield Hit(
                span=sentence.span,
                what=Text(
                    en=f"`{match['title'].strip()}` is cited; clause {found.id} is called "
                    f"`{found.heading}`",
                    ja=f"`{match['title'].strip()}` と引用されていますが、{found.id} の見出しは "
                    f"`{found.heading}` です",
                ),
                remedy=Text(en="cite the heading as it is", ja="見出しのとおりに引用してください"),
            )


def _titled(reading: Reading, here: Clause, number: int, *, nested: bool) -> Clause | None:
    """Return the section of this number: beside the citing clause, or at the top."""
    own = {a.id for a in reading.ancestors(here)}
    found = [
        clause
        for clause in reading.clauses
        if clause.heading is not None
        and clause.number is not None
        and clause.number.value == number
        and (not nested or clause.parent in own)
    ]
    if not found:
        return None
    # `(3)` in a clause means the nearest (3), article 3 the one at the top.
    depth = {clause.id: _depth(reading, clause) for clause in found}
    return (max if nested else min)(found, key=lambda clause: depth[clause.id])


def _same_title(cited: str, heading: str) -> bool:
    one, other = (re.sub(r"[\s（()）・,、]", "", text).lower() for text in (cited, heading))
    return one in other or other in one
