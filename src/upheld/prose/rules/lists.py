"""Lists that are announced and empty, or fall apart: UPH103, UPH131."""

import re
from collections.abc import Iterator

from upheld.prose.document import Clause, Sentence
from upheld.prose.facts.gathering import inside
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import RIGHTS, Material
from upheld.wording import Text

_MID_SENTENCE = re.compile(
    r"the following (?:partners?|compan(?:y|ies)|contact form|contact|page|URL|pages|office|address|recipients?|businesses)|"
    r"(?:use|see|visit) the links? below|\bof each (?:business|company|partner|provider) below|"
    r"(?:下記|以下|次)の(?:お?問い?合わ?せ(?:先|フォーム|窓口)|ページ|リンク|URL|サイト|事業者|会社|提携先|窓口|連絡先|送信先)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:please (?:see|consult|check|visit)|refer to|see)\b[^.]{0,140}\b(?:privacy (?:policy|policies|notices?)|privacy and security notices|terms of (?:use|service)|website|web page|page|site)\b|"
    r"(?:プライバシーポリシー|利用規約|ページ|サイト)(?:等)?(?:を|にて|で)(?:ご覧|ご確認|ご参照|参照)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"this (?:privacy )?policy|our (?:privacy )?policy|help. menu|本ポリシー|link destination",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"^(?:items?|scope|range|purposes?|names?|types?|categories|person)\b[^:：—–]{0,140}$|"
    r"^(?:共同(?:して)?利用(?:する|される|の)?(?:個人(?:データ|情報)の)?(?:者の範囲|項目|目的|者)|利用する者の(?:範囲|利用目的)|"
    r"(?:個人(?:データ|情報)の)?管理について責任を有する者[^:：]{0,20}|取得する項目|提供する項目|提供先)$",
    re.IGNORECASE,
)
_LINK = re.compile(r"links? below|リンク|\bURL\b|\bpages?\b|ページ")
_SHOWN_BELOW = re.compile(r"(?:described|shown|set out) below\W*$")
_OFFICE = re.compile(r"office|窓口")
_FARTHER = re.compile(r"\bbelow\b|office|窓口")
_CONTACT = re.compile(r"contact|窓口|お問い?合わ?せ", re.IGNORECASE)
_BRACKET_ONLY = re.compile(r"^[（(][^（()）]{1,40}[)）][.。]?$")
_LABEL_ITEM = re.compile(
    r"^(?P<of>[\w-]+?)[- ]related information$|^(?P<ja>.{1,12}?)に関する情報$", re.IGNORECASE
)


def empty_list(material: Material) -> Iterator[Hit]:
    """UPH103: something is announced, and nothing follows."""
    for sentence in material.reading.sentences:
        if sentence.kind == "heading" or _names_a_clause(material, sentence):
            continue
        if sentence.kind == "announcement" or _MID_SENTENCE.search(sentence.text):
            if not _has_entry(material, sentence):
                yield _empty(sentence)
            elif sentence.kind == "announcement":
                yield from _labels_only(material, sentence)
        elif _points_elsewhere(material, sentence):
            yield _nowhere(sentence)


def _names_a_clause(material: Material, sentence: Sentence) -> bool:
    """`as detailed in Section 7 below` announces nothing here."""
    references = inside(material.facts.references, sentence.span.start, sentence.span.end)
    return bool(references) and not sentence.text.rstrip().endswith((":", "："))


def _has_entry(material: Material, sentence: Sentence) -> bool:
    reading = material.reading
    clause = material.clause(sentence)
    if material.leads_somewhere(sentence.span.start, clause.span.end):
        return True
    colon = sentence.text.rstrip().endswith((":", "："))
    wants_link = bool(_LINK.search(sentence.text))
    position = reading.position[clause.id] + 1
    following = reading.clauses[position] if position < len(reading.clauses) else None
    if material.text[sentence.span.end : clause.span.end].strip():
        further_below = _SHOWN_BELOW.search(sentence.text) or (colon and not wants_link)
        office = _OFFICE.search(sentence.text) and _is_contact(following)
        if further_below or office:
            return True
        return _reaches(material, sentence.span.end, clause.span.end)
    return following is not None and _follows(material, sentence, clause, following)


def _follows(material: Material, sentence: Sentence, clause: Clause, following: Clause) -> bool:
    """Whether the next clause is what was announced."""
    colon = sentence.text.rstrip().endswith((":", "："))
    if _LINK.search(sentence.text) and not colon:
        return material.leads_somewhere(following.span.start, following.span.end)
    if _FARTHER.search(sentence.text) and not colon:
        # `below` may be farther below, and the office may have a heading of its own.
        return following.kind != "section" or _is_contact(following)
    return _answers(material, sentence, clause, following, colon=colon)


def _is_contact(clause: Clause | None) -> bool:
    return clause is not None and bool(clause.heading and _CONTACT.search(clause.heading))


def _answers(
    material: Material, sentence: Sentence, clause: Clause, following: Clause, *, colon: bool
) -> bool:
    if following.kind == "section":
        below = following.parent is not None and following.parent in {
            clause.id,
            clause.parent,
        }
        return below and following.indent >= clause.indent and clause.kind == "paragraph"
    if following.kind == "item":
        return clause.kind != "item" or following.parent == clause.id
    if colon or sentence.kind == "announcement":
        return following.indent >= clause.indent or clause.kind == "paragraph"
    table = "\t" in material.text[following.span.start : following.span.end]
    return table or _reaches(material, following.span.start, following.span.end)


def _reaches(material: Material, start: int, end: int) -> bool:
    kinds = {c.kind for c in inside(material.facts.contacts, start, end)}
    linked = {c.kind for c in inside(material.facts.links, start, end)}
    return bool((kinds | linked) - {"form"})


def _labels_only(material: Material, sentence: Sentence) -> Iterator[Hit]:
    """Every entry says what will be said, and none says it."""
    reading = material.reading
    clause = material.clause(sentence)
    siblings = [c for c in reading.children.get(clause.parent, ()) if c.kind == "item"]
    entries = [
        c for c in siblings if c.span.start > clause.span.start and not reading.children.get(c.id)
    ]
    if len(entries) < 2 or len(entries) != len(siblings):  # noqa: PLR2004 - one is no list
        return
    if all(_LABEL_ONLY.match(reading.words(entry).strip()) for entry in entries):
        yield Hit(
            span=sentence.span,
            what=Text(
                en=f"the list has {len(entries)} titles and no content",
                ja=f"項目名だけが {len(entries)} 件あり、内容がありません",
            ),
            remedy=Text(en="write what each item is", ja="各項目の内容を書いてください"),
            lost=True,
        )


def _points_elsewhere(material: Material, sentence: Sentence) -> bool:
    if not _ELSEWHERE.search(sentence.text) or _HERE.search(sentence.text):
        return False
    if material.area(sentence) in RIGHTS:  # that is UPH111
        return False
    clause = material.clause(sentence)
    return not material.leads_somewhere(sentence.span.start, clause.span.end)


def _empty(sentence: Sentence) -> Hit:
    return Hit(
        span=sentence.span,
        what=Text(en="a list is announced and has no entry", ja="列挙を予告していますが、項目がありません"),
        remedy=Text(en="add the entries, or take the announcement out", ja="項目を書くか、予告の文を削除してください"),
        lost=True,
    )  # fmt: skip


def _nowhere(sentence: Sentence) -> Hit:
    return Hit(
        span=sentence.span,
        what=Text(en="readers are sent to another page, and no link leads there", ja="別のページを案内していますが、リンクがありません"),
        remedy=Text(en="link the page", ja="リンクを付けてください"),
        lost=True,
    )  # fmt: skip


def broken_list(material: Material) -> Iterator[Hit]:
    """UPH131: a heading among the items, or a bracket that stands alone."""
    reading = material.reading
    for sentence in reading.sentences:
        if _BRACKET_ONLY.match(sentence.text) and sentence.kind != "heading":
            yield Hit(
                span=sentence.span,
                what=Text(en="a bracket stands alone", ja="括弧書きだけの文があります"),
                remedy=Text(en="join it to its sentence, or take it out", ja="前の文につなげるか、削除してください"),
            )  # fmt: skip
    for clause in reading.clauses:
        label = _LABEL_ITEM.match(reading.words(clause).strip()) if clause.kind == "item" else None
        if label is None:
            continue
        following = _next_sibling(material, clause)
        word = (label["of"] or label["ja"]).lower()
        if following is not None and word in reading.words(following).lower():
            yield Hit(
                span=clause.span,
                what=Text(en="a heading stands among the items it heads", ja="見出しが項目の一つとして並んでいます"),
                remedy=Text(en="indent the items below it", ja="下位の項目として字下げしてください"),
            )  # fmt: skip


def _next_sibling(material: Material, clause: Clause) -> Clause | None:
    siblings = list(material.reading.children.get(clause.parent, ()))
    place = siblings.index(clause) + 1
    if material.reading.children.get(clause.id) or place >= len(siblings):
        return None
    following = siblings[place]
    return following if following.kind == "item" else None
