"""Where somebody lives, by evidence: what they say, where their numbers and addresses belong.

Evidence is a stated residence, a field for the country, an international telephone number (E.164
calling codes), the country of an IBAN (ISO 13616), the issuer of a national number, the country of
an address. Which regions are restricted is the policy's to say; a mere mention of a country
(a language, a trip, an export) is no evidence.
"""

import re
from collections.abc import Collection, Iterator, Sequence

import regex

from upheld.detection.about.places import UNION, Place, code_of, places
from upheld.detection.finding import Span
from upheld.detection.hints import HEAD_BEGINS, HEAD_ENDS
from upheld.vocabulary.country import EEA, names

STATED, FIELD = 0.8, 0.75
_AROUND = 200
"""Code points before and behind the name of a country in which what is said of it stands."""


def spans(
    plain: str,
    so_far: Sequence[Span],
    named: Sequence[Span],
    regions: Collection[str],
    hints: Collection[str],
) -> Iterator[Span]:
    """Find the evidence for a restricted region; existing findings get the group.

    `hints` are those of `hints()` that are in the text.
    """
    for span in so_far:
        country = _country_of(span, plain)
        if country is not None and country in regions:
            yield span._replace(groups=_with_region(span))
    yield from _said(plain, regions, hints)
    if named and "column" in hints:
        yield from _columns(plain, regions)


def hints() -> dict[str, str]:
    """What is in every text in which a residence is stated, or stands in a field or a column."""
    return {
        "stated": _stated(),
        "field": (
            r"(?i:国|地|国籍|国名|country|residence|code|nationality|citizenship)"
            r"(?:\([^)\n]{1,16}\))?[\"']?(?s:.)?[:=]"
        ),
        "column": rf"{HEAD_BEGINS}(?i:{'|'.join(sorted(_COUNTRY_CELLS))}){HEAD_ENDS}",
    }


def _said(plain: str, regions: Collection[str], hints: Collection[str]) -> Iterator[Span]:
    if "stated" in hints:
        for place in places(plain):
            if _is_held(place.code, regions) and (said := _living(plain, place)):
                yield Span("restricted_region", *said, STATED, "region.residence")
    if "field" in hints:
        for match in _FIELD.finditer(plain):
            end = _restricted_until(match["country"], regions) or _people_until(match, regions)
            if end:
                start = match.start("country")
                yield Span("restricted_region", start, start + end, STATED, "region.field")


def _is_held(code: str, regions: Collection[str]) -> bool:
    return frozenset(regions) >= EEA if code == UNION else code in regions


def _living(plain: str, place: Place) -> tuple[int, int] | None:
    """Where it is said that somebody lives in a place."""
    start, end = place.start, place.end
    first, last = max(0, start - _AROUND), min(len(plain), end + _AROUND)
    if place.people or place.code == UNION:
        after = _CALLED.match(plain, end, last)
        if after and _ONE.match(plain, first, start):
            return start, after.end()
        after = _PASSPORT.match(plain, end, last)
        if after and _HOLDS.match(plain, first, start):
            return start, after.end()
        if place.people:
            return None
    if _GOES_ON.match(plain, end, last):
        return None  # Birmingham, Alabama
    behind = _BEHIND_UNION if place.code == UNION else _BEHIND
    after, before = behind.match(plain, end, last), _BEFORE.match(plain, first, start)
    if before is None and not _OF_A_THING.match(plain, end, last):
        before = _CUSTOMER_BEFORE.match(plain, first, start)
    if before and not after and _OFFERED.match(plain, first, before.start()):
        before = None
    if after or before:
        return before.start() if before else start, after.end() if after else end
    return None


_OFFERED = regex.compile(
    r"(?r)\b(?:offered|available|sold|provided|open|marketed|accessible|limited|restricted|appl(?:y|ies|icable)|intended|directed|closed|shipped?|sell|offer)"
    r"(?: [a-z]+){0,3}? (?:to|for|by)(?: (?:the|any|all))? "
)
"""Whom a thing is for, as terms say it: not offered to residents of the EEA."""


def _restricted_until(text: str, regions: Collection[str]) -> int | None:
    """How much of a field's value names a restricted country: all, or its first words."""
    ends = [one.start() for one in _WORD_ENDS.finditer(text)]
    for end in reversed(ends):
        name = text[:end]
        # `de` is a code where it is all, and a word where more words follow.
        if (end == len(text) or not name.islower()) and (code := code_of(name)) is not None:
            return end if code in regions else None
    return None


def _people_until(field: "regex.Match[str]", regions: Collection[str]) -> int | None:
    """How much of a nationality names the people of a restricted country: German."""
    if not _OF_PEOPLE.match(field[0]):
        return None
    named = places(field["country"])
    first = (one.end for one in named if one.people and not one.start and one.code in regions)
    return next(first, None)


def _with_region(span: Span) -> tuple[str, ...]:
    return (*(g for g in span.groups if g != "restricted_region"), "restricted_region")


def _country_of(span: Span, plain: str) -> str | None:
    value = plain[span.start : span.end]
    if span.kind == "phone":
        return _country_of_phone(value)
    if span.kind == "iban":
        return value.strip()[:2].upper()
    if span.kind in {"national_id", "address"}:
        last = span.rule.rpartition(".")[2].partition("_")[0].upper()
        return last if last in names() else None
    return None


def _country_of_phone(value: str) -> str | None:
    import phonenumbers

    digits = re.sub(r"[^0-9+]", "", value)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        return None
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return None
    sharing: Sequence[str] = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if len(sharing) > 1:
        region: str | None = phonenumbers.region_code_for_number(number)
        # +1 and +7 belong to several countries; other codes to one and its small territories.
        return region or (None if number.country_code in _SHARED_CODES else sharing[0])
    return sharing[0] if sharing else None


_SHARED_CODES = frozenset({1, 7})


_LIVING = (
    r"(?:在住|居住|永住|定住|住んで(?:い(?:ます|る)|おり|る)?|住まい|お住まい|移住|移り住|引っ越し|転居|暮らし(?:て)?|暮らす|"
    r"(?:一人|二人|家族と)暮らし|と(?:住ん|暮らし)|留学(?:中|生活|して)|在勤|国内から利用|から利用|から(?:ログイン|注文|参加)(?:して|中)|から(?:逃げ|逃れ|避難|亡命)|国籍|出身で現地|駐在)"
)
_WITHIN = (
    r"(?:特別市|直轄市|市|省|州)?(?:[一-龠ァ-ヶー]{1,6}[区県鎮街郡市])?(?:市?内|市街|近郊|郊外)?"
)
"""What may stand between the name of a town and what is said of it: 上海市浦東新区."""
_SOMEBODY_JA = (
    r"[^、。\s]{1,8}?(?:さん|様|氏|ちゃん|くん|君)|お客様?|顧客|ユーザー|会員|利用者|契約者|購入者|応募者|申込者|社員|従業員|患者|取引先の担当"
    r"|私|僕|友人|知人|友達|親族|親戚|家族|父|母|兄|姉|弟|妹|夫|妻|息子|娘|祖父|祖母|叔父|叔母|彼|同僚|上司|部下"
)
_LIVES_JA = rf"に(?:住む|居住する|在住する|暮らす)(?=(?:{_SOMEBODY_JA})(?!たち|向け|数|の(?:割合|数|比率|生活|人口|平均)))"
"""住む人々 are a people, 住む李さん is somebody."""
_LIVING_BEHIND = rf"(?:に|で|の|へ)?(?:[^、。\s]{{1,6}}(?=と(?:住ん|暮らし)))?{_LIVING}"
_BEHIND_EN = r"[- ](?:based|residents?)| (?:all|most of) (?:my|his|her|their|our) li(?:fe|ves)|,? (?:and|where I|where we) (?:still )?live there"
_BEFORE_JA = r"(?:自宅|住まい|実家|登録住所|現住所|住所|居住地)(?:が|は|も|: ?)"
_BEFORE_EN = (
    r"(?:(?:permanent |habitual |tax |legal )?residents? (?:of|in)|(?:currently |now |still )?liv(?:es?|ed|ing) (?:permanently )?(?:in|near)(?: an? [a-z]+ (?:near|in))?|(?:fled|escaped|evacuated)(?: from)?|(?:I|[Hh]e|[Ss]he|[Ww]e)(?:['’](?:m|s|re)| am| is| are| come| comes| came) (?:originally )?from|"
    r"(?:habitually |currently |permanently )?resid(?:es?|ed|ing) in|mov(?:ed|ing) (?:back )?to|relocated to|settled in|retired (?:in|to)|"
    r"(?:is |am |are )?based in|domiciled in|citizens? of|registered as living in|stationed in|emigrated to|"
    r"(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (?:home|house|flat|apartment|residence|studio|home address|permanent address)(?: is|['’]s)? (?:in|(?:just )?outside|near)|"
    r"rent(?:s|ed|ing)? an? (?:[a-z]+ )?(?:flat|studio|room|house|apartment) in|(?:[Ww]riting|[Cc]alling|[Rr]inging|[Pp]honing|[Mm]essaging|[Ee]mailing|[Dd]ials? in|[Dd]ialling in|[Jj]oining|[Ll]ogs? in) from|stayed put in|(?:[Hh]e|[Ss]he)(?:['’]s| is) (?:still |now |back |currently )?in|liv(?:es?|ed|ing) (?:just )?outside)"
)
_CUSTOMER = (
    r"(?:user|customer|client|member|subscriber|patient|employee|applicant|guest|buyer|tenant|student|donor|colleague|contractor"
    r"|account holder|data subject|cardholder|policyholder|shopper|reader|player|driver|traveller|visitor)"
)
_ONE_OF_THEM = (
    rf"(?:(?:[Oo]ur|[Tt]he|[Aa]n?|[Oo]ne|[Mm]y|[Tt]his|[Tt]hat|[Yy]our|[Aa]nother) (?:(?!of )[a-z-]+ ){{0,2}}|[Oo]ne of (?:our|the|my|your) (?={_CUSTOMER}s)|(?:^|[.!?:] |\n))"
    rf"(?:(?i:{_CUSTOMER})|(?<=[Oo]ne of (?:our|the|my|your) ){_CUSTOMER}s)(?:,? (?:[A-Z]\p{{Ll}}+|#?[0-9A-Z-]{{1,12}}|named [A-Z]\p{{Ll}}+)){{0,3}},?(?: who is| is| was)?(?: currently| now)?"
)
"""One customer, and not `customers in Germany`, which are a market, nor a conference of users."""
_COMPANY = "startup|company|firm|team|office|vendor|supplier|business|bank|agency|brand|maker|group|server|client|site|data"
_BEHIND = regex.compile(
    rf"{_WITHIN}{_LIVES_JA}|(?:本土|国内)?{_WITHIN}(?:の[^\s、。]{{1,8}}?)?{_LIVING_BEHIND}"
    r"|(?:の[一-龠ァ-ヶー]{1,8})?の(?:私|自分|彼|彼女)の(?:家|自宅|アパート|マンション|部屋|住所)"
    r"|に(?:い|お)る(?=(?:義|実)?[父母兄姉弟妹夫妻娘]|息子|親|家族|友|彼|叔|伯|祖|甥|姪|孫|いとこ|両親)|に(?:い|お)り?ます|に来て[0-9一二三四五六七八九十]{1,2}(?:年|か月|ヶ月)|人(?=、(?:住ん|国籍|今)|やねん|です|なんです|なので|で、|の(?:夫|妻|旦那|彼|友人|同僚|上司|部下))|に(?:残って|赴任|滞在|転勤|出向|単身赴任|避難)|で(?:教え|勉強し|学ん|修行し|ワーホリ|ワーキングホリデー|研修中)|の(?:大学院?|学校|高校|病院|会社)で(?:教え|働い|勤め)|から出てこ|で(?:[^、。\s]{0,6}(?:教師|講師|先生|研究|仕事|バイト|看護師|医師|エンジニア|シェフ)をし|働い)て(?:い|お)|出身の(?=祖|父|母|夫|妻|彼|友人|社員|同僚|実習生|技能実習生)|(?<!社[はがの][^。\n]{0,16})籍(?!企業|船|の船|の企業|の会社|会社|ファンド|投信)"
    r"|で(?:部屋|家|アパート)を借り|の(?:ご?自宅|ご?実家)(?:に|へ|から)|の(?:大学院?|学校|高校)に(?:通っ|留学)"
    rf"|(?![- ]based (?:{_COMPANY}))(?:{_BEHIND_EN})(?!\p{{L}})"
)
_BEHIND_UNION = regex.compile(rf"(?:居住者|市民)(?:として|です|なので)|域内に住ん|{_LIVING_BEHIND}")
"""Of the union it is not asked who is `based` there: laws and companies are."""
_BEFORE = regex.compile(
    rf"(?r)(?:{_BEFORE_JA}|(?<!\p{{L}}){_BEFORE_EN} (?:the |[A-Z][\p{{L}}.'-]+(?: [\p{{L}}.'-]+){{0,3}}, (?:the )?)?"
    r"|(?<!\p{L})(?:EU|EEA|European) resident(?:, | \())"
)
_CUSTOMER_BEFORE = regex.compile(
    rf"(?r)(?<=(?<!\p{{L}}){_ONE_OF_THEM} )(?:in|from|near|out of) (?:the |[A-Z][\p{{L}}.'-]+(?: [\p{{L}}.'-]+){{0,3}}, (?:the )?)?"
)
"""The customer is no part of what is said of where they are: a name in it is found by itself."""
_OF_A_THING = regex.compile(
    r" (?:trial|study|office|team|branch|store|shop|site|region|data ?cent(?:er|re)|conference|project|group|school)"
)
_ONE = regex.compile(r"(?r)(?<!\p{L})[Aa]n? ")
_CALLED = regex.compile(r" (?:resident|citizen|national|passport holder)(?!\p{L})")
_HOLDS = regex.compile(
    r"(?r)(?<!\p{L})(?:[Hh]olds?|[Hh]olding|[Hh]as|[Hh]ave|[Hh]ad|got|with|on|carr(?:y|ies)) (?:only )?(?:(?:an?|his|her|my|their) )"
)
_PASSPORT = regex.compile(r" passport(?!\p{L})")
"""A Swedish resident: one, and not those of a law."""
_GOES_ON = regex.compile(r", (?:[A-Z]{2}(?!\p{L})|[A-Z]\p{Ll}{2})")


def _stated() -> str:
    """One of the words with which a residence is stated, in RE2's syntax."""
    rest = "に住む|に[いお]り?[るま]|人(?:、(?:住ん|国籍|今)|やねん|です|なん|なので|で、|の)|(?:をし|働い|勤め)て[いお]|に(?:残って|赴任|滞在|転勤|出向|単身赴任|避難)|で(?:教え|勉強し|学ん|修行し|ワーホリ|ワーキングホリデー|研修中)|で(?:働い|勤め)|から出てこ|に来て[0-9一二三四五六七八九十]|出身の|籍|の(?:私|自分|彼|彼女)の|を借り|の(?:ご?自宅|ご?実家)|に通っ|居住者|市民"
    return rf"{_LIVING}|{_BEFORE_JA}|{rest}|{_BEHIND_EN}|{_BEFORE_EN}|(?i:{_CUSTOMER}).{{0,40}} (?:in|from|near|out of)| (?:resident|citizen|national|passport)"


_FIELD = regex.compile(
    r"(?<![\p{L}\p{N}])(?:居住国|居住地|国籍|在住国|国名|国|country(?:[_ ]of[_ ]residence)?|residence|country[_ ]?code|nationality|citizenship|residing_country)"
    r"(?:\([^)\n]{1,16}\))?[\"']?\s?[:=]\s?[\"']?(?P<country>\p{L}[\p{L} .'’・-]{0,40})",
    regex.IGNORECASE,
)

_OF_PEOPLE = re.compile("nationality|citizenship", re.IGNORECASE)

_WORD_ENDS = re.compile(r"\W+|(?=です|でございます|に(?:い|お|住)|在住|出身|人)|$")


_COUNTRY_CELLS = frozenset(
    {
        "国",
        "居住国",
        "国籍",
        "国名",
        "在住国",
        "country",
        "residence",
        "country_of_residence",
        "nationality",
    }
)


def _columns(plain: str, regions: Collection[str]) -> Iterator[Span]:
    """Countries below a header that names them, in a table that has names."""
    at, column, separator = 0, -1, ""
    for line in plain.split("\n"):
        if column >= 0 and separator in line:
            cells = line.split(separator)
            if column < len(cells) and code_of(cells[column].strip("\"' ")) in regions:
                start = at + sum(len(cell) + 1 for cell in cells[:column])
                text = cells[column]
                start += len(text) - len(text.lstrip("\"' "))
                end = start + len(text.strip("\"' "))
                yield Span("restricted_region", start, end, FIELD, "region.column")
        elif line:
            separator = next((one for one in ("\t", "|", ",", ";") if one in line), "")
            heads = (
                [cell.strip("\"' ").lower() for cell in line.split(separator)] if separator else []
            )
            column = next((n for n, cell in enumerate(heads) if cell in _COUNTRY_CELLS), -1)
        at += len(line) + 1
