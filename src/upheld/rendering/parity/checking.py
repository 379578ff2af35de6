"""The comparison itself: one finding for each fact that one language has and the other not."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from upheld.policy.model import Policy
from upheld.rendering.document import Page, Row, Sentence, Table
from upheld.rendering.finding import Finding
from upheld.rendering.pages import Documents
from upheld.rendering.parity.facts import Facts, Lexicon, facts, folded, plain, spelled
from upheld.rendering.parity.reading import Reading, read_back
from upheld.rendering.writing import texts
from upheld.wording import Language, Text

_MISSING = Text(en="not there", ja="なし")


def parity(made: Documents, today: date) -> list[Finding]:
    """Compare the two languages of all pages.

    Args:
        made: The pages.
        today: The day they are made on, as they say it.
    """
    pages = texts(made, ("ja", "en"), "html", today)
    both = [
        (page, read_back(pages[page.name, "ja"]), read_back(pages[page.name, "en"]))
        for page in made.pages
    ]
    names = names_of(made.policy)
    words: dict[Language, str] = {
        "ja": "\n".join(_our_words(page, ja, "ja") for page, ja, _ in both),
        "en": "\n".join(_our_words(page, en, "en") for page, _, en in both),
    }
    lexicon = Lexicon({n: name for n, name in names.items() if not ordinary(name, words)})
    # A line that stands on several pages differs on all of them; it is told once.
    findings: dict[tuple[str, str, Text], Finding] = {}
    for page, ja, en in both:
        for one in compare(page, ja, en, lexicon):
            findings.setdefault((one.key, one.code, one.what), one)
    return list(findings.values())


def _our_words(page: Page, lines: Mapping[str, Reading], language: Language) -> str:
    """Return what a page says in words that neither the declaration nor a lawyer gave it."""
    terms = terms_of(page)
    return "\n".join(
        plain(line.text, language, terms.get(key, ()))
        for key, line in lines.items()
        if not line.own and key != _TITLE
    )


_TITLE = "page:title"
"""The line that is made of the name of company or service."""


def ordinary(name: tuple[str, str], words: Mapping[Language, str]) -> bool:
    """Say whether a name cannot be told from an ordinary word of the pages.

    A company may be called `We`, `Data` or `本人`. Where that word stands in a sentence says
    nothing about the company, so such a name is not counted in either language.

    Args:
        name: Japanese and English.
        words: The pages' own words, without declared names.
    """
    ja, en = (spelled(one) for one in name)
    if re.search(rf"(?<!\w){re.escape(en.lower())}(?!\w)", words["en"]):
        return True
    # Japanese has no small letters; a form of company says that a name is one.
    return ja in words["ja"] and not _COMPANY.search(ja)


_COMPANY = re.compile(r"(?:株式|有限|合同|合資|合名)会社.|.(?:株式|有限|合同|合資|合名)会社|法人")


def names_of(policy: Policy) -> dict[int, tuple[str, str]]:
    """Return the proper names of parties: companies, services, and people in office."""
    named: list[Text] = [policy.policy.company.text()]
    if policy.handler is not None:
        named.append(policy.handler.name.text())
        named += [policy.handler.service.text()] if policy.handler.service else []
    named += [one.words() for one in policy.recipients.values() if one.named]
    for officer in policy.officers.values():
        named += [holder.name.text() for holder in officer.holders]
    if policy.joint_use is not None:
        named += [one.text() for one in policy.joint_use.users.companies.values()]
        named.append(policy.joint_use.responsible.name.text())
    if policy.authorised_body is not None:
        named.append(policy.authorised_body.name.text())
    proper = [one for one in dict.fromkeys(named) if _is_proper(one.en)]
    return {number: (one.ja, one.en) for number, one in enumerate(proper)}


def _is_proper(en: str) -> bool:
    """Say whether a name can be told from a word: `work` may be a company and mostly is none."""
    return any(letter.isupper() or not letter.isascii() for letter in en)


def compare(
    page: Page, ja: Mapping[str, Reading], en: Mapping[str, Reading], lexicon: Lexicon
) -> Iterator[Finding]:
    """Compare one page as it reads in both languages."""
    expected = terms_of(page)
    written = _written(page)
    clauses = {key: row.ids for key, row in _parts(page)}
    for key in dict.fromkeys([*expected, *ja, *en]):
        ids = clauses.get(key, ())
        found = _Line(page.name, key, str(ids[0]) if ids else None)
        if key not in ja or key not in en:
            which = "en" if key in ja else "ja"
            yield found.finding("parity-clause", _absent(which if key in ja or key in en else None))
            continue
        yield from found.compared(ja[key], en[key], expected.get(key, ()), lexicon)
        yield from found.named(ja[key], en[key], expected.get(key, ()), written.get(key, []))


def _absent(language: str | None) -> tuple[Text, Text]:
    missing = {
        "en": Text(en="the English page", ja="英語のページ"),
        "ja": Text(en="the Japanese page", ja="日本語のページ"),
        None: Text(en="both pages", ja="両方のページ"),
    }[language]
    return Text(en=f"{missing.en} has it", ja=missing.ja), _MISSING


class _Line:
    """One line of one page being compared."""

    def __init__(self, page: str, key: str, clause: str | None) -> None:
        self.page = page
        self.key = key
        self.clause = clause

    def finding(self, code: str, sides: tuple[Text, Text]) -> Finding:
        if code == "parity-clause":
            what = Text(
                en=f"the line is missing on {sides[0].en.removesuffix(' has it')}",
                ja=f"この行が{sides[0].ja}にありません",
            )
        else:
            kind = _KINDS[code]
            what = Text(
                en=f"{kind.en} differ: Japanese {sides[0].en}, English {sides[1].en}",
                ja=f"{kind.ja}が異なります: 日本語 {sides[0].ja}、英語 {sides[1].ja}",
            )
        return Finding(
            code=code,
            key=self.key,
            clause=self.clause,
            page=self.page,
            what=what,
            remedy=Text(
                en="make both languages say the same", ja="両言語の内容を一致させてください"
            ),
        )

    def compared(
        self, ja: Reading, en: Reading, terms: Sequence[Text], lexicon: Lexicon
    ) -> Iterator[Finding]:
        """Yield what differs at this line."""
        own = ja.own or en.own
        a, b = facts(ja.text, "ja", lexicon, terms), facts(en.text, "en", lexicon, terms)
        yield from self._counted(a, b, own)
        if ja.links != en.links and [_place(u) for u in ja.links] != [_place(u) for u in en.links]:
            yield self.finding("parity-links", (_list(ja.links), _list(en.links)))
        if ja.clauses != en.clauses:
            yield self.finding("parity-marks", (_list(ja.clauses), _list(en.clauses)))
        if not own and ja.sentences != en.sentences:
            yield self.finding("parity-sentences", (_same(ja.sentences), _same(en.sentences)))
        if a.names != b.names:
            yield self.finding("parity-names", (_same(a.names.total()), _same(b.names.total())))

    def _counted(self, a: Facts, b: Facts, own: bool) -> Iterator[Finding]:
        for code, left, right in (
            ("parity-numbers", a.amounts, b.amounts),
            ("parity-dates", a.dates, b.dates),
            ("parity-articles", a.articles, b.articles),
            ("parity-literals", a.literals, b.literals),
        ):
            if left != right:
                yield self.finding(code, (_differing(left, right), _differing(right, left)))  # type: ignore[arg-type]  # the same kind on both sides
        if a.negations != b.negations:
            yield self.finding("parity-negations", (_same(a.negations), _same(b.negations)))
        if own:
            return  # our own sentences are balanced in these as well; a lawyer's need not be
        if a.limits != b.limits:
            yield self.finding("parity-limits", (_list(a.limits), _list(b.limits)))
        if a.restrictions != b.restrictions:
            yield self.finding(
                "parity-restrictions", (_same(a.restrictions), _same(b.restrictions))
            )

    def named(
        self, ja: Reading, en: Reading, terms: Sequence[Text], written: Sequence[Text]
    ) -> Iterator[Finding]:
        """Ask each language for the names that the declaration gave the line, as often as there."""
        sides: tuple[tuple[Language, Reading], ...] = (("ja", ja), ("en", en))
        for language, reading in sides:
            text = folded(reading.text)
            whole = folded(" ".join(one.in_language(language) for one in written))
            words = dict.fromkeys(folded(one.in_language(language)) for one in terms)
            lost = [word for word in words if text.count(word) < whole.count(word)]
            if lost:
                here = _list([f"-{word}" for word in lost])
                both = (here, _same("")) if language == "ja" else (_same(""), here)
                yield self.finding("parity-terms", both)


_KINDS: Mapping[str, Text] = {
    "parity-numbers": Text(en="numbers", ja="数値"),
    "parity-dates": Text(en="dates", ja="日付"),
    "parity-articles": Text(en="articles of law", ja="条文"),
    "parity-literals": Text(en="addresses or ids", ja="宛先や識別子"),
    "parity-negations": Text(en="negations", ja="否定の数"),
    "parity-limits": Text(en="limits", ja="上限・下限"),
    "parity-restrictions": Text(en="restrictions", ja="限定の数"),
    "parity-links": Text(en="links", ja="リンク"),
    "parity-marks": Text(en="clauses", ja="条項"),
    "parity-sentences": Text(en="sentences", ja="文の数"),
    "parity-terms": Text(en="declared names", ja="宣言された名称"),
    "parity-names": Text(en="parties", ja="当事者"),
}


def _same(value: object) -> Text:
    return Text(en=str(value), ja=str(value))


def _list(values: Sequence[str] | Counter[str]) -> Text:
    shown = ", ".join(f"`{one}`" for one in values) or "—"
    return Text(en=shown, ja=shown)


def _differing(left: Counter[object], right: Counter[object]) -> Text:
    more = left - right
    shown = [
        " ".join(part for part in reversed(one) if part) if isinstance(one, tuple) else str(one)
        for one in more
    ]
    return _list(shown)


def _place(url: str) -> str:
    """Return a link without the language of the page it leads to."""
    return url.replace(".ja.html", ".html").replace(".en.html", ".html")


def _parts(page: Page) -> Iterator[tuple[str, Row]]:
    """Yield everything on a page that has clauses of its own, by its key."""
    for block in page.blocks():
        if isinstance(block, Table):
            yield from ((row.key, row) for row in block.rows)
        else:
            yield block.key, Row(key=block.key, cells=(block.sentences,), ids=block.ids)


def _written(page: Page) -> dict[str, list[Text]]:
    """Return every text that was written at each line of a page."""
    gathered: dict[str, list[Text]] = {}
    for key, row in _parts(page):
        texts_ = [one.text for cell in row.cells for one in cell]
        links = [link.label for cell in row.cells for one in cell for link in one.links]
        gathered.setdefault(key, []).extend([*texts_, *links])
    for block in page.blocks():
        if not isinstance(block, Table) and block.heading is not None:
            gathered[block.key].append(block.heading)
    return gathered


def terms_of(page: Page) -> dict[str, tuple[Text, ...]]:
    """Return, for each line of a page, the names that the declaration gives it."""
    gathered: dict[str, list[Text]] = {}
    for key, row in _parts(page):
        sentences: list[Sentence] = [one for cell in row.cells for one in cell]
        gathered.setdefault(key, []).extend(t for one in sentences for t in one.terms)
    for block in page.blocks():
        if not isinstance(block, Table) and block.heading is not None:
            gathered[block.key].append(block.heading)
    return {key: tuple(terms) for key, terms in gathered.items()}
