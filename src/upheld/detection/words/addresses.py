"""Japanese addresses, from the prefecture or the city to the house number and the building.

A town alone is no address: there must be a number of a house or a lot. Numbers are Arabic or
kanji, with 丁目・番・号 or hyphens, as on envelopes (住居表示に関する法律 2 条 and lot numbers 地番).
"""

from collections.abc import Iterator

import regex

from upheld.detection.finding import Span

SURE = 0.92

_PREFECTURES = (
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|"
    "岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|"
    "佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
_K = r"[\u3400-\u9fff々〆]"
_NUM = r"(?:[0-9]{1,5}|[一二三四五六七八九十百千〇]{1,7})"
_TOWN = r"[\u3400-\u9fff々〆ヶヵノ之ツがのケ\u3041-\u3096\u30a1-\u30faー]"
_IN_KANA = (
    r"(?:さいたま|つくば(?:みらい)?|いわき|ひたちなか|うるま|えびの|むつ|つがる|にかほ|あきる野|みどり|ふじみ野|いすみ|おいらせ|かほく|あわら|みよし|あま|いなべ|"
    r"かつらぎ|うきは|みやま|みやき|さぬき|東かがわ|まんのう|いちき串木野|南さつま|さくら|つるぎ|たつの|せたな|ニセコ|かすみがうら|つくばみらい|みなべ|すさみ|"
    r"南アルプス|伊豆の国|紀の川|富士の宮|日の出|茅ヶ崎|鎌ケ谷|龍ケ崎|袖ケ浦|駒ヶ根|四條畷)"
)
# A town goes on until a word begins that no town has.
_STEP = rf"(?:(?!から|まで|です|ます|さん|には|では|の家|在住|出身|という|にある){_TOWN})"
_CITY = rf"(?:{_IN_KANA}|{_K}{{1,5}}?(?:[ヶヵケツノ]{_K}{{1,3}}?)?)(?:市|区|町|村)"
_MUNICIPALITY = (
    rf"(?:{_K}{{1,5}}郡(?:{_K}|[\u3041-\u3096]){{1,6}}?[町村]|{_CITY}(?:{_K}{{1,4}}区)?)"
)
_NUMBER = (
    rf"(?:{_NUM}(?:丁目|番地の?|番丁?|号|条|の|-|地割){{1,2}}[ ]?(?:[東西南北左右]{{1,2}})?){{0,5}}"
    rf"{_NUM}(?:番地[0-9一二三四五六七八九十]*|番|号室?|丁目(?=[0-9])|の[0-9]+)*"
)
_BUILDING_NAME = r"(?:ハイツ|コーポ|メゾン|マンション|アパート|荘|ビル|タワー|パレス|グランデ|サンライズ|レジデンス|ハウス|ヒルズ|コート|プラザ|パーク|シティ|団地|住宅|寮|館|棟|グリーン|ロイヤル|グラン|ドミール|カーサ|ヴィラ|ビラ|ガーデン|テラス|ホームズ|第[0-9一二三]+)"
# Looked for before the ways in which a town may be spelt are tried: they are many, at each place.
_NUMBER_NEAR = r"(?=[^\n]{0,32}?[0-9一二三四五六七八九十百千〇])"
_PATTERN = regex.compile(
    rf"(?:(?P<pref>{_PREFECTURES})[ ]?{_MUNICIPALITY}|(?P<city>{_MUNICIPALITY}))[ ]?"
    rf"{_NUMBER_NEAR}(?P<town>(?:大字|字|小字)?{_STEP}{{1,14}}?(?:[0-9]+(?=(?:条|線)))?[ ]?{_STEP}{{0,8}}?[ ]?)"
    rf"(?P<number>{_NUMBER})"
    rf"(?P<building>(?:[ ]?{_BUILDING_NAME}[^\s、。,;|()\"'<>\[\]{{}}]{{0,14}}?[ ]?(?:[A-Z]-?)?[0-9]{{1,4}}(?:号室|号|F|階)?"
    rf"|[ ](?=[^\s]{{0,12}}{_BUILDING_NAME})[^\s、。,;|()\"'<>]{{2,16}}[ ](?:[A-Z]-?)?[0-9]{{1,4}}(?:号室|号|F|階)?"
    rf"|[ ][ァ-ヶー\u3400-\u9fffぁ-ん]{{2,14}}[ ]?[0-9]{{1,4}}(?:号室|F|階))?)"
)


def addresses(plain: str) -> Iterator[Span]:
    """Find addresses down to the house number; `plain` is folded."""
    if "市" not in plain and "区" not in plain and "町" not in plain and "村" not in plain:
        return
    for match in _PATTERN.finditer(plain):
        if match.group("pref") is None and not _is_municipality(match):
            continue
        if not _is_house(match.group("number"), plain, match.end("number")):
            continue
        yield Span("address", match.start(), match.end(), SURE, "address.jp")


def _is_municipality(match: "regex.Match[str]") -> bool:
    return len(match.group("city")) > 1


_HOUSE = regex.compile(r"番|号|-|の|[0-9]{2,}|[一二三四五六七八九十百千]{2,}番")


_COUNT = regex.compile(r"丁目|年|月|日|時|分|人|名|件|円|km|メートル|番線|番ホーム|万|億|%")


def _is_house(number: str, plain: str, end: int) -> bool:
    """Whether it is the number of a house, not of a station, a block, people or years."""
    if _COUNT.match(plain, end):
        return False
    return bool(_HOUSE.search(number))
