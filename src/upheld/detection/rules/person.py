"""When somebody was born, and how old they are."""

from dataclasses import replace

from upheld.detection.checks import time
from upheld.detection.rule import Rule

_BORN = (
    "生年月日", "誕生日", "生年", "出生", "born", "birth", "birthday", "birthdate", "birth date", "dob",
    "date of birth", "d.o.b.", "b.",
    "バースデー", "bday", "geb.", "geboren", "geburtsdatum", "geburtstag", "naissance", "né le", "née le", "nacimiento", "nascimento",
    "nascita", "geboortedatum", "出生日期", "생년월일", "생일",
)  # fmt: skip
_BORN_BEHIND = ("生まれ", "生、", "生 ", "生)", "誕生", "出生", "born")
_NOT_BORN = (
    "発売", "更新日", "有効期限", "期限", "契約日", "入社", "登録日", "製造年月日", "リリース", "設立", "創業", "退院", "入院", "受診",
    "expires", "updated", "published", "founded", "valid until", "issued", "release", "due",
)  # fmt: skip
_ENGLISH_MONTH = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_EUROPEAN_MONTH = (
    r"(?i:janv(?:ier)?|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|januar|jänner|februar|märz|april|juni|juli|august|september|oktober|november|dezember"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre)"
)
_KANJI = "[〇一二三四五六七八九十元]"
_ADULTS = (
    "平均", "平均年齢", "年齢の平均", "平均値", "中央値", "mean age", "average age", "median age", "満年齢", "定年", "樹齢", "対象年齢", "築", "average", "median", "car", "building", "house", "bridge", "tree",
    "oak", "company", "software", "whisky", "whiskey", "wine", "suitable for", "ages",
)  # fmt: skip


def _dated(form: str, pattern: str, source: str) -> Rule:
    """Make a rule of a date that is a birth only where a word says so."""
    return Rule(
        id=f"birth_date.{form}",
        kind="birth_date",
        pattern=pattern,
        source=source,
        check=time.born,
        context=_BORN,
        context_behind=_BORN_BEHIND,
        against=_NOT_BORN,
        confidence=0,
        reach=24,
    )


RULES: tuple[Rule, ...] = (
    _dated(
        "western",
        r"(?:1[89]|20)\d{2}(?:/(?:0?[1-9]|1[0-2])/|-(?:0?[1-9]|1[0-2])-|\.(?:0?[1-9]|1[0-2])\.)(?:3[01]|[12]\d|0?[1-9])(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
        "ISO 8601 and its relatives with strokes and stops; with a time of day as machines write it",
    ),
    replace(
        _dated(
            "eight",
            r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
            "ISO 8601 basic format",
        ),
        reach=16,
    ),
    replace(
        _dated(
            "japanese",
            rf"(?:(?:18|19|20)\d{{2}}|[一二][〇一二三四五六七八九]{{3}}|(?:令和|平成|昭和|大正|明治) ?(?:\d{{1,2}}|{_KANJI}{{1,3}}))年 ?(?:\d{{1,2}}|{_KANJI}{{1,2}})月 ?(?:\d{{1,2}}|{_KANJI}{{1,3}})日",
            "Era Name Act; years of eras and of the West",
        ),
        gate=r"年 ?[0-9〇一二三四五六七八九十]{1,2}月",
        edges="digit",
    ),
    replace(
        _dated(
            "era_letter",
            r"[MTSHR明大昭平令]\d{1,2}[./-]\d{1,2}[./-]\d{1,2}",
            "JIS X 0301 section 6.2.2",
        ),
        confidence=0.3,
    ),
    replace(
        _dated(
            "english",
            rf"{_ENGLISH_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of |[ -]){_ENGLISH_MONTH}(?:,? |-)(?:19|20)\d{{2}}|(?:19|20)\d{{2}} {_ENGLISH_MONTH} \d{{1,2}}",
            "Dates as English writes them",
        ),
        gate=rf"{_ENGLISH_MONTH}(?:,? |-)\d",
    ),
    replace(
        _dated(
            "european",
            rf"\d{{1,2}}(?:\.|er)? (?:de )?{_EUROPEAN_MONTH}(?: de)? (?:19|20)\d{{2}}",
            "Dates as French, German, Spanish and Italian write them",
        ),
        gate=rf"{_EUROPEAN_MONTH} (?:de )?\d",
    ),
    _dated(
        "korean",
        r"(?:19|20)\d{2}년 ?\d{1,2}월 ?\d{1,2}일",
        "Dates as Korean writes them",
    ),
    _dated(
        "us",
        r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-](?:19|20)\d{2}",
        "Dates as the USA and Europe write them in digits",
    ),
    Rule(
        id="birth_date.born",
        kind="birth_date",
        pattern=(
            rf"(?P<value>(?:(?:(?:18|19|20)\d{{2}}|(?:令和|平成|昭和|大正|明治) ?(?:\d{{1,2}}|{_KANJI}{{1,3}}))年 ?(?:\d{{1,2}}|{_KANJI}{{1,2}})月 ?(?:\d{{1,2}}|{_KANJI}{{1,3}})日"
            rf"|[令平昭大明RHSTM](?:\d{{1,2}}|{_KANJI}{{1,3}})[.・/](?:\d{{1,2}}|{_KANJI}{{1,2}})[.・/](?:\d{{1,2}}|{_KANJI}{{1,3}})"
            r"|(?:18|19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2}))[ )]{0,2}生(?:まれ|[\s、。,.;・/()|\"'<\]}]|$)"
        ),
        source="As registers and forms write it: the date, then 生",
        gate=r"[日0-9一二三四五六七八九十][ )]{0,2}生",
        check=time.born,
        edges="none",
        confidence=0.9,
    ),
    Rule(
        id="birth_date.beside_age",
        kind="birth_date",
        pattern=r"(?P<value>(?:19|20)\d{2}(?:[/.-](?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])|年\d{1,2}月\d{1,2}日))[ 、,(]{1,3}(?:満)?\d{1,3}[歳才]",
        source="As forms write it: date, then age",
        gate=r"[歳才]",
        check=time.born,
        confidence=0.8,
    ),
    Rule(
        id="age.ja",
        kind="age",
        pattern=rf"(?P<value>(?:\d{{1,3}}(?:\.\d)?|{_KANJI}{{1,4}}) ?(?:歳|才|さい))(?:[^以未超代児馬牛用向かま〜~-]|$)",
        source="Ages as Japanese writes them",
        check=time.age,
        edges="digit",
        not_after=r"[0-9][-.〜~]",
        not_before="(?<=の)(?:[馬牛犬猫木車]|冷蔵庫|洗濯機|機種|端末|パソコン|スマホ|建物|マンション|家電|樹)",
        against=_ADULTS,
        confidence=0.7,
    ),
    Rule(
        id="age.baby",
        kind="age",
        pattern=r"生後 ?(?:\d{1,3}|[一二三四五六七八九十]{1,2}) ?(?:か月|ヶ月|カ月|ヵ月|ケ月|週間?|日)",
        source="Ages of babies as Japanese writes them",
        not_before="(?:から|以降|より)(?:の?ご?使|お使い|食べ|飲め|装着|ご?利用|の?対応|OK)|(?:から|以降|以上|まで)[のが]?(?:対象|用|向け)",
        gate="生後",
        edges="none",
        confidence=0.7,
    ),
    Rule(
        id="age.decade",
        kind="age",
        pattern=r"(?P<value>[2-9]0代(?:前半|後半)?)(?:の)?(?:男性|女性|会社員|主婦|主夫|・|,|、)",
        source="Ages as surveys write them",
        gate=r"[2-9]0代",
        edges="digit",
        confidence=0.6,
    ),
    Rule(
        id="age.aged",
        kind="age",
        pattern=r"(?i:age|aged) \d{1,3}(?:\.\d)?",
        source="Ages as English writes them",
        not_after=r"(?i:mean|average|median) ",
        check=time.age,
        not_before=r"(?: ?(?:and|to|or|-|–) ?(?:\d|up|over|older|under|above))",
        confidence=0.85,
    ),
    Rule(
        id="age.en",
        kind="age",
        pattern=r"\d{1,3}(?:\.\d)?(?:-year-old| years old| year old|[- ]years?[- ]of[- ]age| y/?o)",
        source="Ages as English writes them",
        gate=r"\d(?:-year-old| years? old|[- ]years?[- ]of| y/?o)",
        not_after=r"[0-9]\.",
        not_before=r" (?:on average|bridge|building|house|car\b|tree|oak|company|whisk|wine|software|hardware|church|book|system|law|laptop|phone|computer|server|code|battery|device|bike|bicycle|printer|project|account|contract|file|version|app\b|machine|camera|ticket|order|invoice|invoic|bug|inn\b|ryokan|hotel|shop|store|brand|firm|school|temple|shrine|festival|sofa|fridge|tv\b|tyre|tire|roof|boiler|tradition|record|debt|problem)",
        check=time.age,
        against=_ADULTS,
        confidence=0.7,
    ),
    Rule(
        id="age.clinical",
        kind="age",
        pattern=r"(?P<value>\d{1,3})(?: ?y/?o)? ?[MF],? (?:c/o|h/o|s/p|w/|hx|pmh|with (?:h/o|hx|a history)|presents?|presenting|admitted|NKDA)",
        source="As clinicians note it: years and sex, then what brought them",
        check=time.age,
        gate=r"[0-9o] ?[MF],? [chspwNa]",
        edges="digit",
        not_after=r"[A-Za-z0-9.\-]",
        confidence=0.8,
    ),
    Rule(
        id="age.named",
        kind="age",
        pattern=r"\d{1,3}(?:\.\d)?",
        source="A number that is called an age",
        check=time.age,
        context=("年齢", "age", "aged"),
        against=(*_ADULTS, "対象", "suitable for ages"),
        not_before=r" ?(?:and|to|or|-|–)|\.[0-9]",
        not_after=r"[0-9]\.|[0-9] ?(?:-|–|to|and|or) ?|(?:max-|maxage|cookie_|(?i:mean|average|median) )age ?(?:was|is|[=:])? ?",
        confidence=0,
        with_context=0.8,
        reach=10,
    ),
)
