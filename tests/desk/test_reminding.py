"""Whoever is named is told when a case runs out of time, at the days that were set."""

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk


@pytest.fixture
def desk(drill: Drill) -> Desk:
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    told = "desk: {escalate_to: [manager@nichinichi.example.jp], remind_at: [5, 2, 0]}"
    settings.write_text(f"{text}\n{told}\n", "utf-8")
    drill.open()
    return Desk(drill)


def _reminders(desk: Desk) -> list[str]:
    return [mail.subject for mail in desk.box.mails if mail.to.startswith("manager@")]


def test_reminders_come_over_the_new_year_at_five_two_and_no_days_left(desk: Desk) -> None:
    reference = desk.ask("deletion")
    desk.work()
    assert _reminders(desk) == []
    told = []
    for day in ("2026-12-25", "2026-12-28", "2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07"):
        desk.drill.set(f"{day}T09:00:00+09:00")
        before = len(_reminders(desk))
        desk.work()
        told += [(day, subject) for subject in _reminders(desk)[before:]]
    assert told == [
        ("2026-12-25", f"【{reference}】残り 5 営業日 (1/7 木)"),
        ("2027-01-05", f"【{reference}】残り 2 営業日 (1/7 木)"),
        ("2027-01-07", f"【{reference}】残り 0 営業日 (1/7 木)"),
    ]
    assert desk.kinds(reference).count("case-reminded") == 3


def test_an_answered_case_reminds_nobody(desk: Desk) -> None:
    desk.whole_way(desk.ask("suspension"))
    desk.drill.set("2027-01-07T12:00:00+09:00")
    desk.work()
    assert _reminders(desk) == []


def test_a_reminder_names_the_case_and_nothing_of_the_person(desk: Desk) -> None:
    desk.ask("deletion")
    desk.work()
    desk.drill.set("2027-01-07T09:00:00+09:00")
    desk.work()
    mail = desk.box.mails[-1]
    assert "待っているもの: 判断" in mail.body
    assert "小春" not in mail.body + mail.subject
