"""Every call of the API needs a scope of its own, and the description names all of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeAlias

import pytest
from sqlalchemy import String

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.working import Programs
from upheld.client import ProblemError, Request, StaffClient
from upheld.client.declarations import Agreement, DataMap, Point
from upheld.web.roles import access_list
from upheld.web.signin import store
from upheld.web.signin.handing_on import HANDED_ON
from upheld.web.signin.tokens import SCOPES, Scope

NOBODY = "R-2026-9999"
TODAY = date(2026, 12, 24)
HOUR = timedelta(hours=1)
FILES = ("/receipt", "/document", "/files/{number}")
"""Calls that give a file as it is."""
ASKING = ("/restrictions/check", "/search")
"""Calls that ask with what stands in the body, and change nothing."""
NO_POINT = Point(
    table="t", number=0, point="c", kind="other", question={}, guess="", why="", confidence=0.5,
    choices={}, rules=(), decided=None,
)  # fmt: skip
NO_MAP = DataMap(
    system="nowhere", sha256="0" * 64, tables=0, running=False,
    agreement=Agreement(at=None, drift=None, fault=None), points=(NO_POINT,),
)  # fmt: skip
Called: TypeAlias = Callable[[StaffClient, Request], object]

CALLS: Mapping[Scope, Mapping[str, Called]] = {
    "requests:read": {
        "request": lambda p, _: p.request(NOBODY),
        "requests": lambda p, _: list(p.requests()),
        "timeline": lambda p, _: list(p.timeline(NOBODY)),
        "plan": lambda p, _: p.plan(NOBODY),
        "grounds": lambda p, _: p.grounds(NOBODY),
        "candidates": lambda p, _: p.candidates(NOBODY),
        "tasks": lambda p, _: p.tasks(NOBODY),
        "fee": lambda p, _: p.fee(NOBODY),
    },
    "requests:write": {
        "open": lambda p, _: p.open_request("export", {}),
        "withdraw": lambda p, _: p.withdraw(NOBODY),
    },
    "requests:work": {
        "enter": lambda p, _: p.enter("export", {}, channel="paper", received_on=TODAY),
        "choose": lambda p, _: p.choose(NOBODY, [1]),
        "extend": lambda p, seen: p.extend(seen, "many"),
        "settle": lambda p, _: p.settle(NOBODY, "x", "done", "seen"),
        "plan again": lambda p, _: p.plan_again(NOBODY),
        "hold": lambda p, _: p.hold(NOBODY, "court"),
        "take up": lambda p, _: p.take_up(NOBODY),
        "ask": lambda p, _: p.ask(NOBODY, "?"),
        "clarified": lambda p, _: p.clarified(NOBODY),
        "handed over": lambda p, _: p.handed_over(NOBODY, "post"),
        "new link": lambda p, _: p.new_link(NOBODY),
        "lift": lambda p, _: p.lift(NOBODY, "asked"),
        "confirmed": lambda p, _: p.confirmed(NOBODY, "post"),
        "take on": lambda p, seen: p.take_on(seen),
        "scan": lambda p, _: p.attach_scan(NOBODY, b"%PDF-1.7"),
    },
    "people:search": {"search": lambda p, _: p.requests_of({"email": "a@example.jp"})},
    "work:read": {"stuck": lambda p, _: list(p.stuck_work())},
    "work:write": {
        "again": lambda p, _: p.work_again(1),
        "drop": lambda p, _: p.drop_work(1),
    },
    "proofs:read": {
        "proofs": lambda p, _: list(p.proofs()),
        "document": lambda p, _: p.proof_document(NOBODY, "P-0"),
    },
    "proofs:decide": {"judge": lambda p, seen: p.judge_proof(seen, "P-0", "accepted")},
    "fees:read": {
        "to give back": lambda p, _: list(p.to_give_back()),
        "book": lambda p, _: p.fee_book(),
    },
    "mail:read": {
        "mails": lambda p, _: list(p.mails()),
        "mail": lambda p, _: p.mail("0" * 64),
        "file of a mail": lambda p, _: p.mail_file("0" * 64, 1),
    },
    "mail:write": {
        "dealt with": lambda p, _: p.dealt_with("0" * 64),
        "assign": lambda p, _: p.assign_mail("0" * 64, NOBODY),
    },
    "provisions:read": {
        "provisions": lambda p, _: list(p.provisions()),
        "provision": lambda p, _: p.provision(1),
        "search": lambda p, _: list(p.provisions_of({"email": "a@example.jp"})),
        "declarations": lambda p, _: p.declarations(),
    },
    "provisions:write": {
        "record": lambda p, _: p.record_provisions([]),
        "declare": lambda p, _: p.declare_complete(TODAY, TODAY, "x"),
        "withdraw a declaration": lambda p, _: p.withdraw_declaration(1),
    },
    "staff:read": {
        "roles": lambda p, _: p.roles(),
        "staff": lambda p, _: list(p.staff()),
        "one of the staff": lambda p, _: p.one_staff("S-0"),
    },
    "staff:write": {
        "let in": lambda p, _: p.let_in("sora", "not-an-address", ["viewer"]),
        "link": lambda p, _: p.join_link("S-0"),
        "change roles": lambda p, _: p.change_roles("S-0", ["viewer"]),
        "let out": lambda p, _: p.let_out("S-0"),
        "let in again": lambda p, _: p.let_in_again("S-0"),
        "sign out": lambda p, _: p.sign_out("S-0"),
    },
    "requests:identify": {"identified": lambda p, seen: p.identified(seen, proof="passport")},
    "requests:decide": {
        "decide": lambda p, seen: p.decide(seen, "granted"),
        "answer unproven": lambda p, _: p.answer_unproven(NOBODY),
        "leave with others": lambda p, _: p.leave_with_others(NOBODY),
        "leave retained": lambda p, _: p.leave_retained(NOBODY),
    },
    "requests:approve": {"approve": lambda p, _: p.approve(NOBODY, "0" * 64)},
    "fees:write": {
        "paid": lambda p, _: p.paid(NOBODY, "bank"),
        "waive": lambda p, _: p.waive(NOBODY),
        "refund": lambda p, _: p.refunded(NOBODY),
    },
    "policy:read": {
        "promises": lambda p, _: p.promises(),
        "rights": lambda p, _: p.rights(),
        "versions": lambda p, _: p.policy_versions(),
        "matrix": lambda p, _: p.rights_by_residence(),
    },
    "policy:draft": {"draft": lambda p, _: p.policy_draft()},
    "policy:publish": {"publish": lambda p, _: p.publish_policy("0" * 64, TODAY)},
    "maps:read": {"maps": lambda p, _: p.maps(), "map": lambda p, _: p.data_map("nowhere")},
    "maps:decide": {
        "decide": lambda p, _: p.decide_point(NO_MAP, NO_POINT, "reject", "no such map"),
    },
    "tokens:read": {"tokens": lambda p, _: list(p.tokens())},
    "tokens:make": {"hand on": lambda p, _: p.hand_on("x", ["staff:read"], HOUR)},
    "tokens:end": {"end": lambda p, _: p.end_token("0" * 10)},
    "settings:read": {"settings": lambda p, _: p.settings()},
    "settings:try": {"try mail": lambda p, _: p.try_mail()},
    "evidence:read": {"receipt": lambda p, _: p.receipt(NOBODY)},
    "restrictions:read": {
        "restrictions": lambda p, _: p.restrictions({"email": "a@example.jp"}, ["provision"]),
    },
    "systems:read": {"systems": lambda p, _: p.systems()},
    "webhooks:read": {"deliveries": lambda p, _: list(p.deliveries())},
    "webhooks:write": {"replay": lambda p, _: p.replay(TODAY)},
}


def outcome(call: Called, program: StaffClient, seen: Request) -> str:
    """Return how a call ended: `done`, or the code of the refusal."""
    try:
        call(program, seen)
    except ProblemError as problem:
        return problem.code if problem.status < 500 else f"broken: {problem}"
    return "done"


@pytest.fixture
def programs(drill: Drill) -> Programs:
    made = Programs(Desk(drill))
    made.app.state.buckets.now = count(step=60.0).__next__  # a minute for each call
    return made


@pytest.mark.slow
def test_each_call_needs_its_own_scope_and_no_other(programs: Programs) -> None:
    maker = programs.officer()
    reference = programs.desk.ask("deletion")
    seen = replace(programs.of(maker).request(reference), reference=NOBODY)
    for scope, calls in CALLS.items():
        without = programs.of(maker, *(one for one in SCOPES if one != scope))
        alone = programs.of(maker, scope)
        for name, call in calls.items():
            assert outcome(call, without, seen) == "scope-missing", name
            ended = outcome(call, alone, seen)
            assert ended not in ("scope-missing", "token-needed"), name
            assert not ended.startswith("broken"), (name, ended)


@pytest.mark.slow
def test_what_a_program_hands_on_is_what_outlives_its_maker(programs: Programs) -> None:
    maker = programs.officer()
    seen = replace(programs.of(maker).request(programs.desk.ask("deletion")), reference=NOBODY)
    program = programs.of(maker)
    with programs.desk.drill.office.company.engine.begin() as connection:
        store.change_staff(connection, maker.id, disabled_at=datetime(2026, 12, 24, tzinfo=UTC))
    goes_on = {
        scope
        for scope, calls in CALLS.items()
        if "token-maker-left" not in {outcome(call, program, seen) for call in calls.values()}
    }
    assert goes_on == HANDED_ON | {"restrictions:read"}, "the gate of a shop outlives its maker too"


def test_the_store_holds_a_token_of_every_scope() -> None:
    held = store.tokens.c.scopes.type
    assert isinstance(held, String)
    assert held.length is not None
    assert len(",".join(SCOPES)) <= held.length, (
        "else a token of all ends in an error of PostgreSQL"
    )


def test_the_calls_above_are_all_that_a_token_opens(programs: Programs) -> None:
    opened = [one for one in access_list(programs.app.routes) if one.open_to == "token"]
    counted = {scope: sum(one.scope == scope for one in opened) for scope in SCOPES}
    assert counted == {scope: len(calls) for scope, calls in CALLS.items()}


@pytest.mark.slow
def test_every_call_is_described_with_examples_and_problems(programs: Programs) -> None:
    described = programs.app.openapi()
    shapes = described["components"]["schemas"]

    def exampled(content: dict[str, Any]) -> bool:
        schema = content["application/json"]["schema"]
        parts = [schema, schema.get("items", {}), *schema.get("anyOf", ())]
        names = [one["$ref"].rpartition("/")[2] for one in parts if "$ref" in one]
        return any(shapes[name].get("examples") for name in names)

    seen = 0
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            if not path.startswith("/api/v1/") or path.endswith(FILES):
                continue
            seen += 1
            assert call["summary"], path
            assert "application/problem+json" in call["responses"]["422"]["content"], path
            answers = [one for code, one in call["responses"].items() if code in ("200", "201")]
            assert all(exampled(one["content"]) for one in answers), (method, path)
            if "requestBody" in call and not path.endswith("/scans"):
                assert exampled(call["requestBody"]["content"]), (method, path)
            if method == "post":
                names = [one["name"] for one in call.get("parameters", ())]
                assert "Idempotency-Key" in names or path.endswith(ASKING), path
    assert seen > 30
