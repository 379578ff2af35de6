"""Numbers of Japanese documents: of the person, the residence, the insurances, the licence."""

from upheld.detection.checks import japan
from upheld.detection.rule import Rule
from upheld.detection.rules.other import OTHER_NUMBERS

_MY_NUMBER = (
    "マイナンバー", "個人番号", "個人no", "通知カード", "年末調整", "源泉徴収", "扶養", "my number", "mynumber",
    "individual number", "kojin bango",
)  # fmt: skip
_RESIDENT = (
    "住民票コード", "住民票", "住基コード", "住基", "juminhyo", "juminhyo code", "resident record", "resident code",
    "resident record code", "certificate of residence",
)  # fmt: skip
_PASSPORT = (
    "パスポート",
    "旅券",
    "passport",
    "passport no",
    "passport number",
    "apis",
    "esta",
    "jpn",
)
_LICENCE = (
    "免許", "免許証", "運転者", "ドライバー", "公安委員会", "license", "licence", "menkyo", "driver",
    "drivers license", "drivers licence",
)  # fmt: skip
_RESIDENCE = (
    "在留カード", "在留", "特別永住者", "residence card", "zairyu", "zairyu card", "residence card no",
    "permanent resident", "status of residence",
)  # fmt: skip
_PENSION = (
    "基礎年金", "年金番号", "年金", "ねんきん", "pension", "nenkin", "nenkin no", "pension no", "basic pension",
    "basic pension number", "pension number",
)  # fmt: skip
_INSURER = (
    "保険者番号", "保険者", "insurer number", "insurer no", "insurer", "hokensha bango", "kenpo", "health insurer",
    "health card",
)  # fmt: skip
_INSURED = (
    "被保険者番号", "被保険者証番号", "被保険者証", "被保険者記号", "保険証番号", "記号番号", "insured number", "insured no",
    "insured persons number", "insured person's number", "insured", "insured person", "hihokensha",
)  # fmt: skip
_EMPLOYMENT = (
    "雇用保険", "離職票", "ハローワーク", "失業給付", "育児休業給付", "koyo hoken", "employment insurance",
    "hello work",
)  # fmt: skip
_NOT_INSURED = ("口座", "口座番号", "ゆうちょ", "注文", "電話", "order", "account", "tel", "phone")
_BUSINESS = ("法人番号", "登録番号", "corporate number", "事業所番号")
_RESIDENCE_ACT = "Immigration Control Act, art. 19-4; specification of residence card numbers"
_HEALTH = "Health Insurance Act, Enforcement Regulations, art. 47; notification 0806-1 of 1976"
_INSURANCE = (
    "保険証", "健康保険", "保険者番号", "健保", "国保", "資格確認書", "レセプト", "被保険者",
)  # fmt: skip
_POST_BANK = ("ゆうちょ", "貯金", "口座")
"""Accounts there have a symbol and a number, too."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="jp_my_number",
        kind="jp_my_number",
        pattern=r"\d{4}[- ]?\d{4}[- ]?\d{4}",
        gate=r"\d{4}[- ]?\d{4}",
        source="Ordinance 85 of 2014 of the Ministry of Internal Affairs, art. 5",
        check=japan.my_number,
        context=_MY_NUMBER,
        against=(*OTHER_NUMBERS, *_LICENCE),
        confidence=0.3,
        with_context=0.97,
    ),
    Rule(
        id="jp_resident_code",
        kind="jp_resident_code",
        pattern=r"\d{5}[- ]?\d{6}|\d{4}[- ]\d{4}[- ]\d{3}",
        source="Basic Resident Registration Act, art. 7(13); Enforcement Regulations, art. 1",
        check=japan.resident_code,
        context=_RESIDENT,
        against=OTHER_NUMBERS,
        confidence=0,
        with_context=0.97,
    ),
    Rule(
        id="jp_passport",
        kind="jp_passport",
        pattern=r"[A-Z]{2} ?\d{7}",
        gate=r"[A-Z]{2} ?\d{7}",
        source="Passport Act, art. 6; ICAO Doc 9303 part 4",
        context=_PASSPORT,
        against=OTHER_NUMBERS,
        confidence=0.35,
        with_context=0.95,
    ),
    Rule(
        id="jp_drivers_licence",
        kind="jp_drivers_licence",
        pattern=r"\d{12}|\d{4}[- ]\d{4}[- ]\d{4}|\d{2}-\d{2}-\d{6}-\d{2}",
        source="Road Traffic Act, art. 93; the check digit as issued numbers have it",
        check=japan.licence,
        context=_LICENCE,
        against=(*OTHER_NUMBERS, *_MY_NUMBER),
        confidence=0,
        with_context=0.95,
    ),
    Rule(
        id="jp_residence_card",
        kind="jp_residence_card",
        pattern=r"[A-Z]{2} ?\d{8} ?[A-Z]{2}",
        gate=r"[A-Z]{2} ?\d{7}",
        source=_RESIDENCE_ACT,
        context=_RESIDENCE,
        against=OTHER_NUMBERS,
        confidence=0.6,
        with_context=0.97,
    ),
    Rule(
        id="jp_pension_number",
        kind="jp_pension_number",
        pattern=r"\d{4}[- ]?\d{6}",
        source="National Pension Act, art. 14; Enforcement Regulations, art. 1",
        context=_PENSION,
        against=(*OTHER_NUMBERS, "電話", "tel", "phone", "口座", "口座番号"),
        confidence=0,
    ),
    Rule(
        id="jp_insurer_number",
        kind="jp_insurer_number",
        pattern=r"\d{8}|\d{6}|\d{2}[- ]\d{2}[- ]\d{3}[- ]\d",
        source=_HEALTH,
        check=japan.insurer,
        context=_INSURER,
        against=(*_INSURED, "記号", "番号", *_NOT_INSURED),
        confidence=0,
        reach=30,
    ),
    Rule(
        id="jp_insured_number",
        kind="jp_insured_number",
        pattern=r"\d{1,4}[-・]\d{2,8}|\d{5,10}",
        source=_HEALTH,
        context=_INSURED,
        against=(
            "保険者番号",
            "insurer",
            "insurer number",
            "insurer no",
            "雇用保険",
            *_NOT_INSURED,
        ),
        confidence=0,
        with_context=0.9,
        reach=24,
    ),
    Rule(
        id="jp_insured_number.symbol",
        kind="jp_insured_number",
        pattern=r"記号(?:番号|・番号)?(?:は|が|:|=|\s|「){0,3}(?P<value>[一-龠ぁ-んァ-ヶ]{0,4}[0-9]{1,8}(?:[-・][0-9]{1,8})?)",
        gate=r"\d",
        source=_HEALTH,
        context=_INSURANCE,
        against=_POST_BANK,
        confidence=0,
        with_context=0.9,
    ),
    Rule(
        id="jp_insured_number.number",
        kind="jp_insured_number",
        pattern=r"記号[^\n]{1,14}(?:番号|・)(?:は|が|:|=|\s|「){0,3}(?P<value>[0-9]{1,8})",
        gate=r"\d",
        source=_HEALTH,
        context=_INSURANCE,
        against=_POST_BANK,
        confidence=0,
        with_context=0.9,
    ),
    Rule(
        id="jp_employment_insurance",
        kind="jp_employment_insurance",
        pattern=r"\d{4}-\d{6}-\d",
        gate=r"\d{4}-\d{4}",
        source="Employment Insurance Act, Enforcement Regulations, art. 10",
        context=_EMPLOYMENT,
        against=OTHER_NUMBERS,
        confidence=0.6,
    ),
    Rule(
        id="jp_employment_insurance.tight",
        kind="jp_employment_insurance",
        pattern=r"\d{11}|\d{4} \d{6} \d",
        source="Employment Insurance Act, Enforcement Regulations, art. 10",
        context=_EMPLOYMENT,
        against=OTHER_NUMBERS,
        confidence=0,
    ),
)
