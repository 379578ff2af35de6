"""A prohibited input that is found later: a case on a clock of hours, erased as any deletion is."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.web.sites import text_of
from upheld.desk import remainders, store
from upheld.desk.acting import kept_plan
from upheld.desk.case import Case
from upheld.desk.clocks import HoursLeft
from upheld.desk.found_inputs.listing import standing
from upheld.desk.found_inputs.lying import Located, Lying, locate
from upheld.desk.found_inputs.opening import GATEWAY_USE, FoundInput, open_case
from upheld.desk.moving import MoveRefusedError
from upheld.desk.pausing import put_on_hold
from upheld.desk.restricting import gate_of
from upheld.desk.standing import FoundStanding, OfGroup, found_standing, of_group
from upheld.desk.withdrawing import withdraw
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.refusal import UsageError
from upheld.terminal.main import main

FRIDAY = "2026-12-25T18:00:00+09:00"
MONDAY = "2026-12-28T18:00:00+09:00"
WORDS = "医師から糖尿病と診断されました"
USE = "0123456789abcdef" * 2


@pytest.fixture
def desk(found: Founded) -> Desk:
    """A company with an AI feature, on a Friday evening, and two prompts, one of them prohibited."""
    drill = found("b2b-platform")
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    told = "desk: {escalate_to: [manager@amigumo.example.jp]}"
    settings.write_text(f"{text}\n{told}\n", "utf-8")
    cache = drill.folder / "data" / "cache"
    (cache / "prompts").mkdir(parents=True, exist_ok=True)
    for number in (901, 902):
        (cache / "prompts" / f"{number}.txt").write_text(WORDS, "utf-8")
    drill.set(FRIDAY)
    drill.open()
    made = Desk(drill)
    member = made.rows("app", "SELECT min(id) FROM member")[0][0]
    for number, words in ((901, WORDS), (902, "会議の要約をお願いします")):
        add_prompt(drill, number, member, words)
    return made


def add_prompt(drill: Drill, number: int, member: int, words: str) -> None:
    with closing(sqlite3.connect(drill.folder / "data" / "app.db")) as database, database:
        database.execute(
            "INSERT INTO prompt (id, member_id, question, answer, at) VALUES (?, ?, ?, ?, ?)",
            (number, member, words, "", "2026-12-25T09:00:00Z"),
        )


LYING = (
    Lying(system="app", collection="prompt", by="id", value="901"),
    Lying(system="cache", collection="prompts/{id}.txt", by="id", value="901"),
)


def opened(desk: Desk, *, lying: tuple[Lying, ...] = LYING, uses: tuple[str, ...] = ()) -> Case:
    office = desk.drill.office
    located = locate(office.company, lying)
    found = FoundInput(group="health", located=located, tenant="acme", by="S-1", uses=uses)
    return open_case(office, found)


def prompts(desk: Desk) -> list[int]:
    return [row[0] for row in desk.rows("app", "SELECT id FROM prompt WHERE id > 900 ORDER BY id")]


def cached(desk: Desk) -> list[str]:
    return sorted(one.name for one in (desk.drill.folder / "data/cache/prompts").glob("*"))


def written(desk: Desk, reference: str) -> str:
    rows = ledger.entries_of(desk.drill.office.company.engine, reference)
    return json.dumps([dict(read_entry(row.leaf).body) for row in rows], ensure_ascii=False)


def test_the_clock_runs_seventy_two_hours_over_a_weekend(desk: Desk) -> None:
    case = opened(desk)
    assert case.due_at.isoformat() == MONDAY
    assert case.clock["basis"] == "policy"
    assert case.clock["law"]["en"] == "clause P1-7q"
    assert case.kind.label.en == "prohibited AI input found later"


def test_it_runs_over_the_new_year_as_over_any_other_night(desk: Desk) -> None:
    desk.drill.set("2026-12-31T12:00:00+09:00")
    assert opened(desk).due_at.isoformat() == "2027-01-03T12:00:00+09:00"


def test_found_planned_approved_erased_and_proven(desk: Desk, tmp_path: Path) -> None:
    reference = opened(desk).reference
    desk.work()
    assert desk.case(reference).state == "planned"
    assert (prompts(desk), cached(desk)) == ([901, 902], ["901.txt", "902.txt"])
    desk.approve(reference)
    desk.work()
    assert (prompts(desk), cached(desk)) == ([902], ["902.txt"])
    assert desk.case(reference).state == "closed"
    kinds = desk.kinds(reference)
    expected = ("ai-input-found", "plan-made", "plan-approved", "deletion-began",
                "deletion-read-back", "case-verified", "case-closed")  # fmt: skip
    for kind in expected:
        assert kind in kinds
    receipt = tmp_path / "receipt.json"
    at = ["-C", str(desk.drill.folder)]
    assert main([*at, "receipt", reference, "--out", str(receipt)]) == 0
    told = receipt.read_text("utf-8")
    assert '"outcome":"verified"' in "".join(told.split())
    assert WORDS not in told
    key = next(desk.drill.folder.rglob("*.pub"))
    assert main(["verify", str(receipt), "--key", str(key)]) == 0
    assert WORDS not in written(desk, reference)
    assert standing(desk.drill.office) == []


def test_somebody_else_s_claim_to_the_row_does_not_keep_it(desk: Desk) -> None:
    """The prompt is its author's; the author is nobody of this case, and stays."""
    reference = opened(desk).reference
    members = desk.rows("app", "SELECT count(*) FROM member")
    desk.work()
    desk.approve(reference)
    desk.work()
    assert desk.rows("app", "SELECT count(*) FROM member") == members
    assert prompts(desk) == [902]


def test_a_case_that_is_late_is_told_to_whoever_the_settings_name(desk: Desk) -> None:
    reference = opened(desk).reference
    desk.work()
    subjects: Callable[[], list[str]] = lambda: [  # noqa: E731 - one expression, asked twice
        mail.subject for mail in desk.box.mails if mail.to.startswith("manager@")
    ]
    assert subjects() == []
    desk.drill.set("2026-12-27T18:00:00+09:00")  # a Sunday
    desk.work()
    assert subjects() == [f"【{reference}】AI 入力禁止情報: 残り 24 時間 (2026-12-28 18:00)"]
    assert not standing(desk.drill.office)[0].late
    case = desk.case(reference)
    minutes = [
        HoursLeft(now=case.due_at + timedelta(minutes=m), due_at=case.due_at) for m in (-5, 5)
    ]
    assert [one.spoken("ja")[:8] for one in minutes] == ["残り 1 時間未", "1 時間未満超過"]
    assert [one.spoken("en")[:18] for one in minutes] == [
        "less than 1 h left",
        "less than 1 h late",
    ]
    desk.drill.set("2026-12-28T21:00:00+09:00")
    desk.work()
    assert subjects()[-1] == f"【{reference}】AI 入力禁止情報: 3 時間超過 (2026-12-28 18:00)"
    assert "ai-input-late" in desk.kinds(reference)
    assert standing(desk.drill.office)[0].late
    desk.approve(reference)
    desk.work()
    assert '"late": true' in written(desk, reference)


def test_where_no_worker_ran_in_time_it_is_told_once_that_a_case_is_late(desk: Desk) -> None:
    reference = opened(desk).reference
    desk.drill.set("2026-12-28T18:30:00+09:00")
    desk.work()
    told = [mail.subject for mail in desk.box.mails if mail.to.startswith("manager@")]
    assert told == [f"【{reference}】AI 入力禁止情報: 1 時間未満超過 (2026-12-28 18:00)"]
    assert desk.kinds(reference).count("ai-input-late") == 1


def test_what_is_written_again_keeps_the_case_open_and_is_left_by_nobody(desk: Desk) -> None:
    path = desk.drill.folder / "data" / "app.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TRIGGER again AFTER DELETE ON prompt BEGIN INSERT INTO prompt "
            "(id, member_id, question, answer, at) VALUES (old.id, old.member_id, old.question, '', old.at); END"
        )
    reference = opened(desk).reference
    desk.work()
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "carried_out"
    assert 901 in prompts(desk)
    with pytest.raises(MoveRefusedError):
        remainders.leave_retained(desk.drill.office, reference, "S-1")


def invoice(desk: Desk) -> Case:
    """An invoice of this year on which a diagnosis was written: a tax law keeps its sums."""
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database, database:
        number = database.execute("SELECT min(id) FROM invoice").fetchone()[0]
        database.execute("UPDATE invoice SET billing_name = ? WHERE id = ?", (WORDS, number))
    return opened(desk, lying=(Lying(system="app", collection="invoice", by="id", value=number),))


@pytest.mark.slow
def test_what_a_retention_rule_keeps_is_left_by_whoever_has_looked(desk: Desk) -> None:
    reference = invoice(desk).reference
    desk.work()
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "carried_out"
    assert desk.case(reference).waiting == {"decision"}
    with pytest.raises(MoveRefusedError):
        remainders.answer_unproven(desk.drill.office, reference, "S-1")
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    page = f"/console/requests/{reference}"
    shown = text_of(officer.get(page))
    assert "app/invoice – 条項 P1-4c" in shown
    assert "人数" not in shown  # nobody is looked for
    assert "請求の種類" not in shown
    left = officer.submit(page, {"what": "retained"}, to=f"{page}/again")
    assert left.status_code == 303, text_of(left)
    desk.work()
    assert desk.case(reference).state == "closed"
    assert '"retained": {"app/invoice": "P1-4c"}' in written(desk, reference)
    office = desk.drill.office
    now = office.company.clock.now()
    with office.company.engine.connect() as connection:
        counted = found_standing(connection, now, now - timedelta(days=366))
    assert (counted.erased, counted.left) == (0, 1)
    assert WORDS not in str(desk.rows("app", "SELECT * FROM invoice"))
    assert standing(desk.drill.office) == []


def test_a_suspended_use_is_stopped_at_the_gate_and_goes_on_once_it_was_a_mistake(
    desk: Desk,
) -> None:
    office = desk.drill.office
    case = opened(desk, uses=(USE,))
    gate = gate_of(office)
    stop = gate.stopped(GATEWAY_USE, f"acme/{USE}", "ai")
    assert stop.reasons == (case.reference,)
    assert not gate.stopped(GATEWAY_USE, f"globex/{USE}", "ai")
    desk.work()
    withdraw(office, case.reference, by="S-1")
    desk.work()
    assert not gate.stopped(GATEWAY_USE, f"acme/{USE}", "ai")
    assert desk.case(case.reference).state == "closed"
    assert prompts(desk) == [901, 902]
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        assert found_standing(connection, now, now - timedelta(days=366)) == FoundStanding()
        # Withdrawn only after its last hour it is no mistake that nobody has to see.
        connection.execute(store.cases.update().values(due_at=now - timedelta(days=1)))
        late = found_standing(connection, now, now - timedelta(days=366))
        assert (late.late, late.erased, late.overdue) == (1, 0, 0)


NOWHERE = (
    (Lying(system="app", collection="prompt", by="id", value="99999"), "holds no record"),
    (Lying(system="app", collection="prompt", by="id", value="9" * 40), "holds no record"),
    (Lying(system="app", collection="prompt", by="nothing", value="1"), "holds no record"),
    (Lying(system="app", collection="nowhere", by="id", value="1"), "no data map reaches"),
    (Lying(system="nowhere", collection="prompt", by="id", value="1"), "no data map reaches"),
    (Lying(system="cache", collection="prompts/{id}.txt", by="id", value="5"), "no record"),
)


def test_where_nothing_lies_no_case_is_opened(desk: Desk) -> None:
    for lying, told in NOWHERE:
        with pytest.raises(UsageError, match=told):
            locate(desk.drill.office.company, [lying])
    with pytest.raises(UsageError, match="not said where"):
        locate(desk.drill.office.company, [])
    assert standing(desk.drill.office) == []


def test_whose_own_row_is_left_out_is_not_known_by_another_row_with_the_same_key() -> None:
    rows: dict[str, dict[str, list[list[object]]]] = {"app": {"member": [[5]], "prompt": [[5]]}}
    located = Located(rows=rows, own={("app", "member", "customer-staff")})
    assert located.people == [("app/customer-staff", 5)]
    member, _prompt = located.spoken
    left = located.without({member})
    assert (left.rows, left.people) == ({"app": {"prompt": [[5]]}}, [])


def restricted(desk: Desk) -> OfGroup:
    """The cases of that group, as the promise board counts them."""
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        return of_group(connection, "restricted_region", datetime.fromisoformat(FRIDAY))


@pytest.mark.slow
def test_people_of_restricted_regions_are_suspended_and_to_be_erased_once(desk: Desk) -> None:
    path = desk.drill.folder / "data" / "app.db"
    with closing(sqlite3.connect(path)) as database, database:
        key = database.execute("SELECT max(id) FROM member").fetchone()[0]
        database.execute(
            "UPDATE member SET job_title = 'Tel. +49 30 901820, Berlin' WHERE id = ?", (key,)
        )
    command = ["-C", str(desk.drill.folder), "--json", "map", "check", "--values", "--open-cases"]
    main(command)
    (case,) = standing(desk.drill.office)
    assert (case.group, case.tenant) == ("restricted_region", "")
    received = desk.case(case.ref).received_at
    assert restricted(desk) == OfGroup(open=1, newest=received, erased=0)
    gate = gate_of(desk.drill.office)
    assert gate.stopped("app/customer-staff", key, "ai").reasons == (case.ref,)
    main(command)
    assert len(standing(desk.drill.office)) == 1
    desk.work()
    desk.approve(case.ref)
    desk.work()
    # What a tax law keeps refers to the member, whose row stays, and says nothing any more.
    left = desk.rows("app", "SELECT name, job_title FROM member WHERE id = ?", key)
    assert "Berlin" not in str(left)
    assert desk.case(case.ref).state == "closed"
    assert restricted(desk) == OfGroup(open=0, newest=None, erased=1)


@pytest.mark.slow
def test_values_are_checked_for_people_of_the_regions_that_the_policy_closes(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    add_prompt(desk.drill, 903, 1, "お客様はイラン在住です")
    capsys.readouterr()
    main(["-C", str(desk.drill.folder), "--json", "map", "check", "--values"])
    drift = json.loads(capsys.readouterr().out)["drift"]
    assert [one["column"] for one in drift if one["table"] == "prompt"] == ["question"]


@pytest.mark.slow
def test_the_whole_way_from_a_terminal_without_a_worker(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["-C", str(desk.drill.folder), "--json", "gateway", "found"]

    def run(*words: str, code: int = 0) -> dict[str, object]:
        capsys.readouterr()
        assert main([*command, *words]) == code
        said = capsys.readouterr().out
        return json.loads(said) if said.strip() else {}

    at = ["--at", "app:prompt:id=901", "--at", "cache:prompts/{id}.txt:id=901"]
    case = str(run("add", "acme", "--group", "health", *at)["case"])
    run("erase", case, code=2)
    plan = run("plan", case)
    run("approve", case, "--plan", str(plan["plan_sha256"]), "--by", "Sato")
    assert run("erase", case)["closed"] is True
    assert (prompts(desk), cached(desk)) == ([902], ["902.txt"])
    other = str(run("add", "acme", "--group", "health", "--at", "app:prompt:id=902")["case"])
    run("withdraw", other, code=2)
    run("withdraw", other, "--by", "Sato")
    run("plan", other, code=2)
    assert prompts(desk) == [902]
    kept = invoice(desk).reference
    run("leave", kept, "--by", "Sato", code=2)
    plan = run("plan", kept)
    run("approve", kept, "--plan", str(plan["plan_sha256"]), "--by", "Sato")
    assert run("erase", kept, code=1)["closed"] is False
    assert run("leave", kept, "--by", "Sato")["closed"] is True
    run("add", "acme", "--group", "aura", *at, code=2)
    run("add", "acme", "--group", "health", "--at", "prompt", code=2)


def test_what_is_refused_of_a_found_input_names_its_own_commands(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    at = ["-C", str(desk.drill.folder)]
    reference = opened(desk).reference
    desk.work()

    def refused(*words: str) -> str:
        capsys.readouterr()
        assert main([*at, *words]) == 2
        return capsys.readouterr().err

    approve = ("gateway", "found", "approve", reference, "--by", "Sato", "--plan")
    with desk.drill.office.company.engine.connect() as connection:
        plan = kept_plan(connection, reference)
    assert plan is not None
    for part in (plan.sha256[:8], "deadbeef", f"{plan.sha256}0"):
        assert "give the whole hash" in refused(*approve, part)
    other = refused(*approve, plan.sha256[::-1])
    assert "is stale" in other
    assert f"`upheld gateway found plan {reference}`" in other
    said = refused("receipt", reference, "--out", str(tmp_path / "receipt.json"))
    assert f"`upheld gateway found erase {reference}`" in said
    fresh = opened(desk, lying=LYING[:1]).reference
    said = refused("gateway", "found", "approve", fresh, "--by", "Sato", "--plan", plan.sha256)
    assert f"`upheld gateway found plan {fresh}`" in said
    put_on_hold(desk.drill.office, fresh, "advice", by="S-1")
    assert "in the console" in refused("gateway", "found", "plan", fresh)
    assert main([*at, "gateway", "found", "withdraw", fresh, "--by", "Sato"]) == 0
    for verb in (["plan"], ["erase"], ["leave", "--by", "Sato"], ["withdraw", "--by", "Sato"]):
        assert "it has ended" in refused("gateway", "found", *verb, fresh)


def test_records_that_an_open_case_names_all_get_no_second_one(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody would know which of the two clocks counts."""
    opened(desk)
    command = ["-C", str(desk.drill.folder), "gateway", "found", "add", "acme", "--group", "health"]
    named = [f"{one.system}:{one.collection}:{one.by}={one.value}" for one in LYING]
    assert main([*command, "--at", named[0], "--at", named[1]]) == 2
    assert "`upheld gateway found list`" in capsys.readouterr().err
    assert main([*command, "--at", named[0], "--at", "app:prompt:id=902"]) == 0


def test_a_pattern_whose_names_are_not_those_given_is_refused_before_anything_is_opened(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["-C", str(desk.drill.folder), "--lang", "en", "gateway", "found", "add", "acme"]
    capsys.readouterr()
    at = ["--at", f"{LYING[-1].system}:prompts/{{idx}}.txt:id=17"]
    assert main([*command, "--group", "health", *at]) == 2
    assert "names in braces (idx)" in capsys.readouterr().err


def test_the_end_of_a_case_says_which_use_the_gateway_goes_on_suspending(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(desk.drill.folder)
    made = ["-C", folder, "--json", "gateway", "key", "add", "acme", "--purpose", "ai"]
    capsys.readouterr()
    assert main(made) == 0
    key = str(json.loads(capsys.readouterr().out)["key"]).split("_")[1]
    command = ["-C", folder, "--lang", "en", "gateway"]
    at = ["--at", "app:prompt:id=901", "--suspend", key]
    assert main([*command, "found", "add", "acme", "--group", "health", *at]) == 0
    case = capsys.readouterr().out.split(":")[0]
    assert main([*command, "found", "withdraw", case, "--by", "Sato"]) == 0
    assert f"upheld gateway resume acme {key}" in capsys.readouterr().out
    assert main([*command, "resume", "acme", key]) == 0
    assert main([*command, "found", "add", "acme", "--group", "health", *at]) == 0
    case = capsys.readouterr().out.split(":")[0].splitlines()[-1]
    assert (
        main(["-C", folder, "--json", *command[4:], "found", "withdraw", case, "--by", "Sato"]) == 0
    )
    said = json.loads(capsys.readouterr().out)
    assert said["suspended"] == [{"tenant": "acme", "who": key}]


def test_the_list_of_cases_is_japanese_in_japanese(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(desk)
    capsys.readouterr()
    main(["-C", str(desk.drill.folder), "--lang", "ja", "gateway", "found", "list"])
    said = capsys.readouterr().out
    assert "健康・医療に関する情報" in said
    assert "health" not in said


def test_a_case_of_which_a_rule_keeps_rows_says_how_it_is_ended(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = invoice(desk).reference
    desk.work()
    desk.approve(kept)
    capsys.readouterr()
    assert main(["-C", str(desk.drill.folder), "gateway", "found", "erase", kept]) == 1
    assert f"next: upheld gateway found leave {kept} --by" in capsys.readouterr().out


def test_the_clock_of_a_case_starts_while_other_points_of_the_map_are_undecided(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the plan waits for them."""
    path = desk.drill.folder / "datamap" / "app.yaml"
    before = path.read_text("utf-8")
    head, table, rest = before.partition("  sign_in:\n")
    point = (
        "    unsure: [{point: ip, guess: {category: device.id}, why: a name, confidence: 0.4}]\n"
    )
    path.write_text(head + table + point + rest, "utf-8")
    command = ["-C", str(desk.drill.folder), "--json", "gateway", "found"]
    capsys.readouterr()
    assert main([*command, "add", "acme", "--group", "health", "--at", "app:prompt:id=901"]) == 0
    case = str(json.loads(capsys.readouterr().out)["case"])
    assert main([*command, "plan", case]) == 2
    assert "`sign_in`: `ip`" in capsys.readouterr().err
    path.write_text(before, "utf-8")
    assert main([*command, "plan", case]) == 0


def test_commands_of_requests_do_not_go_on_with_a_found_input_and_name_those_that_do(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    case = opened(desk).reference
    desk.work()
    at = ["-C", str(desk.drill.folder), "--lang", "en", "request"]
    plan = desk.plan_hash(case)
    approve = ["approve", case, "--plan", plan, "--by", "Sato"]
    for words, named in (
        (["plan", case], f"found plan {case}"),
        (approve, f"found approve {case} --plan SHA256 --by NAME"),
        (["apply", case], f"found erase {case}"),
    ):
        capsys.readouterr()
        assert main([*at, *words]) == 2
        assert f"upheld gateway {named}" in capsys.readouterr().err
    assert desk.case(case).state == "planned"
    assert prompts(desk) == [901, 902]


def test_when_a_found_input_is_due_is_told_with_the_company_s_zone(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(desk)
    command = ["-C", str(desk.drill.folder), "gateway", "found", "list"]
    capsys.readouterr()
    main([*command, "--lang", "en"])
    assert "2026-12-28 18:00 (JST)" in " ".join(capsys.readouterr().out.split())
    main([*command, "--json"])
    assert json.loads(capsys.readouterr().out)[0]["due"] == MONDAY
