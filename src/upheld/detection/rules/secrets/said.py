"""A password or a key in a sentence: `パスワードは…です`, "the password I use is …", answers.

Prose has many words behind "password" that are none. The more words stand between, the more
kinds of signs a value must have.
"""

from dataclasses import replace

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import spelling as s
from upheld.detection.rules.secrets.assigned import drawn, is_said, typed
from upheld.detection.rules.secrets.strength import (
    PRODUCTS,
    has_digit,
    is_chosen,
    is_password,
    is_random,
)


def _in_sentence(value: str) -> bool:
    letters = any(char.isalpha() for char in value)
    return letters and has_digit(value) and is_password(value)


def _among_words(value: str) -> bool:
    """Whether it is one though no word says so: chosen, with a sign that words do not have."""
    signed = any(char in "!#$%&*+=@^_~?-" for char in value)
    return signed and not value.lower().startswith(PRODUCTS) and is_chosen(value)


def _with_words(value: str) -> bool:
    """The same where a word says what the sentence is about."""
    signed = any(not char.isalnum() for char in value)
    return signed and not value.lower().startswith(PRODUCTS) and _in_sentence(value)


def _anywhere(rule: Rule) -> Rule:
    """Ask for all round the value, and of the value for one sign: it does not stand last.

    What may be any word costs the automaton of gates a state for each of its signs.
    """
    return replace(rule, gate=rule.pattern.replace(s.TYPED_ASCII, "[!-~]"))


PASSWORDS: tuple[Rule, ...] = (
    typed(
        "password-said",
        rf"(?i)(?:{s.WORD_EN}){s.WORDS}(?: is| was| to| =| は)?[ :]{{0,2}}{s.OPEN}{s.TYPED_ASCII}",
        _in_sentence,
    ),
    typed(
        "password-told",
        rf"(?i)(?:{s.WORD_EN})(?: [a-z']{{1,12}},?){{1,7}}[ :]{{1,2}}{s.OPEN}{s.TYPED_ASCII}",
        is_chosen,
    ),
    _anywhere(
        typed(
            "password-before",
            rf"{s.TYPED_ASCII}[\"']?,? (?:as|is) (?:the |my |our |your |her |his )?(?:new )?password",
            _in_sentence,
        )
    ),
    typed(
        "password-in-parentheses",
        rf"(?i)(?:{s.WORD_EN}|{s.WORD_JA}) ?\({s.TYPED_ASCII}",
        is_chosen,
    ),
    typed("password-ja", rf"(?i)(?:{s.WORD_JA})、?{s.LINK_JA}{s.TYPED_ASCII}", _in_sentence),
    typed(
        "password-told-ja",
        rf"(?:パスワード|パスフレーズ|合言葉)[ぁ-んァ-ヶー一-龠]{{1,8}}[:=「『\s]{{0,2}}{s.TYPED_ASCII}",
        is_chosen,
    ),
    _anywhere(
        typed(
            "password-before-ja",
            rf"{s.TYPED_ASCII}[」』]?(?:[がはをで]|という|として|を使って)[ぁ-んァ-ヶー一-龠]{{0,4}}"
            "(?:パスワード|ログイン|サインイン|認証)",
            is_chosen,
        )
    ),
    replace(
        _anywhere(
            typed("password-pair", rf"[A-Za-z][\w.-]{{2,32}} / {s.TYPED_ASCII}", _among_words)
        ),
        gate=r"[\w.-] / [!-~]{4}",
        context=(
            *("login", "log in", "sign in", "get in", "credentials", "password"),
            *(
                "ログイン",
                "サインイン",
                "入れない",
                "入れます",
                "初期値",
                "認証",
                "管理者",
                "管理画面",
                "アカウント",
            ),
        ),
        confidence=0.0,
        with_context=0.85,
    ),
    typed(
        "password-signing-in",
        r"(?i)(?:log|sign)(?:s|ged|ed|ging|ing)? ?in (?:to [\w' ]{1,30} )?as [^\s,]{2,40} (?:with|and|using) "
        + s.TYPED_ASCII,
        is_chosen,
    ),
    typed(
        "password-wifi-at",
        rf"(?i)wi-?fi (?:at|in|for) [^.\n]{{2,20}} is {s.TYPED_ASCII}",
        _in_sentence,
    ),
    typed(
        "password-cased",
        rf"(?i)(?:\b(?:pw|pass|password)) (?:is|=) (?:all )?(?:lower|upper) ?case,? {s.TYPED_ASCII}",
        _in_sentence,
    ),
    replace(
        typed("password-typing", rf"(?i)typ(?:e|es|ed|ing)(?: in)? {s.TYPED_ASCII}", _among_words),
        context=("login", "locked out", "log in", "sign in", "netbanking", "online banking"),
        confidence=0.0,
        with_context=0.85,
        reach=120,
    ),
    typed(
        "password-beside-id-ja",
        rf"(?:ID|アカウント)[^。\n]{{0,20}}パス(?:は|が|、) ?{s.TYPED_ASCII}",
        _in_sentence,
    ),
    typed(
        "watchword-ja",
        rf"(?:合言葉|合い言葉)[のはが、]{s.TYPED_ASCII}",
        _in_sentence,
    ),
    typed(
        "password-one",
        r"(?i)(?:netflix|gmail|apple|amazon|facebook|instagram|google|router|banking|e?mail|disney|spotify) (?:one|password one) (?:is|was)(?: still| now)? "
        + s.TYPED_ASCII,
        _among_words,
    ),
    typed(
        "password-of-site-ja",
        rf"(?:ネットバンク|ネットバンキング|ログイン|サイト|アプリ)[^。\n]{{0,10}}パス(?:が|は|、)?{s.TYPED_ASCII}",
        _in_sentence,
    ),
    replace(
        _anywhere(
            typed(
                "password-mine-ja",
                rf"(?:私|俺|僕|自分|うち)の(?:は|が|、){s.TYPED_ASCII}",
                _with_words,
            )
        ),
        context=(
            "フォルダ",
            "入れない",
            "入れなく",
            "ログイン",
            "サインイン",
            "パス",
            "パスワード",
            "アカウント",
        ),
        confidence=0.0,
        with_context=0.85,
    ),
    typed(
        "password-wifi",
        rf"(?i)(?:wi-?fi|無線(?:LAN)?)の?(?:パス|キー|鍵)[^A-Za-z0-9\n]{{0,12}}{s.TYPED_ASCII}",
        _in_sentence,
    ),
    _anywhere(
        typed(
            "password-wifi-named",
            rf"(?i)(?:wi-?fi|ssid)(?: name)?(?: is|:| =)? ?[^\s,;]{{2,32}}(?:,| and|;|/) ?(?:the )?(?:key|pass(?:word|phrase|code)?|pw)(?: is|:| =)? ?{s.TYPED_ASCII}",
            _in_sentence,
        )
    ),
    _anywhere(
        typed(
            "password-wifi-joined-ja",
            rf"(?:Wi-?Fi|無線)[^。\n]{{0,24}}[にへ](?:つない|繋い|接続し)で?、?{s.TYPED_ASCII}",
            _in_sentence,
        )
    ),
    replace(
        _anywhere(
            typed(
                "password-typed-ja",
                rf"{s.TYPED_ASCII}[」』]? ?(?:と|って)(?:打|入力|入れて|入れる|入れれば)",
                _with_words,
            )
        ),
        context=("wi-fi", "wifi", "無線", "ログイン", "サインイン", "パスワード", "パス", "ソフト"),
        confidence=0.0,
        with_context=0.85,
    ),
    replace(
        _anywhere(typed("password-entered-ja", rf"{s.TYPED_ASCII}で入(?:れ|り|っ)", _among_words)),
        context=("ログイン", "サインイン", "ネットバンキング", "契約者番号", "id", "アカウント"),
        confidence=0.0,
        with_context=0.9,
    ),
    _anywhere(
        typed("unlocks-with", rf"(?i)unlocks? (?:with|by) {s.TYPED_ASCII}", _among_words),
    ),
    typed(
        "login-told",
        rf"(?i)(?:login|sign-in)(?: [a-z']{{1,12}},?){{1,7}}[ :]{{1,2}}{s.TYPED_ASCII}",
        _among_words,
    ),
    typed(
        "password-login",
        r"(?i)(?:login|credentials?|ログイン|ID/(?:PW|PASS|パスワード))(?: is|[:は=])? ?[^\s/]{3,64} ?[/:] ?"
        + s.TYPED_ASCII,
        _in_sentence,
    ),
    _anywhere(
        typed(
            "answer-ja",
            r"(?:秘密の質問[^\n]{0,30}?答え|秘密の答え|合言葉)[はが:=「\s]{1,3}(?P<value>[^\s、。,」]{2,40})",
            is_said,
        )
    ),
    _anywhere(
        typed(
            "answer-en",
            r"(?i)(?:security (?:question[^\n]{0,60}?)? ?answer|(?:maiden name|first pet|pet(?:['’]s)?(?: name)?) answer(?: on [a-z ]{2,20}?)?|mother['’]?s maiden name(?: (?:on|for) [a-z'’ ]{2,40}?)?)(?: is|:) ?['\"]?"
            r"(?P<value>[a-z0-9][a-z0-9 '-]{1,40}[a-z0-9])",
            is_said,
        )
    ),
)
KEYS: tuple[Rule, ...] = (
    drawn(
        "key-said",
        rf"(?i)(?:{s.KEY_EN})(?: is| was| key| token)?[ :]{{1,2}}{s.OPEN}{s.DRAWN}",
        is_random,
    ),
    drawn("key-ja", rf"(?i)(?:{s.KEY_JA})、?{s.LINK_JA}{s.DRAWN}", is_random),
)


RULES: tuple[Rule, ...] = (*PASSWORDS, *KEYS)
