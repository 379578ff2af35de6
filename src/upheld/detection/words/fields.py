"""Names that a field names: forms, JSON, logs, queries, tables with a header."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from unicodedata import normalize

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from upheld.detection.finding import Span
from upheld.detection.folding import lowered
from upheld.detection.hints import HEAD_BEGINS, HEAD_ENDS
from upheld.detection.words import units
from upheld.detection.words.identifiers import is_identifier
from upheld.detection.words.listed import listed

FIELD, COLUMN = 0.87, 0.87
"""How sure the value of a field for names is a name: below a name with an honorific."""

_JAPANESE = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆ヶ\u3041-\u309f\u30a1-\u30fe\uff66-\uff9f]"
_VALUE = regex.compile(
    rf"{_JAPANESE}{{1,6}}[ ・]?{_JAPANESE}{{1,8}}(?=$|[\s、。,.;()\[\]{{}}<>|\"'`*」』】=/!?:&・\n])"
    r"|\p{Lu}[\p{L}\p{M}'’\-]+(?:,? \p{Lu}[\p{L}\p{M}'’\-]*\.?){0,3}(?=$|[^\p{L}\p{N}])"
)
_LOWER = regex.compile(r"\p{Ll}{2,12} \p{Ll}{2,12}(?=$|[,;\"'\n|])")
_NO_NAME = re.compile(
    r"^(?:なし|無し|有り|あり|不明|未定|未登録|未入力|未記入|未設定|未回答|該当なし|記載なし|空欄|省略|文字列|テキスト|全角|半角|非公開|匿名|同上|必須|任意|以下|下記|上記|本人|株式会社.*|.*(?:株式会社|は|の|を|が|です|ます|ません|ました|(?:ます|です|でしょう)か|欄|入力|変更|一覧|番号|形式|確認|必要|登録|住所|[病症炎癌]|がん|喘息|血圧|障害|骨折|妊娠|陽性|陰性|と診断された))$"
)
_PART_LABEL = re.compile(
    r"(?:first|last|given|family|middle|maiden)_?name|surname|姓|名|旧姓|苗字|名字"
)
"""Labels of a part of a name: a comma ends it."""
_NAME_LABEL = re.compile(
    rf"{_PART_LABEL.pattern}|full_?name|(?:employee|staff|patient|student|child|parent|guardian|guest|passenger|driver|candidate|holder|cardholder|member|recipient)_name"
    r"|.*氏名|姓名|お名前|本名|(?:患者|園児|児童|生徒|学生|保護者|会員|利用者|社員|従業員|職員)名"
)
"""Labels of nothing but people's names: what stands there is one, however short or unknown."""
_ENDS = r"(?=[ \t]*(?:$|[,;|&\"'`*」』】<>)\]}\n、。]))"
_LATIN = r"\p{Lu}[\p{L}\p{M}'’\-]*"
_PART = regex.compile(rf"(?:{_LATIN}(?: {_LATIN}\.?){{0,3}}|{_JAPANESE}){_ENDS}")
_WHOLE = regex.compile(rf"(?:{_LATIN}(?:,? {_LATIN}\.?){{0,3}}|{_JAPANESE}){_ENDS}")
_ANY_LETTERS = regex.compile(r"(?!\p{Ll})\p{L}[\p{L}\p{M}'’.・ \-]{0,39}")
_NEXT_LABEL = regex.compile(r"[ ,;]+\p{Lu}?\p{L}+(?:[ _]\p{Ll}+)?[\"']?\s?[:=]")
_LONGEST = 60
"""Code points of a field in which departments before the name and the label of the next field are looked for."""


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    japanese = listed("labels_ja")
    return japanese | {one.translate(_to_half_width()) for one in japanese}, listed("labels_en")


@cache
def _to_half_width() -> dict[int, str]:
    """Katakana in the half width that banks and old forms write: フリガナ is ﾌﾘｶﾞﾅ."""
    halves = [chr(code) for code in range(0xFF66, 0xFF9E)]
    spelt = [*halves, *(half + mark for half in halves for mark in "ﾞﾟ")]
    return {ord(full): one for one in spelt if len(full := normalize("NFKC", one)) == 1}


@cache
def _automaton() -> tuple[AhoCorasick, list[str]]:
    ja, en = _labels()
    spelt = {label.replace("_", gap) for label in en for gap in ("_", "", " ", "-")}
    labels = [*ja, *_SHORT_LABELS, *spelt]
    return AhoCorasick(labels, matchkind=MatchKind.LeftmostLongest), labels


_BEHIND_JAPANESE = regex.compile(
    r"(?:\([^()\n]{1,12}\))?[\"']?(?:[ \t]*[:=>][ \t]*|[ ]+|は[、]?)[\"'「]?"
)
_SHORT_LABELS = frozenset({"姓", "名"})
"""Labels that are the end of many words: nothing of a word may stand before them, and a sign must behind."""
_BEHIND_SHORT = regex.compile(r"(?<=(?:^|[\s,、;|(\"'{/])[姓名])[\"']?[ ]?[:=][ ]?[\"']?")
_TIGHT = frozenset({"氏名", "姓名", "お名前", "名義", "口座名義", "患者名"})
"""Labels that people write a name right behind, without a sign."""
_NAME_BEGINS = regex.compile(r"(?=[\u3400-\u9fff々ァ-ヶA-Z])")
_THING = 24
"""Code points before `name` in which stands of what it is the name."""
_OF_A_THING = regex.compile(
    r"(?r)(?<![a-z])(?:company|organi[sz]ation|team|project|product|brand|school|hotel|event|class|course|book|song|film|game|ship|pet|dog|cat"
    r"|server|host|domain|file|folder|table|column|field|function|variable|branch|model|device|city|street|building|department|group|store|shop|bank|plan|role|job|task"
    r"|package|module|service|drug|trial|study|campaign|channel|page|tag|category)(?:['’]s)?[ _]"
)
_BEHIND_LATIN = regex.compile(r"[\"']?\s?[:=>]\s?[\"']?")


def hints() -> dict[str, str]:
    """What is in every text with a field or a column for names, for RE2."""
    ja, en = _labels()
    japanese = "|".join(sorted(ja))
    latin = "|".join(label.replace("_", "[_ -]?") for label in sorted(en))
    return {
        "label": (
            rf"(?:{japanese})[\"'( \t:=>は]|{'|'.join(sorted(_TIGHT))}"
            rf"|[姓名][\"']?[ ]?[:=]|(?i:{latin})[\"']?(?s:.)?[:=>]"
        ),
        "head": rf"{HEAD_BEGINS}(?:姓|名|{japanese}|(?i:{latin})){HEAD_ENDS}",
    }


def names(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find the values of fields for names; `plain` is folded, `hints` are those of it."""
    if "label" in hints:
        yield from _labelled(plain, lowered(plain))
    if "head" in hints and "\n" in plain:
        yield from _columns(plain)


def _labelled(plain: str, lower: str) -> Iterator[Span]:
    automaton, labels = _automaton()
    for number, start, end in automaton.find_matches_as_indexes(lower):
        label = labels[number]
        if label[0].isascii():
            if start and (lower[start - 1].isalnum() or lower[start - 1] == "-"):
                continue
            if label == "name" and _OF_A_THING.match(lower, max(0, start - _THING), start):
                continue
            behind = _BEHIND_LATIN.match(plain, end)
        elif label in _SHORT_LABELS:
            behind = _BEHIND_SHORT.match(plain, end)
        else:
            behind = _BEHIND_JAPANESE.match(plain, end)
            if behind is None and label in _TIGHT:
                behind = _NAME_BEGINS.match(plain, end)
        if behind is not None:
            span = _value(plain, behind.end(), label)
            if span is not None:
                yield span


def _value(plain: str, start: int, label: str) -> Span | None:
    generic = label in {"name", "user", "lead"}
    line_end = plain.find("\n", start, start + _LONGEST)
    start = units.behind(plain, start, start + _LONGEST if line_end == -1 else line_end)
    sure = _of_name_label(plain, start, label)
    if sure is not None:
        return sure
    match = _VALUE.match(plain, start) or (None if generic else _LOWER.match(plain, start))
    if match is None or _GOES_ON.match(plain, match.end()):
        return None
    if label == "name" and _OF_A_VALUE.match(plain, match.end()):
        return None  # a name that is known is found by itself
    if _PREDICATE.match(match[0]):
        return None
    goes_on = _SENTENCE_GOES_ON.match(match[0])
    text = match[0] if goes_on is None else goes_on[1]
    if " " in text and plain.startswith(_SIGNS, start + len(text)):
        text = text.rpartition(" ")[0]  # the last word is the label of the next field
    last = text.rpartition(" ")[2]
    if last != text and (units.is_unit(last) or last in _everyday()):
        text = text.rpartition(" ")[0]
    if not _is_name(text, generic=generic):
        return None
    end = start + len(text)
    given = _GIVEN_BEHIND.match(plain, end) if " " not in text else None
    if given is not None and given[1] not in _everyday():
        end = given.end()
    return Span("person_name", start, end, FIELD, "person_name.field")


def _of_name_label(plain: str, start: int, label: str) -> Span | None:
    """The value of a field for nothing but a name, if it ends where the field does."""
    name = re.sub(r"[ -]", "_", label)
    if not _NAME_LABEL.fullmatch(name):
        return None
    following = _NEXT_LABEL.search(plain, start, start + _LONGEST)
    pattern = _PART if _PART_LABEL.fullmatch(name) else _WHOLE
    match = pattern.match(plain, start, following.start() if following else len(plain))
    if match is None or _says_nothing(match[0]):
        return None
    return Span("person_name", *match.span(), FIELD, "person_name.field")


def _says_nothing(text: str) -> bool:
    """Whether a value of a field for names is none: empty in words, a type, another label."""
    if text == "NA" or (len(text) == 1 and (text.isascii() or text in _SIGNS_OF_NOTHING)):
        return True
    bare = text.strip(" .,-")
    return (
        not bare
        or _NO_NAME.match(text) is not None
        or all(word in listed("no_values_en") for word in bare.lower().split())
        or is_label(bare)
        or is_identifier(bare)
        or units.is_unit(text)
        or _CALLING.fullmatch(text) is not None
        or _OTHER_LABEL.fullmatch(bare) is not None
        or _MIXED.search(text) is not None
    )


_CALLING = re.compile(
    r"(?:(?:一級|二級)?建築|設計|整備|測量|技術|栄養|管理栄養|保育|介護|介護福祉|社会福祉|理学療法|作業療法|税理|弁護|弁理|公認会計|中小企業診断|行政書|司法書|社会保険労務|宅地建物取引|救急救命|歯科衛生|臨床心理|操縦|運転|警備)(?:士|員)会?"
)
"""What somebody is by trade, or those who are: nobody by name."""
_OTHER_LABEL = re.compile(
    r"生年月日|(?:[傷疾]?病|診断|部署|役職|会社|学校|商品|品)名|.*パスワード|メール(?:アドレス)?|電話|国籍|性別|年齢|職業|職種|続柄|血液型|既往歴|アレルギー|備考|所属"
    r"|(?i:diagnosis|password|e-?mail(?: address)?|phone(?: number)?|nationality|religion|gender|sex|age|date of birth|allergies|medications?|occupation|notes?)"
)
"""What a form asks for beside the name, below it where its labels stand in one column."""
_OF_A_VALUE = re.compile(r"[\"']?\s{0,8},?\s{0,24}[\"']?(?:value|options)[\"']?\s?[:=]")
"""Behind what a setting or a question is called by its name: `{"name": "地域", "value": "東京"}`."""
_MIXED = re.compile(r"[\u3041-\u9fff][A-Za-z]|[A-Za-z][\u3041-\u9fff]")
"""Two scripts in one word: 広告ID."""
_SIGNS_OF_NOTHING = "無有未他同男女可否要不姓名"
_GOES_ON = re.compile(
    r"(?<=[A-Za-z])(?:[(\[_]|\.[A-Za-z_]| (?:team|squad|group|department|dept|division|office|desk|crew|guild|staff|support|vendor)\b)"
)
"""Behind a word that is of a program, or of many: Owner: Platform team."""
_SIGNS = (":", "=")
_SENTENCE_GOES_ON = re.compile(
    r"((?:[\u3400-\u9fff々ァ-ヶー]+|[ぁ-ん]{2,5}(?=[ ・]))(?:[ ・][\u3400-\u9fff々ァ-ヶー]+)?)"
    r"(?:で|と申|といい|にて|から|まで|へ|を|が(?!く)|より(?!子)|[はにのも](?![ぁ-ん]))"
)
_GIVEN_BEHIND = re.compile(
    r"(?<=[\u3400-\u9fff々])[ ]([\u3400-\u9fff々]{1,3})(?=から|より|まで|[がをはにのもへで](?![ぁ-ん]*[はがを]))"
)
"""A given name behind the family, where the sentence goes on: 氏名:山田 太郎から連絡."""


@cache
def _everyday() -> frozenset[str]:
    return listed("everyday_ja") - listed("short_given_ja")


_PREDICATE = re.compile(
    r"在日|.*(?:があ[るりっ]|とのこと|なので|であ[るり]|だった|でした)|.*[国鮮湾系]人$|.*[者病症癌]$"
)
"""What a sentence says of somebody whom it calls by the label: 応募者は在日韓国人です."""


def _is_name(text: str, *, generic: bool) -> bool:
    if _says_nothing(text) or _PREDICATE.match(text) or any(map(is_identifier, text.split(" "))):
        return False
    words = [word.strip(".,'’") for word in re.split(r"[ ,・\t]+", text)]
    if not words[0][0].isascii() and not words[0].isalpha():
        return False
    if ord(words[0][0]) > 0x3000:  # noqa: PLR2004 - Japanese
        # 王 and 子 by themselves are nobody; 王 偉 is somebody.
        nobody_ja = [word for word in words if word in listed("not_names_ja")]
        return len(nobody_ja) < len(words) and not any(len(word) > 1 for word in nobody_ja)
    nobody = listed("common_en") | listed("places_en")
    known = (
        listed("given_en") | listed("family_en") | listed("romaji") | listed("given_ambiguous_en")
    )
    titled = [word.capitalize() if word.isupper() else word for word in words]
    if any(word in known for word in titled):
        return True
    if any(word in nobody for word in titled):
        return False
    return len(words) > 1 if generic else len(text) > 3  # noqa: PLR2004 - `N/A`, `ID`


_SEPARATORS = ("\t", "|", ",", ";")


def _columns(plain: str) -> Iterator[Span]:
    """Find the values below a header cell for names, in lines with as many cells."""
    lines = list(re.finditer(r"[^\n]+", plain))
    header: list[tuple[int, bool]] = []
    separator, count = "", 0
    for line in lines:
        text = line.group()
        if header and separator in text:
            cells = _cells(text, separator)
            if len(cells) >= count:
                yield from _cell_names(plain, line.start(), cells, header)
                continue
        header, separator, count = _header(text)


def _header(text: str) -> tuple[list[tuple[int, bool]], str, int]:
    """Which columns are of names, and whether of nothing else; what parts the cells; how many there are."""
    for separator in _SEPARATORS:
        if separator in text:
            cells = [text[start:end].strip("\"' ") for start, end in _cells(text, separator)]
            if any(len(cell) > 24 for cell in cells):  # noqa: PLR2004 - a sentence, no header
                continue
            found = [
                (at, _NAME_LABEL.fullmatch(re.sub(r"[ -]", "_", cell.lower())) is not None)
                for at, cell in enumerate(cells)
                if is_label(cell)
            ]
            if found:
                return found, separator, len(cells)
    return [], "", 0


def is_label(cell: str) -> bool:
    """Whether a header names a column of names."""
    ja, en = _labels()
    return cell in ja or cell in _SHORT_LABELS or re.sub(r"[ -]", "_", cell.lower()) in en


def _cells(text: str, separator: str) -> list[tuple[int, int]]:
    cells, at = [], 0
    for part in text.split(separator):
        cells.append((at, at + len(part)))
        at += len(part) + 1
    return cells


def _cell_names(
    plain: str, at: int, cells: list[tuple[int, int]], columns: list[tuple[int, bool]]
) -> Iterator[Span]:
    for column, only_names in columns:
        if column >= len(cells):
            continue
        start, end = at + cells[column][0], at + cells[column][1]
        while start < end and plain[start] in " \"'":
            start += 1
        while end > start and plain[end - 1] in " \"'\r":
            end -= 1
        start = units.behind(plain, start, end)
        text = plain[start:end]
        sure = only_names and _ANY_LETTERS.fullmatch(text) and not _says_nothing(text)
        whole = _COLUMN_VALUE.fullmatch(text)
        if sure or (whole and _is_name(text, generic=False)):
            yield Span("person_name", start, end, COLUMN, "person_name.column")


_COLUMN_VALUE = regex.compile(
    rf"{_JAPANESE}{{1,6}}[ ・]?{_JAPANESE}{{0,8}}|\p{{Lu}}[\p{{L}}\p{{M}}'’\-]+(?:,? \p{{Lu}}[\p{{L}}\p{{M}}'’\-]*\.?){{0,3}}"
)
