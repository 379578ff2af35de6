"""A password of plain words: `DB_PASSWORD=winter-sunset-lake`, `password=letmein`, `さくら2024`.

Words tell no password from a piece of code, so it has to stand where code and forms have none: in
quotes or right behind `=` with hyphens, alone in its line, or among those that everybody takes.
"""

import re
from dataclasses import replace

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import spelling as s
from upheld.detection.rules.secrets.assigned import typed
from upheld.detection.rules.secrets.strength import is_placeholder

_OF_FORMS = frozenset(
    {
        *("access", "account", "admin", "api", "app", "argon", "auth", "autocomplete", "bar"),
        *("base", "basic", "bcrypt", "block", "bold", "box", "btn", "button", "center"),
        *("changed", "check", "client", "code", "col", "color", "column", "config", "confirm"),
        *("confirmation", "control", "cred", "credential", "credentials", "css", "current"),
        *("custom", "data", "db", "default", "dev", "dialog", "disabled", "email", "empty"),
        *("enabled", "encrypted", "enter", "env", "error", "example", "expired", "external"),
        *("field", "file", "float", "flow", "footer", "forgot", "forgotten", "form", "format"),
        *("from", "full", "generate", "generated", "get", "grant", "group", "hash", "hashed"),
        *("header", "help", "hidden", "icon", "id", "in", "incorrect", "info", "initial"),
        *("input", "invalid", "item", "key", "label", "large", "link", "list", "local"),
        *("login", "mail", "managed", "manager", "md", "message", "meter", "missing", "modal"),
        *("must", "name", "need", "new", "none", "not", "notice", "null", "of", "off", "ok"),
        *("old", "on", "only", "option", "optional", "or", "owner", "page", "panel", "params"),
        *("pass", "passcode", "passphrase", "passwd", "password", "passwords", "path", "per"),
        *("phone", "plain", "plugin", "policy", "post", "primary", "process", "prod", "prompt"),
        *("protected", "pw", "pwd", "random", "read", "ref", "repeat", "request", "required"),
        *("reset", "retype", "row", "rule", "same", "saved", "screen", "secret", "secrets"),
        *("see", "select", "server", "service", "set", "setting", "show", "sign", "size", "sm"),
        *("small", "sms", "some", "spec", "ssh", "state", "storage", "store", "strength"),
        *("string", "strong", "submit", "success", "system", "template", "test", "text", "tip"),
        *("title", "to", "toggle", "token", "true", "type", "unset", "updated", "use", "user"),
        *("username", "valid", "validation", "value", "var", "variable", "vault", "verify"),
        *("view", "visible", "warning", "weak", "with", "write", "wrong", "xl", "your"),
    }
)
"""What forms, settings and pages say beside the word password, and nobody takes for one."""
_TAKEN = (
    *("letmein", "opensesame", "qwerty", "qwertyuiop", "qwertz", "azerty", "asdfgh", "asdfghjkl"),
    *("zxcvbn", "zxcvbnm", "iloveyou", "sunshine", "princess", "dragon", "monkey", "football"),
    *("baseball", "basketball", "superman", "batman", "spiderman", "pokemon", "starwars", "naruto"),
    *("trustnoone", "welcome", "whatever", "shadow", "michael", "jennifer", "jordan", "hunter"),
    *("killer", "freedom", "cheese", "summer", "flower", "charlie", "computer", "ninja", "mustang"),
    *("liverpool", "chelsea", "arsenal", "doraemon", "pikachu", "sakura", "himitsu", "arigatou"),
    *("aishiteru", "administrator", "correcthorsebatterystaple"),
    *("123456", "1234567", "12345678", "123456789", "1234567890", "654321", "111111", "000000"),
    *("112233", "121212", "123123", "666666", "888888", "987654321"),
)
"""Of the lists of passwords that are taken most, those of letters or of digits alone."""
_OF_ACCOUNTS = "root|toor|admin|postgres|mysql|mariadb|oracle|guest|rabbitmq|minio"
"""What an account is made with, and many keep."""
_JAPANESE = "[ぁ-んァ-ヶー一-龠々]"
_LINK = s.LINK_JA.replace("{0,4}", "{1,4}")
"""There is one: パスワード管理 is something else."""
_HYPHENATED = r"(?P<value>[a-z]{2,16}(?:-[a-z]{2,16}){1,7}!{0,3})"
_ONE_OF_THEM = rf"(?P<value>(?:{'|'.join(_TAKEN)})!{{0,3}})"
_RULES_JA = re.compile(
    r"文字|桁|英|数字|半角|全角|記号|最[低大小]|以[上下内]|未満|[がを]|して|から|まで|番号|内線|電話|窓口|年度|平成|令和|昭和|期限|バージョン|ポリシー"
)


def is_of_words(value: str) -> bool:
    """Whether it is words that somebody took, and not what a form or a setting says."""
    if is_placeholder(value):
        return False
    return _OF_FORMS.isdisjoint(re.split("[-_]", value.lower()))


def is_of_words_ja(value: str) -> bool:
    """Whether it is words with a number behind them, and not what a password has to have."""
    return _RULES_JA.search(value) is None


_CODE = r"[\w.(\[=/:$@%+-]"


def _ended(rule: Rule, *others: str) -> Rule:
    """What goes on as code does is code: a call, an index, an attribute, a sum."""
    return replace(rule, not_before=f"(?:{'|'.join((_CODE, *others))})")


RULES: tuple[Rule, ...] = (
    _ended(
        typed(
            "password-hyphenated",
            rf"(?i)(?:{s.WORD_EN}){s.GAP}(?:(?:=>|:=|={{1,2}})\s{{0,3}}{s.OPEN}|:\s{{0,3}}['\"`「『]){_HYPHENATED}",
            is_of_words,
        )
    ),
    replace(
        typed(
            "password-line",
            rf"(?im)^(?:(?:export|set|env|arg) )?[\w.-]{{0,40}}(?:{s.WORD_EN})=(?P<value>[a-z]{{6,32}}(?:[-_][a-z]{{2,16}}){{0,7}}!{{0,3}})[ \t]{{0,8}}\r?$",
            is_of_words,
        ),
        # What is read in one go may begin in the middle of a line.
        gate=rf"(?i)(?:{s.WORD_EN})=[a-z]{{4}}",
    ),
    replace(
        typed(
            "password-default",
            rf"(?im)^[ \t]{{0,16}}(?:(?:export|set|env|arg|-) )?[\w.-]{{0,40}}(?:{s.WORD_EN})['\"]?(?:=|: )(?P<value>{_OF_ACCOUNTS})[ \t]{{0,8}}\r?$",
        ),
        check=None,
        gate=rf"(?i)(?:{s.WORD_EN})['\"]?(?:=|: )(?:{_OF_ACCOUNTS})",
    ),
    _ended(
        replace(
            # As a variable is named, it is an assignment in the middle of a sentence, too.
            typed(
                "password-default-said",
                rf"\b(?:[A-Z][A-Z0-9]{{0,15}}_){{1,4}}(?:PASSWORD|PASSWD|PASS|PWD)=['\"]?(?P<value>{_OF_ACCOUNTS})",
            ),
            check=None,
            gate=rf"_(?:PASSWORD|PASSWD|PASS|PWD)=['\"]?(?:{_OF_ACCOUNTS})",
        )
    ),
    _ended(
        typed(
            "password-taken",
            rf"(?i)(?:{s.WORD_EN}|\bpass){s.GAP}(?:=>|:=|={{1,2}})\s{{0,3}}{s.OPEN}{_ONE_OF_THEM}",
            is_of_words,
        )
    ),
    _ended(
        typed(
            "password-taken-told",
            rf"(?i)(?:{s.WORD_EN}|\bpass){s.GAP}:\s{{0,3}}{s.OPEN}{_ONE_OF_THEM}",
            is_of_words,
        ),
        r" \w",  # Summer sale: a sentence behind a heading
    ),
    _ended(
        typed("password-taken-ja", rf"(?i)(?:{s.WORD_JA})、?{_LINK}{_ONE_OF_THEM}", is_of_words)
    ),
    replace(
        typed(
            "password-words-ja",
            rf"(?i)(?:{s.WORD_JA})、?{_LINK}(?P<value>[a-z]{{0,8}}{_JAPANESE}[ぁ-んァ-ヶー一-龠々a-z]{{1,15}}[0-9]{{2,8}}[!#$%&*+=@^_~?-]?)"
            r"(?:です|でした|だ|[」』。、,)\s]|に(?:変|し|設|な)|で(?:ログイン|サインイン|入|開)|と(?:いう|なって)|を(?:使|入)|$)",
            is_of_words_ja,
        ),
        # The link alone: any word may follow, and each of its signs would be a state.
        gate=rf"(?i)(?:{s.WORD_JA})、?{_LINK}[a-z]{{0,8}}{_JAPANESE}",
    ),
)
