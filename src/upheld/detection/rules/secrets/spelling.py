"""The parts that patterns of secrets are made of: words, what links them, and values."""

WORD_EN = "pass[ _-]?(?:word|wd|phrase|code)[0-9]?|passwd|pwd|psk|[_-]pass|\\bpw[0-9]?\\b"
WORD_JA = (
    "パスワード|パスフレーズ|パスコード|ログインパス|、パス|合言葉|\\bpw[0-9]?\\b|(?-i:\\bPW)|暗号化キー"
    "|事前共有鍵|事前共有キー|共有鍵|共有キー|ネットワークキー|セキュリティキー"
)
"""Right behind a large PW people write the password itself; pwrite64 is one word."""
KEY_EN = (
    "secret|token|credentials?|apikey|authkey|secret_key_base|auth[ _-]?code"
    "|(?:api|access|private|secret|signing|encryption|shared|master|auth|account|storage|client"
    "|app|deploy|webhook|session|consumer|admin|license|licence|service|sas|network|wi-?fi|wpa2?"
    "|security)[ _.-]?(?:key|secret)"
)
KEY_JA = (
    "トークン|シークレット|アクセスキー|秘密鍵|署名鍵|暗号鍵|署名キー|本番キー|連携キー"
    "|認証キー|ライセンスキー|アカウントキー|マスターキー|APIキー|の鍵|のキー|の種"
)

IN_PARENTHESES = r"\([^()\n]{1,12}\)"
GAP = rf"['\"\]]{{0,2}}\s{{0,3}}(?:{IN_PARENTHESES}\s?)?"
"""Between a name in code and its sign: the end of a quotation, of an index."""
SIGN = r"(?:=>|:=|={1,2}|:)\s{0,3}"
OPEN = r"['\"`「『(]{0,3}"
WORDS = rf"(?: {IN_PARENTHESES}| (?:for|of|to|on) [^\n.:\"']{{1,40}}?)?"
LINK_JA = rf"['\"」]?(?:{IN_PARENTHESES})?(?:の値|の文字列)?[はがをにも:='\"`「『\s-]{{0,4}}"

TYPED = (
    r"(?P<value>[^\s'\"`「」『』<>、。,;&=:][^\s'\"`「」『』<>、。,;&]{3,127}"
    r"[^\s'\"`「」『』<>、。,;&:.)\]}?])"
)
"""What somebody typed, up to a sign that ends it; not a full stop at its end.

An exclamation mark there is: it ends more passwords than sentences, and a sign too many is no harm."""
TYPED_ASCII = (
    r"(?P<value>[!#-&*+\-./0-9?@A-Z^_a-z~][!#-&(-+\--:=?-_a-z{-~]{3,127}[!#-&*+\-/0-9=@-Z^_a-z~])"
)
"""The same of ASCII alone: Japanese that follows is no part of it."""
DRAWN = r"(?P<value>[A-Za-z0-9+/=_.~%:-]{7,1000}[A-Za-z0-9+/=_~-])"
"""What a program drew at random."""
