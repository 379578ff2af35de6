"""Every format of the table is seen where people leave tokens; placeholders are not."""

import re
from collections.abc import Iterator
from importlib import import_module
from random import Random
from typing import Any

import pytest

from tests.detection.labelled import tokens
from tests.detection.labelled.convert import Label
from tests.detection.labelled.reading import open_cases
from tests.detection.labelled.scoring import by_kind
from upheld.detection import Rule, Scanner
from upheld.detection.rules import secrets
from upheld.detection.rules.secrets import formats
from upheld.detection.rules.secrets.checksum import with_crc

FORMATS = {rule.id: rule for rule in formats.rules()}
SCANNER = Scanner(secrets.RULES)


def drawn(pattern: str, rng: Random) -> str:
    """A random text that a pattern of the table matches."""
    parser: Any = import_module("re._parser")

    def of(parts: Any) -> Iterator[str]:
        for kind, of_it in parts:
            name = str(kind)
            if name == "LITERAL":
                yield chr(of_it)
            elif name == "IN":
                yield chr(rng.choice(list(codes(of_it))))
            elif name == "BRANCH":
                yield from of(rng.choice(of_it[1]))
            elif name == "SUBPATTERN":
                yield from of(of_it[3])
            else:
                least, most, what = of_it
                for _ in range(rng.randint(least, min(most, least + 8))):
                    yield from of(what)

    def codes(choices: Any) -> Iterator[int]:
        for kind, of_it in choices:
            yield from range(of_it[0], of_it[1] + 1) if str(kind) == "RANGE" else (of_it,)

    return "".join(of(parser.parse(pattern)))


def token_of(rule: Rule, rng: Random) -> str:
    for _ in range(200):
        token = drawn(rule.pattern, rng)
        match = re.search(rule.pattern, token)
        assert match is not None
        value = match.group("value") if "value" in match.groupdict() else token
        if rule.id == "secret.github-token":
            return tokens.with_crc(rng, "ghp_")
        if rule.check is None or rule.check(value):
            return token
    raise AssertionError(rule.id)


def test_the_table_has_the_formats_of_150_issuers_each_with_its_source() -> None:
    assert len(FORMATS) >= 150
    assert all(rule.source and not rule.source.startswith("-") for rule in FORMATS.values())


@pytest.mark.parametrize("rule", FORMATS.values(), ids=lambda rule: rule.id)
def test_a_token_is_found_tight_in_japanese_and_in_a_setting(rule: Rule) -> None:
    rng = Random(rule.id)
    for _ in range(3):
        token = token_of(rule, rng)
        word = rule.context[0] if rule.context else "値"
        for text in (f"{word}は{token}です。", f"{word} = '{token}'\n"):
            found = [
                text[one.start : one.end] for one in SCANNER.scan(text) if one.kind == "secret"
            ]
            assert any(value in token and len(value) >= len(token) * 0.6 for value in found), text


@pytest.mark.parametrize("rule", FORMATS.values(), ids=lambda rule: rule.id)
def test_a_gate_is_in_every_match(rule: Rule) -> None:
    if rule.gate is not None:
        rng = Random(rule.id)
        assert all(re.search(rule.gate, drawn(rule.pattern, rng)) for _ in range(5))


def test_a_github_token_with_a_wrong_checksum_was_never_issued() -> None:
    token = tokens.with_crc(Random(4), "ghp_")
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert with_crc(token)
    assert SCANNER.scan(token)
    assert not SCANNER.scan(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "password = changeme",
        "password: admin panel",
        "user=admin role=admin",
        "password: ${DB_PASSWORD}",
        "password: {{ vault_password }}",
        "api_key = <your-api-key-2024>",
        "API_KEY=xxxxxxxxxxxxxxxxxxxx",
        "token: ****************",
        'password = os.environ["DB_PASSWORD_2"]',
        "secret = config.get('app.secret2')",
        "パスワードは8文字以上にしてください。",
        "パスワードを入力してください",
        "APIキー: YOUR_API_KEY_123",
        "postgres://localhost:5432/test",
        "postgres://app:${PASSWORD}@db/test",
        "Authorization: Bearer <token>",
        "aws key " + "AKIA" + "IOSFODNN7" + "EXAMPLE",
        "ey" + "JhbGciOiJub3RqdHMifQ" + ".not.a-token",
        "token_count = 4096, max_tokens: 128000",
        "the password reset page 2 was moved",
        "The password reset page opens at 10:30am-ish on 2026-11-02.",
        "パスワードポリシーはNIST SP800-63Bに従う",
        "public key: AAAAC3NzaC1lZDI1NTE5AAAAIJ1q2w3e4r5t6y7u8i9o",
        "cache key = user_profile_by_region_v2",
        "pass: 12 of 14 tests",
        "password=None",
        "password = input()",
        "password: required",
        "password: required!",
        '"password": "string"',
        "password=${DB_PASSWORD}",
        "パスワードは8文字以上です",
        "パスワードは必ず変更してください",
        "パスワードは英字8です",
        "パスワードは最低12です",
        "Unhandled syscall error for pwrite64 on ppc64",
        "パスワード管理台帳2024を更新",
        "パスワード 内線1234 まで",
        "password: Summer sale starts on Friday",
        "password = welcome-email",
        "パスワードは第三者が2024に変えました",
        "password=get_password()",
        "login(user=user, password=password)",
        "connect(\n    password=password,\n)",
        'autocomplete="current-password"',
        '"password": "form-control"',
        "DB_PASSWORD=db-password",
        "password=welcome_page",
        "password=shadow.name",
        "Reset your password: hurry!",
        "login at https://example.jp/login for 30 days",
        "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----",
    ],
)
def test_a_place_where_a_secret_would_stand_is_no_secret(text: str) -> None:
    assert [one.rule for one in SCANNER.scan(text)] == []


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("パスワード：", "Ｓｏｒａ＿４７５２ｗＶｌｏ", ""),
        ("暗証ではなくパスワードは「", "Kumo-8812xQ", "」です"),
        ('{"db": {"password": "', "p4ss-Phr4se", '"}}'),
        ("DB_PASSWORD=", "hunter2horse", "\nHOST=x"),
        ("DB_PASSWORD=", "root", "\nHOST=x"),
        ("services:\n  db:\n    POSTGRES_PASSWORD: ", "postgres", "\n"),
        ("password: ", "123456", ""),
        ("API_KEY=", "abcDEF123456ghiJKL7890mnopqrst=", "\nHOST=db1\n"),
        ("APP_KEY=", "abcDEF123456ghiJKL7890mnopqrst=", "\nexport HOST=db1\n"),
        ("api_key: ", "abcDEF123456ghiJKL7890mnopqrst=", "\nhost: db1\n"),
        ("mysql://root:", "s3cr3t!pw", "@db.example.jp:3306/x"),
        ("jdbc:sqlserver://h;user=sa;Password=", "Aa1!aaaa", ";encrypt=true"),
        ("Authorization: Basic ", "dXNlcjpwYXNzd29yZDE=", ""),
        ("export API_TOKEN='", "9f8e7d6c5b4a39281706", "'"),
        ("ワンタイムパスワード ", "482913", " を入力"),
        ("my password (", "Kumo-8812xQ", ") works"),
        ("The password I use everywhere is ", "Kumo-8812xQ", "."),
        ("", "Kumo-8812xQ", "でログインできます"),
        ("パスワード欄に", "Kumo-8812xQ", "を入れる"),
        ("<password>", "Kumo-8812xQ", "</password>"),
        ("ID/PW: taro / ", "Kumo-8812xQ", ""),
        ("PASS: ", "Kumo-8812xQ", ""),
        ("?access_token=", "9f8e7d6c5b4a39281706", "&lang=ja"),
        ("", "482913", " is your verification code."),
        ("秘密の質問(最初のペット)の答えは", "ミケすけ", "。"),
        ("The network key is ", "9f8e7D6c5b4a3928", ""),
        ("DB_PASSWORD=", "winter-sunset-lake", ""),
        ("HOST=x\nexport DB_PASSWORD=", "wintersunset", "\nPORT=1"),
        ("DB_PASSWORD=", "root", " にしています"),
        ("docker run -e MYSQL_ROOT_PASSWORD=", "root", " -p 3306:3306 mysql:8"),
        ("Why does DB_PASSWORD=", "postgres", ", DB_USER=app fail?"),
        ("x" * 4090 + "\npassword=", "wintersunset", "\n"),
        ('password = "', "correct-horse-battery", '"'),
        ('"password": "', "open-sesame", '"'),
        ("password=", "letmein", ""),
        ("user=a&password=", "sunshine", "&next=1"),
        ("パスワードは", "letmein", "です"),
        ("社内Wi-Fi PW", "Kumo%7374sUmI", " 共有します"),
        ("パスワードは", "さくら2024", "です"),
        ("PW：", "さくら2024", ""),
        ("パスワードは「", "ひまわり88!", "」に変えました"),
        ("PASSWORD=", "Abc!def!", ""),
        ("パスワードは「", "Hunter2!", "」です"),
        ("PASSWORD=", "open-sesame!", ""),
    ],
)
def test_the_value_alone_is_reported(before: str, value: str, after: str) -> None:
    text = before + value + after
    (found,) = SCANNER.scan(text)
    assert (found.kind, text[found.start : found.end]) == ("secret", value)


@pytest.mark.parametrize(
    "text",
    [
        "DB_PASSWORD=root_password",
        "DB_PASSWORD=admin.getPassword()",
        "DB_PASSWORD=rootless にする",
        "JWT_SECRET=changeme に直す",
        "PASSWORD=admin_panel",
    ],
)
def test_what_goes_on_behind_the_name_of_an_account_is_no_password(text: str) -> None:
    assert not SCANNER.scan(text)


@pytest.mark.parametrize("kind", ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY"])
@pytest.mark.parametrize("newline", ["\n", "\\n", "\r\n"])
def test_a_private_key_is_found_from_its_first_line_to_its_last(kind: str, newline: str) -> None:
    rng = Random(kind)
    lines = [tokens.some(rng, 64) for _ in range(60)]
    block = newline.join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])
    text = "x" * 4000 + " 鍵:" + block + "です"
    (found,) = SCANNER.scan(text)
    assert text[found.start : found.end] == block


def test_other_forms_of_private_keys_are_found() -> None:
    rng = Random(7)
    putty = (
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: c\nPublic-Lines: 1\n"
        + tokens.some(rng, 64)
        + "\nPrivate-Lines: 1\n"
        + tokens.some(rng, 48)
        + "\nPrivate-MAC: "
        + tokens.some(rng, 64, tokens.HEX)
    )
    pgp = tokens.pem(rng, "PGP PRIVATE KEY BLOCK").replace("-----\n", "-----\nVersion: 1\n\n", 1)
    age = tokens.token(rng, "age")
    for block in (putty, pgp, age):
        (found,) = SCANNER.scan(block)
        assert (found.start, found.end) == (0, len(block))


def test_a_password_beside_words_of_a_bank_is_one_of_online_banking() -> None:
    (found,) = SCANNER.scan("ネットバンキングのパスワードはKumo-8812xQです")
    assert found.kind == "bank_password"


@pytest.mark.slow
def test_the_open_labelled_set_keeps_its_bars() -> None:
    cases = open_cases()
    said = {
        case.id: [
            Label(kind=one.kind, start=one.start, end=one.end) for one in SCANNER.scan(case.text)
        ]
        for case in cases
    }
    scores = by_kind(cases, said)
    negatives = [case for case in cases if case.negative]
    flagged = sum(bool(said[case.id]) for case in negatives)
    assert scores["secret"].recall >= 0.98, scores["secret"]
    assert scores["secret"].precision >= 0.97, scores["secret"]
    assert scores["bank_password"].recall >= 0.95, scores["bank_password"]
    assert flagged / len(negatives) <= 0.02
