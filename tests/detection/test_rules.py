"""Every kind that a pattern finds: where it stands tight, full-width or spaced, and where it is something else."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban
from stdnum import luhn as stdnum_luhn
from stdnum.jp import cn as stdnum_corporate
from stdnum.jp import in_ as stdnum_my_number

from upheld.detection import Scanner
from upheld.detection.checks import device, japan, money
from upheld.detection.checks.digits import luhn
from upheld.detection.custom import PatternRefusedError, custom_rule
from upheld.detection.rules import builtin

SCANNER = Scanner()
VALUES = [
    ("email", "連絡先", "e-mail", "sato@example.jp"),
    ("phone", "電話番号", "phone", "090-1234-5678"),
    ("phone", "電話番号", "phone", "0312345678"),
    ("phone", "電話", "call", "+81-90-1234-5678"),
    ("postal_code", "郵便番号", "postal code", "150-0043"),
    ("ip_address", "接続元", "from", "203.0.113.77"),
    ("ip_address", "接続元", "from", "2001:db8::8a2e:370:7334"),
    ("mac_address", "MACアドレス", "MAC", "00:00:5E:00:53:2E"),
    ("advertising_id", "広告ID", "IDFA", "7aa7f681-77a0-1bd2-938e-8c9d248d3208"),
    ("device_id", "IMEI", "IMEI", "490154203237518"),
    ("cookie_id", "クッキー", "cookie", "GA1.2.698807884.1732786300"),
    ("jp_my_number", "マイナンバー", "My Number", "123456789018"),
    ("jp_my_number", "個人番号", "individual number", "1234-5678-9018"),
    ("jp_passport", "旅券番号", "passport", "TK1234567"),
    ("jp_drivers_licence", "免許証番号", "driver's licence", "458754903400"),
    ("jp_residence_card", "在留カード", "residence card", "AB12345678CD"),
    ("jp_pension_number", "基礎年金番号", "pension number", "1234-567890"),
    ("jp_resident_code", "住民票コード", "juminhyo code", "68530966961"),
    ("jp_insurer_number", "保険者番号", "insurer number", "01164722"),
    ("jp_employment_insurance", "雇用保険", "employment insurance", "1234-567890-1"),
    ("us_ssn", "社会保障番号", "SSN", "219-09-9998"),
    ("national_id", "CPF", "CPF", "298.662.986-55"),
    ("national_id", "PESEL", "PESEL", "67021851792"),
    ("card_number", "カード番号", "card", "4111111111111111"),
    ("card_number", "カード番号", "card", "4111-1111-1111-1111"),
    ("bank_account", "口座番号", "account number", "1234567"),
    ("iban", "IBAN", "IBAN", "GB82WEST12345698765432"),
    ("pin", "暗証番号", "PIN", "4951"),
    ("birth_date", "生年月日", "born", "1985-03-12"),
    ("precise_location", "緯度経度", "position", "34.73797,143.19041"),
]
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CARRIERS = [
    ("ja", "{label}は{value}です。"),
    ("ja", "{label}{value}を登録"),
    ("ja", "{label}:{value}"),
    ("ja", "{label} {value} です"),
    ("en", "my {label} is {value}."),
    ("en", "{label}: {value}"),
]


@pytest.mark.parametrize(("kind", "ja", "en", "value"), VALUES)
def test_a_value_is_found_tight_full_width_and_spaced(
    kind: str, ja: str, en: str, value: str
) -> None:
    for language, carrier in CARRIERS:
        for written in (value, value.translate(FULL_WIDTH)) if language == "ja" else (value,):
            text = carrier.format(label=ja if language == "ja" else en, value=written)
            found = [text[f.start : f.end] for f in SCANNER.scan(text) if f.kind == kind]
            assert found == [written], text


@pytest.mark.parametrize(
    "text",
    [
        "注文番号は123456789018です",  # a valid My Number that is called something else
        "order 123456789018 has shipped",
        "追跡番号4111111111111111を確認",
        "カード番号4111111111111112は桁が違う",  # Luhn
        "マイナンバー123456789012",  # check digit
        "IBAN GB82WEST12345698765433",
        "127.0.0.1 と 255.255.255.0",
        "version 1.2.3.4",
        "UUID 00000000-0000-0000-0000-000000000000 (IDFA)",
        "2026年11月25日に発売予定です。",
        "shipping 4951",
        "樹齢300年の杉",
        "icon@2x.png",
        "000-00-0000 is no SSN",
        "重み 0.35671, 0.13976",
        "寸法 120-80-45",
        "平均年齢は8.4歳、中央値は7歳だった",
        "対象児の年齢の平均は 10歳です",
        "mean age was 8.4 years; the median age of the girls was 9 years old",
        "The patients were 7.5 years old on average",
        "MD5 fingerprint 16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "証明書の拇印 A1-B2-C3-D4-E5-F6-07-18-29-3A-4B-5C-6D-7E-8F-90-01-12-23-34",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert SCANNER.scan(text) == []


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_the_check_digit_of_my_number_is_the_one_that_stdnum_knows(digits: str) -> None:
    assert japan.my_number(digits) == (stdnum_my_number.is_valid(digits) and len(set(digits)) > 1)


@given(st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_the_check_digit_of_a_corporate_number_is_the_one_that_stdnum_knows(digits: str) -> None:
    assert japan.corporate(digits) == stdnum_corporate.is_valid(digits)


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_luhn_is_the_one_that_stdnum_knows(digits: str) -> None:
    assert luhn(digits) == stdnum_luhn.is_valid(digits)


@pytest.mark.slow
@given(st.from_regex(r"(DE[0-9]{20}|GB[0-9]{2}[A-Z]{4}[0-9]{14}|LU[0-9]{18})", fullmatch=True))
@settings(max_examples=60)
def test_an_iban_is_valid_where_stdnum_says_so(value: str) -> None:
    right = value[:2] + stdnum_iban.calc_check_digits(value) + value[4:]
    assert money.iban(right)
    wrong = f"{(int(right[2:4]) + 1) % 100:02}"
    assert not money.iban(right[:2] + wrong + right[4:])


@given(
    st.lists(
        st.sampled_from(
            ["0", "00", "1", "01", "9", "20", "21", "127", "223", "224", "239", "240", "254", "255", "256"]
        ),
        min_size=3,
        max_size=5,
    )
)  # fmt: skip
def test_four_numbers_are_an_address_of_a_device_where_the_standard_library_says_so(
    parts: list[str],
) -> None:
    value = ".".join(parts)
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        assert not device.ip(value)
        return
    nobody = address.is_loopback or address.is_multicast or parts[0] in {"0", "255"}
    assert device.ip(value) is not nobody
    assert device.ip_not_version(value) is (not nobody and max(map(int, parts)) > 20)


def test_every_rule_has_an_id_of_its_own_and_a_source() -> None:
    ids = [rule.id for rule in builtin()]
    assert len(ids) == len(set(ids))
    assert all(rule.source and rule.id.partition(".")[0] for rule in builtin())


def test_a_rule_of_a_customer_is_matched_in_linear_time_or_refused() -> None:
    rule = custom_rule(name="member", kind="cookie_id", pattern=r"(?:M+)+-\d{6}")
    assert [s.rule for s in Scanner([rule]).spans("会員M-123456です")] == ["cookie_id.member"]
    assert Scanner([rule]).spans("M" * 4000 + "!") == []
    for pattern in (r"(?=x)y", r"(a)\1", "(", "x*"):
        with pytest.raises(PatternRefusedError, match="linear time"):
            custom_rule(name="n", kind="cookie_id", pattern=pattern)
    with pytest.raises(PatternRefusedError, match="no kind"):
        custom_rule(name="n", kind="nothing", pattern="x")


@pytest.mark.parametrize(
    "written", ["令和十十年五月五日", "昭和百十百年一月一日", "明治六年6月十一十日"]
)
def test_kanji_that_make_no_number_do_not_stop_a_scan(written: str) -> None:
    text = f"生年月日: {written}、連絡先はsato@example.jpです"
    assert "email" in [f.kind for f in SCANNER.scan(text)]


@pytest.mark.parametrize("written", ["四十二さい", "42さい", "四十二歳", "42歳"])
def test_an_age_is_one_however_its_sign_is_written(written: str) -> None:
    assert [f.kind for f in SCANNER.scan(f"{written}です")] == ["age"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("うちの子は8.5歳です", "8.5歳"), ("he is 7.5 years old", "7.5 years old"), ("age: 8.5", "8.5"), ("年齢: 43", "43")],
)  # fmt: skip
def test_an_age_with_a_half_is_one_age(text: str, value: str) -> None:
    assert [text[f.start : f.end] for f in SCANNER.scan(text)] == [value]


def test_the_public_number_of_a_company_is_no_card() -> None:
    number = "4963595939799"
    assert luhn(number)
    assert stdnum_corporate.is_valid(number)
    assert SCANNER.scan(f"適格請求書 {number} を受領") == []
    assert [f.kind for f in SCANNER.scan("4222222222222")] == ["card_number"]


@pytest.mark.parametrize(
    "text",
    [
        "exp=12/28 cvc=314\n2026-11-20T10:00 done",
        "セキュリティコード: 314\n2026年11月20日 受付",
        "cvv: 314\n2026/11/20 12:00",
        "CVC 314 at 1030:15",
    ],
)
def test_a_date_behind_a_security_code_is_none(text: str) -> None:
    found = [f for f in SCANNER.scan(text) if f.kind == "card_security_code"]
    assert [text[f.start : f.end] for f in found] == ["314"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("pt 61M, h/o COPD", "age", "61"),
        ("the PIN for the company debit card is 8841", "pin", "8841"),
        ("カード4539578763621486の2029年3月期限", "card_expiry", "2029年3月"),
        ("45F c/o headache", "age", "45"),
        ("(平成9年12月30日生・満28歳)", "birth_date", "平成9年12月30日"),
        ("(1997/12/30生/女)", "birth_date", "1997/12/30"),
    ],
)
def test_ages_and_births_are_found_as_clinics_and_forms_note_them(
    text: str, kind: str, value: str
) -> None:
    assert value in [text[f.start : f.end] for f in SCANNER.scan(text) if f.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "Children aged 5-17 had 38% of them",
        "Output 61M, with gifts",
        "a 120 years old inn",
        "mean age 58.4",
        "pin 3 at 5000 mV",
        "会員証は2029年3月期限",
    ],
)
def test_a_range_a_size_a_mean_and_a_voltage_are_nobodys(text: str) -> None:
    assert not SCANNER.scan(text)
