"""What lets somebody in, as people tell each other: beside a user's name, at a door, on a card."""

import pytest

from upheld.detection import Scanner

SCANNER = Scanner()


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in SCANNER.scan(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("You get in with deploy / Heron-Slate-41x tonight.", "secret", "Heron-Slate-41x"),
        ("管理画面の初期値は admin / Sakura-1192m です。", "secret", "Sakura-1192m"),
        ("She signs in as print-desk with Toast&Honey7 each day.", "secret", "Toast&Honey7"),
        ("Wi-Fiのパス、来客用はmomiji-2210です。", "secret", "momiji-2210"),
        ("会計ソフトは Kawa_giri552 と打てば開きます。", "secret", "Kawa_giri552"),
        ("パスワード、Yama#3310に変えました。", "secret", "Yama#3310"),
        ("Her tablet unlocks with lily_Kettle38.", "secret", "lily_Kettle38"),
        ("The lockbox under the stairs opens with 6204.", "secret", "6204"),
        ("The door code for the flat is 5172, the gate is open.", "secret", "5172"),
        ("裏口は4471#で開きます。", "secret", "4471"),
        ("玄関の暗証番号は5830です。", "secret", "5830"),
        ("母のキャッシュカードは3906で下ろせます。", "pin", "3906"),
        ("My licence is HARGR604237AB9XY.", "national_id", "HARGR604237AB9XY"),
        ("英国の免許証はHARGR604237AB9XYです。", "national_id", "HARGR604237AB9XY"),
    ],
)
def test_it_is_found_where_it_stands(text: str, kind: str, value: str) -> None:
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Login fails with Safari / iOS17.2b since Monday.",
        "ログイン不具合の再現環境は Safari / iOS17.2b です。",
        "Please compare Model A / XR-200b before you order.",
        "検索欄に iphone-15 と入力してください。",
        "Windows11Proを入れました。",
        "The login button does not work on iPhone15Pro, please look.",
        "Alarm code 4021 on the compressor, see the manual.",
        "裏口の工事は0900からです。",
        "部品番号はHARGR614237AB9XYです。",
    ],
)
def test_a_product_a_version_or_a_part_is_none(text: str) -> None:
    assert found(text) == []
