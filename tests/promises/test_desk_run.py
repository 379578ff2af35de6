"""The procedure for requests is kept where the desk answered, and broken where it is late."""

import datetime as dt

from tests.promises.test_board import NOW, policy_of
from upheld.desk.standing import Standing
from upheld.policy.language import rights
from upheld.policy.language.line import Placed
from upheld.promises.control import Asked, Seen
from upheld.promises.desk_run import answered_by_desk
from upheld.promises.facts import Facts

POLICY = policy_of("consumer-app")


def line_of(kind: type[object], right: str | None = None) -> Placed:
    return next(
        one
        for one in POLICY.promises
        if isinstance(one.promise, kind) and (right is None or right in one.path)
    )


def seen(line: Placed, **requests: Standing) -> Seen:
    facts = Facts(now=NOW, requests=requests)
    return answered_by_desk(Asked(policy=POLICY, line=line, clause=line.promise.c[0], facts=facts))


def stands(*, answered: int = 0, late: int = 0, overdue: int = 0) -> Standing:
    newest = NOW - dt.timedelta(days=1) if answered else None
    return Standing(answered=answered, late=late, overdue=overdue, newest=newest)


def test_without_a_request_there_is_no_evidence() -> None:
    assert seen(line_of(rights.Identity)).state == "no_evidence_yet"


def test_answers_in_time_keep_the_promise_of_a_time_and_late_ones_put_it_at_risk() -> None:
    clock = line_of(rights.Clock)
    assert seen(clock, disclosure=stands(answered=4)).state == "kept"
    late = seen(clock, disclosure=stands(answered=4, late=1))
    assert (late.state, late.why.en) == ("at_risk", "1 of 4 answered late in a year")


def test_a_request_without_an_answer_past_its_day_breaks_the_time_but_not_who_may_ask() -> None:
    both = {"disclosure": stands(answered=4, overdue=1)}
    assert seen(line_of(rights.Clock), **both).state == "broken"
    assert seen(line_of(rights.Identity), **both).state == "kept"


def test_a_line_of_one_right_is_judged_by_the_requests_of_that_right() -> None:
    line = next(one for one in POLICY.promises if isinstance(one.promise, rights.RightOffered))
    right = str(line.path[1])
    other = "complaint" if right != "complaint" else "disclosure"
    assert seen(line, **{other: stands(answered=9)}).state == "no_evidence_yet"
    assert seen(line, **{right: stands(answered=1), other: stands(overdue=5)}).state == "kept"
