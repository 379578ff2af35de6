"""Whether something said is said about a person: the link between a sensitive word and somebody.

A sensitive word alone is news, medicine, law or a lexicon. It becomes personal data when the same
sentence, or the same record, has somebody: a name, the one who writes, their kin, a pronoun, a
role in a file. It stays news when the person only teaches, sells, studies or judges it.
A denial counts: 「糖尿病ではない」 says something about somebody's health, too.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

import regex

from upheld.detection.about import rules, seller
from upheld.detection.finding import Span
from upheld.detection.scanner import SURE

_ENDS = re.compile(r"[.。!?！？\n][。!?！？\n]*")
"""Where a sentence may end: one class of signs, which `re` looks through fast."""
_FULL_STOP = re.compile(
    r"\.(?<![A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bpt\.)(?=\s|$)"
)

_WRITER = re.compile(
    r"(?:^|[^一-龠])(?:私|僕|俺|わたし|わたくし|あたし|ぼく|自分(?!で)|うちの|我が家|当方|小生)"
    r"|(?<![\w'’])(?:I|I['’]m|I['’]ve|I['’]d|[Mm]y|[Mm]e|[Mm]yself|[Mm]ine|[Ww]e|[Oo]ur)(?![\w/-])"
    r"|(?:^|[.!?] )[Bb]eing (?:the|an?) "
    r"|(?:^|[.!?] )(?:[Jj]ust |[Rr]ecently )?(?:[Bb]een on|[Gg]ot diagnosed|[Hh]ad an?|[Dd]iagnosed with|[Rr]ecovering from|[Bb]ack from|[Cc]ame out) "
)
_KIN = re.compile(
    r"(?:夫婦|夫|妻|家内|旦那|主人(?!公)|息子|娘|長男|次男|三男|長女|次女|三女|弟|妹|兄|姉|父|母|祖父|祖母|おじいちゃん|おばあちゃん|孫|甥っ子|姪っ子|甥|姪|叔父|叔母|伯父|伯母|いとこ|従兄|従妹|義父|義母|両親|子ども(?!向|た|の本)|うちの子|実家|お子さん|彼氏|恋人|婚約者|"
    r"同僚|部下|上司|先輩|後輩|友人|友達|親友|知人|同級生|クラスメート|ご主人|奥さん|隣人|大家|入居者|班長|店長|(?:住人|契約者|社長|生徒|園児|利用者|入所者)(?=[がは]|さん|様)|店員|運転手|(?:契約者|会員|候補|応募者|利用者|入居者)の(?:人|方)|(?:隣|隣の部屋|経理|営業|総務|人事|バイト|担当|受付|上の階|下の階|向かい|新人|新しい[一-龠]{1,4})の(?:人|方))(?=[のがはもをにへとから、（(さ様]|$)"
    r"|(?:お隣|隣|向かい)の(?:奥さん|ご主人|旦那さん)|あの子(?=[さはがも、])"
    r"|\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Yy]our)\s(?:[a-z-]+\s)?(?:wife|husband|son|daughter|brother|sister|father|mother|mum|mom|dad|parents?|uncle|aunt|cousin|nephew|niece|grand\w+|child|children|kids?|baby|partner|spouse|fianc\w+|friend|boyfriend|girlfriend|neighbou?r|flatmate|roommate|classmate|colleague|co-?worker|boss|manager|employee|tenant|landlord|landlady|client|patient|intern|therapist|teacher|ex)\b"
    r"|\b(?:[Gg]randpa|[Gg]randma|[Gg]randfather|[Gg]randmother|Mum|Mom|Dad)\b"
)
_PRONOUN = regex.compile(
    r"(?:彼女|彼(?!岸)|この人|あの人|その人|この男|この女|あの男|あの女|本人(?!拒否|限定|認証率))"
    r"|(?<!\b(?:[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]er)(?:/| or ))\b(?!(?:[Hh]e|[Hh]im|[Hh]is)(?:/| or )(?:she|hers?)\b|(?:[Ss]he|[Hh]er)(?:/| or )(?:he|him|his)\b)"
    r"(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|[Hh]ers|[Hh]imself|[Hh]erself)\b"
)
_ROLE = re.compile(
    r"(?:お客様(?=[はが])|[0-9]{3,4}号室(?=[の、 ])|社員全員|患者(?:ID|番号|様|さん|[:=])|社員番号|会員(?:番号|ID)|応募者|被保険者|被告人?[:=\"]|利用者様|従業員(?:番号|ID))"
    r"|(?:^|[.!?] )(?:Client|Patient|Resident|Pupil|Tenant|Caller|Applicant|Guest)(?= (?:is|was|has|had|grew|came|lost|says|said|reports|reported|states|stated|in|on)\b|['’]s)"
    r"|(?:^|[.!?:;] |[-*•] )(?:[Pp]atient|[Pp]t\.?|[Cc]lient|[Ee]mployee|[Cc]ustomer|[Ss]tudent|[Mm]ember|[Cc]laimant|[Cc]andidate|[Rr]esident)(?= (?:is|was|has|had|with|diagnosed|presents|presented|presenting|suffers|suffered|suffering|complains|complained|denies|admitted|underwent|tested|reports|reported)\b(?![^.\n]{0,80}\b(?:should|may|must|can|could|might|needs?|will|would|if)\b))"
    r"|患者(?=は[^。\n]{1,24}(?:です|でした|と診断|を患|で入院|で通院|である(?!場合|こと))|が[^。\n]{1,24}(?:と診断され|で入院し))"
    r"|\b(?:[Pp]atient (?:ID|no|number|name|[A-Z0-9])|(?:[Rr]es(?:ident)?\.?|[Pp]t\.?) in (?:bed|room) [0-9]|[Yy]ear [1-7] (?:pupil|child|boy|girl)|[Ee]mployee (?:ID|no|[0-9#])|[Ii]nmate|\b[Tt]he new (?:guy|girl|hire|boy|lady|woman|man|bloke|lad|kid|starter|joiner|temp)\b|\b[Tt]he (?:guy|lady|bloke|woman|man|gentleman|lad|girl) (?:in|from|at|who|with|next)\b|user=[a-z]+\.[a-z]+|[Tt]he (?:claimant|applicant|defendant|employee|tenant|suspect|candidate|member|guest|patient|interviewee|new hire|colleague)(?:\s(?:is|was|has|had|(?:who|that) (?:came|applied|joined|left|called|started|interviewed)|(?:we|I) (?:met|interviewed|hired|saw|spoke))|,|['’]s))"
)
_OF_WORK = (
    r"(?:候補者|応募者|志望者|志願者|求職者|内定者|受験者|面接者|採用者|社員|従業員|職員|部員|スタッフ|アルバイト|バイト|パート|新人|担当者|同期|インターン|研修生|派遣さん"
    r"|申請者|申込者|加入者|受給者|相談者|依頼者|来院者|受講者|購入者|投稿者|被疑者|容疑者|原告|被告|当人|世帯主|部長|課長|係長|主任|教授)"
)
_SUBJECT = re.compile(
    rf"(?:来た|来てくれた|来ていた|面接した|会った|話した|採用した|その|この|あの|今日の|昨日の|先日の|先週の|今度の|うちの|例の)(?:[一-龠]{{2,4}}の)?{_OF_WORK}(?=[はがも])"
    rf"|(?<!全)(?<!各){_OF_WORK}(?=[はがも]、?(?:[^。\n、割%数多増全]{{1,24}}(?:でした|だった|だと(?:言|聞|分か|判|い)|らしい|だそう|とのこと|なんです|と判明|と診断され|を患って)"
    rf"|[^。\n、割%数多増全方場合]{{1,16}}です(?!か|[^。\n]{{0,4}}[が、])))"
)
"""Whom Japanese speaks of by what they are at work, and says something of: 面接に来た候補者は…でした."""
_ELIDED = regex.compile(
    r"(?:切除|手術|入院|通院|退院|服用|受診|中絶|流産|出産|検査|逮捕|起訴|補導|診断)(?:を)?(?:しました|して(?:い)?ます|されました|されています|中です|を受けました|してもら)"
    r"|(?:飲んで|打って|患って|かかって)(?:い)?ます|と(?:診断|宣告)され"
)
_TITLED = regex.compile(
    r"『[^』\n]{0,60}』|「[^」\n]{0,30}のための[^」\n]{0,20}」|[\"“](?!I\b|I['’]|My\b)[A-Z][^\"”\n:]{3,60}[\"”]"
)


class Unit(NamedTuple):
    """A sentence, or a record: what belongs together, as code points of the text."""

    start: int
    end: int
    record: bool


_LONGEST_SENTENCE = 1000  # code points


class Sentences:
    """The units of a text; a line is cut into them when somebody asks for one of it.

    Most texts have a word that may say something about somebody in few of their lines.
    """

    def __init__(self, plain: str) -> None:
        """Take a folded text; one that is one record is one unit."""
        self._plain = plain
        self._record = Unit(0, len(plain), record=True) if is_record(plain) else None
        self._lines: dict[int, list[Unit]] = {}

    def at(self, place: int) -> Unit:
        """The unit that a code point is in."""
        if self._record is not None:
            return self._record
        start = self._behind_line_end(self._plain.rfind("\n", 0, place))
        found = self._lines.get(start)
        if found is None:
            line_end = self._plain.find("\n", place)
            end = len(self._plain) if line_end == -1 else self._behind_line_end(line_end)
            found = self._lines[start] = _units(self._plain, start, end)
        return found[max(0, bisect_right(found, place, key=_START) - 1)]

    def _behind_line_end(self, at: int) -> int:
        """Where the signs end that go on behind the end of a line."""
        at += 1
        while self._plain[at : at + 1] in _GO_ON:
            at += 1
        return at


_START = attrgetter("start")
_GO_ON = frozenset("。!?！？\n")


def _units(plain: str, start: int, stop: int) -> list[Unit]:
    """Cut some lines into sentences."""
    found: list[Unit] = []
    for match in _ENDS.finditer(plain, start, stop):
        at, end = match.span()
        if plain[at] == ".":
            if _FULL_STOP.match(plain, at):
                _add(found, plain, start, at + 1)
                start = at + 1
            if end == at + 1:
                continue
        _add(found, plain, start, end)
        start = end
    _add(found, plain, start, stop)
    return found


def _add(found: list[Unit], plain: str, start: int, end: int) -> None:
    if end - start > _LONGEST_SENTENCE:
        found.extend(_pieces(plain, start, end))
    else:
        found.append(Unit(start, end, record=False))


def _pieces(plain: str, start: int, end: int) -> Iterator[Unit]:
    """A sentence, cut where it is so long that it is a list: each word asks for all of its unit."""
    while end - start > _LONGEST_SENTENCE:
        half, limit = start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE
        cut = max(plain.rfind(sign, half, limit) for sign in "、, ") + 1 or limit
        yield Unit(start, cut, record=False)
        start = cut
    yield Unit(start, end, record=False)


_FIELD_LINE = re.compile(
    r"(?m)^[\s#>|【\[・*-]*[^\s:=,。|]{1,16}\s*[:=】]\s*\S|^[\s|]*[^\n|,\t]{1,16}(?:[,\t|][^\n|,\t]{0,24}){1,12}\s*$"
)


def is_record(plain: str) -> bool:
    """Whether a text is one person's record: a form, an object, a table with a header."""
    if len(plain) > 2000:  # noqa: PLR2004 - many records at least; their lines are read one by one
        return False
    stripped = plain.strip()
    if stripped.startswith("{") and stripped.endswith("}"):
        return True
    lines = [line for line in plain.splitlines() if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - a record has more than one line
        return False
    if all(len(line) <= 16 for line in lines):  # noqa: PLR2004 - a list under its heading
        return True
    return len(_FIELD_LINE.findall(plain)) * 2 >= len(lines)


class Persons:
    """Who is in a text, and where."""

    def __init__(self, plain: str, names: Sequence[Span]) -> None:
        """Take the names that were found, weak ones with them."""
        self._plain = plain
        self._names = sorted(names, key=lambda one: one.start)
        self._starts = [one.start for one in self._names]
        self._titles = [match.span() for match in _TITLED.finditer(plain)]
        self._titles_start = [start for start, _ in self._titles]

    def names(self, unit: Unit) -> list[Span]:
        """Return the names inside a unit."""
        first = bisect_left(self._starts, unit.start)
        last = bisect_left(self._starts, unit.end)
        return self._names[first:last]

    def over(self, place: int) -> list[Span]:
        """Return the names that a code point is in."""
        first = bisect_left(self._starts, place - _LONGEST_NAME)
        last = bisect_right(self._starts, place)
        return [one for one in self._names[first:last] if place < one.end]

    def linked(self, unit: Unit, start: int, end: int, *, close: bool) -> bool:
        """Whether the words from `start` to `end` are said about somebody in the unit."""
        if not unit.record and end <= self._title_ends(start):
            return False
        if self._is_subject_matter(unit, start, end):
            return False
        if any(self._is_somebody(one, start, end, record=unit.record) for one in self.names(unit)):
            return True
        sentence = self._plain[unit.start : unit.end]
        # Who asks 「服用している薬はありますか」 speaks of nobody, least of themselves.
        close = close or _ASKED.match(sentence, end - unit.start) is not None
        if self._goes_on(unit) or _somebody_else(sentence, close):
            return True
        return not close and _left_out(sentence, start - unit.start, end - unit.start)

    def _goes_on(self, unit: Unit) -> bool:
        """Whether a sentence without a topic goes on about who was named right before it."""
        before = self._plain[max(0, unit.start - 60) : unit.start]
        if not before.endswith("。") or re.search(r"[はが]", self._plain[unit.start : unit.end]):
            return False
        at = bisect_left(self._starts, unit.start) - 1
        return (
            at >= 0 and self._names[at].end >= unit.start - 6 and self._names[at].confidence >= SURE
        )

    def _is_somebody(self, name: Span, start: int, end: int, *, record: bool) -> bool:
        apart = name.end <= start or end <= name.start
        return apart and (record or not self._in_title(name))

    def _in_title(self, name: Span) -> bool:
        # A name that is all there is between the signs is somebody's, not a title's.
        return name.end < self._title_ends(name.start) - 2

    def _title_ends(self, place: int) -> int:
        """Where the title ends that begins last before a place, or 0: titles lie on no other."""
        number = bisect_right(self._titles_start, place)
        return self._titles[number - 1][1] if number else 0

    def _is_subject_matter(self, unit: Unit, start: int, end: int) -> bool:
        behind = self._plain[end : min(unit.end, end + 24)]
        before = self._plain[max(unit.start, start - 40) : start]
        if _MATTER_BEHIND.match(behind) or _MATTER_BEFORE.search(before):
            return True
        sentence = self._plain[unit.start : unit.end]
        if rules.has(sentence, start - unit.start, end - unit.start):
            return True
        return not unit.record and bool(_MATTER.search(sentence)) and not _HAVE.search(sentence)


def somebody(part: str) -> bool:
    """Whether a part of a text has kin, a pronoun, a role or the writer, by words alone.

    >>> somebody("うちの娘の写真です"), somebody("写真スタジオのチラシ")
    (True, False)
    """
    return any(said.search(part) for said in (_KIN, _PRONOUN, _ROLE, _WRITER))


def _somebody_else(sentence: str, close: bool) -> bool:
    """Whether there is kin, a pronoun, a role, the writer, or a writer who is left out."""
    sentence = seller.blotted(sentence)
    if _KIN.search(sentence) or _PRONOUN.search(sentence) or _ROLE.search(sentence):
        return True
    if _SUBJECT.search(sentence):
        return True
    if _WRITER.search(sentence):
        return not _ASKS.search(sentence) or bool(_HAVE.search(sentence))
    return not close and bool(_ELIDED.search(sentence))


def _left_out(sentence: str, start: int, end: int) -> bool:
    """Whether a Japanese writer speaks of themselves without a word for it: 肺炎で入院していたので.

    What is said goes on as it does of a person, and before it stands no topic but a time.
    """
    goes_on = _OF_ONESELF.match(sentence, end) or (
        _ONES_OWN.search(sentence, end) and not _BUSINESS.search(sentence, end)
    )
    if not goes_on:
        return False
    clause = _CLAUSE_ENDS.split(sentence[:start])[-1]
    return _TOPIC.search(_TIMES.sub("", clause)) is None


_ASKED = re.compile(
    r"(?:(?!ので|から|けど|でも)[^、。が]){0,16}?(?:(?:[はも]|ことが)(?:お?あり|ござい|おあり)|[てで](?:い|おり|おられ|いらっしゃい))ま(?:す|した|せん)か[?？。]*\s*$"
)
"""How a question goes on behind what it asks somebody for."""
_OF_ONESELF = re.compile(
    r"(?:(?:に|へ)?行(?:ったら|ってき|ったとき)|と出(?:ました|た|て)|[^、。]{0,4}たことあ(?:る|り|っ)|(?:出|し|な)?ちゃっ|から(?:戻|出て|出た|帰)|で[^、。]{0,6}(?:入院|通院|休職|休ん|休み|休ま|療養|欠勤|早退|在宅|苦し|悩|手術を|治療|退職|逮捕|捕ま|起訴|服役|書類送検)"
    r"|(?:あり|なし|強め|弱め)[、。]|の(?:再燃|悪化|再発|増悪)(?:により|で|のため)|は[月火水木金土日]{1,7}[のに]|の?(?:読み取り|認証)が(?:うまく|でき)|の?(?:診断書|診断を|治療を受|治療中|手術を受|検査を受|発作が出|症状が出|薬を[^、。]{0,6}(?:飲|服用|もら|処方))"
    r"|が(?:ひど|つら|出(?:ます|て|る)|続い|あ(?:り|る|っ)|悪化|再発|見つか|生まれ)"
    r"|を(?:起こし|骨折|捻挫|発症|患|わずら|再発|飲んで|服用|出て|出ま|経験)"
    r"|に(?:かか(?:り|っ)|なり(?:ま|、)|なっ(?:て|た)|罹|入れま|投票し|加入し|入信し|通っ|遭(?:い|っ)|い(?:た|ま)|悩|苦し)"
    r"|を[^、。]{0,12}(?:登録(?:し|さ)|採取|読み取)|を(?:取られ|採られ|登録|消して|削除して|受け(?:る|た|て|ま))|で(?:打刻|解錠)|が(?:遠|腫|痛|始ま)"
    r"|に(?:入られ|行って(?:い|ま))|(?:の?(?:会員|信者|党員|組合員)|員)(?:です|で、|なので)|の(?:変異|陽性|結果)[がで、]"
    r"|と(?:診断|言われ|宣告)"
    r"|[一-龠ぁ-ん0-9]{0,4}(?:な?ので|なんです|なんだ|なため|のため(?!の|に作)|したことが)"
    r"|て(?:い|お|き|、|しま|から)|た(?:の|、|。|ん|こと)|ま(?:し|す)"
    r"|[一二三四五六七八九十0-9半]{0,3}(?:年|か月)?(?:おり|い)ました|暮ら|住(?:む|ん|み|め)|の?治療[がを](?:始|受|続)|が出(?:まし|た|て)|っ?て(?:裁判|罰金|逮捕|送検)|りました|(?:し|され)(?:て|た|ま|ちゃ)(?!いる人|いる方))"
)
"""How a sentence goes on behind what somebody says of themselves."""
_ONES_OWN = re.compile(
    r"(?:(?<!知り)たい(?:です|の[でで]|と思)|(?:でき|持て|乗れ|眠れ|寝られ|食べられ|歩け|行け|動け|働け|立て|座れ|起き上がれ)(?:な|ませ)|を(?:し|やっ)て(?:い|お)り?ます|をやってしま|ことにな[りっ]|(?:たい|ほしい|ない|ている)とのこと|(?:電話|連絡|申告)あり|[ようそ]うで、|(?:検討|療養|入院|通院|治療|休職|服役|公判|勾留)中|懲戒|だそうで|出所|書いてあ(?:り|る|っ)|を引いて|を受け(?:て|まし|た)|を取られ|と言われ"
    r"|中です|ことがあ|って言われ|られ(?:まし|ませ|た|て|な)|してもら|寝不足|困って|つらい|気になり|入って(?:い|お)|使って(?:い|お)り?|で、|ので|[ぁ-ん]んですが|ですが、|隠して|忙しい)"
)
"""What Japanese says of oneself where no topic stands: wishes, abilities, what was done to one, reasons."""
_BUSINESS = re.compile(
    r"レポート|課題|販売|開発|提供|見直|改定|改正|学会|基準|値上げ|可能性|研究|開催|掲載|募集|製造|運営|取材|報道|発売|紹介|取り扱|解説|特集|公開|分析|調査|実施|設置|導入|支援|対応|企画|制作|作成|執筆|翻訳|要約|説明|検索|比較|発表|出版|連載|講演|授業|教え|調べて(?:ください|いただ)|学ん|勉強|読(?:み|ん)|書(?:い|き)"
)
"""Of these somebody speaks as of a matter."""
_CLAUSE_ENDS = re.compile(
    r"(?:です|ます|ました|でした|[いるた])(?:が|けど|けれど|ので)、|(?:しんど|つら|ひど|重|痛|だる)くて、?|ので、|けど、|(?:血糖|血圧|体調|熱|腰|膝|頭|喉)[はが][^、。]{1,12}で、"
)
"""Behind these a sentence begins anew: its topic was another, or part of oneself."""
_TOPIC = re.compile(r"[^、。\s][はが]")
_TIMES = re.compile(
    r"(?:(?:毎[日週月年])?(?:の?[月火水木金土日]曜日?)?|今|今日|今朝|昨日|最近|去年|昨年|今年|先月|先週|今週|今月|以前|当時|実|前|昔|若いころ|子どものころ|学生時代|ここ数年|[0-9一二三四五六七八九十]+(?:年|月|日)(?:に|から)?|前の選挙で|人前)(?:は|では|には|で)"
)


_LONGEST_NAME = 256
"""Code points; a name that is longer is taken for shorter."""
_ASKS = re.compile(
    r"(?:とは何|教えて|説明して|書いて(?:ください|。)|まとめて|比較して|要約して|翻訳して|\b(?:what is|give (?:me|us)|(?:tell (?:me|us)|learn|read|know)(?: more)? about (?!my\b|our\b|his\b|her\b)|explain|summari[sz]e|write|how do(?:es)?)\b)",
    re.IGNORECASE,
)
_HAVE = re.compile(
    r"(?:診断され|と言われ|になっ|を患|にかか|で入院|で通院|で休職|服用し|飲んで|治療中|の治療を|療養|(?:が|は)あり(?:ます)?(?:。|$)|に遭|を受け(?:た|て|る)|で逮捕|捕まっ|信者|である(?:こと)?と)"
    r"|\b(?:diagnosed|suffer\w*|have|has|had|am|i['’]m|was|takes?|taking|went|goes|carr(?:y|ies)|shows?|results?)\b.{0,40}"
)
_MATTER_BEHIND = re.compile(
    r"(?:した(?:植物|動物|生物|外来|昆虫|魚|種)|の?(?:定点当たり|報告数|届出数|発生(?:数|状況|動向)|感染状況|新規感染者|有病率|死亡者?数|死亡率|致死率|陽性率|接種率|検出数|推移)|の?流行|の?総?患者数|の?感染者数|の?罹患率)|(?:の|に関する|について|認証|治療|予防|検査|対策|患者|教育|差別|被害者)?(?:の)?(?:新薬|治療薬|市販薬|専門医|専門家|専門|研究|論文|ガイドライン|予防|統計|市場|制度|条文|定義|条約|法律|法改正|法(?!違反)|学会|学者|講座|講師|講義|講演|授業|セミナー|勉強会|研修|教材|教育|書籍|本(?!人|籍)|著|小説|映画|漫画|特集|記事|ニュース|報道|啓発|キャンペーン|窓口|相談窓口|支援団体|仕組み|設定画面|設定|製品|市販|アプリ|システム|用紙|書式|手続き?の(?:流れ|説明)|申請の流れ|予約|会社|業界|メーカー|社会学|心理学|工学|史|建築|料理|一覧|とは|という(?:言葉|用語|病名)|を学ぶ|を開発|の人のために|を防ぐ|を扱う|に詳し|に強い|を専門|を研究|を担当|を取材|を撲滅|の歴史|向け|保険(?!金)|台(?![に一-龠])|線(?:クリーム|ケア|予防)|観(?:の|に|を)|ラベル|グッズ|米軍|大使館|公館|認証を(?:オフ|オン|無効|有効|設定)|用(?![いな紙事])|を(?:卸|小売))"
    r"|\s?(?:specialist|expert|research\w*|workshop|seminar|lecture|course|class on|awareness|article|book|novel|film|movie|festival|poster|series|documentary|law\b|lawyer|laws|policy|policies|guideline|treatment market|market|industry|software|product|company|clinic opens|charity|foundation|hotline|statistics|-level\b|rates?\b|prevention|studies|theory|screening rates|unit tests?|reader|sensor|scanner|lock\b|unlock|login|sign-in|kits?\b|is that\b)",
    re.IGNORECASE,
)
_MATTER_BEFORE = re.compile(
    r"(?:could|speciali[sz]es in|expert (?:in|on)|lecture on|talk on|workshop on|insur(?:e|ed|ance|ing) [a-z ]{0,20}against|(?:film|movie|documentary|series|podcast|novel|game|play|story) (?:about|on)|article (?:about|on)|book (?:about|on)|paper on|seminar on|research (?:into|on)|teach(?:es|ing)?|studies|study of|sociology of|history of|advises|designs|develops|sells|report(?:ed|s)? on|reports? on the|poster of the|works on|campaign against|read out the|what an?|how|novel called the|explained)\s(?:the\s|a\s|an\s)?(?:[\w-]+\s){0,1}$"
    r"|\b(?:work(?:s|ed|ing)?|manager|teacher|teach(?:es)?|employed|job|staff|principal|cook|sells?|sold|deliver(?:s|ed)?|customers?|clients?|quote)\s(?:at|for|to|in)\s(?:the\s|a\s|an\s)?$"
    r"|(?:講演会|セミナー|勉強会|論文|記事|番組|書籍|研究テーマ)(?:の題)?[:は「『]{1,2}$|(?:まるで|まさに|さながら|いわば)[^、。]{0,8}$|(?:regardless|irrespective) of [a-z, -]{0,34}$",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:専門医|専門家|専門は|に詳しい|を開発する|の講師|講義は|授業は|講義を担当|セミナー|勉強会|著『|推理小説|を速報|を取材|を解説|の設定画面|を経営|向けの教材|の論文|研修を受け|弁護士は|について講演)"
    r"|\b(?:specialist|workshop is|is led by|teaches|professor .{0,30}studies|designs|wrote an article|write an article|labou?r lawyer|spokesperson|film festival|reported on|gave a talk|novel|edited a|read out|sentenced no one|runs [a-z]+ (?:kindergartens|nurseries|clinics))\b",
    re.IGNORECASE,
)
