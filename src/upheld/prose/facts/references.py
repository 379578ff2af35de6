"""Where a text points: to its own clauses, and to articles of laws."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upheld.prose.document import Clause, Reading, Span
from upheld.prose.numbering import kanji_value

_NUM = r"(\d{1,3}|[０-９]{1,3}|[一二三四五六七八九十]{1,4})"
_JAPANESE = re.compile(
    rf"第\s*{_NUM}\s*条(?:の\s*{_NUM})?(?:\s*第?\s*{_NUM}\s*項)?(?:\s*第?\s*{_NUM}\s*号)?"
)
_ENGLISH = re.compile(
    r"\b(?:Article|Art\.|Section|Sec\.|Clause|Paragraph)\s*(\d{1,3})(?:-(\d{1,3}))?"
    r"((?:\s*\(\s*(?:\d{1,3}|[a-z]{1,4})\s*\))*)"
    r"(?:,?\s*(?:Paragraph|paragraph|Para\.|para\.|Item|item|Subsection|subsection)\s*\(?(\d{1,3})\)?)?"
)
_PATH = re.compile(
    r"(?<=[\s(（、「])(\d{1,2}-\d{1,2})(?=\s*(?:and|or|,|\.|above|below|from|、|及び|または|に定め|の規定|に規定|に記載|shall|of this))"
)
_BARE = re.compile(
    r"(?:specified in|described in|set out in|provisions of|under|according to|and|or)\s+(\d{1,2}-\d{1,2})(?![\d-])"
)
_LAW_BEFORE = re.compile(
    r"(?:個人情報(?:の)?保護(?:に関する)?法|個人情報保護法|個情法|電気通信事業法|特定電子メール法|特定商取引法|民法|会社法|施行令|施行規則|法律|同法|法)\s*(?:（[^）]{0,30}）)?\s*$|"
    r"(?:\bAct|\bLaw|\bAPPI|\bCCPA|\bGDPR|\bRegulation|\bCode)\b[^.;]{0,40}$"
)
_LAW_AFTER = re.compile(
    r"^[,\s]*(?:Paragraph\s*\d+\s*)?(?:(?:of|under)\s+(?:the\s+)?(?:[A-Z][\w'-]*\s+|of\s+|on\s+|the\s+|and\s+){0,8}"
    r"(?:Act|Law|APPI|Code|Regulation|GDPR|Civil Code|CCPA|Ordinance)\b)"
)
_TERM_BEFORE = 90  # characters
_TERM_PATTERN = re.compile(
    r"(?:as defined in|defined in|described in|specified in|set out in|stipulated in|listed in|in accordance with|the method specified in|provided for in|pursuant to|によ(?:り|る)|に定める|に規定する|に従い)",
)
_LAWS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Personal Information Protection (?:Law|Act)|Act on the Protection of Personal Information|\bAPPI\b|個人情報(?:の)?保護(?:に関する)?法(?:律)?|個人情報保護法"), "JP-APPI"),
    (re.compile(r"\bCCPA\b|\bCPRA\b|California Consumer Privacy Act|カリフォルニア州消費者プライバシー法"), "US-CA-CCPA"),
    (re.compile(r"\bCOPPA\b"), "US-COPPA"),
    (re.compile(r"\bGDPR\b|General Data Protection Regulation|一般データ保護規則"), "EU-GDPR"),
    (re.compile(r"Telecommunications Business Act|電気通信事業法"), "JP-TBA"),
    (re.compile(r"特定電子メール(?:の送信の適正化等に関する)?法(?:律)?|Specified (?:Commercial )?E-?mail"), "JP-MAIL"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReference:
    """A place where the text points to one of its own clauses.

    Attributes:
        path: The numbers, e.g. (8, 1).
        printed: As the text has it.
        loose: Whether it is printed as bare numbers (`8-1`).
        topic: The words directly before it that say what is to be found there.
    """

    span: Span
    path: tuple[str, ...]
    printed: str
    loose: bool
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawCitation:
    """A law that the text names, with the article where it gives one."""

    span: Span
    law: str
    article: str | None


def clause_references(text: str, start: int, end: int) -> Iterator[ClauseReference]:
    """Yield the references to clauses of the text itself between two offsets."""
    for form in (_JAPANESE, _ENGLISH):
        for match in form.finditer(text, start, end):
            if _is_of_a_law(text, match, start, end):
                continue
            parts = _parts(match)
            yield _reference(text, start, match.start(), match.end(), parts, loose=False)
    seen: set[int] = set()
    for form in (_BARE, _PATH):
        for match in form.finditer(text, start, end):
            if match.start(1) not in seen:
                seen.add(match.start(1))
                parts = tuple(match.group(1).split("-"))
                yield _reference(text, start, match.start(1), match.end(1), parts, loose=True)


def _reference(
    text: str, start: int, begin: int, end: int, parts: tuple[str, ...], *, loose: bool
) -> ClauseReference:
    before = text[max(start, begin - _TERM_BEFORE) : begin]
    return ClauseReference(
        span=Span(begin, end),
        path=parts,
        printed=" ".join(text[begin:end].split()),
        loose=loose,
        topic=before,
    )


def _parts(match: re.Match[str]) -> tuple[str, ...]:
    if match.re is _JAPANESE:
        article, branch, *rest = match.groups()
        first = _digits(article) + (f"-{_digits(branch)}" if branch else "")
        return (first, *(_digits(part) for part in rest if part))
    article, branch, brackets, paragraph = match.groups()
    inner = re.findall(r"\d{1,3}|[a-z]{1,4}", brackets or "")
    return tuple(part for part in (article, branch, *inner, paragraph) if part)


def _digits(part: str) -> str:
    return str(int(part)) if part.isdecimal() else str(kanji_value(part) or part)


def _is_of_a_law(text: str, match: re.Match[str], start: int, end: int) -> bool:
    before = text[max(start, match.start() - 60) : match.start()]
    # `…法第27条第1項及び第28条`: what follows a cited article is of the same law.
    if re.search(r"法第[^。]{1,30}(?:及び|および|又は|または|並びに|ならびに|、)\s*$", before):
        return True
    if match.re is _JAPANESE and _LAW_BEFORE.search(before):
        return True
    after = text[match.end() : min(end, match.end() + 90)]
    if _LAW_AFTER.match(after):
        return True
    return match.re is _ENGLISH and bool(
        re.search(r"\b(?:Act|Law|APPI|GDPR|Code)(?:'s)?,?\s+$", before)
    )


def target_of(reading: Reading, reference: ClauseReference) -> Clause | None:
    """Return the clause that a reference names; `None` if the text has none."""
    for top in reading.tops.get(reference.path[0], ()):
        found: Clause | None = top
        for part in reference.path[1:]:
            found = _below(reading, found, part) if found else None
        if found is not None:
            return found
    return None


def _below(reading: Reading, clause: Clause, part: str) -> Clause | None:
    for one in reading.children.get(clause.id, ()):
        if one.number is not None and one.number.path and _last(one) == part:
            return one
    # (a) may stand below a bullet or an unnumbered heading.
    for one in reading.children.get(clause.id, ()):
        if one.number is None or not one.number.path:
            found = _below(reading, one, part)
            if found is not None:
                return found
    return None


def _last(clause: Clause) -> str:
    if clause.number is None:
        return ""
    return str(clause.number.value) if clause.number.style == "path" else clause.number.word


def law_citations(text: str, start: int = 0, end: int | None = None) -> Iterator[LawCitation]:
    """Yield the laws that a text names, with the articles beside them.

    >>> [(c.law, c.article) for c in law_citations("個人情報保護法第18条第1項に基づき")]
    [('JP-APPI', '18(1)')]
    """
    stop = len(text) if end is None else end
    for form, law in _LAWS:
        for match in form.finditer(text, start, stop):
            yield LawCitation(
                span=Span(match.start(), match.end()), law=law, article=_article(text, match)
            )


def _article(text: str, match: re.Match[str]) -> str | None:
    after = _JAPANESE.match(text, match.end())
    if after is None:
        bracket = re.match(r"\s*(?:（[^）]{0,40}）)?\s*", text[match.end() : match.end() + 60])
        after = _JAPANESE.match(text, match.end() + (bracket.end() if bracket else 0))
    if after is not None:
        return _cited(_parts(after))
    before = text[max(0, match.start() - 60) : match.start()]
    found = re.search(
        r"(?:Article|Art\.|Section)\s*(\d{1,3})(?:\((\d+)\)|,?\s*Paragraph\s*(\d+))?\s*(?:of|under)\s+(?:the\s+)?$",
        before,
    )
    if found is None:
        return None
    return _cited(tuple(part for part in found.groups() if part))


def _cited(parts: tuple[str, ...]) -> str:
    return parts[0] + "".join(f"({part})" for part in parts[1:])
