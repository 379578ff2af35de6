"""Dates of the text and of the law it cites: UPH105, UPH106, UPH107."""

from collections.abc import Iterator
from datetime import date

from upheld.law.packs import changes, known_packs, meanings
from upheld.prose.facts.dates import DateFact
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text


def _latest(material: Material) -> DateFact | None:
    return max(material.facts.dates, key=lambda one: one.day, default=None)


def _has_pack(law: str) -> bool:
    return any(name.startswith(f"{law}@") for name in known_packs())


def article_without_version(material: Material) -> Iterator[Hit]:
    """UPH105: an article is cited, and neither the law's version nor the text's date is known."""
    if _latest(material) is not None:
        return
    for citation in material.facts.laws:
        if citation.article is None:
            continue
        known = meanings(citation.law, citation.article) if _has_pack(citation.law) else ()
        senses = [m for m in known if m.until is not None][-1:] + [
            m for m in known if m.until is None
        ][:1]
        en = "; ".join(
            f"until {m.until}: {m.about.en}" if m.until else f"today: {m.about.en}" for m in senses
        )
        ja = "。".join(
            f"{m.until} まで: {m.about.ja}" if m.until else f"現在: {m.about.ja}" for m in senses
        )
        yield Hit(
            span=citation.span,
            what=Text(
                en=f"article {citation.article} is cited without the law's version"
                + (f" ({en})" if en else ""),
                ja=f"第 {citation.article} 条を引用していますが、法令の時点が分かりません"
                + (f"({ja})" if ja else ""),
            ),
            remedy=Text(
                en="say which version is meant, or date the policy; the law has been renumbered",
                ja="どの時点の法令かを書くか、ポリシーに日付を入れてください。条番号は改正で変わっています",
            ),
        )  # fmt: skip


def older_than_the_law(material: Material) -> Iterator[Hit]:
    """UPH106: the last revision is older than a change of a law that the text cites."""
    latest = _latest(material)
    if latest is None:
        return
    seen: set[str] = set()
    for citation in material.facts.laws:
        if citation.law in seen or not _has_pack(citation.law):
            continue
        seen.add(citation.law)
        later = changes(citation.law, after=latest.day, until=material.today)
        if later:
            yield _outdated(latest.day, latest, citation.law, [c.day for c in later])


def _outdated(day: date, latest: DateFact, law: str, later: list[date]) -> Hit:
    days = ", ".join(str(one) for one in later)
    return Hit(
        span=latest.span,
        what=Text(
            en=f"the text is of {day}; {law} changed on {days}",
            ja=f"この文書は {day} のものですが、{law} はその後 {days} に変わっています",
        ),
        remedy=Text(
            en="read the text against the law of today, and date the revision",
            ja="現在の法令に照らして見直し、改定日を書いてください",
        ),
    )


def undated(material: Material) -> Iterator[Hit]:
    """UPH107: no date and no version."""
    if not material.facts.dates:
        yield Hit(
            span=material.beginning,
            what=Text(en="the policy has no date", ja="ポリシーに日付がありません"),
            remedy=Text(
                en="write when it was made and when it was last revised",
                ja="制定日と最終改定日を書いてください",
            ),
        )
