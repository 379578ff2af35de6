"""The procedure for requests is kept where the desk answered, and broken where it is late."""

import datetime as dt
from typing import Any

import pytest

from tests.promises.test_board import NOW, policy_of
from upheld.desk.standing import Standing
from upheld.policy.language import consent, regions, rights
from upheld.policy.language.line import Placed
from upheld.promises.control import Asked, Seen
from upheld.promises.desk_run import answered_by_desk
from upheld.promises.facts import Facts
from upheld.promises.state import State


def line_of(
    kind: type[object], *steps: str, example: str = "consumer-app", without: str = ""
) -> tuple[str, Placed]:
    """The first line of a kind whose path has these steps, and has not that one."""
    found = (
        one
        for one in policy_of(example).promises
        if isinstance(one.promise, kind)
        and set(steps) <= {str(step) for step in one.path}
        and without not in one.path
    )
    return example, next(found)


def seen(line: tuple[str, Placed], *requests: Standing) -> Seen:
    example, placed = line
    facts = Facts(now=NOW, requests=requests)
    return answered_by_desk(
        Asked(policy=policy_of(example), line=placed, clause=placed.promise.c[0], facts=facts)
    )


def stands(right: str = "disclosure", *, answered: int = 1, **more: Any) -> Standing:
    newest = NOW - dt.timedelta(days=1) if answered else None
    return Standing(right=right, answered=answered, newest=newest, **more)  # type: ignore[arg-type]


CALIFORNIAN = line_of(rights.Clock, "US-CA", example="b2b-platform")
"""A clock with a day: 45 days, for residents of California."""


def test_without_a_request_there_is_no_evidence() -> None:
    assert seen(line_of(rights.Identity)).state == "no_evidence_yet"


def test_answers_in_time_keep_the_promise_of_a_time_and_late_ones_put_it_at_risk() -> None:
    clock = line_of(rights.Clock)
    assert seen(clock, stands(answered=4)).state == "kept"
    late = seen(clock, stands(answered=3), stands(answered=1, late=1, agent="statutory"))
    assert (late.state, late.why.en) == ("at_risk", "1 of 4 answered late in a year")


def test_a_request_past_the_promised_day_breaks_the_time_but_not_who_may_ask() -> None:
    both = stands("know", answered=4, overdue=1)
    assert seen(CALIFORNIAN, both).state == "broken"
    assert seen(line_of(rights.Identity, "US-CA", example="b2b-platform"), both).state == "kept"


def test_where_no_day_is_promised_the_companys_own_target_breaks_nothing() -> None:
    assert seen(line_of(rights.Clock), stands(answered=4, overdue=1)).state == "at_risk"


def test_a_right_with_a_day_of_its_own_says_nothing_of_the_day_for_all_others() -> None:
    policy = policy_of("b2b-platform")
    assert policy.regions is not None
    overlay = policy.regions.overlays["US-CA"]
    assert overlay.desk is not None
    know = overlay.rights["know"].model_copy(update={"clock": overlay.desk.clock})
    overlay = overlay.model_copy(update={"rights": {**overlay.rights, "know": know}})
    regions = policy.regions.model_copy(update={"overlays": {"US-CA": overlay}})
    own, line = policy.model_copy(update={"regions": regions}), CALIFORNIAN[1]
    for right, state in (("know", "no_evidence_yet"), ("delete", "broken")):
        facts = Facts(now=NOW, requests=(stands(right, answered=0, overdue=1),))
        asked = Asked(policy=own, line=line, clause=line.promise.c[0], facts=facts)
        assert answered_by_desk(asked).state == state


def test_a_line_of_one_right_is_judged_by_the_requests_of_that_right() -> None:
    line = line_of(rights.RightOffered, "disclosure")
    assert seen(line, stands("complaint", answered=9)).state == "no_evidence_yet"
    assert seen(line, stands(), stands("complaint", answered=0, overdue=5)).state == "kept"


def test_a_regions_part_is_judged_by_its_residents_and_the_main_text_by_the_others() -> None:
    assert seen(CALIFORNIAN, stands(answered=9)).state == "no_evidence_yet"
    assert seen(CALIFORNIAN, stands(residence="US-CA")).state == "kept"
    main = line_of(rights.Identity, example="b2b-platform", without="US-CA")
    assert seen(main, stands("know")).state == "no_evidence_yet"
    assert seen(main, stands("disclosure")).state == "kept"
    rule = line_of(regions.OverlayRule, example="b2b-platform")
    assert seen(rule, stands(answered=9)).state == "no_evidence_yet"
    assert seen(rule, stands("know")).state == "kept"


@pytest.mark.parametrize(
    ("line", "other", "own"),
    [
        (line_of(rights.Agents), stands(), stands(agent="statutory")),
        (line_of(rights.Agents), stands(agent="authorised"), stands(agent="appointed")),
        (line_of(rights.AbsenceNotice), stands(decision="granted"), stands(decision="absent")),
        (
            line_of(rights.OutsideProcedure, example="wifi-rental"),
            stands(channel="web"),
            stands(channel="paper"),
        ),
        (
            line_of(rights.Referral, example="b2b-platform"),
            stands("deletion", decision="granted"),
            stands("deletion", decision="referred"),
        ),
        (
            line_of(consent.SelfService, example="b2b-platform"),
            stands("correction"),
            stands("correction", changed="identity.name"),
        ),
    ],
)
def test_an_answer_shows_nothing_of_what_did_not_happen_to_it(
    line: tuple[str, Placed], other: Standing, own: Standing
) -> None:
    states: list[State] = [seen(line, other).state, seen(line, own).state]
    assert states == ["no_evidence_yet", "kept"]
