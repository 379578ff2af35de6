"""The municipalities of Japan: all of them, and an address in each is found from its beginning."""

from importlib.resources import files

import pytest

from upheld.detection.words import addresses, kana, latin_japan
from upheld.detection.words.gazetteer import gazetteer
from upheld.detection.words.recogniser import Words

LIST = files("upheld.detection.words").joinpath("lists", "municipalities_ja.txt")


def municipalities() -> list[tuple[str, str]]:
    """Prefecture and municipality, with its county or its ward."""
    rows, prefecture = [], ""
    for line in LIST.read_text("utf-8").splitlines():
        written = line.split()[0]
        if written.startswith("="):
            prefecture = written[1:]
        elif written != "#":
            rows.append((prefecture, written))
    return rows


def test_the_list_has_every_prefecture_and_municipality_and_ward() -> None:
    rows = municipalities()
    divided = [(prefecture, name) for prefecture, name in rows if name[-1] == "区" and "市" in name]
    whole = {(prefecture, name.partition("市")[0] if name[-1] == "区" and "市" in name else name)
             for prefecture, name in rows}  # fmt: skip
    assert len({prefecture for prefecture, _ in rows}) == len(gazetteer().prefectures) == 47
    assert len(divided) == 171
    assert len(whole) == 1741


def test_a_house_in_each_municipality_is_found_with_and_without_its_prefecture() -> None:
    wrong = [
        written
        for prefecture, name in municipalities()
        for written in (f"{prefecture}{name}青葉1丁目2-3", f"{name}青葉1丁目2-3")
        if [(span.start, span.end) for span in addresses.addresses(written)] != [(0, len(written))]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "大阪市北区で火災があり、3人が運ばれた。",
        "札幌市では12-15日に雪まつりがある。",
        "四日市市議会は12対8で可決した。",
        "郡山市3-1松本市",
    ],
)
def test_a_municipality_with_a_number_that_is_no_house_is_no_address(text: str) -> None:
    assert list(addresses.addresses(text)) == []


def test_a_reading_and_latin_letters_need_a_place_of_the_gazetteer() -> None:
    assert [s[:3] for s in kana.addresses("ｻｲﾀﾏｹﾝ ｶﾜｺﾞｴｼ ﾜｷﾀ 12-4")] == [("address", 0, 22)]
    assert list(kana.addresses("アタラシイ セイヒン 12-4")) == []
    assert [s[:3] for s in latin_japan.addresses("1-2-3 Aoba, Ōsaka", latin_japan.HINTS)] == [
        ("address", 0, 17)
    ]
    assert list(latin_japan.addresses("1-2-3 Apple, Banana", latin_japan.HINTS)) == []


@pytest.mark.parametrize(
    "text",
    [
        "ｻｯﾎﾟﾛｼ ｷﾀｸ ｷﾀ12ｼﾞﾖｳ 3-4",
        "アサヒカワシ チュウオウ10ジョウ2-3",
        "さっぽろし きたく きた12じょう3-4",
        "サイタマシ アオバ1チョウメ2-3",
    ],
)
def test_an_address_in_kana_goes_on_behind_a_street_of_the_grid(text: str) -> None:
    assert [s[:3] for s in kana.addresses(text)] == [("address", 0, len(text))]


def test_addresses_in_latin_letters_of_both_orders_stand_in_one_text() -> None:
    text = "Aoba, Osaka-shi 1-2-3 or 4-5-6 Kita, Kobe-shi or Midori, Sendai-shi 7-8-9"
    found = [text[s.start : s.end] for s in latin_japan.addresses(text, latin_japan.HINTS)]
    assert sorted(found) == [
        "4-5-6 Kita, Kobe-shi",
        "Aoba, Osaka-shi 1-2-3",
        "Midori, Sendai-shi 7-8-9",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "住所2: 青葉1丁目2-3",
        "address_line_1 = 12 High Street",
        "お届け先 かわごえし わきた 12-4",
        "12-4 Wakita, Kawagoe-shi, Saitama",
        "Saitama, Kawagoe-shi, Wakita 12-4",
        "2-chome 4-5 Aoba, Sendai-shi",
        "Kawagoe-shi, Aoba, 2-chome, 4",
    ],
)
def test_what_is_asked_beforehand_shuts_out_no_address(text: str) -> None:
    found = [span.rule for span in Words().find(text, text, ()) if span.kind == "address"]
    assert found
