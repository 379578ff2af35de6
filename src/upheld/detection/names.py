"""What a column holds, judged by its name alone: Japanese and English, equal.

`names.tsv` is the lexicon: one term a line with its category, a confidence and whether it
counts only where the table is about people. `categorise` finds the term that explains a name
best: the whole name, then its end (names carry their head last: `billing_postcode`), then any
part of it. What is said *about* a datum is not the datum: `email_sent_at`, `phone_verified`.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from upheld.detection.nouns import noun_of
from upheld.detection.spelling import is_japanese, joined, word_set, words
from upheld.vocabulary.table import rows

NOTHING = "none"
"""The category of a column that holds nothing personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGuess:
    """What a name suggests.

    Attributes:
        category: A dotted name of `upheld.vocabulary`, or `none`.
        confidence: 0 to 1.
        reason: English; names terms of the lexicon, never a value.
    """

    category: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One line of the lexicon."""

    category: str
    confidence: float
    context: Literal["any", "person"]
    text: str


_FACETS = word_set("""
    at on date datetime time timestamp count cnt flag flg verified confirmed enabled disabled
    status state type kind format length valid validated optin allowed allow required visible
    public private expires expired expiry sent changed bounced template limit max min attempts
    version order sort hidden unique locked failed failures retries seconds minutes hours days
    amount total price cost rate percent ratio size width height index position rank score
    provider server domain header footer
    method mode level id ids tax currency excl incl ttl""")
_FLAG_PREFIXES = word_set("""
    is has can was should allow allows show hide use uses require requires send sends enable
    enables disable num number max min n""")
_JAPANESE_FACETS = (
    "送信日時",
    "送信日",
    "日時",
    "年月日",
    "フラグ",
    "区分",
    "件数",
    "回数",
    "有無",
    "済み",
    "済",
    "状態",
    "種別",
    "可否",
    "数",
    "日",
    "時刻",
    "コード",
    "番号",
    "順",
    "区別",
    "形式",
    "認証",
    "確認",
)
_NEUTRAL_TAILS = word_set("""
    en ja jp kanji old new raw text txt value str string normalized normalised enc encrypted
    hash hashed masked home work primary secondary main sub full short lower upper orig original
    pc mobile a b e164 digest plain current previous last default""")
_REFERENCES = frozenset(
    {"id", "no", "code", "cd", "key", "uuid", "guid", "fk", "pk", "ref", "num", "number", "seq"}
)

_WRITTEN = ("communication.email", "communication.message")
_TEMPLATES = ("template", "templates", "テンプレート", "ひな形", "雛形", "定型文")
_SPECIAL = ("health", "belief", "origin", "criminal", "sexuality")
_AT_END, _WITHIN, _GLUED = 0.95, 0.55, 0.85
"""How much a match counts that is not the whole name; 0 to 1."""
_NEUTRAL = 0.85
_OUT_OF_CONTEXT = 0.6
_SHORTEST_GLUED = 5  # letters


@cache
def lexicon() -> dict[str, Term]:
    """Return every term by its words written without gaps."""
    return {
        joined(term): Term(
            category=category,
            confidence=float(confidence),
            context="person" if context == "person" else "any",
            text=term,
        )
        for category, confidence, context, term in rows("upheld.detection", "names.tsv")
    }


@lru_cache(maxsize=65536)
def categorise(column: str, table: str = "") -> NameGuess | None:
    """Say what a column holds; `None` where the lexicon does not know.

    >>> categorise("shippingAddressLine1").category, categorise("携帯電話番号").category
    ('contact.address.street', 'contact.phone')
    >>> categorise("name", "product").category, categorise("name", "customer").category
    ('none', 'identity.name')
    """
    parts = _without_number(words(column))
    if not parts:
        return None
    whole = "".join(parts)
    if term := (lexicon().get(joined(column)) or lexicon().get(whole)):
        return _weighed(term, 1.0, table, f"`{term.text}` is in the lexicon")
    japanese = any(is_japanese(part) for part in parts)
    return _special_care(parts) or (_japanese(whole, table) if japanese else _latin(parts, table))


def _special_care(parts: tuple[str, ...]) -> NameGuess | None:
    """Whether somebody has an allergy is personal itself: a flag about health is no mere flag."""
    whole = "".join(parts)
    ending = next((e for e in _JAPANESE_FACETS if whole.endswith(e) and whole != e), "")
    marked = parts[0] in _FLAG_PREFIXES or parts[-1] in _FACETS
    inner = parts[parts[0] in _FLAG_PREFIXES : len(parts) - (parts[-1] in _FACETS)]
    term = lexicon().get(whole.removesuffix(ending) if ending else "".join(inner))
    if not (marked or ending) or term is None or not term.category.startswith(_SPECIAL):
        return None
    return NameGuess(category=term.category, confidence=0.85, reason=f"tells whether `{term.text}`")


def _without_number(parts: tuple[str, ...]) -> tuple[str, ...]:
    if len(parts) > 1 and parts[-1].isdigit():
        return parts[:-1]
    return parts


def _latin(parts: tuple[str, ...], table: str) -> NameGuess | None:
    if parts[0] in _FLAG_PREFIXES and len(parts) > 1:
        return NameGuess(
            category=NOTHING, confidence=0.85, reason=f"`{parts[0]}…` is a flag or number"
        )
    for length in range(len(parts) - 1, 1, -1):
        if term := lexicon().get("".join(parts[-length:])):
            return _weighed(term, _AT_END, table, f"ends in `{term.text}`")
    if len(parts) > 1 and parts[-1] in _FACETS:
        if parts[-1] == "id":
            return _reference(parts)
        return NameGuess(
            category=NOTHING, confidence=0.85, reason=f"`…{parts[-1]}` says something about a datum"
        )
    if term := lexicon().get(parts[-1]):
        return _weighed(term, _AT_END, table, f"ends in `{term.text}`")
    return _inside(parts, table) or _glued(parts[-1], table) or _reference(parts)


def _inside(parts: tuple[str, ...], table: str) -> NameGuess | None:
    for length in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - length):
            term = lexicon().get("".join(parts[start : start + length]))
            if term is None or term.context != "any" or term.category in {NOTHING, "key"}:
                continue
            neutral = set(parts[start + length :]) <= _NEUTRAL_TAILS
            return _weighed(
                term, _NEUTRAL if neutral else _WITHIN, table, f"contains `{term.text}`"
            )
    return None


def _glued(word: str, table: str) -> NameGuess | None:
    """Find the end of a word written without gaps: `shippingpostcode`."""
    for length in range(len(word) - 1, _SHORTEST_GLUED - 1, -1):
        if term := lexicon().get(word[-length:]):
            return _weighed(term, _GLUED, table, f"ends in `{term.text}`")
    return None


def _reference(parts: tuple[str, ...]) -> NameGuess | None:
    if len(parts) > 1 and parts[-1] in _REFERENCES:
        return NameGuess(
            category="key", confidence=0.7, reason=f"`…{parts[-1]}` names another record"
        )
    return None


def _japanese(whole: str, table: str) -> NameGuess | None:
    ending = next((e for e in _JAPANESE_FACETS if whole.endswith(e) and whole != e), None)
    for length in range(len(whole) - 1, 1, -1):
        term = lexicon().get(whole[-length:])
        # A longer ending of its own (`電話番号`) explains more than the facet (`番号`) does.
        if term and (ending is None or length > len(ending)):
            return _weighed(term, _AT_END, table, f"ends in `{term.text}`")
    if ending in {"番号", "コード"}:
        return NameGuess(category="key", confidence=0.6, reason=f"`…{ending}` names another record")
    if ending is not None:
        return NameGuess(
            category=NOTHING, confidence=0.85, reason=f"`…{ending}` says something about a datum"
        )
    for length in range(len(whole) - 1, 1, -1):
        for start in range(len(whole) - length):
            term = lexicon().get(whole[start : start + length])
            if term is not None and term.context == "any" and term.category != NOTHING:
                return _weighed(term, _WITHIN, table, f"contains `{term.text}`")
    return None


def _weighed(term: Term, factor: float, table: str, reason: str) -> NameGuess:
    """Weigh a term by where the table stands."""
    confidence = term.confidence * factor
    if term.category.startswith(_WRITTEN) and "".join(words(table)[-1:]).endswith(_TEMPLATES):
        return NameGuess(
            category=NOTHING,
            confidence=0.85,
            reason=f"{reason}, but `{table}` holds what is written before anybody is written to",
        )
    if term.context == "person":
        noun = noun_of(table) if table else "unknown"
        if noun in {"thing", "organisation", "content"}:
            return NameGuess(
                category=NOTHING,
                confidence=0.85,
                reason=f"{reason}, but `{table}` is not about people",
            )
        if noun == "unknown":
            confidence *= _OUT_OF_CONTEXT
    return NameGuess(category=term.category, confidence=round(confidence, 2), reason=reason)
