"""What upheld.yaml says and how it holds is seen by those who keep the desk; secrets by nobody."""

import re
import socket
from datetime import timedelta
from time import monotonic

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import text

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.web.sites import Browser, text_of
from upheld.connectors import catalogue
from upheld.connectors.contract import PlaceName
from upheld.durable.schedules import Interval, Schedules
from upheld.migrations.tables import VERSION_TABLE
from upheld.running.reaching import reach
from upheld.web.console.settings.told import host
from upheld.wording import Text

PAGE = "/console/settings"
SECRETS = {
    "smtp.url": "smtp://mailer:dragonfly-1@mail.example.jp:587",
    "crm.key": "whsec_ZHJhZ29uZmx5LTIyMjIyMjIyMjIyMjIy",
    "stripe.key": "sk_test_dragonfly3",
}
DECLARED = """
desk:
  public_url: https://privacy.example.jp
  escalate_to: [manager@office.example]
  four_eyes: {rows: 100}
  smtp: {file: secrets/smtp.url}
  mailbox: {env: MAILBOX_URL}
  stripe: {key: {file: secrets/stripe.key}, webhook: {env: STRIPE_HOOK}}
  parties:
    crm: {kind: webhook, url: "https://crm.example.com/hooks/dragonfly-4?token=dragonfly-5", key: {file: secrets/crm.key}}
  webhooks:
    helpdesk: {url: "https://helpdesk.example.jp/services/dragonfly-6", key: {env: HELPDESK_KEY}}
"""


def declare(drill: Drill, more: str = DECLARED) -> None:
    for name, secret in SECRETS.items():
        path = drill.folder / "secrets" / name
        path.write_text(secret, "utf-8")
        path.chmod(0o600)
    with (drill.folder / "upheld.yaml").open("a", encoding="utf-8") as file:
        file.write(more)


@pytest.fixture
def app(drill: Drill) -> FastAPI:
    return site_for(drill)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_setting_is_there_with_its_key_and_no_secret_is(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    declare(drill)
    drill.workspace.close()
    drill.open()
    engineer = staff(drill, site_for(drill), "riku", "engineer")
    for language in ("ja", "en"):
        engineer.language = language
        page = engineer.get(PAGE)
        assert page.status_code == 200
        for key in (
            "systems.app", "desk.four_eyes.rows", "desk.smtp", "desk.mailbox", "desk.parties.crm",
            "desk.webhooks.helpdesk", "desk.stripe.key", "sign_in", "timezone", "signing_key",
            "desk.work",
        ):  # fmt: skip
            assert f"<code>{key}</code>" in page.text, key
        for shown in ("secrets/smtp.url", "MAILBOX_URL", "https://crm.example.com", "HELPDESK_KEY"):
            assert shown in page.text
        for hidden in (
            *SECRETS.values(),
            "dragonfly",
            "mailer",
            drill.office.company.vault.key.hex(),
        ):
            assert hidden not in page.text
        assert drill.office.company.signer.public.key_hash.hex() in page.text


def test_a_system_that_does_not_answer_and_one_without_a_map_are_told(drill: Drill) -> None:
    (drill.folder / "datamap" / "surveys.yaml").unlink()
    (drill.folder / "data" / "analytics.db").rename(drill.folder / "data" / "elsewhere.db")
    drill.open()
    page = text_of(staff(drill, site_for(drill), "mio", "auditor").get(PAGE))
    assert "応答なし" in page
    assert "upheld map discover surveys" in page
    assert page.count("upheld map discover") == 1, "folders are in the map of the app"
    assert "記載先: app" in page
    assert page.count("応答なし") == 1
    assert page.count("応答あり") >= 2


@pytest.mark.slow
def test_a_place_that_hangs_holds_up_neither_the_others_nor_the_page(drill: Drill) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call, and says nothing
        port = silent.getsockname()[1]
        hanging = catalogue.connect(PlaceName("cache2"), f"redis://127.0.0.1:{port}/0")
        places = {"cache2": hanging, **drill.office.company.places}
        begun = monotonic()
        found = reach(places, patience=2.0)
        assert monotonic() - begun < 8.0, "its own limit is ten seconds"
        assert {name for name, answer in found.items() if not answer} == {"cache2"}
        assert found["cache2"].why == Text(
            en="it does not answer in time", ja="時間内に応答がありません"
        )


def test_a_file_that_was_changed_or_broken_since_is_told(drill: Drill, app: FastAPI) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    assert "起動後に upheld.yaml が変更されています" not in text_of(officer.get(PAGE))
    declare(drill)
    assert "起動後に upheld.yaml が変更されています" in text_of(officer.get(PAGE))
    secret = "{issuer: 'https://id.example.jp', client_id: us, client_secret: dragonfly-7}"
    declare(drill, f"shoe_size: 26\nsign_in: {secret}\n")
    page = officer.get(PAGE)
    assert page.status_code == 200
    assert "現在の upheld.yaml を読めません" in text_of(page)
    assert "shoe_size" in page.text
    assert "秘密の置き場所を書きます" in text_of(page)
    assert "dragonfly-7" not in page.text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://shop:p/w@db.example:5433/shop", "postgresql://db.example:5433/shop"),
        ("postgresql://shop:p?w@db.example/shop", "postgresql://db.example/shop"),
        ("smtp://shop:p#w@mail.example:587", "smtp://mail.example:587"),
        ("smtp://privacy@shop.example@mail.example", "smtp://mail.example"),
        ("valkeys://u:a/b@c@cache.example", "valkeys://cache.example"),
        ("mysql:u:pw@db.example/d", "mysql://db.example/d"),
        ("postgresql://db.example/shop?application_name=a@b", "postgresql://db.example/shop"),
        ("https://hooks.example:8443/T1/abc?x=1", "https://hooks.example:8443"),
        ("https://hooks.example:8443/T1@abc", "https://hooks.example"),
        ("https://shop:p/w@hooks.example/T1", "https://shop"),
        ("sqlite:///data/a:b@c.db?mode=ro", "sqlite:///data/a:b@c.db"),
    ],
)
def test_of_an_address_only_what_names_the_place_is_shown(url: str, shown: str) -> None:
    assert host(url) == shown


def test_what_needs_an_eye_is_seen_at_once_and_what_the_file_says_is_folded(
    drill: Drill, app: FastAPI
) -> None:
    main = LexborHTMLParser(staff(drill, app, "riku", "engineer").get(PAGE).text).css_first("main")
    assert main is not None
    folds = main.css("details")
    titles = [" ".join(found.text().split()) for found in main.css("details > summary")]
    assert {"他の当事者 (未設定)", "サインイン (未設定)", "保管庫と鍵 (最新の表)"} <= set(titles)
    assert any(re.fullmatch(r"デスク \(\d+ 件\)", title) for title in titles)
    assert not any("open" in fold.attributes for fold in folds), "nothing here is out of order"
    assert any("desk.four_eyes.rows" in fold.text() for fold in folds)
    for fold in folds:
        fold.decompose()
    for seen in (
        "systems.app",
        "動きがありません",
        "自分に試験メールを送る",
        "(gateway:)はここには",
    ):
        assert seen in main.text()
    assert "desk.four_eyes.rows" not in main.text()


def test_tables_of_another_version_are_not_folded_away(drill: Drill, app: FastAPI) -> None:
    with drill.office.company.engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))
    page = staff(drill, app, "riku", "engineer").get(PAGE).text
    assert page.count('<details class="drawer" open>') == 1
    assert "(古い表)" in page


def test_whoever_keeps_no_desk_sees_no_settings(drill: Drill, app: FastAPI) -> None:
    for role in ("approver", "viewer"):
        browser = staff(drill, app, f"{role}-one", role)
        assert browser.get(PAGE).status_code == 403
        assert PAGE not in browser.get("/console").text
    assert Browser(app).get(PAGE).status_code == 303


def test_a_trial_goes_to_whoever_asks_and_the_page_says_whether_it_went(
    drill: Drill, app: FastAPI
) -> None:
    desk = Desk(drill)
    officer = staff(drill, app, "sora", "privacy_officer")
    desk.box.down = True
    answer = officer.submit(PAGE, {}, to=f"{PAGE}/trial")
    assert answer.status_code == 303, text_of(answer)
    assert "送信待ち" in text_of(officer.get(PAGE))
    desk.work()
    assert "まだ受け取られていません" in text_of(officer.get(PAGE))
    desk.box.down = False
    drill.set("2026-12-24T10:30:00+09:00")
    desk.work()
    assert officer.submit(PAGE, {}, to=f"{PAGE}/trial").status_code == 303
    assert officer.submit(PAGE, {}, to=f"{PAGE}/trial").status_code == 303
    desk.work()
    mine = [mail for mail in desk.box.mails if mail.to == "sora@office.example"]
    assert len(mine) == 2, "one a minute"
    assert "メールサーバーが受け取りました" in text_of(officer.get(PAGE))
    auditor = staff(drill, app, "mio", "auditor")
    assert f"{PAGE}/trial" not in auditor.get(PAGE).text
    assert auditor.submit("/console/account", {}, to=f"{PAGE}/trial").status_code == 403


def test_the_last_sign_of_a_worker_is_shown_and_its_absence_too(drill: Drill, app: FastAPI) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    assert "一度も動いていません" in text_of(officer.get(PAGE))
    company = drill.office.company
    schedules = Schedules(company.engine, company.clock)
    schedules.add("seal the ledger", Interval(timedelta(seconds=5)), lambda _: None)
    for now in ("2026-12-24T10:00:00+09:00", "2026-12-24T10:00:10+09:00"):
        drill.set(now)
        schedules.turn()
    page = text_of(officer.get(PAGE))
    assert "稼働中" in page
    assert "5 秒ごと" in page
    drill.set("2026-12-24T10:20:00+09:00")
    assert "動きがありません" in text_of(officer.get(PAGE))
