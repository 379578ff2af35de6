"""A fake has the form of the real value, is the same each time, and belongs to nobody."""

import re

import phonenumbers
import pytest
from stdnum import iban, luhn
from stdnum.jp import in_

from upheld.detection import Span
from upheld.detection.checks import time
from upheld.detection.transform import Fakes, Scope

SCOPE = Scope.derived("tests", bytes(range(32)))
FAKES = Fakes(SCOPE)


@pytest.mark.parametrize(
    ("kind", "value", "form"),
    [
        ("phone", "090-1234-5678", r"090-\d{4}-\d{4}"),
        ("phone", "09012345678", r"090\d{8}"),
        ("phone", "０３（１２３４）５６７８", r"０３（[０-９]{4}）[０-９]{4}"),
        (
            "phone",
            "〇九〇ー一二三四ー五六七八",
            r"〇九〇ー[〇一二三四五六七八九]{4}ー[〇一二三四五六七八九]{4}",
        ),
        ("phone", "⓪⑨⓪-①②③④-⑤⑥⑦⑧", r"⓪⑨⓪-[⓪①-⑨]{4}-[⓪①-⑨]{4}"),
        (
            "card_number",
            "四一一一一一一一一一一一一一一一",
            r"四〇〇〇〇〇[〇一二三四五六七八九]{10}",
        ),
        ("card_number", "NDExMTExMTExMTExMTExMQ==", r"⟦payment card number⟧"),
        ("card_number", r"\u0034111 1111 1111 1111", r"⟦payment card number⟧"),
        ("card_expiry", "12/28", r"1[0-2]/1[0-2]"),
        ("precise_location", "35.681236,139.767125", r"[1-5]\d\.\d{6},1[0-4]\d\.\d{6}"),
        (
            "precise_location",
            """35°41'22.4"N 139°41'30.1"E""",
            r"""[1-5]\d°[1-5]\d'[1-5]\d\.\d"N 1[0-4]\d°[1-5]\d'[1-5]\d\.\d"E""",
        ),
        ("person_name", "Élodie Marchand", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("person_name", "ｱﾗｲ ﾖｼｺ", r"[ァ-ヶー]+ [ァ-ヶー]+"),
        ("address", "12 rue de la République, Lyon", r"\d+ [A-Z][\w ]+, Sampleton"),
        ("jp_my_number", "壱二三四五六七八九〇一八", r"[〇一二三四五六七八九]{12}"),
        ("phone", "+81 90 1234 5678", r"\+81 90 \d{4} \d{4}"),
        ("phone", "+1 415-555-2671", r"\+1 415-\d{3}-\d{4}"),
        ("card_number", "4111 1111 1111 1111", r"4000 00\d\d \d{4} \d{4}"),
        ("card_number", "378282246310005", r"378282\d{9}"),
        ("card_number", "３５３０１１１３３３３０００００", r"３５３０１１[０-９]{10}"),
        ("email", "taro.yamada@corp.example.com", r"[a-z]+\.[a-z]{5}@example\.jp"),
        ("person_name", "山田 太郎", r"\S{3,5} \S{2,4}"),
        ("person_name", "ヤマダタロウ", r"[ァ-ヶー]+"),
        ("person_name", "山田", r"\S{3,5}"),
        ("person_name", "JOHN SMITH", r"[A-Z]+ [A-Z]+"),
        ("postal_code", "150-0001", r"000-\d{4}"),
        ("address", "東京都渋谷区神南1-1-1", r"架空県見本市\D+\d+-\d+-\d+"),
        ("ip_address", "10.1.2.3", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}"),
        ("ip_address", "fe80::1", r"2001:db8::[0-9a-f]{4}"),
        ("mac_address", "A4:5E:60:01:02:03", r"00:00:5E:00:53:[0-9A-F]{2}"),
        ("iban", "GB82 WEST 1234 5698 7654 32", r"GB00 [A-Z]{4} \d{4} \d{4} \d{4} \d\d"),
        ("jp_my_number", "1234 5678 9018", r"\d{4} \d{4} \d{4}"),
        ("jp_passport", "TK1234567", r"[A-Z]{2}\d{7}"),
        ("birth_date", "昭和60年3月12日", r"昭和[0-9]{2}年[4-9]月1[0-2]日"),
        ("birth_date", "令和元年5月1日", r"令和[二三四五六七八九]年[4-9]月[4-9]日"),
        ("birth_date", "1985-03-12", r"19[4-9][0-9]-0[4-9]-1[0-2]"),
        ("birth_date", "１９８５年３月１２日", r"１９[４-９][０-９]年[４-９]月１[０-２]日"),
        ("birth_date", "19850312", r"19[4-9][0-9]01[0-9]{2}"),
        ("birth_date", "12 March 1985", r"1[0-2] [A-Z][a-z]{2,8} 19[4-9][0-9]"),
        ("birth_date", "MAR 1st, 1985", r"[A-Z]{3} [4-9]th, 19[4-9][0-9]"),
        ("birth_date", "S60.3.12", r"S[0-9]{2}\.[4-9]\.1[0-2]"),
        ("age", "45歳", r"[2-9][0-9]歳"),
        ("age", "小学3年生", r"小学[123]年生"),
        ("age", "five-year-old", r"[a-z]+-year-old"),
        ("secret", "Kumo#8812xQ", r"[A-Z][a-z]{3}#\d{4}[a-z][A-Z]"),
    ],
)
def test_the_form_stays_and_the_value_goes(kind: str, value: str, form: str) -> None:
    fake = FAKES.fake(kind, value)
    assert re.fullmatch(form, fake)
    assert fake != value
    assert Fakes(SCOPE).fake(kind, value) == fake
    other = Fakes(Scope.derived("others", bytes(range(32)))).fake(kind, value)
    assert other != fake or fake.startswith("⟦") or kind == "card_expiry"


@pytest.mark.parametrize("number", range(40))
def test_what_is_drawn_belongs_to_nobody(number: int) -> None:
    card = FAKES.fake("card_number", f"45397{number:03}76543210{number % 10}")
    assert luhn.is_valid(card)
    assert card.startswith("400000")
    for phone in (
        f"0{7 + number % 3}0-1234-{number:04}",
        f"03-5{number:03}-1234",
        f"0120{number:06}",
    ):
        fake = phonenumbers.parse(FAKES.fake("phone", phone), "JP")
        assert not phonenumbers.is_valid_number(fake), phone
    assert not in_.is_valid(FAKES.fake("jp_my_number", f"{number:012}"))
    assert not iban.is_valid(FAKES.fake("iban", f"DE89370400440532{number:06}"))


def test_two_spellings_of_one_number_have_one_fake_in_two_forms() -> None:
    one, other = FAKES.fake("phone", "090-1234-5678"), FAKES.fake("phone", "09012345678")
    assert one.replace("-", "") == other


def test_a_text_keeps_all_but_its_values() -> None:
    text = "宛先: a@example.com (至急)"
    faked = FAKES.faked(text, [Span("email", 4, 17, 1.0, "email")])
    assert re.fullmatch(r"宛先: [a-z.]+@example\.jp \(至急\)", faked)


@pytest.mark.parametrize(
    "value", ["昭和64年1月7日", "平成31年4月30日", "1985-03-31", "31 December 1999", "S64.1.7"]
)
def test_an_invented_day_of_birth_is_a_day(value: str) -> None:
    for number in range(50):
        fake = Fakes(Scope.derived(str(number), bytes(range(32)))).fake("birth_date", value)
        assert time.born(fake), fake


def test_a_form_that_has_one_value_alone_is_given_the_word_of_its_kind() -> None:
    assert FAKES.fake("age", "二十歳") == "⟦年齢⟧"


def test_what_is_said_about_somebody_is_not_made_something_else() -> None:
    assert FAKES.fake("health", "with breast cancer") == "⟦health information⟧"
    assert FAKES.fake("health", "糖尿病") == "⟦健康・医療情報⟧"
