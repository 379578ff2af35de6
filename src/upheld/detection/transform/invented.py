"""Names and places that fakes are drawn from: put together here, and meant to be nobody's."""


def word_tuple(text: str) -> tuple[str, ...]:
    """Make a tuple of the words of a text."""
    return tuple(text.split())


FAMILY_JA = word_tuple(
    """朝霧沢 月見坂 青波瀬 星降野 霧ヶ杜 夕凪原 露草井 風待坂 雪解川 花霞田 虹ヶ浦 雨宿野
    渡り鳥原 水鏡池 木漏日坂 笹舟瀬 綿雲野 夜明浜 麦秋原 山彦沢"""
)
GIVEN_JA = word_tuple(
    """そら太 みのり子 はるか斗 ことの あおい郎 つむぎ子 しおん太 なぎさ子 ゆめじ ほしの
    まどか斗 いぶき子 れいめ すず丸 かなた子 ひより太"""
)
FAMILY_KANA = word_tuple("アサギリサワ ツキミザカ アオナミセ ホシフリノ ユウナギハラ ツユクサイ")
GIVEN_KANA = word_tuple("ソラタ ミノリコ ハルカト コトノ アオイロウ ツムギコ シオンタ")
FAMILY_EN = word_tuple(
    """Mistbrook Larkwater Fernhollow Quillmarsh Dapplewood Windlecombe Thistlegate Brambleford
    Oatmeadow Saltmirror Hazelwick Glimmerdale Ravenspool Tumblestone Cloverby Pebblewright"""
)
GIVEN_EN = word_tuple(
    """Alvarine Bramwyn Corilee Dathan Elowick Fennimore Gwendry Hollis Isarin Jorrick
    Kelsine Lormund Mirabeth Nolwin Ossian Perrine"""
)
TOWNS_JA = word_tuple("白鷺町 若草台 三日月町 柳小路 花水木町 潮見台 虹の丘 小夜町")
STREETS_EN = tuple(
    f"{name} {kind}"
    for name in ("Larkwater", "Quillmarsh", "Thistle", "Mirror", "Oatmeadow")
    for kind in ("Street", "Lane", "Avenue", "Row")
)
WORDS = word_tuple("kumo sora tsuki river maple lark fern quill mist hazel pebble clover")
FAMILY_LONGEST = 3
"""Signs up to which a Japanese name is taken for a family name alone."""
