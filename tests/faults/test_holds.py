"""A registered hold beats every deletion, as long as it is in force."""

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at


def hold(office: Office, until: str = "2099-12-31", subject: str = f"email={shop.EMAIL}") -> str:
    said = office.run(
        "hold", "add", "--subject", subject, "--clause", "9.1", "--until", until, "--by", "K"
    )
    assert said.code == 0, said.err
    return str(said.json["hold"])


@pytest.mark.slow
@pytest.mark.parametrize("subject", [f"email={shop.EMAIL}", "phone=０９０-1234-5678"])
def test_a_hold_keeps_every_row_of_the_person(any_office: Office, subject: str) -> None:
    office = any_office
    hold(office, subject=subject)
    before = shop.dump(office.url)
    unit = office.open_for(shop.EMAIL)
    plan = office.approve(unit)
    assert all(t["delete"] == t["anonymise"] == t["unlink"] == 0 for t in plan["tables"])
    assert {t["clause"] for t in plan["tables"]} == {"9.1"}
    assert {t["until"] for t in plan["tables"]} == {"2099-12-31"}
    said = office.run("request", "apply", unit)
    assert said.code == 0, said.out + said.err
    assert {s["outcome"] for s in said.json["steps"]} == {"retained"}
    assert shop.dump(office.url) == before


@pytest.mark.slow
def test_a_hold_on_somebody_else_changes_nothing(any_office: Office) -> None:
    hold(any_office, subject="email=jiro@example.jp")
    said = any_office.run("request", "apply", any_office.ready())
    assert said.code == 0
    assert len(shop.dump(any_office.url)["customer"]) == 4


@pytest.mark.slow
def test_a_hold_placed_after_the_approval_stops_the_deletion(any_office: Office) -> None:
    office = any_office
    unit = office.ready()
    hold(office)
    before = shop.dump(office.url)
    said = office.run("request", "apply", unit)
    assert shop.dump(office.url) == before
    assert (said.code, said.error["code"]) == (2, "plan-stale")


@pytest.mark.slow
def test_a_hold_that_was_released_or_has_ended_holds_no_longer(drill_office: Office) -> None:
    office = drill_office
    at("2026-04-01T09:00:00+09:00")
    first = hold(office, until="2026-04-30")
    assert [h["hold"] for h in office.run("hold", "list").json] == [first]
    at("2026-05-01T00:00:00+09:00")
    assert office.run("hold", "list").json == []
    second = hold(office, until="2027-04-30")
    assert office.run("hold", "release", second).code == 0
    again = office.run("hold", "release", second)
    assert (again.code, again.error["code"]) == (2, "hold-unknown")
    assert office.run("request", "apply", office.ready()).code == 0
    assert "1" not in {row[0] for row in shop.dump(office.url)["customer"]}


@pytest.mark.slow
def test_a_held_person_in_a_batch_is_kept_and_the_others_go(any_office: Office) -> None:
    office = any_office
    hold(office)
    listed = office.folder / "people.csv"
    listed.write_text(f"email\n{shop.EMAIL}\njiro@example.jp\n")
    unit = office.open("--subjects-file", str(listed))
    office.approve(unit)
    said = office.run("request", "apply", unit)
    assert said.code == 0, said.out + said.err
    assert [row[0] for row in shop.dump(office.url)["customer"]] == ["1", "3", "4", "5"]


def test_a_later_sweep_leaves_the_rows_of_a_held_person_alone(drill_office: Office) -> None:
    office = drill_office
    at("2026-04-01T09:00:00+09:00")
    hold(office)
    before = shop.dump(office.url)
    unit = office.ready()
    assert office.run("request", "apply", unit).code == 0
    at("2026-04-03T09:00:00+09:00")
    assert office.run("sweep").json["late_rows"] == 0
    assert shop.dump(office.url) == before


@pytest.mark.slow
def test_a_later_sweep_leaves_retained_and_shared_rows_alone(drill_office: Office) -> None:
    office = drill_office
    at("2026-04-01T09:00:00+09:00")
    assert office.run("request", "apply", office.ready()).code == 0
    after = shop.dump(office.url)
    at("2026-04-03T09:00:00+09:00")
    swept = office.run("sweep")
    assert (swept.code, swept.json["swept"], swept.json["late_rows"]) == (0, 1, 0)
    assert shop.dump(office.url) == after


@pytest.mark.parametrize("day", ["tomorrow", "2027-02-30", ""])
def test_a_hold_until_no_day_is_refused(office: Office, day: str) -> None:
    said = office.run(
        "hold", "add", "--subject", "email=a@example.jp", "--clause", "9", "--until", day,
        "--by", "K",
    )  # fmt: skip
    assert (said.code, said.error["code"]) == (2, "usage")


def test_an_empty_register_says_so(office: Office) -> None:
    assert office.run("hold", "list").json == []
    assert "no hold" in office.speak("hold", "list").out


def test_another_day_shows_what_retention_would_do_then(any_office: Office) -> None:
    office = any_office
    unit = office.open_for(shop.EMAIL)
    today = office.run("request", "plan", unit).json
    orders = {t["table"]: t for t in today["tables"]}["orders"]
    assert (orders["retain"], orders["delete"], orders["until"]) == (1, 2, "2034-07-10")
    shown = office.run("request", "plan", unit, "--as-of", "2034-07-10").json
    assert {t["table"]: t["retain"] for t in shown["tables"]}["orders"] == 1
    later = office.run("request", "plan", unit, "--as-of", "2034-07-11").json
    assert later["as_of"] == "2034-07-11"
    assert {t["table"]: t["delete"] for t in later["tables"]}["orders"] == 3
    sha = today["plan_sha256"]
    assert office.run("request", "approve", unit, "--plan", sha, "--by", "K").code == 0
    said = office.run("request", "plan", unit, "--as-of", "someday")
    assert (said.code, said.error["code"]) == (2, "usage")


def test_a_hold_on_nobody_is_refused(office: Office) -> None:
    said = office.run(
        "hold", "add", "--subject", "email=nobody@example.jp", "--clause", "9",
        "--until", "2030-01-01", "--by", "K",
    )  # fmt: skip
    assert (said.code, said.error["code"]) == (2, "hold-on-nobody")
    assert office.run("hold", "list").json == []


def test_a_hold_stays_when_the_person_s_address_changes(office: Office) -> None:
    placed = office.run(
        "hold", "add", "--subject", f"email={shop.EMAIL}", "--clause", "9",
        "--until", "2099-01-01", "--by", "K",
    )  # fmt: skip
    assert placed.code == 0, placed.err
    shop.execute(office.url, ["UPDATE customer SET email = 'new@example.jp' WHERE id = 1"])
    plan = office.approve(office.open_for("new@example.jp"))
    assert all(not t["delete"] and not t["anonymise"] for t in plan["tables"])
    assert any(t["retain"] for t in plan["tables"])
