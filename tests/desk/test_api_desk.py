"""Programs find a person's requests, say who works on one, and decide about stuck work."""

from collections.abc import Callable

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.working import Programs
from upheld.durable import outbox, tables
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.web.signin import store as signin_store


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def entries(programs: Programs, kind: str) -> list[dict[str, object]]:
    company = programs.desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    rows = ledger.entries_of_kinds(company.engine, [kind])
    return [dict(read_entry(row.leaf).body) for row in rows]


def test_a_persons_requests_are_found_and_the_search_is_an_entry(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    first, second = desk.ask("deletion"), desk.ask("complaint", message="x")
    desk.ask("deletion", subject={"email": "b@example.jp"})
    found = program.requests_of({"email": f" {MUGI.upper()} "})
    assert [one.reference for one in found] == [second, first]
    assert program.requests_of({"email": "nobody@example.jp"}) == []
    assert refused(lambda: program.requests_of({"shoe_size": MUGI})) == (422, "identifier-unusable")
    searched = entries(programs, "people-searched")
    assert [(one["identifier"], one["found"]) for one in searched] == [("email", 2), ("email", 0)]
    assert all("/uph_" in str(one["staff"]) for one in searched)
    engineer = programs.of(programs.officer("engineer"))
    assert refused(lambda: engineer.requests_of({"email": MUGI})) == (403, "token-maker-left")


def test_a_request_is_taken_on_by_who_works_here(programs: Programs) -> None:
    desk, maker, other = programs.desk, programs.officer(), programs.officer()
    program = programs.of(maker)
    seen = program.request(desk.ask("deletion"))
    assert seen.assigned_to is None
    mine = program.take_on(seen, key="i-take-it-on")
    assert mine.assigned_to == maker.id
    assert program.take_on(seen, key="i-take-it-on") == mine
    assert refused(lambda: program.take_on(seen, other.id)) == (409, "case-changed")
    assert program.take_on(mine, other.id).assigned_to == other.id
    assert refused(lambda: program.take_on(program.request(seen.reference), "S-0")) == (
        404, "staff-unknown",
    )  # fmt: skip
    assert refused(lambda: program.take_on(program.request(seen.reference), "S-\x00")) == (
        422, "form-invalid",
    )  # fmt: skip
    company = desk.drill.office.company
    with company.engine.begin() as connection:
        signin_store.change_staff(connection, other.id, disabled_at=company.clock.now())
    assert refused(lambda: program.take_on(program.request(seen.reference), other.id)) == (
        409, "staff-left",
    )  # fmt: skip
    desk.work()
    assert desk.kinds(seen.reference).count("case-assigned") == 2


def test_a_confirmation_on_paper_is_noted_once(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    desk.box.down = True
    reference = desk.ask("deletion")
    assert refused(lambda: program.confirmed(reference, "post")) == (409, "case-changed")
    desk.work()
    program.confirmed(reference, "telephone", key="told-by-telephone")
    program.confirmed(reference, "telephone", key="told-by-telephone")
    assert refused(lambda: program.confirmed(reference, "post")) == (409, "case-changed")
    desk.work()
    assert desk.kinds(reference).count("letter-sent") == 1


def stuck(programs: Programs, count: int) -> list[int]:
    """Work that was tried as often as it is; the numbers of its rows."""
    company = programs.desk.drill.office.company
    with company.engine.begin() as connection:
        for number in range(count):
            outbox.add(connection, "no-such-work", f"R-2026-{number:04}", {}, company.clock.now())
        connection.execute(
            tables.outbox.update()
            .where(tables.outbox.c.kind == "no-such-work")
            .values(stuck_at=company.clock.now(), attempts=9, last_error="mail-refused")
        )
        return [row.id for row in outbox.waiting(connection) if row.kind == "no-such-work"]


def test_stuck_work_is_listed_tried_again_and_given_up(programs: Programs) -> None:
    program = programs.of(programs.officer("engineer"))
    one, two, three = stuck(programs, 3)
    listed = list(program.stuck_work(page=1))
    assert [row.number for row in listed] == [one, two, three]
    assert (listed[0].of, listed[0].attempts, listed[0].last_error) == (
        "R-2026-0000", 9, "mail-refused",
    )  # fmt: skip
    program.work_again(one, key="again-number-one")
    program.work_again(one, key="again-number-one")
    program.drop_work(two)
    assert [row.number for row in program.stuck_work()] == [three]
    acts: tuple[Callable[[int], None], ...] = (program.work_again, program.drop_work)
    for act in acts:
        for number in (one, two, 10**9):
            assert refused(lambda a=act, n=number: a(n)) == (409, "work-not-stuck")  # type: ignore[misc]
    assert [one["row"] for one in entries(programs, "work-again")] == [one]
    auditor = programs.of(programs.officer("auditor"))
    assert refused(lambda: auditor.drop_work(three)) == (403, "token-maker-left")
