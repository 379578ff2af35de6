"""Addresses with a password in them: the password is a secret, and the place of one is none."""

import pytest

from upheld.detection import Scanner
from upheld.detection.rules import secrets

SCANNER = Scanner(secrets.RULES)


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:password@localhost/db",
        "DATABASE_URL=postgres://user:password@localhost:5432/db",
        "postgresql://USER:PASSWORD@HOST:5432/DB",
        "接続文字列は postgresql://USER:PASSWORD@HOST:5432/DB の形式です",
        "postgres://ユーザー名:パスワード@ホスト名:5432/DB名",
        "user:password@HOST:5432/DB",
        "mysql://root:${DB_PASSWORD}@db/app",
        "mysql://root:${DB_PASSWORD:-secret}@db/app",
        "mysql://root:${DB_PASSWORD:?is not set}@db/app",
        "redis://:<password>@host:6379/0",
        "mongodb+srv://<username>:<password>@cluster0.abcde.mongodb.net/?retryWrites=true&w=majority",
        "mongodb+srv://user:<db_password>@cluster0.abcde.mongodb.net",
        "https://oauth2:<TOKEN>@gitlab.com/x.git",
        "https://oauth2:${CI_JOB_TOKEN}@gitlab.com/x.git",
        "postgres://app:{{ password }}@db/app",
        "postgres://app:{{ .Values.db.password }}@db/app",
        "postgresql://{user}:{password}@{host}/{db}",
        "postgres://app:%(password)s@db/app",
        "postgres://app:%{password}@db/app",
        "postgres://app:$PASSWORD@db/app",
        "postgres://app:$(DB_PASSWORD)@db/app",
        "postgres://app:xxxx@db/app",
        "postgres://app:****@db/app",
        "postgres://app:•••••••@db/app",
        "postgresql://postgres:[YOUR-PASSWORD]@db.abcdefgh.supabase.co:5432/postgres",
        "postgresql://myuser:mypassword@localhost/db",
        "postgresql://db_user:db_password@localhost/db",
        "postgresql://user:pwd@localhost/db",
        "Server=db;User Id=sa;Password=%(password)s;",
        "Server=db;User Id=sa;Password=[PASSWORD];",
        "sshpass -p '%(password)s' ssh",
        'password: "%(db_password)s"',
        "password: [PASSWORD]",
    ],
)
def test_the_place_of_a_password_in_an_address_is_no_secret(text: str) -> None:
    assert [one.rule for one in SCANNER.scan(text)] == []


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("postgres://app:", "9fK2mQ7x", "@db/app"),
        ("postgresql://USER:", "9fK2mQ7x", "@HOST:5432/DB"),
        ("redis://:", "p4ssw0rdX", "@cache:6379"),
        ("mysql://root:", "hunter2", "@db/app"),
        ("amqp://svc:", "sakura", "@mq/"),
        ("postgres://app:", "$ecret9Kx", "@db/app"),
        ("postgres://app:", "%2Fa9Kx%40", "@db/app"),
        ("postgres://app:", "password123", "@db/app"),
        ("postgres://password:", "Kumo-8812xQ", "@db/app"),
        ("Server=db;User Id=sa;Password=", "Kumo-8812xQ", ";"),
    ],
)
def test_a_password_that_somebody_chose_is_one(before: str, value: str, after: str) -> None:
    text = before + value + after
    (found,) = SCANNER.scan(text)
    assert text[found.start : found.end] == value


@pytest.mark.parametrize(
    "text",
    ["password: ${DB_PASSWORD:-Kumo8812xQ}", "password is @Kumo8812xQ", "password: [Kumo-8812xQ]"],
)
def test_a_real_password_is_seen_where_a_place_would_be_written_alike(text: str) -> None:
    assert [one.kind for one in SCANNER.scan(text)] == ["secret"]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("SENTRY_DSN=https://", "0123abcd4567ef890123abcd4567ef89", "@o123.ingest.sentry.io/45"),
        ("git clone https://", "glx8Jk2LmQ9pTz4Rw7Yc", "@gitlab.example.com/org/repo.git"),
    ],
)
def test_a_key_before_the_host_is_a_secret(before: str, value: str, after: str) -> None:
    text = before + value + after
    (found,) = SCANNER.scan(text)
    assert text[found.start : found.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "https://git-codecommit-user-name@example.com/x",
        "https://some-long-user-name-here@github.com/org/repo",
        "https://<key>@o123.ingest.sentry.io/45",
        "https://0123abcd4567ef890123abcd4567ef89.example.com/45",
    ],
)
def test_a_name_before_the_host_is_none(text: str) -> None:
    assert SCANNER.scan(text) == []
