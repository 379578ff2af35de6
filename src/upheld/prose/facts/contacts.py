"""Ways to reach somebody, and what stands in for them: mail, telephone, URL, post."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.prose.document import Reading, Span

ContactKind: TypeAlias = Literal["email", "phone", "url", "address", "form", "placeholder"]

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+\d{1,3}[- ]?\(?\d{1,4}\)?|0\d{1,4}|\(0\d{1,4}\)|０[０-９]{1,4})[-‐－ (（]{1,2}[\d０-９]{1,4}[-‐－ )）]{1,2}[\d０-９]{3,4}(?![\d-])"
)
_URL = re.compile(
    r"https?://[^\s<>\"'「」『』（）()、。，【】]+|(?<![\w.@/])www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s<>、。()（）]*)?"
)
_ADDRESS = re.compile(
    r"〒\s*\d{3}-?\d{4}|"
    r"(?:東京都|北海道|(?:京都|大阪)府|[一-龥]{2,3}県)[一-龥ぁ-んァ-ヶー]{1,12}[市区町村郡]\S{0,40}|"
    r"\b\d{1,5}(?:-\d{1,4}){1,3},?\s+[A-Z][\w-]+[^\n]{0,60}?(?:-ku|-shi|-cho|City|Tokyo|Osaka|Kyoto|Japan)|"
    r"\b\d{1,5}\s+(?:[A-Z][\w.]*\s+){1,4}(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Boulevard|Blvd\.|Drive|Lane|Way)\b|"
    r"\b[A-Z][\w-]+-ku,?\s+(?:Tokyo|Osaka|Kyoto|Yokohama|Nagoya|Fukuoka)\b"
)
_FORM = re.compile(
    r"お問い?合わ?せフォーム|専用フォーム|contact form|inquiry form|request form|web form",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\[email[\s\u00a0]protected\]|\[\s*(?:redacted|removed|e-?mail(?: address)?|phone(?: number)?|address|company(?: name)?|date|name|url|insert[^\]]{0,40}|tbd|todo)\s*\]|"
    r"[【［\[]\s*(?:メールアドレス|電話番号|住所|会社名|貴社名|氏名|日付|URL|要記入|記入|未定)[^】］\]]{0,10}[】］\]]|"
    r"[○〇●◯×✕]{2,}|\bX{3,}\b|(?<![\d-])(?:0{2,4}-0{3,4}-0{4}|x{2,4}-x{3,4}-x{4})|"
    r"\b[\w.+-]+@(?:example|xxx+|yourcompany|your-domain)\.\w+|_{4,}",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact:
    """One way to reach somebody, or a placeholder for it.

    Attributes:
        hidden: Whether the page or the capture hides it (`[email protected]`).
    """

    span: Span
    kind: ContactKind
    text: str
    hidden: bool = False

    def __repr__(self) -> str:
        return f"ContactFact(kind={self.kind!r}, span={self.span!r})"


def contacts(text: str, start: int = 0, end: int | None = None) -> Iterator[ContactFact]:
    """Yield the contacts of a part of a text, in order.

    >>> [c.kind for c in contacts("Tel: 03-1234-5678, privacy@shop.test, see https://shop.test/p")]
    ['phone', 'email', 'url']
    """
    stop = len(text) if end is None else end
    found: list[ContactFact] = []
    taken: list[Span] = []
    kinds: tuple[tuple[ContactKind, re.Pattern[str]], ...] = (
        ("placeholder", _PLACEHOLDER), ("url", _URL), ("email", _EMAIL), ("phone", _PHONE),
        ("address", _ADDRESS), ("form", _FORM),
    )  # fmt: skip
    for kind, form in kinds:
        for match in form.finditer(text, start, stop):
            span = Span(match.start(), match.end())
            if any(span.start < other.end and other.start < span.end for other in taken[-200:]):
                continue
            taken.append(span)
            hidden = "protected" in match.group().lower()
            found.append(ContactFact(span=span, kind=kind, text=match.group(), hidden=hidden))
    yield from sorted(found, key=lambda one: one.span.start)


def of_links(reading: Reading) -> Iterator[ContactFact]:
    """Yield the contacts that a page's links lead to."""
    for link in reading.links:
        scheme, _colon, rest = link.target.partition(":")
        if scheme.lower() == "mailto":
            yield ContactFact(span=link.span, kind="email", text=rest.partition("?")[0])
        elif scheme.lower() == "tel":
            yield ContactFact(span=link.span, kind="phone", text=rest)
        elif "cdn-cgi/l/email-protection" in link.target:
            continue
        elif link.target != "#":
            yield ContactFact(span=link.span, kind="url", text=link.target)
