"""An account and its password, with no word for either: `root / P@ssw0rd!`."""

import pytest

from upheld.detection import Scanner
from upheld.detection.rules import secrets

SCANNER = Scanner(secrets.RULES)


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("root / ", "P@ssw0rd!", ""),
        ("root／", "P@ssw0rd!", ""),
        ("root:", "P@ssw0rd!", "\nhost: x"),
        ("| root | ", "P@ssw0rd!", " |"),
        ("サーバーはroot / ", "P@ssw0rd!", "です"),
        ("管理者：", "Kumo#8812xQ", ""),
        ("Administrator - ", "Winter2024!", ""),
        ("user1 / ", "Kumo#8812xQ", ""),
        ("deploy\t", "Kumo#8812xQ", ""),
        ("taro@example.co.jp / ", "Kumo#8812xQ", ""),
        ("taro@example.co.jp: ", "Kumo#8812xQ", ""),
    ],
)
def test_what_stands_beside_an_account_opens_it(before: str, value: str, after: str) -> None:
    text = before + value + after
    (found,) = SCANNER.scan(text)
    assert (found.kind, text[found.start : found.end]) == ("secret", value)


@pytest.mark.parametrize(
    "text",
    [
        "and / or",
        "admin / editor",
        "admin / Editor2 / viewer",
        "管理者 / 編集者 / 閲覧者",
        "user / password",
        "root / usr/local/bin",
        "/root/P@th/x1",
        "root:x:0:0:root:/root:/bin/bash",
        "2026/12/01",
        "16:9",
        "user / iOS17.4",
        "user / C++17",
        "guest / Room#12",
        "admin: https://example.com/Login?x=1",
        "mysql://host:3306/Db?User=x1",
        "oracle/Graal#12345",
        "session|admin|wi-?Fi|wpa2?",
        "postgres://shop:pw@db.example:5433/Shop?sslmode=require",
        "mysql/Mysql2@3.9.1-rc",
        "admin / ${Admin_Key1}",
        "admin / <Password1!>",
        "root: ********",
        "test / foo+bar1@Example.com",
        "deploy: v1.2.3+Build5",
        "user: User#42profile",
        "admin | render(User1!=x)",
        "support@example.com / 03-1234-5678",
        "support@example.com / https://example.com/Help1#top",
    ],
)
def test_roles_paths_versions_and_places_are_no_password(text: str) -> None:
    assert [one.rule for one in SCANNER.scan(text)] == []


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("admin:", "wachtwoord99", " のBASIC認証です"),
        ("BASIC認証は admin:", "wachtwoord99", " です"),
        ("Use basic auth with admin:", "wachtwoord99", " please."),
        ("staging:", "Sommer2024", " is the basic auth login"),
    ],
)
def test_a_pair_beside_basic_authentication_is_one(before: str, value: str, after: str) -> None:
    text = before + value + after
    (found,) = SCANNER.scan(text)
    assert text[found.start : found.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "localhost:8080 のBASIC認証を設定したい",
        "nginx:1.25-alpine のBASIC認証の設定",
        "example.com:8080/admin1 のBASIC認証が通りません",
        "Basic auth in Spring: how do I use http:security2 ?",
        "BASIC認証の設定は user:password の形です",
        "Basic authentication: off",
    ],
)
def test_an_address_and_a_version_beside_basic_authentication_are_none(text: str) -> None:
    assert SCANNER.scan(text) == []
