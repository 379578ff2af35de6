"""How much two pieces of prose are about the same, by the words they share.

English words are cut to their first six letters (`advertisers`, `advertisements`); of Japanese
the pairs of kanji and the katakana words count. Rare words weigh more than common ones.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable

_TOKEN = re.compile(r"[a-z]{4,}|[ァ-ヶー]{2,}|[一-龥]{2,}")
_STEM = 6  # letters
_EMPTY = frozenset(
    [
        "this",
        "that",
        "with",
        "from",
        "have",
        "will",
        "shall",
        "such",
        "when",
        "other",
        "their",
        "they",
        "these",
        "those",
        "user",
        "users",
        "inform",
        "compan",
        "our",
        "your",
        "personal",
        "person",
        "service",
        "servic",
        "policy",
        "polici",
        "articl",
        "paragr",
        "sectio",
        "provis",
        "apply",
        "applic",
        "under",
        "which",
        "where",
        "describ",
        "specif",
        "defined",
        "accord",
        "followi",
        "been",
        "including",
        "includ",
        "個人",
        "人情",
        "情報",
        "当社",
        "場合",
        "規定",
        "定め",
        "第三",
        "事項",
        "各号",
        "本条",
        "前項",
        "当該",
        "お客",
    ]
)


def stems(text: str) -> frozenset[str]:
    """Return what a piece of prose is about.

    >>> sorted(stems("Advertisers show 広告の配信"))
    ['advert', 'show', '広告', '配信']
    """
    found: set[str] = set()
    for token in _TOKEN.findall(text.lower()):
        if token[0].isascii():
            found.add(token[:_STEM])
        elif "一" <= token[0] <= "龥":
            found.update(token[n : n + 2] for n in range(len(token) - 1))
        else:
            found.add(token)
    return frozenset(found - _EMPTY)


class Weights:
    """How much each stem says, learnt from the pieces of one text."""

    def __init__(self, pieces: Iterable[frozenset[str]]) -> None:
        """Count in how many pieces each stem stands."""
        listed = list(pieces)
        counts = Counter(stem for piece in listed for stem in piece)
        self._of = {stem: math.log(1 + len(listed) / count) for stem, count in counts.items()}
        self._unknown = math.log(1 + len(listed)) if listed else 1.0

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Return which share of the first piece's weight stands in the second, 0 to 1."""
        total = sum(self._of.get(stem, self._unknown) for stem in part)
        if not total:
            return 0.0
        return sum(self._of.get(stem, self._unknown) for stem in part & whole) / total
