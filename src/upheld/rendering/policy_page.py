"""The policy page: every line of the declaration, in chapters."""

from collections.abc import Iterator
from dataclasses import replace

from upheld.policy.language.about import CustomerTerms, Limit
from upheld.policy.model import Policy
from upheld.policy.wording import Declared
from upheld.rendering.document import Block, Group, Page, Passage, Section, Sentence, begun, passage
from upheld.rendering.outline import CHAPTERS, ORDER, Chapter
from upheld.rendering.phrases.rights import KINDS
from upheld.rendering.region_names import region_name
from upheld.rendering.telling import Told
from upheld.wording import Text

_TITLE = Text(en="Privacy policy", ja="プライバシーポリシー")
_COMMON = Text(en="All requests", ja="すべての請求に共通する定め")
_FAMILIES = {
    "provision": Text(en="Third-party provision", ja="第三者提供"),
    "recipients": Text(en="Recipients", ja="提供先及び委託先"),
    "processor_changes": Text(en="Changes of recipients", ja="提供先及び委託先の変更"),
    "termination": Text(en="At the end of a contract", ja="契約が終了した場合"),
    "cookies": Text(en="Cookies and identifiers", ja="クッキー及び識別子"),
    "external_transmissions": Text(en="External transmission", ja="外部送信"),
    "management": Text(en="Management system", ja="マネジメントシステム"),
    "security": Text(en="Measures", ja="措置の内容"),
    "history": Text(en="History", ja="改定履歴"),
    "officers": Text(en="Responsible persons", ja="責任者"),
    "channels": Text(en="How to reach us", ja="窓口"),
    "authorised_body": Text(
        en="Accredited personal information protection organisation", ja="認定個人情報保護団体"
    ),
    "notices": Text(en="Further notices", ja="その他の掲載"),
    "not_collected": Text(en="Data we do not collect", ja="取得しない情報"),
    "data": Text(en="Groups of data", ja="情報の区分"),
}
_FAMILY_OF = {
    "cookie_refusal": "cookies", "signals": "cookies", "expiry": "", "legal_texts": "management",
}  # fmt: skip


def policy_page(policy: Policy, told: Told, *, customer: str | None) -> Page:
    """Return the page with the whole policy.

    Args:
        policy: The declaration.
        told: Its lines as passages.
        customer: Whose own contract terms are shown; `None` shows all of them.
    """
    sections = []
    for chapter in CHAPTERS:
        lines = sorted(
            (one for one in told.lines.values() if one.path[0] in chapter.parts),
            key=lambda one: ORDER[str(one.path[0])],
        )
        chosen = [one for one in lines if _for_customer(one, customer)]
        if chosen:
            sections.append(_section(chapter, _with_terms(chosen), told))
    return Page(
        name="policy",
        title=_title(policy),
        lead=(),
        sections=tuple(sections),
        contents=True,
    )


def _title(policy: Policy) -> Text:
    service = policy.handler.service if policy.handler else None
    if service is None:
        return _TITLE
    return Text(en=f"{_TITLE.en}: {service.en}", ja=f"{service.ja} {_TITLE.ja}")


def _for_customer(one: Declared, customer: str | None) -> bool:
    terms = one.line
    return not isinstance(terms, CustomerTerms) or customer in (None, terms.customer)


def _with_terms(lines: list[Declared]) -> list[Declared]:
    """Put a customer's own terms right behind the line that they override."""
    terms = [one for one in lines if isinstance(one.line, CustomerTerms)]
    placed: list[Declared] = []
    for one in lines:
        if one in terms:
            continue
        placed.append(one)
        if isinstance(one.line, Limit):
            behind = [t for t in terms if one.path[-1] in t.line.overrides]  # type: ignore[attr-defined]  # filtered above
            placed.extend(behind)
            terms = [t for t in terms if t not in behind]
    return [*placed, *terms]


def _section(chapter: Chapter, lines: list[Declared], told: Told) -> Section:
    blocks: list[Block] = []
    if chapter.lead is not None:
        blocks.append(passage(chapter.name, Sentence(chapter.lead)))
    blocks.extend(_grouped(chapter, lines, told))
    return Section(name=chapter.name, title=chapter.title, body=tuple(blocks))


def _grouped(chapter: Chapter, lines: list[Declared], told: Told) -> Iterator[Block]:
    waiting: list[Passage] = []
    title: Text | None = None
    key = ""
    for one in lines:
        family, name = _family(one)
        if name != title and waiting:
            yield from _closed(key, title, waiting)
            waiting = []
        title, key = name, family
        shown = told.passages[one.key]
        waiting.append(
            replace(shown, item=chapter.listed or shown.heading is not None or name is not None)
        )
    yield from _closed(key, title, waiting)


def _closed(key: str, title: Text | None, body: list[Passage]) -> Iterator[Block]:
    if title is None:
        yield from body
    elif body:
        yield Group(key=key, title=title, body=tuple(body))


def _family(one: Declared) -> tuple[str, Text | None]:
    """Return under which heading a line stands within its chapter."""
    first = str(one.path[0])
    if first == "rights":
        kind = str(one.path[1])
        return f"rights.{kind}", begun(KINDS[kind])  # type: ignore[index]  # the model has checked it
    if first == "desk":
        return "desk", _COMMON
    if first == "regions" and one.path[1] == "overlays":
        return f"regions.{one.path[2]}", region_name(str(one.path[2]))
    first = _FAMILY_OF.get(first, first)
    return first, _FAMILIES.get(first)
