"""A code in a sentence: what came by message, what opens a door, a safe or a telephone, what recovers.

Digits say nothing by themselves, so the pattern takes what the sentence says of them with it.
"""

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import spelling as s
from upheld.detection.rules.secrets.strength import has_digit

_CODE_EN = (
    "(?:verification|authentication|one[ -]time|login|2fa|mfa|sign[ -]in|security|sms) "
    "?(?:pass)?code|otp"
)


def _code(form: str, pattern: str, confidence: float = 0.9) -> Rule:
    return Rule(
        id=f"secret.{form}",
        kind="secret",
        pattern=pattern,
        source="RFC 4226, RFC 6238; messages that carry such codes",
        confidence=confidence,
    )


_SURER = 0.95
"""Than that the digits behind 暗証 or PIN are a bank card's."""
RULES: tuple[Rule, ...] = (
    _code(
        "one-time-code",
        rf"(?i)(?:{_CODE_EN}){s.WORDS}(?: is|:| =|=)? ?(?P<value>[0-9]{{4,8}})",
    ),
    _code(
        "one-time-code-before",
        r"(?i)(?P<value>[0-9]{4,8}) is your [a-z0-9 ]{0,24}(?:code|otp|passcode)",
    ),
    _code(
        "one-time-code-arrived",
        r"(?i)(?:text|sms|message)(?: message)?(?: [a-z]+){0,4} (?:saying|with|says|said|that says) (?P<value>[0-9]{3}[ -][0-9]{3}|[0-9]{4,8})",
    ),
    _code(
        "one-time-code-arriving-ja",
        r"(?:SMS|ショートメール|ショートメッセージ)(?:で|に|から)(?P<value>[0-9]{4,8})(?:って|と|が|の番号が)?(?:届|来|き)",
    ),
    _code(
        "one-time-code-arrived-ja",
        r"(?:SMS|ショートメール|ショートメッセージ)(?:で|に|から|が)?(?:来|届い|き)た(?:番号|コード|数字)?(?:は|が|、)?(?P<value>[0-9]{4,8})",
    ),
    _code(
        "entry-code-then",
        r"(?i)it['’]s (?P<value>[0-9]{4,8}) then (?:the )?(?:star|hash|tick|pound|enter|bell)",
    ),
    _code(
        "entry-code-key-safe",
        r"(?i)key ?safe[^.\n0-9]{0,40}(?:: ?| is | code )(?P<value>[A-Z0-9](?:-?[A-Z0-9]){3,7})",
    ),
    _code(
        "entry-code-dotted-ja",
        r"暗証番号は[^。\n0-9]{0,6}(?P<value>[0-9](?:[・、][0-9]){3,7})",
        confidence=_SURER,
    ),
    _code(
        "sign-in-pin-ja",
        r"(?:ログオン|サインイン|PC)の?PIN[^。\n0-9]{0,14}(?P<value>[0-9]{4,8})",
        confidence=_SURER,
    ),
    _code(
        "unlocks-phone-ja",
        r"(?:スマホ|携帯|iPhone|画面|端末|タブレット)の?(?:ロック|暗証番号|パスコード)[^。\n0-9]{0,6}(?P<value>[0-9]{4,6})(?:に変|で開|です|だよ|だから)",
    ),
    _code("entry-code-keys-ja", r"テンキーで(?P<value>[0-9]{4,8})", confidence=_SURER),
    _code(
        "one-time-code-ja",
        r"(?:認証|確認|ワンタイム|ログイン|SMS)(?:コード|パスワード|用コード|番号)[はが:=「\s]{0,2}"
        "(?P<value>[0-9]{4,8})",
    ),
    _code(
        "entry-code",
        r"(?i)(?:installer|door|gate|keypad|lockbox) (?:pass)?code(?: (?:for|on|to|of|at) (?:[a-z'’.]+ ){0,3}[a-z'’]+)?(?: is|:|,| =)? ?(?P<value>[A-Z]?[0-9]{4,8}[A-Z]?)",
    ),
    _code(
        "entry-code-told",
        r"(?i)(?:(?:lockbox|safe|gate|door|shed|locker|garage)(?:[^.\n0-9]{0,40}) (?:opens|unlocks) (?:with|on|at)|(?:alarm|keypad|panel|door|gate)[^.\n0-9]{0,40}(?:punch|key|type) in|(?:alarm|panel|keypad)(?: inside| upstairs| downstairs)? (?:wants|needs|takes)|alarm (?:at|for) [^.\n0-9]{2,24} is) "
        r"(?P<value>[0-9](?:-?[0-9]){3,7})",
    ),
    _code(
        "entry-code-named-ja",
        r"(?:キーボックス|金庫|ロッカー|オートロック|玄関|裏口|通用口|警備)の?(?:暗証番号|解除番号|解除|番号|コード)(?:は|が|: ?)"
        r"(?P<value>[0-9](?:-?[0-9]){3,7})",
        confidence=_SURER,
    ),
    _code(
        "entry-code-ja",
        r"(?:キーボックス|金庫|ロッカー|オートロック|玄関|裏口|通用口|警備(?:解除)?|暗証)[^。\n0-9]{0,10}"
        r"(?P<value>[0-9](?:-?[0-9]){3,7})[#*]?(?:で(?:開|解除|入)|を?押|と押|に変わ|に変え)",
        confidence=_SURER,
    ),
    Rule(
        id="secret.recovery-words",
        kind="secret",
        pattern=(
            r"(?i:(?:recovery|seed|backup|mnemonic) (?:words|phrase)[^.\n]{0,40}?(?: is| are|:| start with| begins? with| =) ?)"
            r"(?P<value>(?:[a-z]{3,8}[ ,]{1,2}){5,23}[a-z]{3,8})"
        ),
        source="BIP-39: words of three to eight letters",
        edges="none",
        confidence=0.9,
    ),
    Rule(
        id="secret.dial-ja",
        kind="secret",
        pattern=r"(?:金庫|ダイヤル)[^。\n]{0,8}(?P<value>(?:[右左]に?(?:[0-9一二三四五六]{1,2}回[^。\n0-9]{0,3})?[0-9]{1,3}[、, ]{0,2}){2,5})",
        source="As makers of safes have their dials turned",
        edges="none",
        confidence=0.9,
    ),
    Rule(
        id="secret.recovery-code",
        kind="secret",
        pattern=r"[0-9A-Za-z]{4,6}-[0-9A-Za-z]{4,6}(?:-[0-9A-Za-z]{4,6}){0,3}|[0-9a-f]{8,10}",
        gate=r"\d",
        source="Lists of recovery codes as issuers print them",
        check=has_digit,
        context=(
            *("recovery code", "recovery codes", "backup code", "backup codes"),
            *(
                "リカバリーコード",
                "バックアップコード",
                "復旧コード",
                "回復コード",
                "復旧用",
                "回復用",
                "予備コード",
            ),
        ),
        confidence=0.0,
        with_context=0.9,
        reach=64,
    ),
)
