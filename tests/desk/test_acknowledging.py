"""A receipt is confirmed by the day that was promised, and a missing confirmation is told."""

from datetime import date

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.web.sites import text_of
from upheld.desk import acknowledging, clocks
from upheld.law.periods import BusinessDays
from upheld.policy.language.rights import RightKind

LAST_DAY = date(2027, 1, 8)
"""Ten business days of California from 23 December 2026, without Christmas and New Year's Day."""


@pytest.fixture
def desk(found: Founded) -> Desk:
    drill = found("b2b-platform")
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\ndesk: {{escalate_to: [manager@example.jp]}}\n", "utf-8")
    drill.open()
    return Desk(drill)


def _know(desk: Desk, **changes: object) -> str:
    asked = {"residence": "US-CA", "language": "en", "subject": {"email": "a@example.jp"}}
    return desk.ask("know", verified=False, **(asked | changes))


def _told(desk: Desk) -> list[str]:
    return [mail.subject for mail in desk.box.mails if "not confirmed" in mail.subject]


def _stands(desk: Desk, reference: str) -> acknowledging.Confirmation:
    office = desk.drill.office
    with office.company.engine.connect() as connection:
        return acknowledging.confirmation_of(office, connection, desk.case(reference))


def test_a_mail_that_went_out_is_the_confirmation_and_nobody_is_told(desk: Desk) -> None:
    reference = _know(desk)
    desk.work()
    stands = _stands(desk, reference)
    assert (stands.due_on, stands.how) == (LAST_DAY, "mail")
    desk.drill.set("2027-01-12T09:00:00+09:00")
    desk.work()
    assert _told(desk) == []
    assert "case-unconfirmed" not in desk.kinds(reference)


def test_a_missing_confirmation_is_told_once_on_its_last_day(desk: Desk) -> None:
    reference = _know(desk, contact="")
    desk.work()
    assert _stands(desk, reference).sent_at is None
    desk.drill.set("2027-01-07T23:00:00+09:00")
    desk.work()
    assert _told(desk) == []
    for now in ("2027-01-08T09:00:00+09:00", "2027-01-12T09:00:00+09:00"):
        desk.drill.set(now)
        desk.work()
    assert _told(desk) == [f"[{reference}] The receipt is not confirmed yet"]
    assert desk.kinds(reference).count("case-unconfirmed") == 1


@pytest.mark.slow
def test_an_officer_who_telephoned_notes_it_and_nobody_is_told(desk: Desk) -> None:
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    reference = _know(desk, contact="")
    desk.work()
    page = f"/console/requests/{reference}"
    assert "2027年1月8日" in text_of(officer.get(page))
    answer = officer.submit(page, {"how": "telephone"}, to=f"{page}/confirmed")
    assert answer.status_code == 303, text_of(answer)
    assert _stands(desk, reference).how == "telephone"
    assert "電話" in text_of(officer.get(page))
    desk.drill.set("2027-01-12T09:00:00+09:00")
    desk.work()
    assert _told(desk) == []


def test_the_law_asks_no_confirmation_of_an_opt_out_and_a_promise_may(
    drill: Drill, desk: Desk
) -> None:
    rights: tuple[RightKind, ...] = ("opt-out-sale-sharing", "limit-use", "know")
    by_law = {
        right: clocks.acknowledgment(
            drill.office.company.policy, right, "US-CA", drill.office.calendar
        )
        for right in rights
    }
    assert [right for right, found in by_law.items() if found] == ["know"]
    office = desk.drill.office
    for right in rights:
        promised = clocks.acknowledgment(office.company.policy, right, "US-CA", office.calendar)
        assert promised is not None, "this company promises it for every request"
        assert promised.period == BusinessDays(count=10)


def test_a_confirmation_that_went_out_is_not_noted_again(desk: Desk) -> None:
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    reference = _know(desk)
    page = f"/console/requests/{reference}"
    early = officer.submit(page, {"how": "telephone"}, to=f"{page}/confirmed")
    assert early.status_code == 422, "no worker has written the confirmation yet"
    desk.work()
    late = officer.submit(page, {"how": "telephone"}, to=f"{page}/confirmed")
    assert late.status_code == 422
    assert _stands(desk, reference).how == "mail"


def test_where_no_day_is_promised_none_is_watched(drill: Drill) -> None:
    desk = Desk(drill)
    reference = desk.ask("deletion", contact="")
    desk.work()
    assert _stands(desk, reference).due_on is None
    assert acknowledging.CHECK not in {row.kind for row in desk.waiting_rows()}
