"""Who speaks: the business that a policy is of, whether or not its name says what kind of company it is.

A text names it where it says what it is called from there on (`以下「当社」`, `("we")`), behind a
label, above the policy as its title, or as whoever handles the data in the first sentences. Only
then is the first company with a legal form (株式会社, Inc.) taken for it.
"""

import re
from collections.abc import Iterator, Sequence

from upheld.prose.document import Span
from upheld.prose.facts.names import NameFact, companies

_SELF = r"(?:当社|弊社|当店|当院|当園|当校|当会|当塾|当法人|当団体|当組合|当事務所|当方|当サイト|私たち|わたしたち|運営者|本サービス提供者|会社)"
_JA = r"[A-Za-z0-9ァ-ヶー一-龥々ぁ-ん&!・.'’\-](?:[A-Za-z0-9ァ-ヶー一-龥々ぁ-ん&!・.'’\- \u3000]{0,38}[A-Za-z0-9ァ-ヶー一-龥々ぁ-ん&!・.'’\-])?"
_WORD = r"[A-Z&][A-Za-zÀ-ÿ0-9&'’-]*(?:\.[A-Za-zÀ-ÿ0-9&'’-]+)*"
_EN = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|of|and|the)){{0,6}}"
_ABBREVIATED = re.compile(
    rf"(?P<name>{_JA})[ \u3000]?[（(][^（()）]{{0,30}}?以下[、,]?\s?[「『\"“]?{_SELF}"
)
_IN_BRACKETS = re.compile(rf"{_SELF}[（(](?!以下)(?P<name>{_JA})[）)]")
_AS_WE = re.compile(
    rf"(?P<name>{_EN})[,]?\s*\(\s*(?:hereinafter|hereafter|referred|the|[\"“'‘])[^()]{{0,60}}\)"
)
_LABELLED = re.compile(
    rf"^[ \t・\-*]*(?:会社名|商号|法人名|団体名|屋号|店名|店舗名|運営者(?:名)?|運営会社|事業者(?:の)?(?:名|名称|氏名(?:又は名称)?)?|個人情報取扱事業者(?:の名称)?|名称)[ \t\u3000]*[:：\t \u3000][ \t\u3000]*(?P<name>{_JA})",
    re.MULTILINE,
)
_LABELLED_EN = re.compile(
    rf"^[ \t*\-]*(?:Company(?: name)?|Business(?: name)?|Trading name|Operator|Operated by|(?:Data )?[Cc]ontroller|Name of the (?:business|company))[ \t]*:[ \t]*(?P<name>{_EN})",
    re.MULTILINE,
)
_TITLE = re.compile(
    rf"\A\s*(?P<name>{_JA}?)(?:の|[ \u3000])?(?:プライバシー・?ポリシー|個人情報保護方針|個人情報の取り?扱いについて)\s*$",
    re.MULTILINE,
)
_TITLE_EN = re.compile(
    rf"\A\s*(?P<name>{_EN}?)(?:'s|’s)? (?:Privacy (?:Policy|Notice|Statement))\s*$", re.MULTILINE
)
_HANDLES = r"(?:collect|use|handle|process|protect|respect|treat|take|value|care|is committed|is responsible|operate|obtain|acquire|gather|keep|store)"
_SUBJECT_EN = re.compile(
    rf"(?:\b(?:how |[Aa]t |operated by |run by |controller is |[Ww]e, )|© ?(?:\d{{4}} )?|^)(?P<name>{_EN})(?=,? (?:we|are|and its)\b|,? {_HANDLES}\w*\b|[.,]|\Z| \()",
    re.MULTILINE,
)
_SUBJECT_JA = re.compile(
    rf"^(?P<name>{_JA}?)(?:で)?は、?(?=[^。]{{0,60}}(?:個人情報|プライバシー|お客様の情報|利用者の情報))",
    re.MULTILINE,
)
_FIRST = 1_500  # characters; a policy says who speaks at its beginning
_SAID_BY = (
    20_000  # characters in which a text says what it calls itself; the longest are read fast, too
)
_NO_NAME = re.compile(
    rf"^(?:{_SELF}|弊社|本(?:方針|サイト|ポリシー|アプリ|サービス).*|プライバシー.*|個人情報.*|この.*|その.*|以下.*|次.*|お客様.*|利用者.*|ユーザー.*|第[一二三四五六七八九十0-9]+条.*|.*(?:とき|場合|こと|もの|ため|情報|委託先|第三者)|"
    r"(?:We|Our|The|This|Your?|Privacy(?: Policy| Notice)?|Personal|If|When|In|To|All|It|They|Company|Article.*|Section.*|For|By|Users?|Customers?|Please|Data|Information|You|These|That|Any|No|Such)(?: (?:Policy|Privacy Policy|Company|Notice|Site|Service|Website|Information|Data))?)$"
)
_LEADING = re.compile(
    r"^(?:このプライバシーポリシーは|この方針は|本ポリシーは|個人事業主[ \u3000]?)、?"
)
_RECEIVES = re.compile(
    r"委託|提供先|共同利用|outsourc|entrust|subcontract|provide[sd]? .{0,40}to\b", re.IGNORECASE
)


def speaker(text: str, named: Sequence[NameFact] = ()) -> NameFact | None:
    """Return who speaks, and where the text says so; `None` where it does not.

    Args:
        text: The whole policy.
        named: The companies with a legal form that it names.

    >>> speaker("あおば書房(以下「当社」といいます)は、個人情報を取り扱います。").name
    'あおば書房'
    >>> speaker("This explains how Blue Fern collects data. We entrust mail to Blue Lake, Inc.").name
    'Blue Fern'
    """
    start, head = text[:_SAID_BY], text[:_FIRST]
    for form in (_ABBREVIATED, _AS_WE, _IN_BRACKETS, _LABELLED, _LABELLED_EN):
        for found in _named(form, start):
            return found
    for company in named:
        if _RECEIVES.search(_line_of(text, company.span)) is None:
            return company
    for form in (_TITLE, _TITLE_EN, _SUBJECT_EN, _SUBJECT_JA):
        for found in _named(form, head):
            return found
    return None


def _named(form: re.Pattern[str], text: str) -> Iterator[NameFact]:
    for match in form.finditer(text):
        name = _LEADING.sub("", " ".join(match["name"].split()))
        name = re.split(r"[（(]?屋号[:： ]", name)[-1].strip(" .,")
        if not name or _NO_NAME.match(name):
            continue
        span = Span(match.start("name"), match.end("name"))
        whole = next(companies(text, span.start, span.end), None)
        yield whole if whole is not None else NameFact(span=span, name=name)


def _line_of(text: str, span: Span) -> str:
    start = max(text.rfind("\n", 0, span.start), text.rfind("。", 0, span.start)) + 1
    ends = [at for at in (text.find("\n", span.end), text.find("。", span.end)) if at >= 0]
    return text[start : min(ends, default=len(text))]
