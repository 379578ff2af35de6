"""Invented people and places: names and addresses put together from common parts, at random."""

from random import Random


class Dice(Random):
    """The draws of one case: everything in it that has a place is in the same Japanese town."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self.town = self.choice(PLACES)


SURNAMES = [
    tuple(row.split("/"))
    for row in [
        "佐藤/サトウ/Sato",
        "鈴木/スズキ/Suzuki",
        "高橋/タカハシ/Takahashi",
        "田中/タナカ/Tanaka",
        "渡辺/ワタナベ/Watanabe",
        "伊藤/イトウ/Ito",
        "山本/ヤマモト/Yamamoto",
        "中村/ナカムラ/Nakamura",
        "小林/コバヤシ/Kobayashi",
        "加藤/カトウ/Kato",
        "吉田/ヨシダ/Yoshida",
        "山田/ヤマダ/Yamada",
        "佐々木/ササキ/Sasaki",
        "松本/マツモト/Matsumoto",
        "井上/イノウエ/Inoue",
        "木村/キムラ/Kimura",
        "清水/シミズ/Shimizu",
        "斎藤/サイトウ/Saito",
        "阿部/アベ/Abe",
        "森/モリ/Mori",
        "池田/イケダ/Ikeda",
        "橋本/ハシモト/Hashimoto",
        "石川/イシカワ/Ishikawa",
        "前田/マエダ/Maeda",
        "藤田/フジタ/Fujita",
        "小川/オガワ/Ogawa",
        "後藤/ゴトウ/Goto",
        "岡田/オカダ/Okada",
        "長谷川/ハセガワ/Hasegawa",
        "村上/ムラカミ/Murakami",
        "近藤/コンドウ/Kondo",
        "石井/イシイ/Ishii",
        "遠藤/エンドウ/Endo",
        "青木/アオキ/Aoki",
        "坂本/サカモト/Sakamoto",
        "福田/フクダ/Fukuda",
        "西村/ニシムラ/Nishimura",
        "太田/オオタ/Ota",
        "三浦/ミウラ/Miura",
        "藤井/フジイ/Fujii",
        "岡本/オカモト/Okamoto",
        "中島/ナカジマ/Nakajima",
        "原田/ハラダ/Harada",
        "竹内/タケウチ/Takeuchi",
        "和田/ワダ/Wada",
        "五十嵐/イガラシ/Igarashi",
        "東海林/ショウジ/Shoji",
        "小鳥遊/タカナシ/Takanashi",
        "辻/ツジ/Tsuji",
        "服部/ハットリ/Hattori",
        "早乙女/サオトメ/Saotome",
        "我妻/ワガツマ/Wagatsuma",
        "林/ハヤシ/Hayashi",
    ]
]
GIVEN = [
    tuple(row.split("/"))
    for row in [
        "花子/ハナコ/Hanako",
        "太郎/タロウ/Taro",
        "美咲/ミサキ/Misaki",
        "翔太/ショウタ/Shota",
        "陽菜/ヒナ/Hina",
        "大輔/ダイスケ/Daisuke",
        "恵子/ケイコ/Keiko",
        "健一/ケンイチ/Kenichi",
        "由美/ユミ/Yumi",
        "直樹/ナオキ/Naoki",
        "真由美/マユミ/Mayumi",
        "拓也/タクヤ/Takuya",
        "さくら/サクラ/Sakura",
        "蓮/レン/Ren",
        "結衣/ユイ/Yui",
        "悠斗/ユウト/Yuto",
        "葵/アオイ/Aoi",
        "和子/カズコ/Kazuko",
        "誠/マコト/Makoto",
        "智子/トモコ/Tomoko",
        "隆/タカシ/Takashi",
        "明美/アケミ/Akemi",
        "修/オサム/Osamu",
        "久美子/クミコ/Kumiko",
        "健太郎/ケンタロウ/Kentaro",
        "ひかり/ヒカリ/Hikari",
        "亮/リョウ/Ryo",
        "千尋/チヒロ/Chihiro",
        "浩二/コウジ/Koji",
        "凛/リン/Rin",
    ]
]
ENGLISH_GIVEN = [
    "Alice",
    "Brian",
    "Carla",
    "Dennis",
    "Elaine",
    "Frank",
    "Grace",
    "Harold",
    "Imogen",
    "Julian",
    "Karen",
    "Leonard",
    "Monica",
    "Nigel",
    "Olivia",
    "Patrick",
    "Queenie",
    "Rosalind",
    "Stuart",
    "Teresa",
    "Ursula",
    "Victor",
    "Wendy",
    "Xavier",
    "Yvonne",
    "Zachary",
    "Priya",
    "Mateo",
    "Chloe",
    "Darnell",
]
ENGLISH_FAMILY = [
    "Ashworth",
    "Bellamy",
    "Castellano",
    "Delgado",
    "Eastwick",
    "Fairbanks",
    "Goldthorpe",
    "Hargreaves",
    "Ingram",
    "Jellicoe",
    "Kowalczyk",
    "Lindqvist",
    "Marchbanks",
    "Nightingale",
    "Oduya",
    "Pemberton",
    "Quigley",
    "Rutherford",
    "Stanhope",
    "Thackeray",
    "Underhill",
    "Vasquez",
    "Whitlock",
    "Yarborough",
    "Zielinski",
    "O'Dowd",
    "McAllister",
    "Patel",
    "Nguyen",
    "Okafor",
]
# Prefecture, city, towns; the post code's first three digits belong to that prefecture.
PLACES = [
    ("100", "東京都", "千代田区", "若葉町", "Wakabacho, Chiyoda-ku, Tokyo"),
    ("154", "東京都", "世田谷区", "緑が丘", "Midorigaoka, Setagaya-ku, Tokyo"),
    ("180", "東京都", "武蔵野市", "桜堤南", "Sakurazutsumi-minami, Musashino-shi, Tokyo"),
    ("220", "神奈川県", "横浜市西区", "港見台", "Minatomidai, Nishi-ku, Yokohama"),
    ("330", "埼玉県", "さいたま市大宮区", "花園町", "Hanazonocho, Omiya-ku, Saitama"),
    ("260", "千葉県", "千葉市中央区", "汐入", "Shioiri, Chuo-ku, Chiba"),
    ("060", "北海道", "札幌市中央区", "北十二条西", "Kita 12-jo Nishi, Chuo-ku, Sapporo"),
    ("980", "宮城県", "仙台市青葉区", "杜の丘", "Morinooka, Aoba-ku, Sendai"),
    ("460", "愛知県", "名古屋市中区", "白川台", "Shirakawadai, Naka-ku, Nagoya"),
    ("530", "大阪府", "大阪市北区", "梅香町", "Baikacho, Kita-ku, Osaka"),
    ("600", "京都府", "京都市下京区", "柳小路町", "Yanagikojicho, Shimogyo-ku, Kyoto"),
    ("650", "兵庫県", "神戸市中央区", "浜風通", "Hamakazedori, Chuo-ku, Kobe"),
    ("730", "広島県", "広島市中区", "平和台", "Heiwadai, Naka-ku, Hiroshima"),
    ("810", "福岡県", "福岡市中央区", "舞鶴台", "Maizurudai, Chuo-ku, Fukuoka"),
    ("900", "沖縄県", "那覇市", "首里石畳", "Shuri-Ishidatami, Naha-shi, Okinawa"),
    ("920", "石川県", "金沢市", "茶屋町東", "Chayamachi-higashi, Kanazawa-shi, Ishikawa"),
]
BUILDINGS = ["コーポ若草", "メゾン青葉", "ハイツ桜", "グランデ北", "第二松風荘", "レジデンス汐見"]
STREETS = ["Maple Avenue", "Birchwood Lane", "Harbor Street", "Old Mill Road", "Juniper Court"]
TOWNS = [("Fairview", "OR", "970"), ("Lakemont", "NY", "148"), ("Cedar Falls", "TX", "786")]
ABROAD = {
    "de": ["Lindenallee {n}, 10{a} Berlin", "Am Alten Markt {n}, 50{a} Köln"],
    "fr": ["{n} rue des Tilleuls, 69{a} Lyon", "{n} bis avenue du Moulin, 31{a} Toulouse"],
    "uk": ["{n} Larkspur Road, Leeds LS{d} 4QX", "Flat 3, {n} Mill Lane, Bristol BS{d} 5TZ"],
    "cn": ["上海市浦东新区银杏路{n}号", "北京市朝阳区柳荫街{n}号"],
    "ch": ["Seestrasse {n}, 80{b} Zürich", "Rue du Lac {n}, 12{b} Genève"],
    "it": ["Via dei Glicini {n}, 20{a} Milano", "Via delle Rose {n}, 00{a} Roma"],
}
KANJI = "〇一二三四五六七八九"


def name(rng: Random, form: str) -> str:
    """A Japanese name: kanji, with a space, kana, Latin, or one part of it."""
    family, given = rng.choice(SURNAMES), rng.choice(GIVEN)
    return {
        "": family[0] + given[0],
        "space": f"{family[0]} {given[0]}",
        "wide": f"{family[0]}\u3000{given[0]}",
        "family": family[0],
        "given": given[0],
        "kana": family[1] + given[1],
        "kanaspace": f"{family[1]} {given[1]}",
        "hira": hiragana(family[1] + given[1]),
        "latin": f"{given[2]} {family[2]}",
        "latinfamily": family[2],
        "caps": f"{family[2].upper()} {given[2].upper()}",
    }[form]


def hiragana(kana: str) -> str:
    """Katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)


def english(rng: Random, form: str) -> str:
    """An English name, or one part of it."""
    given, family = rng.choice(ENGLISH_GIVEN), rng.choice(ENGLISH_FAMILY)
    return {
        "": f"{given} {family}",
        "given": given,
        "family": family,
        "comma": f"{family}, {given}",
        "initial": f"{given} {rng.choice('ABCDEJKLMRST')}. {family}",
        "caps": f"{given} {family}".upper(),
    }[form]


def post_code(rng: Dice, form: str) -> str:
    """A post code in the range of a prefecture; `us` and `plain` otherwise."""
    if form == "us":
        return f"{rng.choice(TOWNS)[2]}{rng.randrange(10, 99)}"
    head = rng.town[0]
    tail = f"{rng.randrange(10000):04}"
    return head + tail if form == "plain" else f"{head}-{tail}"


def address(rng: Dice, form: str) -> str:
    """A street address: Japanese by default, or of the country (and the one of its towns) in `form`."""
    if form == "us":
        town, state, head = rng.choice(TOWNS)
        number, tail = rng.randrange(12, 9800), rng.randrange(10, 99)
        return f"{number} {rng.choice(STREETS)}, {town}, {state} {head}{tail}"
    country = form.rstrip("12")
    if country in ABROAD:
        n, d = rng.randrange(2, 190), rng.randrange(1, 9)
        a, b = rng.randrange(100, 999), rng.randrange(10, 99)
        known, which = ABROAD[country], form[len(country) :]
        street = known[int(which) - 1] if which else rng.choice(known)
        return street.format(n=n, a=a, b=b, d=d)
    _, prefecture, city, town, latin = rng.town
    one, two, three = rng.randrange(1, 8), rng.randrange(1, 29), rng.randrange(1, 20)
    room = f"{rng.choice(BUILDINGS)}{rng.randrange(1, 9)}0{rng.randrange(1, 9)}"
    return {
        "": f"{prefecture}{city}{town}{one}-{two}-{three}",
        "room": f"{prefecture}{city}{town}{one}-{two}-{three} {room}号室",
        "chome": f"{prefecture}{city}{town}{one}丁目{two}番{three}号",
        "kanji": f"{prefecture}{city}{town}{KANJI[one]}丁目{in_kanji(two)}番{in_kanji(three)}号",
        "short": f"{city}{town}{one}-{two}-{three}",
        "latin": f"{one}-{two}-{three} {latin}",
    }[form]


def in_kanji(value: int) -> str:
    """1 to 99 in kanji."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else KANJI[tens] + "十"
    return head + (KANJI[ones] if ones else "")
