"""An officer works a request from the queue to the answer, and a role does only what it may."""

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import ADDRESS, hidden
from tests.desk.test_centre import site_for as app_of
from tests.web.sites import PASSWORD, Browser, text_of
from upheld.web.console.settings.at_work import at_work
from upheld.web.signin import store as signin_store
from upheld.web.signin.passwords import hash_password, set_password
from upheld.web.signin.staff import new_staff_id


def staff(drill: Drill, app: FastAPI, name: str, *roles: str) -> Browser:
    """Return the browser of somebody with these roles, signed in."""
    id_, address = new_staff_id(), f"{name}@office.example"
    with drill.office.company.engine.begin() as connection:
        signin_store.add_staff(
            connection, id_=id_, name=name, address=address, roles=roles,
            at=drill.office.company.clock.now(),
        )  # fmt: skip
        set_password(connection, id_, hash_password(PASSWORD))
    browser = Browser(app, address=ADDRESS)
    answer = browser.submit("/sign-in", {"address": address, "password": PASSWORD})
    assert answer.status_code == 303, text_of(answer)
    return browser


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.mark.parametrize(
    ("rule", "start", "plan"),
    [
        ("", "一人が判断も承認もできます", "判断した人が承認することもできます"),
        ("{always: true}", "自分では承認できません", "別の人の承認が必要です"),
        ("{rows: 1000}", "1,000 行以上を消去する", "判断した人が承認することもできます"),
    ],
)
def test_the_console_says_whether_one_person_may_do_both(
    rule: str, start: str, plan: str, drill: Drill
) -> None:
    if rule:
        with (drill.folder / "upheld.yaml").open("a", encoding="utf-8") as settings:
            settings.write(f"\ndesk: {{four_eyes: {rule}}}\n")
        drill.workspace.close()
        drill.open()
    desk, app = Desk(drill), app_of(drill)
    officer = staff(drill, app, "sora", "privacy_officer")
    assert start in text_of(officer.get("/console"))
    assert start in text_of(officer.get("/console/staff"))
    reference = desk.ask("deletion")
    desk.work()
    desk.decide(reference)
    desk.work()
    assert plan in text_of(officer.get(f"/console/requests/{reference}"))


@pytest.mark.slow
def test_an_officer_takes_a_deletion_from_the_queue_to_the_answer(desk: Desk) -> None:
    app = app_of(desk.drill)
    officer = staff(desk.drill, app, "sora", "privacy_officer")
    approver = staff(desk.drill, app, "riku", "approver")
    reference = desk.ask("deletion", contact=MUGI, verified=False)
    desk.work()
    queue = officer.get("/console/requests")
    assert queue.status_code == 200
    assert reference in queue.text
    assert "残り 6 営業日 (1/7 木)" in text_of(queue)
    assert MUGI not in queue.text
    page = f"/console/requests/{reference}"
    turn = str(desk.case(reference).turn)
    answer = officer.submit(
        page, {"what": "identity", "proof": "", "turn": turn}, to=f"{page}/identity"
    )
    assert answer.status_code == 422, "an empty choice identifies nobody"
    assert "確認したものが選ばれていません" in text_of(answer)
    assert desk.case(reference).waiting == {"identity"}
    answer = officer.submit(
        page, {"what": "identity", "proof": "passport", "turn": turn}, to=f"{page}/identity"
    )
    assert answer.status_code == 303, text_of(answer)
    assert desk.case(reference).state == "identified"
    answer = officer.submit(
        page,
        {"outcome": "granted", "ground": "", "explanation": "", "only": "",
         "turn": str(desk.case(reference).turn)},
        to=f"{page}/decide",
    )  # fmt: skip
    assert answer.status_code == 303, text_of(answer)
    desk.work()
    shown = approver.get(page)
    assert "この計画を承認する" in text_of(shown)
    assert "判断を進める" not in text_of(shown)
    answer = approver.submit(page, {"plan": desk.plan_hash(reference)}, to=f"{page}/approve")
    assert answer.status_code == 303, text_of(answer)
    desk.work()
    assert desk.case(reference).state in ("answered", "closed")
    ended = text_of(officer.get(page))
    assert "営業日 (" not in ended, "nothing is left to wait for"
    assert ": null" not in ended, "an entry says nothing that is empty"
    done = text_of(officer.get(page))
    assert "確認済み" in done
    assert "承認" in done


@pytest.mark.slow
def test_an_officer_reads_by_what_somebody_is_found_and_what_is_to_be_corrected(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("correction", changes={"contact.phone": "070-0000-0009"})
    desk.work()
    page = officer.get(f"/console/requests/{reference}")
    said = text_of(page)
    assert f"メールアドレス {MUGI}" in said
    assert "訂正後の電話番号 070-0000-0009" in said
    happened = LexborHTMLParser(page.text).css_first("ol.timeline")
    assert happened is not None
    assert "2026年12月24日(木) 10:00 · システム" in happened.text(), "at the company's place"
    assert "UTC" not in happened.text()
    desk.whole_way(reference)
    done = text_of(officer.get(f"/console/requests/{reference}"))
    assert "None" not in done
    assert "correct " not in done.partition("実施の結果")[2].partition("請求の内容")[0]


def test_a_plan_that_was_not_shown_is_not_approved(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("deletion")
    desk.work()
    desk.decide(reference)
    desk.work()
    page = f"/console/requests/{reference}"
    answer = officer.submit(page, {"plan": "0" * 64}, to=f"{page}/approve")
    assert answer.status_code == 422
    assert desk.case(reference).state == "planned"


def test_a_viewer_sees_how_things_stand_and_nobodys_data(desk: Desk) -> None:
    app = app_of(desk.drill)
    reference = desk.ask("deletion", message="どうぞよろしく")
    for role in ("viewer", "auditor", "engineer"):
        browser = staff(desk.drill, app, f"{role}-one", role)
        page = browser.get(f"/console/requests/{reference}")
        assert page.status_code == 200
        for value in (MUGI, "小春", "どうぞよろしく", "mugi@mail"):
            assert value not in page.text
        page_ = f"/console/requests/{reference}"
        assert browser.post(f"{page_}/assign", {}).status_code == 403


def test_who_decides_late_is_told_that_somebody_was_faster(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("deletion")
    desk.work()
    page = f"/console/requests/{reference}"
    form = {**hidden(officer.get(page).text), "outcome": "granted", "ground": "", "explanation": ""}
    desk.decide(reference, "refused", ground="company-decision", explanation="別の理由")
    answer = officer.post(f"{page}/decide", form)
    assert answer.status_code == 422
    assert desk.case(reference).state == "refused"


@pytest.mark.parametrize(
    "view", ["open", "to-decide", "to-approve", "new", "held-up", "ended", "x"]
)
def test_every_view_has_an_empty_page_that_teaches(drill: Drill, view: str) -> None:
    browser = staff(drill, app_of(drill), "sora", "viewer")
    page = browser.get(f"/console/requests?view={view}&after=@@@")
    assert page.status_code == 200
    assert "該当する請求はありません" in text_of(page)


def test_ticking_nobody_chooses_nobody(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("deletion")
    page = f"/console/requests/{reference}"
    for ticked in ({}, {"person": "²"}, {"person": "all"}):
        answer = officer.submit(page, ticked, to=f"{page}/choose")
        assert answer.status_code == 422
        assert "対象者を一人以上選んでください" in text_of(answer)


def test_an_answer_for_whom_no_mail_reaches_is_handed_over(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("suspension-unneeded", contact="", grounds=("unneeded",))
    desk.work()
    desk.decide(reference, "refused", ground="unfounded", explanation="利用が続いています。")
    desk.work()
    page = f"/console/requests/{reference}"
    assert "利用が続いています。" in text_of(officer.get(page))
    answer = officer.submit(page, {"how": "post"}, to=f"{page}/handed")
    assert answer.status_code == 303, text_of(answer)
    desk.work()
    assert desk.case(reference).state in ("answered", "closed")


def test_a_question_is_asked_and_its_answer_goes_on(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("deletion")
    desk.work()
    page = f"/console/requests/{reference}"
    asked = officer.submit(page, {"question": "どの会員番号ですか"}, to=f"{page}/ask")
    assert asked.status_code == 303, text_of(asked)
    assert "clarification" in desk.case(reference).waiting
    assert officer.submit(page, {}, to=f"{page}/clarified").status_code == 303
    assert "clarification" not in desk.case(reference).waiting


@pytest.mark.slow
def test_a_request_on_hold_keeps_its_last_day_and_goes_on_where_it_stood(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    reference = desk.ask("deletion")
    desk.work()
    before = desk.case(reference)
    page = f"/console/requests/{reference}"
    assert officer.submit(page, {"why": "because"}, to=f"{page}/hold").status_code == 422
    assert officer.submit(page, {"why": "court"}, to=f"{page}/hold").status_code == 303
    desk.work()
    held = desk.case(reference)
    assert (held.state, held.waiting, held.due_on) == ("on_hold", before.waiting, before.due_on)
    assert reference in text_of(officer.get("/console/requests?view=held-up"))
    assert "判断を進める" not in text_of(officer.get(page))
    assert officer.submit(page, {"why": "court"}, to=f"{page}/hold").status_code == 422
    assert officer.submit(page, {}, to=f"{page}/take-up").status_code == 303
    assert officer.submit(page, {}, to=f"{page}/take-up").status_code == 422
    desk.work()
    again = desk.case(reference)
    assert again.state == "identified"
    assert again.waiting == frozenset({"decision"})
    desk.whole_way(reference)
    assert desk.case(reference).state in ("answered", "closed")


def test_what_is_on_hold_may_be_withdrawn_and_what_is_done_is_not_held(desk: Desk) -> None:
    from upheld.desk import pausing
    from upheld.desk.moving import MoveRefusedError
    from upheld.desk.withdrawing import withdraw

    office = desk.drill.office
    held, done = desk.ask("deletion", verified=False), desk.ask("complaint", message="多すぎます")
    desk.work()
    pausing.put_on_hold(office, held, "other-request", by="S-1")
    withdraw(office, held, by="S-1")
    desk.decide(done, explanation="承りました。")
    desk.work()
    assert desk.case(held).state in ("withdrawn", "closed")
    with pytest.raises(MoveRefusedError):
        pausing.put_on_hold(office, done, "court", by="S-1")


def test_stuck_work_is_shown_and_tried_again(desk: Desk) -> None:
    from upheld.durable import outbox, tables

    app = app_of(desk.drill)
    engineer = staff(desk.drill, app, "riku", "engineer")
    assert "止まった作業はありません" in text_of(engineer.get("/console/work"))
    engine, now = desk.drill.office.company.engine, desk.drill.office.company.clock.now()
    with engine.begin() as connection:
        number = outbox.add(connection, "letter-send", "R-2026-0001", {"letter": 9}, now)
        connection.execute(
            tables.outbox.update().where(tables.outbox.c.id == number).values(stuck_at=now)
        )
    assert "letter-send" in text_of(engineer.get("/console/work"))
    again = engineer.submit("/console/work", {"what": "again"}, to=f"/console/work/{number}")
    assert again.status_code == 303
    assert "letter-send" not in text_of(engineer.get("/console/work"))
    assert staff(desk.drill, app, "umi", "viewer").get("/console/work").status_code == 403


def test_of_much_stuck_work_the_oldest_is_shown_with_how_much_there_is(desk: Desk) -> None:
    from upheld.durable import outbox, tables

    engine, now = desk.drill.office.company.engine, desk.drill.office.company.clock.now()
    with engine.begin() as connection:
        for number in range(1_203):
            outbox.add(connection, "letter-send", f"R-{number}", {"letter": number}, now)
        connection.execute(tables.outbox.update().values(stuck_at=now))
    engineer = staff(desk.drill, app_of(desk.drill), "riku", "engineer")
    seen = text_of(engineer.get("/console/work"))
    assert "1203 件のうち、古いものから 200 件を表示しています" in seen
    assert "R-199" in seen
    assert "R-200" not in seen
    assert at_work(desk.drill.office).stuck == 1_203


def test_mail_that_waits_is_listed_until_somebody_dealt_with_it(desk: Desk) -> None:
    from upheld.desk.mailroom import store as mails

    office = desk.drill.office
    kept = mails.Kept(
        key="a" * 40, became="unclear", reference=None, received_at=office.company.clock.now(),
        attachments=1, sender="x@example.jp", subject="こんにちは", text="<b>質問</b>です",
    )  # fmt: skip
    with office.company.engine.begin() as connection:
        mails.add(connection, office.company.vault, kept)
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    page = officer.get("/console/mail")
    assert "<b>質問</b>です" in text_of(page)
    assert "<b>質問" not in page.text
    done = officer.submit("/console/mail", {}, to=f"/console/mail/{'a' * 40}/seen")
    assert done.status_code == 303
    assert "確認待ちのメールはありません" in text_of(officer.get("/console/mail"))
