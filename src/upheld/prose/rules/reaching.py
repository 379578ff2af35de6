"""Who the business is and how it is reached: UPH104, UPH108, UPH151."""

import re
from collections.abc import Iterator

from upheld.prose.document import Clause, Span
from upheld.prose.facts.gathering import of_clause
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_CONTACT_HEADING = re.compile(
    r"^(?:company\s*&\s*)?contact\b|contact (?:information|us|point|for)|お問い?合わ?せ|連絡先|相談窓口|苦情.{0,12}窓口|窓口",
    re.IGNORECASE,
)
REPRESENTATIVE = re.compile(
    r"\bRepresentative Director\b|\b[Rr]epresentative\s*[:：]|\b(?:represented by|its representative is)\b|\bCEO\b|\bPresident\b|Chief Executive|Managing Director|"
    r"代表取締役|代表者|代表理事|代表社員|理事長|代表\s*[:：]",
)
_HOURS = re.compile(r"\bhours\b|\bMonday\b|weekdays|受付時間|営業時間|平日", re.IGNORECASE)
_YEAR_END = re.compile(r"year-?end|new-?year|年末年始", re.IGNORECASE)
_DAYS = re.compile(
    r"\d{1,2}\s*[/月]\s*\d{1,2}|(?:December|January|Dec\.?|Jan\.?)\s+\d", re.IGNORECASE
)
_MOBILE = re.compile(r"^\(?0[789]0")


def placeholder(material: Material) -> Iterator[Hit]:
    """UPH104: a contact is a placeholder, hidden, or missing."""
    hidden_links = [Span(place, place + 1) for place in material.reading.protected]
    for contact in material.facts.contacts:
        if contact.kind != "placeholder":
            continue
        yield Hit(
            span=contact.span,
            what=Text(
                en="an address is hidden here" if contact.hidden else "a placeholder stands here",
                ja="連絡先が隠されています" if contact.hidden else "仮の記載が残っています",
            ),
            remedy=Text(en="write the real one", ja="実際の連絡先を書いてください"),
            lost=contact.hidden,
            severity="warning" if contact.hidden and hidden_links else None,
        )
    for clause in material.reading.clauses:
        if clause.heading is None or not _CONTACT_HEADING.search(clause.heading):
            continue
        if not _reachable(material, clause):
            yield Hit(
                span=clause.span,
                what=Text(en="the contact section names no way to reach you", ja="問い合わせの項に連絡手段が書かれていません"),
                remedy=Text(en="write a mail address, a form's URL or a telephone number", ja="メールアドレス、フォームの URL、電話番号のいずれかを書いてください"),
                lost=True,
            )  # fmt: skip


def _reachable(material: Material, section: Clause) -> bool:
    kinds = {c.kind for c in of_clause(material.reading, material.facts.contacts, section)}
    kinds |= {c.kind for c in of_clause(material.reading, material.facts.links, section)}
    if kinds & {"email", "phone", "url", "address"}:
        return True
    if "placeholder" in kinds:
        return True  # reported where it stands
    # A title that was read as an item has its lines beside it, not below.
    siblings = list(material.reading.children.get(section.parent, ()))
    after = siblings[siblings.index(section) + 1 :][:2]
    return any(
        one.kind != "section" and of_clause(material.reading, material.facts.contacts, one)
        for one in after
    )


def handler_incomplete(material: Material) -> Iterator[Hit]:
    """UPH108: name, address or representative of the business is missing (APPI 32(1)(i))."""
    missing: list[Text] = []
    if material.handler is None:
        missing.append(Text(en="name", ja="名称"))
    if not any(contact.kind == "address" for contact in material.facts.contacts):
        missing.append(Text(en="address", ja="住所"))
    if not material.says(REPRESENTATIVE):
        missing.append(Text(en="representative", ja="代表者の氏名"))
    if missing:
        yield Hit(
            span=material.beginning,
            what=Text(
                en=f"of the business is missing: {', '.join(one.en for one in missing)}",
                ja=f"事業者について書かれていません: {'、'.join(one.ja for one in missing)}",
            ),
            remedy=Text(
                en="publish name, address and, for a company, its representative (APPI 32(1)(i))",
                ja="名称、住所、法人の場合は代表者の氏名を公表してください(個人情報保護法第32条第1項第1号)",
            ),
        )


def hours_and_channels(material: Material) -> Iterator[Hit]:
    """UPH151: opening hours without the year-end days, or one mobile number as only channel."""
    for sentence, _match in material.matching(_YEAR_END):
        section = material.section_text(sentence)
        if _HOURS.search(section) and not _DAYS.search(section):
            yield Hit(
                span=sentence.span,
                what=Text(en="the year-end days are not given as dates", ja="年末年始の休業日が日付で書かれていません"),
                remedy=Text(en="write e.g. 29 December to 3 January", ja="「12月29日から1月3日まで」のように書いてください"),
            )  # fmt: skip
    channels = [
        c for c in (*material.facts.contacts, *material.facts.links) if c.kind in ("email", "phone")
    ]
    forms = any(c.kind == "form" for c in material.facts.contacts)
    phone_only = len(channels) == 1 and channels[0].kind == "phone" and not forms
    if phone_only and _MOBILE.match(channels[0].text):
        yield Hit(
                span=channels[0].span,
                what=Text(en="a single mobile number is the only channel", ja="連絡手段が携帯電話の番号一つだけです"),
                remedy=Text(en="add a mail address or a form", ja="メールアドレスやフォームを加えてください"),
            )  # fmt: skip
