"""What follows the name of a Japanese municipality: the town, the number of the house, the building.

Numbers are those of 住居表示に関する法律 2 条 (丁目・番・号), of lots (番地, in Iwate 地割, in Shikoku and
Hokuriku with 甲乙丙 or イロハ before them) and of Hokkaido's grid (条・丁目・線).
"""

import re
from typing import NamedTuple

import regex

KANJI = r"\u3400-\u9fff々〆"
NUMERAL = "〇一二三四五六七八九十百千壱弐参拾"
_D = rf"(?:[A-Z](?=番)|[0-9](?: [0-9]){{1,4}}(?=番)|[0-9]{{1,5}}(?![0-9])|[{NUMERAL}]{{1,8}})"
_ORDER = "甲乙丙丁戊イロハニホヘトチリヌルヲワカヨタレソ"

# A block is never the end of an address: a number of a house or a lot has to follow it.
_BLOCK = (
    rf"第?{_D} ?(?:丁目|番丁|丁|条通|条|番地割|地割|線|区|号線|番町|街区|号|番通|部)"
    rf"(?:[東西南北左右上下]{{1,2}}|[{_ORDER}]|字[{KANJI}\u3041-\u30fa]{{1,6}})?[- \n]?"
)
_JOINT = r"(?: ?-(?: |\n)?|[のノ之〜~]| ?番地?[のノ-]?[ \n]?| ?号[のノ-]?(?=[0-9]))"
_ESTATE = rf"{_BLOCK}[ ]?[{KANJI}\u3041-\u30faー]{{1,12}}?(?:住宅|団地|社宅|宿舎|寮|公社|ハイツ|マンション) ?[0-9A-Z]{{1,3}} ?(?:号?棟|-) ?[0-9]{{1,4}}(?:号室?)?"
_NUMBER = regex.compile(
    rf"(?P<estate>{_ESTATE})|(?P<blocks>(?:{_BLOCK}){{0,4}})"
    rf"(?P<chain>(?:(?:{_D}|[{_ORDER}](?=-[0-9])){_JOINT}){{0,5}}{_D})(?P<unit> ?(?:番地|番外地|番|号室|号))?"
    r"|(?P<none>(?:有無|無)番地|番外地(?:[0-9]{1,5})?)"
)
_BEGINS = re.compile(rf"第?[0-9{NUMERAL}]|[A-Z](?=番[0-9])|(?:有無|無|番外)番?地")

# Where a sentence goes on and no town does.
_STOP = (
    r"から|まで|です|ます|でした|さん|在住|出身|在勤|という|による|について|として|における|に(?=[0-9\p{Han}ある、])|"
    r"って|した|して|する|され|いる|なっ|だけ|など|ので|には|では|とは|への|は(?=[0-9\p{Han}\u30a1-\u30fa、])|"
    r"で(?=[0-9\p{Han}])(?![町台丘野南北東西中])|と(?=[0-9\p{Han}])(?![町台丘野南北東西中本浜新通])|"
    r"が(?=[0-9\p{Han}])(?![丘岡台崎谷原浜浦森関沢池峰峯峠鼻岳])|も(?=[0-9])|や(?=[0-9])|を|へ(?=[0-9])|"
    r"の(?:家|条例|人口|面積|平均|店|第[0-9])|約|議会|議員|役所|役場|条例|告示|規則|選挙|委員会|学校(?!町)|図書館|病院|会館|球場(?!町)|人口|面積|合併|コード|震度|気温|時間|平均|予算"
)
_TOWN_CHAR = rf"[{KANJI}\u3041-\u3096\u30a1-\u30faー・A-Za-zヶヵ]"
_TOWN = regex.compile(
    rf"(?:(?!{_STOP}){_TOWN_CHAR}|第?[0-9]{{1,3}}(?:条|線|丁目|丁|区|号|番町)|(?<=[東西南北])[0-9]{{1,3}}(?=[線条東西南北])|[ \n])*"
)
_NO_TOWN = regex.compile(
    r"(?![のはも][\u3041-\u3096]{1,6}[町台丘野通原坂山][\u3400-\u9fff]{0,3}[0-9一二三四五六])[のはをへも、・]|に(?=[0-9\p{Han}、ある]|おい|いる|て|は|も)|が(?![くけ])|[内外](?![\u3400-\u9fff]{2})|民(?!家)|長(?=[はがの、選])|営|庁|政|税|有(?=[0-9])|立(?=(?:第?[0-9]|[東西南北中]){0,2}(?:[\p{Han}]{0,4})(?:小|中|高|大|学|図|病))|間[でのは]"
)
_LONGEST_TOWN, _LINES = 36, 3

_COUNTED = regex.compile(
    r" ?(?:年|か月|ヶ月|カ月|月|日(?!本)|時(?!計)|分(?!譲)|秒|人|名(?!古屋|義)|件|円|km|キロ|メートル|m\b|cm|kg|g\b|万|億|兆|%|パーセント|割|倍|度|位|点|対|回|版|章|節|項|枚|個|台(?=[\sがをの、。]|$)|本(?=[\sがをの、。]|$)|冊|"
    r"歳|才|代|世帯|頭|匹|羽|袋|食|杯|店|か所|ヶ所|カ所|箇所|ホール|両|話|巻|周|連|票|区(?!画)|社|校|局|丁目|条|路線|系統|号線|号車|号機|番線|番ホーム|番ゲート|番窓口|番のりば|番目|番搭乗|番出口|出口|駅(?!前)|期|次|種|"
    r"行|列|班|組|対|[:/.]\s?[0-9]|[-〜~][0-9]|の(?:教室|得点|スコア|接戦|比|割合|教科|席|勝|辛勝|会議))"
)
_NOT_LOT = regex.compile(
    r"(?<=番)(?:線|ホーム|ゲート|窓口|のりば|乗り場|目|搭乗|出口|席|組|手|号機|バス|スポット|歌|町(?![0-9])|人気|煎じ|[くにのではがを](?![0-9]))"
)
_SENTENCE_GOES_ON = re.compile(
    r"$|[\s、。,;|)\]}\"'」』】<>!?()&・→]|から|まで|より|です|でし|だ|[にへでとがはをも](?![\u3400-\u9fff]{0,2}[0-9])|の(?!教室|得点|会)|在住|様|さん|方|宛|あて|番地|付近|です"
)
_JOINED, _WAVE = regex.compile("[-のノ之]"), regex.compile("[〜~]")
_BARE = regex.compile(r"[0-9]{2,5}|[一二三四五六七八九十百千]{3,}")


class House(NamedTuple):
    """Where the number of a house ends, and whether a town stands before it."""

    start: int
    end: int


def house(plain: str, start: int) -> House | None:
    """Find the number of the house behind a municipality that ends at `start`."""
    if _NO_TOWN.match(plain, start):
        return None
    return _numbered(plain, start) or _of_grid(plain, start)


def _numbered(plain: str, start: int) -> House | None:
    limit = min(len(plain), start + _LONGEST_TOWN)
    at = start
    while (begin := _BEGINS.search(plain, at, limit)) is not None:
        if not _is_town(plain, start, begin.start()):
            return None
        found = _NUMBER.match(plain, begin.start())
        if found is not None and _is_house(plain, start, found):
            return House(begin.start(), found.end())
        at = begin.start() + 1
        while at < limit and plain[at].isdigit():
            at += 1
    return None


_GRID = regex.compile(
    rf"[ ]?[{KANJI}\u30a1-\u30faー]{{0,6}}?(?P<grid>(?:[東西南北](?:[0-9]{{1,3}}|[{NUMERAL}]{{1,4}})|[0-9]{{1,3}})条通?[東西南北]?(?:[0-9]{{1,3}}|[{NUMERAL}]{{1,3}})丁目)"
    r"(?![-0-9駅]|の?(?:交差点|バス停|電停|停留所|駅))"
)


def _of_grid(plain: str, start: int) -> House | None:
    """A block of Hokkaido's grid: 北1条西2丁目 is some hundred metres wide, and has often no other number.

    Without a direction before it 条 needs a number in digits: 九条 is the name of a town in Osaka.
    """
    found = _GRID.match(plain, start)
    return None if found is None else House(*found.span("grid"))


_ONE_LOT = regex.compile(
    rf"[{KANJI}\u3041-\u3096\u30a1-\u30faー]{{2,14}}?(?:外|内)?[0-9](?=$|[\n,、\"|」)\]】])"
)


def lot_of_one_digit(plain: str, start: int) -> int | None:
    """Where a lot like 法音寺1 ends: the last thing of its cell, and only behind a prefecture."""
    found = None if _NO_TOWN.match(plain, start) else _ONE_LOT.match(plain, start)
    if found is None or not _is_town(plain, start, found.end() - 1):
        return None
    return found.end()


def _is_town(plain: str, start: int, end: int) -> bool:
    if plain.count("\n", start, end) > _LINES:
        return False
    return _TOWN.fullmatch(plain, start, end) is not None


def _is_house(plain: str, start: int, found: "regex.Match[str]") -> bool:
    """Whether it is the number of a house, not of a station, a block, people or years."""
    end, unit, chain = found.end(), (found["unit"] or "").strip(), found["chain"] or ""
    if found["none"] or found["estate"]:
        return True
    if unit == "番" and _NOT_LOT.match(plain, end):
        return False
    counted = _COUNTED.match(plain, end) is not None
    if found["blocks"] or "番" in chain + unit:
        return bool(unit) or not counted
    joined = _JOINED.search(chain) is not None
    if counted or (unit and not joined) or not plain[start : found.start()].strip():
        return False
    waves = len(_WAVE.findall(chain))
    if joined or waves:
        return waves != 1
    return bool(_BARE.fullmatch(chain) and _SENTENCE_GOES_ON.match(plain, end))


HOUSE_WORD = (
    r"ハイツ|コーポ|メゾン|マンション|アパート|荘|ビル|タワー|パレス|グランデ|サンライズ|レジデンス|ハウス|ヒルズ|コート|プラザ|パーク|シティ|団地|住宅|寮|(?<![書旅術物族育画使開閉入休])館|棟|グリーン|ロイヤル|グラン|ドミール|カーサ|ヴィラ|ビラ|"
    r"ガーデン|テラス|ホームズ|エステート|エステム|ハイム|シャトー|フラット|ルネ|アーバン|レジデンシア|ドエル|キャッスル|ヴィレッジ|ビレッジ|スクエア|公社|公団|長屋|会館|(?i:heights|mansion|residence|house|tower|maison|bldg)"
)
_LETTER = r"[^\s、。,;|()（）\"'<>\[\]{}「」=&]"
_WING = r"(?:[0-9]{1,2}|[A-Z])(?:号[棟館]|棟|番[棟館]|館)"
# No room is a number that the name of a building goes on behind (第2ビル), or a wing (4号館).
_ROOM = rf"(?:#? ?(?:[A-Z]{{1,2}}-?)?[0-9]{{1,4}}(?:-[A-Z0-9]{{1,2}})?(?:号室|号|室|階|F|棟)?|[0-9]{{1,2}}-[A-Z]|B[0-9]F|[A-Z]棟|[A-Z][0-9]{{0,2}}棟|{_WING})(?![-0-9A-Za-z:/号]|番[棟館]|{HOUSE_WORD})"
# The next line is the building's unless it is a sentence or the next address.
_NEXT_LINE = rf"\n(?!北海道|東京都|(?:京都|大阪)府|[{KANJI}]{{2,3}}県|[^\s、。]{{0,14}}(?:{HOUSE_WORD})[のをでにはがへと])"
_BUILDING = regex.compile(
    rf"(?:(?:[ (]?|{_NEXT_LINE})(?=[^\s、。]{{0,14}}(?:{HOUSE_WORD})){_LETTER}{{1,16}}?(?: ?{_WING}(?=[ ]?[A-Z]?[0-9]))?(?: ?{_ROOM}){{1,3}}"
    rf"|(?:[ (]|{_NEXT_LINE})(?=[^\s、。]{{0,14}}(?:{HOUSE_WORD})){_LETTER}{{2,16}}(?=\s|$|\))"
    rf"|[ ][^\s\d、。,;|:：()\"'<>=&]{{2,14}}(?: [A-Z]棟)?[ ]?(?:{_ROOM})(?<=号室|F|階|棟|[0-9]{{3}}|-[A-Z])(?: {_ROOM})?"
    rf"|[ -]?{_WING} ?{_ROOM}|[ -]?{_ROOM}(?<=号室|F|階|棟|[号番]館))?"
)


def building_end(plain: str, end: int) -> int:
    """Where the building and the room behind a house number end; `end` where there is none."""
    found = _BUILDING.match(plain, end)
    if found is None:
        return end
    closed = plain[end : end + 1] == "(" and plain[found.end() : found.end() + 1] == ")"
    return found.end() + closed
