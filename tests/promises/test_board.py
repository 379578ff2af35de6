"""The board: every clause of five policies, states from facts, controls switched off in turn."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.test_language import MODELS
from tests.promises.ai_facts import ai_well
from upheld.desk.case import AgentKind, Channel
from upheld.desk.kinds import Residence
from upheld.desk.standing import Standing
from upheld.law.calendar import japan
from upheld.law.overrides import parse_overrides
from upheld.policy.language.line import ClauseId, Promise
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.policy.rules.rule import Finding
from upheld.promises.binding import BINDING
from upheld.promises.board import Board, compute
from upheld.promises.control import switched_off
from upheld.promises.controls import CONTROLS
from upheld.promises.facts import Facts, Outcome, Shown
from upheld.promises.page import board_page
from upheld.promises.pages_made import clauses_on_pages
from upheld.promises.scanned import Scanned
from upheld.promises.state import STATES, State, worst
from upheld.refusal import Where
from upheld.screening.sought import regions_of
from upheld.wording import Text

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ["b2b-platform", "ai-research", "consumer-app", "messaging", "wifi-rental"]
NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
AN_HOUR_AGO = NOW - dt.timedelta(hours=1)
IDS = [
    line.split("\t")[0]
    for line in (Path(__file__).parents[1] / "data" / "clause_ids.tsv").read_text().splitlines()
    if line.startswith("P")
]


@cache
def policy_of(name: str) -> Policy:
    return read_policy(EXAMPLES / name / "policy")


def everything_well(policy: Policy) -> Facts:
    """Facts in which every control that exists finds nothing wrong."""
    done = (Outcome(at=AN_HOUR_AGO, entry=7, complete=True, failed=False),)
    items = {item for name, use in policy.data.items() for item in use.items or (name,)}
    return Facts(
        now=NOW,
        checked_stores=True,
        held=dict.fromkeys(items, 1),
        people=frozenset(policy.people),
        outcomes=dict.fromkeys(("deletion", "disclosure", "correction"), done),
        shown={clause: Shown(at=AN_HOUR_AGO, entry=8) for clause in policy.clauses()},
        links_checked=(AN_HOUR_AGO, 9, frozenset()),
        scanned=Scanned(at=AN_HOUR_AGO, entry=10, collections=5, regions=regions_of(policy)),
        rendered=frozenset(policy.clauses()),
        requests=tuple(answered_in_every_way(policy)),
        ai=ai_well(policy, NOW),
    )


def answered_in_every_way(policy: Policy) -> Iterator[Standing]:
    """Requests of every kind, of people and agents everywhere, and what people changed at once."""
    overlays = policy.regions.overlays if policy.regions is not None else {}
    rights = {*policy.rights, *(right for one in overlays.values() for right in one.rights)}
    agents: tuple[AgentKind, ...] = ("none", "statutory", "authorised")
    ways: tuple[tuple[Residence | None, Channel], ...] = (
        (None, "web"), ("US-CA", "web"), ("JP", "mail"),
    )  # fmt: skip
    decisions = ("granted", "absent", "referred")
    for right, agent, (residence, channel), decision in itertools.product(
        sorted(rights), agents, ways, decisions
    ):
        yield Standing(
            right=right, agent=agent, decision=decision, residence=residence, channel=channel,
            answered=3, newest=AN_HOUR_AGO,
        )  # fmt: skip
    for line in policy.self_service:
        for changed in line.data:
            yield Standing(right="correction", changed=changed, answered=1, newest=AN_HOUR_AGO)


def resting_on(board: Board, control: str) -> set[ClauseId]:
    """The clauses of a board that a control has a part in."""
    return {one.id for one in board.clauses for part in one.controls if part.control.id == control}


def test_all_357_clauses_of_the_five_policies_are_on_their_boards() -> None:
    shown = [
        clause.id for name in NAMES for clause in compute(policy_of(name), Facts(now=NOW)).clauses
    ]
    assert len(IDS) == 357
    assert sorted(shown) == sorted(IDS)


def test_every_kind_of_promise_is_bound_to_controls() -> None:
    kinds = {model for model in MODELS if issubclass(model, Promise)}
    assert {kind.__name__ for kind in kinds - set(BINDING)} == set()
    assert {c for bound in BINDING.values() for c in bound} <= set(CONTROLS)


@pytest.mark.parametrize("name", NAMES)
def test_without_facts_nothing_is_kept(name: str) -> None:
    board = compute(policy_of(name), Facts(now=NOW))
    assert board.counts()["kept"] == 0
    assert board.counts()["broken"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_where_all_is_well_only_missing_controls_lack_evidence(name: str) -> None:
    policy = policy_of(name)
    board = compute(policy, everything_well(policy))
    assert board.counts()["broken"] == 0
    for clause in board.clauses:
        missing = {c.control.id for c in clause.controls if c.control.look is None}
        if clause.state == "no_evidence_yet":
            assert missing, clause.id
        else:
            assert clause.state in {"kept", "by_procedure", "not_provable", "at_risk"}
    assert board.counts()["kept"] > 0


@pytest.mark.parametrize("control", [c for c in CONTROLS.values() if c.look], ids=lambda c: c.id)
@pytest.mark.parametrize("name", NAMES)
def test_switching_a_control_off_changes_exactly_the_clauses_that_rest_on_it(
    name: str, control: object
) -> None:
    policy = policy_of(name)
    facts = everything_well(policy)
    one = CONTROLS[control.id]  # type: ignore[attr-defined]
    before = compute(policy, facts)
    after = compute(policy, facts, {**CONTROLS, one.id: switched_off(one)})
    changed = {
        b.id
        for b, a in zip(before.clauses, after.clauses, strict=True)
        if [c.seen for c in b.controls] != [c.seen for c in a.controls]
    }
    assert changed == resting_on(before, one.id)
    for clause in after.clauses:
        if clause.id in changed:
            assert clause.state != "kept"


def test_an_error_of_the_linter_breaks_the_clause_it_is_about() -> None:
    policy = policy_of("b2b-platform")
    facts = everything_well(policy)
    finding = Finding(
        code="UPH118", name="two", severity="error", what=Text(en="two", ja="二つ"),
        remedy=Text(en="one", ja="一つ"), where=Where(file="policy/keeping.yaml", line=3, clause="P1-13j"),
    )  # fmt: skip
    before = compute(policy, facts)
    after = compute(policy, replace(facts, findings=(finding,)))
    changed = [
        b.id for b, a in zip(before.clauses, after.clauses, strict=True) if b.state != a.state
    ]
    assert changed == ["P1-13j"]
    (broken,) = (c for c in after.clauses if c.id == "P1-13j")
    assert broken.state == "broken"
    assert broken.deciding.seen.evidence == "check:UPH118 policy/keeping.yaml:3"


def test_a_request_that_left_something_breaks_the_right() -> None:
    policy = policy_of("wifi-rental")
    clauses = {c for k in ("deletion",) if k in policy.rights for c in policy.rights["deletion"].c}
    left = (Outcome(at=AN_HOUR_AGO, entry=3, complete=False, failed=True),)
    facts = replace(everything_well(policy), outcomes={"deletion": left, "disclosure": left})
    board = compute(policy, facts)
    if clauses:
        assert {c.id for c in board.clauses if c.state == "broken"} >= clauses


def test_evidence_of_a_procedure_grows_stale() -> None:
    policy = policy_of("messaging")
    facts = everything_well(policy)
    long_ago = Shown(at=NOW - dt.timedelta(days=800), entry=1)
    old = {str(clause): long_ago for clause in policy.clauses()}
    board = compute(policy, facts)
    fresh = {c.id: c.state for c in board.clauses}
    stale = {c.id: c.state for c in compute(policy, replace(facts, shown=old)).clauses}
    resting = resting_on(board, "procedure-shown")
    assert resting
    assert {stale[c] for c in resting} <= {"at_risk", "no_evidence_yet"}
    assert all(stale[c] == fresh[c] for c in fresh if c not in resting)


@given(st.lists(st.sampled_from(STATES)))
def test_a_clause_is_never_better_than_its_worst_control(states: list[State]) -> None:
    joined = worst(states)
    assert all(STATES.index(joined) <= STATES.index(one) for one in states)


def test_the_board_has_its_documented_keys() -> None:
    document = compute(policy_of("consumer-app"), Facts(now=NOW)).as_json("en")
    assert set(document) == {"schema", "policy", "version", "computed_at", "counts", "clauses"}
    (first, *_) = document["clauses"]
    assert set(first) == {"id", "state", "controls"}
    assert {"id", "kind", "state", "checked_at", "evidence"} <= set(first["controls"][0])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_each_clause_with_shape_and_word(language: str) -> None:
    board = compute(policy_of("ai-research"), Facts(now=NOW))
    page = board_page(board, "ja" if language == "ja" else "en")
    for clause in board.clauses:
        assert f'<article id="{clause.id}">' in page
    assert ("証跡がまだない" if language == "ja" else "no evidence yet") in page
    assert "<script" not in page


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_of_the_five_policies_stands_on_their_pages(name: str) -> None:
    policy = policy_of(name)
    assert clauses_on_pages(policy, NOW.date()) == {str(clause) for clause in policy.clauses()}


def test_a_deletion_that_left_rows_as_they_are_does_not_count_as_kept() -> None:
    policy = policy_of("b2b-platform")
    facts = everything_well(policy)
    left = (Outcome(at=AN_HOUR_AGO, entry=7, complete=True, failed=False, kept=3),)
    with_rows = replace(facts, outcomes={**facts.outcomes, "deletion": left})
    resting = {
        clause
        for name in ("deletion", "delete")
        for clause in (policy.rights[name].c if name in policy.rights else ())
    }
    states = {one.id: one for one in compute(policy, with_rows).clauses}
    assert resting
    for clause in resting:
        assert "at_risk" in {c.seen.state for c in states[clause].controls}


def test_periods_are_counted_by_the_calendar_that_the_company_corrected() -> None:
    policy = policy_of("b2b-platform")
    far = replace(everything_well(policy), now=dt.datetime(2040, 1, 5, tzinfo=dt.UTC))
    corrected = parse_overrides("2041-12-31 official").apply(japan())

    def at_risk(facts: Facts) -> set[ClauseId]:
        """Clauses whose periods no published list of holidays covers."""
        clauses = compute(policy, facts).clauses
        parts = ((one.id, part) for one in clauses for part in one.controls)
        return {
            id_
            for id_, part in parts
            if (part.control.id, part.seen.state) == ("calendar", "at_risk")
        }

    californian = {"P1-13p"}  # counted by the calendar of the United States
    assert at_risk(far) > californian
    assert at_risk(replace(far, calendar=corrected)) == californian & at_risk(far)
    assert (
        at_risk(replace(far, calendar=replace(corrected, name="US"))) == at_risk(far) - californian
    )
