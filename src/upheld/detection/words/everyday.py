"""Japanese clauses of everyday words alone: no name can be in them, and nobody has to read them.

Taking a line apart into words costs more than everything else that is done with it, and most
clauses name nobody. What is known here are common words, how verbs go on and what stands between
words; a clause with anything else in it, were it one letter, is read word by word. So a word that
is missing from the lists makes the search slower and never blinder. No word may be in them that
the dictionary reads as a name.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib import import_module

from upheld.detection.gate import options
from upheld.detection.words.listed import listed

CLAUSE_ENDS = "、。「|"
"""No word goes over them, so what stands before them does not change how what follows is read."""
CLAUSE = re.compile(f"[^{CLAUSE_ENDS}]*[{CLAUSE_ENDS}]?")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_PARTICLES = "はがをにのともへでやか"
_CONJUGATED = {
    "う": "わいうえおっ",
    "く": "かきくけこいっ",
    "ぐ": "ぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてっ",
    "ぬ": "なぬねん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめん",
    "い": "いくかけさ",
}
"""The last sign of a verb or an adjective, and what may stand in its place, but for particles:
進も may be somebody called 進, and too."""
_OTHER = r"[ -~\x{3000}\x{3003}-\x{3004}\x{3007}-\x{3020}\x{3030}・…―—→※]"
"""Signs that are no letters of Japanese, for RE2."""
_COUNTED = (
    "第?[一二三四五六七八九十百]{1,4}(?:時|日|年|件|回|個|度|番目|分|秒|週間)"
    "|第[一二三四五六七八九十百]{1,4}(?:章|条|項|号|部)?"
)


def to_read(line: str) -> Iterator[tuple[int, int]]:
    """Where clauses stand that have more than everyday words; neighbours are one stretch.

    >>> list(to_read("資料は確認しました。佐藤が送ります。"))
    [(10, 18)]
    """
    plain = _plain()
    if plain is None:
        yield 0, len(line)
        return
    if plain(line.encode("utf-8", "replace")):
        return
    start = end = 0
    for clause in CLAUSE.finditer(line):
        if not plain(clause[0].encode("utf-8", "replace")):
            if clause.start() != end:
                if end > start:
                    yield start, end
                start = clause.start()
            end = clause.end()
    if end > start:
        yield start, end


@cache
def _plain() -> Callable[[bytes], list[int] | None] | None:
    """Says of a clause whether it is plain; `None` without RE2: slower, it would save nothing."""
    try:
        re2 = import_module("re2")
    except ImportError:
        return None
    found = re2.Set.FullMatchSet(options(re2))
    found.Add(_pattern())
    found.Compile()
    match: Callable[[bytes], list[int] | None] = found.Match
    return match


def _pattern() -> str:
    words = listed("everyday_ja")
    kanji = {word for word in words if len(word) > 1 and _KANJI.search(word)}
    verbs = {word for word in kanji if _HIRAGANA.match(word[-1])}
    single = _any({word for word in words if len(word) == 1})
    noun = f"(?:{_any(kanji - verbs)}|{_COUNTED})"
    kana = _any({word for word in words if _KATAKANA.fullmatch(word)})
    thing = f"(?:[おご]?{noun}+{single}?|{single}{noun}+{single}?|{single})"
    deed = f"[おご]?{noun}*{_any({_stem(word) for word in verbs})}{_any(listed('endings_ja'))}*"
    # Two particles of one letter in a row are no grammar: はもも may be about somebody called もも.
    grammar = listed("grammar_ja")
    ended = {word for word in grammar if word[-1] in f"{_PARTICLES}{CLAUSE_ENDS}"}
    between = (
        f"(?:(?:{_any(grammar - ended)}|{kana}な?|{_OTHER})[{_PARTICLES}]?"
        f"|{_any(ended)}|[{CLAUSE_ENDS}])"
    )
    # Behind a thing comes something that is no kanji: two in a row may be a name of both.
    said = (
        f"(?:{thing}(?:な?[{_PARTICLES}]?{between}+|な|[{_PARTICLES}])"
        f"|{deed}[{_PARTICLES}]?{between}*)"
    )
    return f"{between}*{said}*{thing}?"


def _any(words: Collection[str]) -> str:
    return "(?:" + "|".join(sorted(words)) + ")"


def _stem(word: str) -> str:
    """A verb or an adjective with what may stand in the place of its last sign."""
    stem, last = word[:-1], word[-1]
    if last == "る":
        return f"{stem}[らりるれろっ]{'?' if _HIRAGANA.match(stem[-1]) else ''}"
    return f"{stem}[{_CONJUGATED[last]}]" if last in _CONJUGATED else word
