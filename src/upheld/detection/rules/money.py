"""Cards, accounts, and what opens them."""

from upheld.detection.checks import money
from upheld.detection.rule import Rule
from upheld.detection.rules.other import OTHER_NUMBERS

_CARD = (
    "カード", "クレジット", "クレカ", "デビット", "決済", "card", "credit card", "pan", "visa", "mastercard", "amex",
    "jcb", "diners", "discover", "cc", "payment",
)  # fmt: skip
_CODE = (
    "セキュリティコード", "セキュリティ番号", "裏の3桁", "裏の三桁", "裏面", "4桁のコード", "cvv", "cvc", "cvv2", "cvc2", "csc",
    "cid", "security code", "card verification", "code on the back", "digits on the back", "digits in front",
    "cvv code",
)  # fmt: skip
_EXPIRY = (
    "有効期限", "期限", "カード期限", "exp", "expiry", "expires", "expiration", "expiration date", "expiring",
    "valid thru", "valid until", "good thru", "exp date", "card expiry",
)  # fmt: skip
_ACCOUNT_EN = (
    "bank account", "account number", "account no", "acct", "acct no", "a/c", "a/c no", "checking", "savings",
    "checking account", "account", "direct deposit", "bank account number",
)  # fmt: skip
_BANK = (
    "口座番号", "口座", "普通預金", "当座預金", "普通", "当座", "貯蓄", "振込先", *_ACCOUNT_EN,
)  # fmt: skip
_POST_BANK = (
    "ゆうちょ", "記号番号", "貯金", "郵便局", "記号", "japan post", "japan post bank", "jp bank", "yucho",
)  # fmt: skip
_PIN = ("暗証番号", "暗証", "pin", "pin code", "pin number", "pin no", "取引暗証番号", "ピンコード")
_NOT_PIN = (
    "口座番号",
    "口座",
    "カード番号",
    "電話",
    "郵便",
    "pin hole",
    "postal",
    "zip",
    "bowling",
    "gpio",
)
_INSURANCE = ("保険証", "保険者番号", "健康保険")
"""Insured people have a symbol and a number, too."""
_ISO_CARD = "ISO/IEC 7812-1 (Luhn); ranges as the schemes publish them"
_ACCOUNT = "Zengin format: bank 4, branch 3, account 7 digits"
_NEAR_CARD = r"(?:\d[ -]?){12,18}\d"
_BACK_JA = "裏(?:面)?の(?:数字|番号|[3三]桁)"
_JOIN = r"[^\dA-Za-z]{1,8}"
_CURRENCY = r"[¥\\$€£]|(?i:\b(?:yen|jpy|usd|eur|gbp|dollars?|euros?|pounds?)\b)|ユーロ|ドル|ポンド"
_SUM = (
    "月給|給与額?|給料|年収|年俸|月収|日給|時給|賞与|ボーナス|手取り|報酬|残高|金額|振込額|入金額|出金額|請求額|合計|総額|家賃"
    r"|(?i:\b(?:salary|wages?|income|bonus|balance|amounts?|total|rent|fee|price)\b)"
)
_SUM_BEFORE = rf"(?:{_CURRENCY}|(?:{_SUM})(?:は|が|の|:|=| of| is| was)?) ?"
_SUM_BEHIND = rf"(?:[.]\d{{1,2}})? ?(?:[百千万億]?円|{_CURRENCY})(?! ?(?:[\d¥$€£]|口座|預金|普通|建て|account))"
"""A sum of money beside an account or a code is as long as one, and opens nothing."""
_OF_A_DATE = r"[-/.]\d{1,2}(?!\d)|年|:\d\d"
"""What goes on as a date or a time does."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="card_number",
        kind="card_number",
        pattern=r"\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}|\d{4}[- ]\d{6}[- ]\d{4,5}|\d{13,19}",
        source=_ISO_CARD,
        gate=r"\d{4}[- ]?\d{4}",
        check=money.card,
        not_after="={8}",  # a boundary in a mail (RFC 2046), whose digits are drawn by chance
        context=_CARD,
        against=OTHER_NUMBERS,
        confidence=0.8,
        with_context=0.98,
    ),
    Rule(
        id="card_number.apart",
        kind="card_number",
        pattern=r"\d(?:[ -]?\d){12,18}",
        source=_ISO_CARD,
        check=money.card,
        context=_CARD,
        against=OTHER_NUMBERS,
        confidence=0.0,
        with_context=0.8,
    ),
    Rule(
        id="card_security_code",
        kind="card_security_code",
        pattern=r"\d{3,4}",
        not_after=_SUM_BEFORE,
        not_before=rf"(?:{_SUM_BEHIND}|{_OF_A_DATE})",
        source="The schemes' card verification values: three digits, four on American Express",
        context=_CODE,
        against=("カード番号", "card number", "card no", *_EXPIRY, "暗証番号", "pin"),
        confidence=0,
        with_context=0.9,
        reach=22,
    ),
    Rule(
        id="card_security_code.beside",
        kind="card_security_code",
        pattern=rf"{_NEAR_CARD}{_JOIN}(?:期限|exp\.?|有効期限)?[^\dA-Za-z]{{0,3}}(?:0[1-9]|1[0-2])/\d{{2}}{_JOIN}(?P<value>\d{{3,4}})",
        source="As cards are written down: number, expiry, code",
        gate=r"\d{4}[- ]?\d{4}",
        confidence=0.8,
    ),
    Rule(
        id="card_security_code.behind",
        kind="card_security_code",
        pattern=rf"{_NEAR_CARD}[^\d\n]{{1,24}}(?:コード|security code|code|cvv|cvc)[^\d\n]{{1,6}}(?P<value>\d{{3,4}})",
        source="As cards are written down: number, then the code with its name",
        gate=r"\d{4}[- ]?\d{4}",
        confidence=0.8,
    ),
    *(
        Rule(
            id=f"card_security_code.{form}",
            kind="card_security_code",
            pattern=pattern,
            gate=_BACK_JA,
            source="As people tell it: the three digits on the back",
            edges="digit",
            confidence=0.85,
        )
        for form, pattern in (
            ("back", rf"{_BACK_JA}[^。\n\d]{{0,6}}(?P<value>\d{{3}})"),
            ("back_before", rf"(?P<value>\d{{3}})(?:って|という|の)?、?{_BACK_JA}"),
        )
    ),
    Rule(
        id="card_expiry",
        kind="card_expiry",
        pattern=r"(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d",
        source="ISO/IEC 7813: month and year",
        not_after=r"[0-9][/-]",
        not_before=r"[/-][0-9]",
        context=_EXPIRY,
        against=("version", "updated"),
        confidence=0,
        with_context=0.85,
        reach=24,
    ),
    Rule(
        id="card_expiry.beside",
        kind="card_expiry",
        pattern=rf"{_NEAR_CARD}[^\dA-Za-z]{{1,6}}(?P<value>(?:0[1-9]|1[0-2])/(?:20)?[2-4]\d)",
        source="As cards are written down: number, expiry",
        gate=r"\d{4}[- ]?\d{4}",
        confidence=0.85,
    ),
    Rule(
        id="card_expiry.beside_ja",
        kind="card_expiry",
        pattern=rf"{_NEAR_CARD}[^\d\n]{{1,20}}(?P<value>20[2-4]\d年 ?(?:0?[1-9]|1[0-2])月)",
        source="As cards are written down: number, expiry",
        gate=r"20[2-4]\d年",
        edges="digit",
        confidence=0.85,
    ),
    Rule(
        id="bank_account.jp",
        kind="bank_account",
        pattern=r"\d{7}",
        not_after=_SUM_BEFORE,
        not_before=_SUM_BEHIND,
        source=_ACCOUNT,
        context=_BANK,
        against=(
            *OTHER_NUMBERS,
            *_PIN,
            "電話",
            "tel",
            "保険者番号",
            "郵便番号",
            "id",
            "ログインid",
            "ユーザー",
            "user",
        ),
        confidence=0,
        with_context=0.9,
        reach=28,
    ),
    Rule(
        id="bank_account.codes",
        kind="bank_account",
        pattern=r"\d{4}-\d{3}-\d{7}",
        gate=r"\d{4}-\d{3}",
        source=_ACCOUNT,
        context=(*_BANK, "銀行"),
        against=OTHER_NUMBERS,
        confidence=0.5,
        with_context=0.95,
    ),
    Rule(
        id="bank_account.bank",
        kind="bank_account",
        pattern=r"(?i:銀行コード|金融機関コード|銀行番号|bank code)(?:は|:|=|\s|「){0,3}(?P<value>\d{4})",
        source=_ACCOUNT,
        confidence=0.8,
    ),
    Rule(
        id="bank_account.branch",
        kind="bank_account",
        pattern=r"(?i:支店コード|支店番号|店番|店番号|branch code|branch no\.?)(?:は|:|=|\s|「){0,3}(?P<value>\d{3})",
        source=_ACCOUNT,
        confidence=0.8,
    ),
    Rule(
        id="bank_account.zengin",
        kind="bank_account",
        pattern=r"(?P<value>\d{4},\d{3},[1249],\d{7})",
        gate=r",[1249],",
        source="Zengin format: bank, branch, kind of deposit, account in a row",
        context=("全銀", "銀行", "振込", "口座", "zengin", "bank"),
        confidence=0.4,
        with_context=0.95,
    ),
    Rule(
        id="bank_account.yucho",
        kind="bank_account",
        pattern=r"1\d{3}0-(?:\d-)?\d{2,7}1",
        gate=r"1\d{3}0-",
        source="Japan Post Bank: symbol of 5 digits, number of up to 8 that ends in 1",
        context=_POST_BANK,
        against=OTHER_NUMBERS,
        confidence=0.5,
    ),
    Rule(
        id="bank_account.yucho_symbol",
        kind="bank_account",
        pattern=r"記号(?:は|が|:|=|\s|「){0,3}(?P<value>1\d{3}0)",
        gate="記号",
        source="Japan Post Bank: symbol of 5 digits",
        against=_INSURANCE,
        confidence=0.7,
    ),
    Rule(
        id="bank_account.yucho_number",
        kind="bank_account",
        pattern=r"記号[^\d\n]{0,3}1\d{3}0[^\d\n]{0,3}番号(?:は|が|:|=|\s|「){0,3}(?P<value>\d{1,7}1)",
        gate="記号",
        source="Japan Post Bank: number of up to 8 digits that ends in 1",
        against=_INSURANCE,
        confidence=0.8,
    ),
    Rule(
        id="bank_account.abroad",
        kind="bank_account",
        pattern=r"\d{8,12}|\d{6}",
        not_after=_SUM_BEFORE,
        not_before=_SUM_BEHIND,
        source="Account numbers of banks without a common format: 8 to 12 digits",
        context=(*_ACCOUNT_EN, "証券口座", "口座"),
        against=(
            *OTHER_NUMBERS,
            *_PIN,
            "routing",
            "sort code",
            "電話",
            "phone",
            "tel",
            "card",
            "カード",
            "insurer",
            "insured",
            "login",
            "user",
            "customer",
            "id",
        ),
        confidence=0,
        with_context=0.8,
        reach=24,
    ),
    Rule(
        id="bank_account.sort_code_and_number",
        kind="bank_account",
        pattern=r"\d{2}-\d{2}-\d{2}[ ,/]{1,3}\d{8}",
        gate=r"\d{2}-\d{2}-\d{2}[ ,/]{1,3}\d{8}",
        source="UK sort code, then the account: six digits and eight",
        not_after=r"[0-9]-",
        context=(
            *_ACCOUNT_EN,
            "sort code",
            "bank",
            "paid",
            "pay",
            "transfer",
            "monzo",
            "barclays",
            "lloyds",
            "hsbc",
            "natwest",
            "santander",
            "starling",
            "nationwide",
        ),
        against=OTHER_NUMBERS,
        confidence=0.5,
        with_context=0.9,
    ),
    Rule(
        id="bank_account.named_bank",
        kind="bank_account",
        pattern=(
            r"(?:(?:みずほ|三菱UFJ|三井住友|りそな)(?:銀行)?|[一-龠々ァ-ヶA-Z]{2,8}銀行)"
            r" ?[一-龠々ァ-ヶー]{2,8}(?:支店)? (?:普通?|当座)? ?(?P<value>\d{7})"
        ),
        gate="銀行|みずほ|三菱UFJ|三井住友|りそな",
        source=_ACCOUNT,
        edges="digit",
        against=OTHER_NUMBERS,
        confidence=0.8,
    ),
    Rule(
        id="bank_account.routing",
        kind="bank_account",
        pattern=r"\d{9}",
        source="ABA routing number policy: nine digits, weights 3, 7, 1",
        check=money.routing,
        context=("routing", "routing number", "routing no", "aba"),
        confidence=0,
        reach=20,
    ),
    Rule(
        id="bank_account.sort_code",
        kind="bank_account",
        pattern=r"\d{2}-\d{2}-\d{2}|\d{6}",
        source="UK sort code: six digits",
        context=("sort code", "sortcode"),
        confidence=0,
        reach=20,
    ),
    Rule(
        id="iban",
        kind="iban",
        pattern=r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?",
        source="ISO 13616-1; lengths of SWIFT's registry",
        gate=r"[A-Z]{2}\d{2}[ -]?[A-Z0-9]{2}",
        check=money.iban,
        context=("iban",),
        confidence=0.95,
    ),
    Rule(
        id="iban.tight",
        kind="iban",
        pattern=r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30}",
        source="ISO 13616-1; lengths of SWIFT's registry",
        gate=r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{11}",
        check=money.iban,
        context=("iban",),
        confidence=0.9,
    ),
    Rule(
        id="pin",
        kind="pin",
        pattern=r"\d{4}|\d{6}",
        not_after=rf"{_SUM_BEFORE}|(?i:\bid ?= ?)",
        not_before=rf"{_SUM_BEHIND}| ?(?:m?[VAWs]|[kM]?Hz|[ukM]?Ω|ohms?|[nu]s)\b| (?:units|people|customers|users|items|orders|records|rows|times)\b",
        source="ISO 9564-1: four to twelve digits; banks use four and six",
        context=_PIN,
        against=_NOT_PIN,
        confidence=0,
        with_context=0.9,
        reach=26,
    ),
    Rule(
        id="pin.said",
        kind="pin",
        pattern=r"(?i)\bpin(?: code| number)?(?: [a-z']{1,12}){1,7} (?:is|was)[ :]{1,2}(?P<value>\d{4}|\d{6})",
        source="As people tell each other the number of a card",
        gate=r"(?i)\bpin(?: [a-z']{1,12}){1,8} (?:is|was)",
        context=("card", "debit", "atm", "bank", "cash", "account"),
        not_before=rf"{_SUM_BEHIND}| ?(?:m?[VAWs]|[kM]?Hz|[ukM]?Ω|ohms?|[nu]s)\b",
        edges="digit",
        confidence=0,
        with_context=0.85,
        reach=64,
    ),
    Rule(
        id="pin.digits",
        kind="pin",
        pattern=r"(?i)(?:four|4)[ -]digits? (?:are|is|number is) (?P<value>\d{4})",
        source="As people tell each other the number of a card",
        gate=r"(?i)digits? (?:are|is|number)",
        context=("cash", "machine", "card", "atm", "bank", "withdraw"),
        edges="digit",
        confidence=0,
        with_context=0.85,
        reach=64,
    ),
    Rule(
        id="pin.of_card",
        kind="pin",
        pattern=r"(?:キャッシュ|デビット|クレジット)カード(?:は|の(?:番号|四桁|4桁)は|は四桁が)(?P<value>\d{4})(?:で|だ|です)",
        source="As people tell each other the number of a card",
        edges="digit",
        confidence=0.85,
    ),
)
