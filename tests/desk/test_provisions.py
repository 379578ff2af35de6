"""Records of provision to third parties: entered, found again for one person, erased in time."""

import json
import sqlite3
import tarfile
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import event

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from upheld.desk import delivery
from upheld.desk.deciding import AbsenceNotProvenError
from upheld.desk.letters import store as letters
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.refusal import UsageError
from upheld.registers.provision_rules import Entered
from upheld.rights import declarations, provisions
from upheld.rights.holding import add_hold
from upheld.rights.provisions import ProvisionInvalidError
from upheld.rights.sweeping import sweep_due

ADDRESS = "東京都千代田区見本町九丁目 9"
OTHER = "hana.koharu@diary.example.jp"


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def entered(**changes: object) -> Entered:
    """A provision of Mugi's advertising identifier on the day before."""
    asked: dict[str, object] = {
        "direction": "provided",
        "party": "ad-network",
        "basis": "consent",
        "form": "single",
        "first_on": date(2026, 12, 23),
        "last_on": date(2026, 12, 23),
        "address": ADDRESS,
        "representative": "見本 太郎",
        "person": {"email": MUGI},
        "items": ("device.advertising_id", "behaviour.log"),
        "consented": True,
    }
    return Entered(**(asked | changes))  # type: ignore[arg-type]


def _entries(desk: Desk, kind: str) -> list[dict[str, object]]:
    rows = ledger.entries_of_kinds(desk.drill.office.company.engine, (kind,), 100)
    return [dict(read_entry(row.leaf).body) for row in rows]


def _letter(desk: Desk, reference: str) -> str:
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, reference)
    (letter,) = [one for one in kept if one.occasion == "answer"]
    return letter.text


def _declare(desk: Desk, since: date = date(2023, 1, 1), through: date = date(2026, 12, 24)) -> int:
    return declarations.declare(
        desk.drill.office.company, since=since, through=through, owner="個人情報管理責任者"
    )


# Entering -------------------------------------------------------------------------------------


def test_a_record_is_sealed_and_the_ledger_names_nobody(desk: Desk) -> None:
    company = desk.drill.office.company
    done = provisions.record(company, [entered()])
    assert (done.added, done.extended, done.known) == (1, 0, 0)
    (body,) = _entries(desk, "provision-recorded")
    assert body["party"] == "ad-network"
    with closing(sqlite3.connect(desk.drill.folder / ".upheld" / "store.db")) as store:
        whole = "\n".join(store.iterdump())
    for value in (MUGI, ADDRESS, "見本 太郎", MUGI.encode().hex(), ADDRESS.encode().hex()):
        assert value.lower() not in whole.lower()


def test_the_same_record_is_entered_once(desk: Desk) -> None:
    company = desk.drill.office.company
    provisions.record(company, [entered()])
    again = entered(
        person={"email": MUGI.upper()}, items=("behaviour.log", "device.advertising_id")
    )
    assert provisions.record(company, [again]).known == 1
    assert len(provisions.all_records(company)) == 1


def test_many_records_take_no_more_statements_than_one(desk: Desk) -> None:
    company = desk.drill.office.company
    said: list[str] = []

    def statements(*entered: Entered) -> int:
        said.clear()
        with company.engine.begin() as connection:
            event.listen(connection, "before_cursor_execute", lambda *told: said.append(told[2]))
            provisions.enter(company, connection, entered)
        return len(said)

    one = statements(entered())
    many = [entered(person={"email": f"m{number}@diary.example.jp"}) for number in range(40)]
    assert statements(*many) == one
    found = [provisions.opened(company, kept) for kept, _ in provisions.all_records(company)]
    assert [told.content["person"]["email"] for told in found[1:]] == [
        one.person["email"] for one in many
    ]


def test_the_same_batch_twice_in_one_call_counts_once_with_its_later_day(desk: Desk) -> None:
    company = desk.drill.office.company
    batch = {"form": "batch", "first_on": date(2026, 12, 1)}
    done = provisions.record(
        company,
        [
            entered(**batch, last_on=date(2026, 12, 10)),
            entered(**batch, last_on=date(2026, 12, 20)),
        ],
    )
    assert (done.added, done.extended, done.known) == (1, 0, 1)
    ((kept, _),) = provisions.all_records(company)
    assert kept.last_on == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("changes", "article"),
    [
        ({"party": ""}, "Rules art. 20(1)(i)"),
        ({"address": ""}, "Rules art. 20(1)(i)"),
        ({"person": {}}, "Rules art. 20(1)(i)"),
        ({"items": ()}, "Rules art. 20(1)(i)"),
        ({"consented": False}, "Rules art. 20(1)(ii)"),
        ({"direction": "received", "party": "list", "name": "A 社"}, "Rules art. 24"),
    ],
)
def test_a_record_without_what_the_law_wants_is_refused_with_the_article(
    desk: Desk, changes: dict[str, object], article: str
) -> None:
    company = desk.drill.office.company
    with pytest.raises(ProvisionInvalidError) as refusal:
        provisions.record(company, [entered(), entered(**changes)])
    assert article in refusal.value.remedy.en
    assert provisions.all_records(company) == [], "all of them or none"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"party": "nobody-known"}, "declares no recipient"),
        ({"party": "hosting"}, "no provision to a third party"),
        ({"items": ("no.such.thing",)}, "no data category"),
        ({"last_on": date(2026, 12, 22)}, "before the first"),
        ({"first_on": date(2026, 12, 22)}, "`batch` or a `contract`"),
        ({"first_on": date(2027, 1, 5), "last_on": date(2027, 1, 5)}, "still to come"),
        ({"address": "x" * 401}, "too long"),
    ],
)
def test_a_record_that_cannot_be_is_refused(
    desk: Desk, changes: dict[str, object], word: str
) -> None:
    with pytest.raises(ProvisionInvalidError) as refusal:
        provisions.record(desk.drill.office.company, [entered(**changes)])
    assert word in refusal.value.what.en
    assert MUGI not in str(refusal.value)


def test_an_opt_out_needs_no_consent_and_a_receipt_says_how_it_was_acquired(desk: Desk) -> None:
    company = desk.drill.office.company
    received = entered(
        direction="received", party="list-broker", name="名簿株式会社", basis="opt-out",
        consented=False, acquisition="本人からの申込書",
    )  # fmt: skip
    assert provisions.record(company, [received]).added == 1
    (one,) = provisions.of_person(company, {"email": [MUGI]}).records
    assert one.content["acquisition"] == "本人からの申込書"


# Keeping --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "last"),
    [("single", "2029-12-24"), ("batch", "2029-12-20"), ("contract", "2029-12-20")],
)
def test_the_policys_three_years_hold_where_the_law_asks_for_less(
    desk: Desk, form: str, last: str
) -> None:
    company = desk.drill.office.company
    days = {"first_on": date(2026, 12, 20), "last_on": date(2026, 12, 20)}
    provisions.record(company, [entered(form=form, **days)])
    ((_, until),) = provisions.all_records(company)
    assert until == date.fromisoformat(last)


def _without_own_periods(drill: Drill) -> None:
    """Take the company's own three years out of its policy, so that the law's number stands."""
    recipients = drill.folder / "policy" / "recipients.yaml"
    text = recipients.read_text("utf-8")
    assert "    records: P3Y\n" in text
    recipients.write_text(text.replace("    records: P3Y\n", ""), "utf-8")
    keeping = drill.folder / "policy" / "keeping.yaml"
    text = keeping.read_text("utf-8")
    before, rule, after = text.partition("  provision-records:\n    keep: P3Y\n")
    assert rule
    rest = after[after.index("  requests:") :]
    keeping.write_text(before + rest, "utf-8")
    drill.open()


def test_a_contract_as_record_is_kept_one_year_from_the_last_provision(drill: Drill) -> None:
    _without_own_periods(drill)
    company = drill.office.company
    started = {"first_on": date(2026, 6, 1), "form": "contract"}
    provisions.record(company, [entered(**started, last_on=date(2026, 6, 1))])
    ((_, until),) = provisions.all_records(company)
    assert until == date(2027, 6, 1)
    done = provisions.record(company, [entered(**started, last_on=date(2026, 12, 20))])
    assert (done.added, done.extended) == (0, 1)
    ((_, until),) = provisions.all_records(company)
    assert until == date(2027, 12, 20)


def test_an_ended_record_is_erased_with_an_entry_and_what_is_kept_stays(drill: Drill) -> None:
    _without_own_periods(drill)
    desk = Desk(drill)
    company = drill.office.company
    day = {"first_on": date(2026, 6, 1), "last_on": date(2026, 6, 1)}
    provisions.record(
        company,
        [entered(**day, form="contract"), entered(**day, form="batch")],
    )
    drill.set("2027-06-01T10:00:00+09:00")
    assert sweep_due(company)["provisions"] == 0
    drill.set("2027-06-02T10:00:00+09:00")
    assert sweep_due(company)["provisions"] == 1
    ((left, _),) = provisions.all_records(company)
    assert left.form == "batch"
    assert _entries(desk, "provisions-erased") == [{"records": 1}]
    assert len(provisions.of_person(company, {"email": [MUGI]}).records) == 1


def test_a_hold_on_the_person_keeps_the_record(drill: Drill) -> None:
    _without_own_periods(drill)
    company = drill.office.company
    day = {"first_on": date(2026, 6, 1), "last_on": date(2026, 6, 1), "form": "contract"}
    provisions.record(company, [entered(**day), entered(**day, person={"email": OTHER})])
    add_hold(company, {"email": MUGI}, clause="訴訟", until=date(2028, 1, 1), by="法務")
    drill.set("2027-06-02T10:00:00+09:00")
    assert provisions.erase_due(company) == 1
    assert len(provisions.of_person(company, {"email": [MUGI]}).records) == 1
    assert provisions.of_person(company, {"email": [OTHER]}).records == []


# Answering ------------------------------------------------------------------------------------


def test_a_persons_records_are_handed_out_sealed_and_nobody_elses(desk: Desk) -> None:
    company = desk.drill.office.company
    provisions.record(company, [entered(), entered(person={"email": OTHER})])
    _declare(desk)
    reference = desk.ask("provision-records")
    desk.whole_way(reference)
    letter = _letter(desk, reference)
    assert "1 件の第三者提供記録を、添付のファイルで開示します" in letter
    assert "証明できていないこと" not in letter
    sealed = delivery.folder_of(desk.drill.office) / reference / "bundle.age"
    files = _opened(desk, sealed)
    told = json.loads(files[f"{reference}/records.json"])
    (one,) = told["records"]
    assert one["person"] == {"email": MUGI}
    assert one["third_party"]["address"] == ADDRESS
    assert one["items"] == ["device.advertising_id", "behaviour.log"]
    assert told["complete_through"] == "2026-12-24"
    page = files[f"{reference}/index.html"].decode()
    assert "株式会社とどけ広告" in page
    assert "ご本人の同意" in page
    assert OTHER not in b"".join(files.values()).decode()
    manifest = json.loads(files[f"{reference}/manifest.json"])
    assert set(manifest["files"]) == {
        "records.json", "records.csv", "index.html", "index.en.html",
    }  # fmt: skip


def _opened(desk: Desk, sealed: Path) -> dict[str, bytes]:
    from upheld.desk import answers

    company = desk.drill.office.company
    with company.engine.connect() as connection:
        answer = answers.of_case(connection, company.vault, sealed.parent.name)
    assert answer is not None
    plain = pyrage.passphrase.decrypt(sealed.read_bytes(), answer.passphrase)
    with tarfile.open(fileobj=BytesIO(plain)) as archive:
        return {
            member.name: content.read()
            for member in archive
            if (content := archive.extractfile(member)) is not None
        }


def test_nobody_is_told_that_there_is_no_record_before_somebody_answers_for_it(desk: Desk) -> None:
    reference = desk.ask("provision-records")
    desk.work()
    with pytest.raises(AbsenceNotProvenError) as refusal:
        desk.decide(reference, "absent")
    assert "nobody has declared" in refusal.value.what.en
    _declare(desk)
    desk.decide(reference, "absent")
    desk.work()
    assert desk.case(reference).state in ("answered", "closed")
    letter = _letter(desk, reference)
    assert "第三者提供の記録はありません" in letter
    assert "2026-12-24 まで漏れがない" in letter
    assert "ご本人のデータは保有していません" not in letter


def test_whoever_has_a_record_is_never_told_that_there_is_none(desk: Desk) -> None:
    provisions.record(desk.drill.office.company, [entered()])
    _declare(desk)
    reference = desk.ask("provision-records")
    desk.work()
    with pytest.raises(AbsenceNotProvenError):
        desk.decide(reference, "absent")
    assert desk.case(reference).state == "identified"


def test_a_hole_in_the_declared_days_is_named(desk: Desk) -> None:
    _declare(desk, since=date(2023, 1, 1), through=date(2026, 3, 31))
    _declare(desk, since=date(2026, 5, 1), through=date(2026, 12, 24))
    reference = desk.ask("provision-records")
    desk.whole_way(reference)
    letter = _letter(desk, reference)
    assert "証明できていないこと" in letter
    assert "2026-04-01 から 2026-04-30 まで" in letter


def test_a_declaration_speaks_of_days_that_have_passed_and_can_be_withdrawn(desk: Desk) -> None:
    company = desk.drill.office.company
    with pytest.raises(UsageError):
        _declare(desk, through=date(2026, 12, 25))
    number = _declare(desk)
    assert provisions.of_person(company, {"email": [MUGI]}).proven_absent
    declarations.withdraw(company, number)
    assert not provisions.of_person(company, {"email": [MUGI]}).proven_absent
    with pytest.raises(UsageError):
        declarations.withdraw(company, number)


def test_a_record_that_contradicts_what_is_known_is_not_handed_out(desk: Desk) -> None:
    company = desk.drill.office.company
    (number,) = desk.rows("app", "SELECT id FROM member WHERE email = ?", MUGI)[0]
    kinds = {kind for found in company.identifier_kinds().values() for kind in found}
    kind = next(one for one in sorted(kinds) if one != "email")
    provisions.record(company, [entered(person={"email": MUGI, kind: f"{number}999"})])
    _declare(desk)
    found = provisions.of_person(company, {"email": [MUGI], kind: [str(number)]})
    assert found.records == []
    assert "contradict" in found.missing[0].en
    assert not found.proven_absent


@pytest.mark.slow
def test_who_was_deleted_still_has_the_records_that_the_law_keeps(desk: Desk) -> None:
    provisions.record(desk.drill.office.company, [entered()])
    desk.whole_way(desk.ask("deletion"))
    assert desk.rows("app", "SELECT * FROM member WHERE email = ?", MUGI) == []
    reference = desk.ask("provision-records")
    desk.whole_way(reference)
    assert "1 件の第三者提供記録" in _letter(desk, reference)
