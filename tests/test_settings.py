"""`upheld.yaml`: every key is known, and no secret is in it."""

from datetime import date
from pathlib import Path

import pytest

from upheld.documents.secret_file import SecretExposedError, SecretMissingError, write_secret
from upheld.refusal import RefusalError, RefusalsError, UsageError
from upheld.settings import Settings, absolute_url, find_workspace, has_password, load


def settings(folder: Path, text: str, **environment: str) -> Settings:
    (folder / "upheld.yaml").write_text(text, encoding="utf-8")
    return load(folder, environment=environment)


def refused(folder: Path, text: str) -> list[RefusalError]:
    with pytest.raises(RefusalsError) as error:
        settings(folder, text)
    return error.value.refusals


def test_an_empty_file_is_a_workspace_with_defaults(tmp_path: Path) -> None:
    found = settings(tmp_path, "")
    assert found.store_url() == f"sqlite:///{tmp_path}/.upheld/store.db"
    assert found.signing_key_path() == tmp_path / "secrets" / "signing.key"
    assert (found.drill, found.zone.key, found.systems) == (False, "Asia/Tokyo", ())
    assert not found.calendar().is_open(date(2026, 12, 29))


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "company: 株式会社サンプル商店\nlanguage: ja\ntimezone: Europe/Berlin\ndrill: true\n"
        "systems:\n  shop: {url: 'sqlite:///shop.db'}\n  files: {url: 'folder:uploads'}\n"
        "  crm: {env: CRM_URL}\n  old: {url: {env: CRM_URL}}\n"
        "store: {env: STORE_URL}\nsigning_key: {env: KEY}\n"
        "calendar: {days: JP, closing: none, closed: [2026-08-13]}\n",
        CRM_URL="mysql://crm:pw@db/crm",
        STORE_URL="sqlite:////var/store.db",
        KEY="key text",
    )
    assert found.url("shop") == f"sqlite:///{tmp_path}/shop.db"
    assert found.url("files") == f"folder://{tmp_path}/uploads"
    assert found.url("crm") == found.url("old") == "mysql://crm:pw@db/crm"
    assert found.store_url() == "sqlite:////var/store.db"
    assert found.signing_key() == "key text"
    assert (found.company, found.language, found.drill) == ("株式会社サンプル商店", "ja", True)
    assert found.systems == ("shop", "files", "crm", "old")
    assert found.calendar().is_open(date(2026, 12, 29))
    assert not found.calendar().is_open(date(2026, 8, 13))


def test_a_file_of_corrections_changes_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "days.txt").write_text(
        "2028-08-14 closed # 夏季休業\n2028-12-31 official\n", "utf-8"
    )
    found = settings(tmp_path, "calendar: {closing: none, overrides: days.txt}\n")
    assert not found.calendar().is_open(date(2028, 8, 14))
    assert found.calendar().is_open(date(2027, 12, 30))
    assert found.calendar().warning(date(2028, 8, 14)) is None


def test_a_wrong_file_of_corrections_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "days.txt").write_text("2028-08-14 closed\n2028-08-15 holidays\n", "utf-8")
    found = settings(tmp_path, "calendar: {overrides: days.txt}\n")
    with pytest.raises(RefusalsError) as error:
        found.calendar()
    assert str(error.value).startswith("days.txt:2: ")


def test_a_file_of_corrections_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = settings(tmp_path, "calendar: {overrides: days.txt}\n")
    with pytest.raises(UsageError, match="not there"):
        found.calendar()


def test_a_secret_file_is_relative_to_the_workspace_and_read_when_asked(tmp_path: Path) -> None:
    found = settings(tmp_path, "systems: {shop: {file: secrets/shop.url}}\n")
    with pytest.raises(SecretMissingError):
        found.url("shop")
    write_secret(tmp_path / "secrets" / "shop.url", "postgresql://shop:pw@db/shop\n")
    assert found.url("shop") == "postgresql://shop:pw@db/shop"
    (tmp_path / "secrets" / "shop.url").chmod(0o644)
    with pytest.raises(SecretExposedError):
        found.url("shop")


def test_an_environment_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    found = settings(tmp_path, "systems: {shop: {env: SHOP_URL}}\n", SHOP_URL=" ")
    with pytest.raises(SecretMissingError, match="SHOP_URL"):
        found.url("shop")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://shop:hunter2@db.example/shop",
        "mysql+pymysql://shop:hunter2@db/shop",
        "redis://:hunter2@cache:6379/0",
        "postgresql://db/shop?user=shop&password=hunter2",
        "mysql://db/shop?ssl_password=hunter2",
        "https://api.example/?api_key=hunter2",
        "postgresql://db/shop#x?password=hunter2",
        "postgresql://shop:hunter2/w@db.example/shop",
        "postgresql://shop:hunter2#w@db.example/shop",
        "postgresql://shop:hunter2?w@db.example/shop",
        "postgresql://shop:/hunter2]w@db.example/shop",
        "smtp://user:a/hunter2@mail.example",
        "valkeys://u:a/hunter2 b@cache",
        "mysql:u:hunter2@h/d",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_shown(tmp_path: Path, url: str) -> None:
    (only,) = refused(tmp_path, f"systems:\n  shop: {{url: '{url}'}}\n")
    assert "password" in only.what.en
    assert "chmod 600" in only.remedy.en
    assert "env:" in only.remedy.ja
    assert (only.where.file, only.where.line) == ("upheld.yaml", 2)
    assert "hunter2" not in only.render("en") + only.render("ja")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///a.db",
        "sqlite:///a:b@c.db",
        "postgresql://shop@db/shop",
        "postgresql://db/shop?application_name=a@b",
        "smtp://privacy@shop.example@mail.example:587",
        "valkey://c/0",
    ],
)
def test_a_url_without_a_password_is_fine(url: str) -> None:
    assert not has_password(url)


@pytest.mark.parametrize(
    "text",
    [
        "signing_key: s3cret",
        "signing_key: 530173",
        "signing_key: [s3cret]",
        "signing_key: {s3cret}",
        "signing_key: {value: s3cret}",
        "signing_key: {file: 530173}",
        "signing_key: {env: s3cret-of-ours}",
        "sign_in: {issuer: 'https://id.example', client_id: us, client_secret: s3cret-of-oidc}",
        (
            "desk: {account: {issuer: 'https://id.example', client_id: us, client_secret: s3cret, "
            "claims: {sub: email}}}"
        ),
        "desk: {stripe: {key: s3cret, webhook: {env: HOOK}}}",
        "desk: {stripe: {key: {env: KEY}, webhook: s3cret}}",
        "desk: {link_key: s3cret}",
        "desk: {parties: {crm: {kind: webhook, url: 'https://crm.example', key: s3cret}}}",
        "desk: {webhooks: {help: {url: 'https://help.example', key: s3cret}}}",
        "desk: {smtp: 'smtp:mailer:s3cret@mail.example'}",
        "gateway: {key: s3cret}",
    ],
)
def test_a_secret_in_the_place_of_its_place_is_refused_and_not_repeated(
    tmp_path: Path, text: str
) -> None:
    found = refused(tmp_path, f"{text}\n")
    said = "".join(one.render("en") + one.render("ja") + str(one.as_json("en")) for one in found)
    assert "s3cret" not in said
    assert "530173" not in said
    assert all(one.where.line == 1 for one in found)
    assert any("env" in one.remedy.en + one.what.en for one in found)


def test_a_line_with_a_secret_is_shown_by_no_other_error_of_it(tmp_path: Path) -> None:
    found = refused(tmp_path, "desk: {stripe: {key: s3cret, webhok: {env: HOOK}}}\nlangage: ja\n")
    assert "did you mean `webhook`?" in "".join(one.render("en") for one in found)
    assert "s3cret" not in "".join(one.render("en") for one in found)
    assert "langage: ja" in found[-1].render("en"), "other lines are shown"


def test_all_errors_of_the_file_come_at_once(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        "langage: ja\ntimezone: Asia/Tokio\ndrill: perhaps\n"
        "systems:\n  my shop: {url: 'sqlite:///a.db'}\n  b: {url: nothing}\n  c: {}\n"
        "  d: {env: A, file: b}\n  e: {env: 'postgresql://u:hunter2@h'}\n"
        "signing_key: {url: x}\ncalendar: {closing: 13-29, days: FR}\n",
    )
    lines = [one.where.line for one in found]
    assert lines == sorted(n for n in lines if n is not None)
    assert set(lines) == {1, 2, 3, 5, 6, 7, 8, 9, 10, 11}
    assert "did you mean `language`?" in found[0].remedy.en
    assert "hunter2" not in "".join(one.render("en") for one in found)


def test_a_system_that_is_not_declared_is_refused_with_the_nearest(tmp_path: Path) -> None:
    found = settings(tmp_path, "systems: {shop: {url: 'sqlite:///a.db'}}\n")
    with pytest.raises(UsageError) as error:
        found.url("shpo")
    assert "did you mean `shop`?" in error.value.remedy.en
    with pytest.raises(UsageError) as error:
        settings(tmp_path, "").url("shop")
    assert "systems:" in error.value.remedy.ja


def test_no_secret_is_in_the_repr(tmp_path: Path) -> None:
    found = settings(tmp_path, "systems: {a: {env: A}}\n", A="postgresql://u:hunter2@h/d")
    found.url("a")
    assert "hunter2" not in repr(found)
    assert "hunter2" not in repr(found.declared)


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("sqlite:///a.db", "sqlite:////w/a.db"),
        ("sqlite:///d/a.db?mode=ro", "sqlite:////w/d/a.db?mode=ro"),
        ("sqlite:////x/a.db", "sqlite:////x/a.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("sqlite://", "sqlite://"),
        ("folder:uploads", "folder:///w/uploads"),
        ("parquet:lake/events", "parquet:///w/lake/events"),
        ("folder:///x", "folder:///x"),
        ("postgresql://db/shop", "postgresql://db/shop"),
    ],
)
def test_relative_files_are_below_the_workspace(url: str, absolute: str) -> None:
    assert absolute_url(url, Path("/w")) == absolute


def test_the_nearest_workspace_above_is_found(tmp_path: Path) -> None:
    settings(tmp_path, "")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_workspace(below) == tmp_path.resolve()


def test_without_a_workspace_the_way_to_make_one_is_shown(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        find_workspace(tmp_path)
    assert "upheld init" in error.value.remedy.en
    assert "upheld init" in error.value.remedy.ja
