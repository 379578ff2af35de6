"""Exceptions to consent in third-party provision: UPH127, UPH128."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from upheld.prose.document import Clause
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.prose.rules.similarity import stems
from upheld.wording import Text

_EXCEPT = re.compile(
    r"except (?:in|for|as|when)|shall not apply in the following|without [\w\s'’]{0,40}consent[^.]*:|次の(?:いずれか|各号|場合)[^。]{0,30}を除|除き[^。]{0,60}第三者|ただし、次",
    re.IGNORECASE,
)
_PROVIDE = re.compile(r"third part|provide|disclose|第三者|提供", re.IGNORECASE)
_WIDER = re.compile(
    r"(?:the company|we|our company) (?:determines?|judges?|deems?|considers?)|\bpartners?\b|\badvertis\w+|\bdistributors?\b|\baffiliates?\b|module providers?|group compan\w+|"
    r"当社が(?:必要|相当|適当)?[^。]{0,12}(?:判断|認め)|提携(?:先|会社)|広告|代理店|販売店|グループ会社",
    re.IGNORECASE,
)
_BY_LAW = re.compile(
    r",? and (?:it is difficult|obtaining)\b.*|(?:場合)?であって、?本人の同意を得る.*|ことにより当該事務.*",
    re.IGNORECASE | re.DOTALL,
)
"""The words that the exceptions of APPI 27(1) share with each other."""
_MOST = 60
"""Exceptions of one list that are compared with each other."""
_ALIKE = 0.55
"""Share of the shorter exception's words that stand in the other."""
_FEWEST = 3  # stems that two exceptions share


def _lists(material: Material) -> Iterator[Sequence[Clause]]:
    """Yield the items of each list of exceptions."""
    reading = material.reading
    for sentence in material.reading.sentences:
        if not (_EXCEPT.search(sentence.text) and _PROVIDE.search(sentence.text)):
            continue
        clause = material.clause(sentence)
        items = [
            one
            for one in reading.children.get(clause.parent, ())
            if one.kind == "item" and one.span.start > clause.span.start
        ] or [one for one in reading.children.get(clause.id, ()) if one.kind == "item"]
        if items:
            yield items


def wider_than_the_law(material: Material) -> Iterator[Hit]:
    """UPH127: an exception is wider than APPI 27(1) and 27(5)."""
    for items in _lists(material):
        for item in items:
            words = material.reading.words(item)
            found = _WIDER.search(words)
            if found is not None:
                yield Hit(
                    span=item.span,
                    what=Text(en=f"the exception (`{found.group().strip()}`) is wider than the law's", ja=f"この例外(`{found.group().strip()}`)は法律の例外より広くなっています"),
                    remedy=Text(en="ask for consent there, or narrow it to APPI 27(1) and 27(5)", ja="同意を得るか、個人情報保護法第27条第1項・第5項の範囲に限ってください"),
                )  # fmt: skip


def twice(material: Material) -> Iterator[Hit]:
    """UPH128: an exception stands twice."""
    for items in _lists(material):
        pieces = [
            (item, stems(_BY_LAW.sub(" ", material.reading.words(item)))) for item in items[:_MOST]
        ]
        # What half of a list says (`legal ground:`) tells its items apart no more.
        counts = Counter(stem for _item, piece in pieces for stem in piece)
        common = {stem for stem, count in counts.items() if count > max(2, len(pieces) / 2)}
        pieces = [(item, piece - common) for item, piece in pieces]
        for (one, first), (other, second) in combinations(pieces, 2):
            shared = first & second
            shorter = min(len(first), len(second))
            if len(shared) >= _FEWEST and len(shared) >= _ALIKE * shorter:
                yield Hit(
                    span=other.span,
                    what=Text(en=f"the exception says nearly what clause {one.id} says", ja=f"この例外は {one.id} とほぼ同じ内容です"),
                    remedy=Text(en="keep one of them", ja="どちらか一つにしてください"),
                )  # fmt: skip
