"""Joint use without what APPI art. 27(5)(iii) asks to be told: UPH109."""

import re
from collections.abc import Iterator, Sequence

from upheld.prose.document import Clause
from upheld.prose.facts.gathering import of_clause
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.prose.rules.reaching import REPRESENTATIVE
from upheld.wording import Text

_JOINT = re.compile(
    r"\bjoint(?:ly)? us(?:e|ed|ers?)\b|\bshared? jointly\b|共同(?:して)?利用", re.IGNORECASE
)
_NONE = re.compile(
    r"(?:do|does|will) not (?:jointly|share)[^.]*|no joint use|共同利用(?:は|を)?(?:いたしません|しません|行いません|行っていません|していません)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:items?|scope|purposes?|names?)\b[^:：.。—–]*$|^[^:：。]{1,30}(?:項目|範囲|目的|者)$",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\bnames?\b(?! or title)|telephone|phone|e-?mail|\baddress(?:es)?\b|\bage\b|gender|purchase|order history|"
    r"氏名|電話番号|メールアドレス|住所|生年月日|性別|購入履歴|年齢",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\ball (?:other )?(?:personal )?(?:data|information) (?:that is )?necessary|その他(?:業務に)?必要な(?:一切の)?(?:情報|個人データ)|等の一切の",
    re.IGNORECASE,
)
_AFFILIATES = re.compile(
    r"affiliated compan\w+|affiliates\b|group compan\w+|グループ会社|関連会社|関係会社|子会社",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\bto \w+e?\b(?! be)|^for \w+|\bfor the \w+ of\b|ため|目的\s*[:：]|に関する(?:業務|ご案内)",
    re.IGNORECASE | re.MULTILINE,
)
_RESPONSIBLE = re.compile(r"responsible for (?:the )?manag\w+|party responsible|管理(?:について|に)責任を有する者|管理責任者", re.IGNORECASE)  # fmt: skip


def items_missing(material: Material) -> Iterator[Hit]:
    """UPH109: items of joint use are missing, open, or unnamed."""
    section = _section(material)
    if section is None:
        return
    words = material.reading.whole(section)
    content = "\n".join(
        sentence.text
        for sentence in material.reading.sentences
        if section.span.start <= sentence.span.start < section.span.start + len(words)
        and sentence.kind != "heading"
        and not _LABEL.match(sentence.text)
    )
    missing = list(_missing(material, section, words, content))
    if missing:
        yield Hit(
            span=section.span,
            what=Text(
                en=f"of joint use is missing: {'; '.join(one.en for one in missing)}",
                ja=f"共同利用について足りません: {'、'.join(one.ja for one in missing)}",
            ),
            remedy=Text(
                en="tell items, users, purposes, and the responsible party's name, address and "
                "representative (APPI 27(5)(iii))",
                ja="項目、利用する者の範囲、利用目的、責任者の名称・住所・代表者を書いてください"
                "(個人情報保護法第27条第5項第3号)",
            ),
        )


def _section(material: Material) -> Clause | None:
    """The section about joint use, by its heading; else the one that speaks of it."""
    for clause in material.reading.clauses:
        if clause.heading is not None and _JOINT.search(clause.heading):
            return None if _NONE.search(material.reading.whole(clause)) else clause
    for sentence, match in material.matching(_JOINT):
        if _NONE.search(sentence.text) or sentence.kind == "heading" or not match:
            continue
        if material.area(sentence) == "joint-use":
            return material.reading.section(material.clause(sentence))
    return None


def _missing(material: Material, section: Clause, words: str, content: str) -> Iterator[Text]:
    if len({found.lower() for found in _DATA.findall(content)}) < 2:  # noqa: PLR2004 - one is a hint
        yield Text(en="items", ja="項目")
    elif _OPEN.search(content):
        yield Text(
            en="a closed list of items", ja="項目の限定(「必要な一切の情報」は項目になりません)"
        )
    yield from _users(material, section, content)
    if not _PURPOSE.search(content):
        yield Text(en="purposes", ja="利用目的")
    yield from _responsible(material, section, words)


def _users(material: Material, section: Clause, content: str) -> Iterator[Text]:
    named = {one.name for one in of_clause(material.reading, material.facts.companies, section)}
    others = named - {material.handler}
    listed = bool(of_clause(material.reading, material.facts.links, section)) or any(
        c.kind == "url" for c in of_clause(material.reading, material.facts.contacts, section)
    )
    if _AFFILIATES.search(content) and not listed and not _all_named(content, others):
        yield Text(
            en="names of the affiliates, or a link to their list",
            ja="関係会社の名称またはその一覧へのリンク",
        )
    elif not others and not listed:
        yield Text(en="users", ja="利用する者の範囲")


def _all_named(content: str, others: set[str]) -> bool:
    """`our affiliates, namely A Inc. and B Inc.`: the group is spelt out."""
    spelt = re.search(r"namely|that is|次の|以下の|すなわち|[:：]", content)
    return len(others) > 1 and spelt is not None


def _responsible(material: Material, section: Clause, words: str) -> Iterator[Text]:
    found = _RESPONSIBLE.search(words)
    names: Sequence[object] = of_clause(material.reading, material.facts.companies, section)
    addressed = any(
        c.kind == "address" for c in of_clause(material.reading, material.facts.contacts, section)
    )
    if found is None or not names:
        yield Text(en="responsible party", ja="管理について責任を有する者")
    if not addressed:
        yield Text(en="the responsible party's address", ja="責任者の住所")
    if not REPRESENTATIVE.search(words):
        yield Text(en="the responsible party's representative", ja="責任者の代表者の氏名")
