"""A program sees which tokens there are, ends them, and hands on only what can less than it."""

from datetime import timedelta

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_api_staff import entries
from tests.desk.test_api_work import refused
from tests.desk.test_console import staff
from tests.desk.working import Programs
from tests.web.sites import text_of
from upheld.web.signin import tokens
from upheld.web.signin.handing_on import CHILDREN_MOST, HANDED_ON, LONGEST
from upheld.web.signin.tokens import SCOPES

HOUR = timedelta(hours=1)
TOO_WIDE, TOO_LONG = (403, "token-too-wide"), (403, "token-too-long")


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


@pytest.mark.slow
def test_a_token_hands_on_one_that_reads_for_an_hour_and_ends_with_it(programs: Programs) -> None:
    maker = programs.officer()
    shown = programs.token(maker)
    parent = programs.by(shown)
    made = parent.hand_on("nightly export", ["requests:read"], HOUR, key="export-of-24th")
    assert made.token is not None
    child = programs.by(made.token)
    assert list(child.requests()) == []
    assert refused(child.maps) == (403, "scope-missing")
    again = parent.hand_on("nightly export", ["requests:read"], HOUR, key="export-of-24th")
    assert (again.id, again.token, again.ends_at) == (made.id, None, made.ends_at)
    listed = {one.id: one for one in parent.tokens(page=1)}
    mine = shown.split("_")[1]
    assert (listed[made.id].parent, listed[made.id].made_by, listed[made.id].state) == (
        mine, maker.id, "counts",
    )  # fmt: skip
    assert made.token.rpartition("_")[2] not in str(listed)
    console = staff(programs.desk.drill, programs.app, "umi", "auditor")
    assert f"渡した元のトークン: uph_{mine}_…" in text_of(console.get("/console/tokens"))
    entry = entries(programs, "token-made")[-1]
    assert f"{maker.id}/uph_{mine}" in entry
    assert made.token not in entry
    ender = programs.of(maker, "tokens:end", "tokens:read")
    assert refused(lambda: ender.end_token(f"{mine}/end?")) == (404, "page-unknown")
    assert refused(lambda: ender.end_token("..")) == (404, "token-unknown")
    assert ender.end_token(mine, key="leaked-24th").state == "ended"
    assert ender.end_token(mine, key="leaked-24th").state == "ended"
    for ended in (parent, child):
        assert refused(lambda: list(ended.requests())) == (401, "token-needed")  # noqa: B023 - called here
    assert {one.id for one in ender.tokens() if one.state == "ended"} == {mine, made.id}
    assert len(entries(programs, "token-revoked")) == 2
    assert refused(lambda: ender.end_token(mine)) == (409, "token-ended")
    assert refused(lambda: ender.end_token("0" * 10)) == (404, "token-unknown")


@pytest.mark.slow
def test_no_token_makes_one_that_can_more_than_it_may_hand_on(programs: Programs) -> None:
    maker = programs.officer()
    wide = programs.of(maker)
    for scope in set(SCOPES) - HANDED_ON:
        assert refused(lambda: wide.hand_on("x", ["policy:read", scope], HOUR)) == TOO_WIDE  # noqa: B023 - called here
    narrow = programs.of(maker, "tokens:make", "policy:read")
    assert refused(lambda: narrow.hand_on("x", ["requests:read"], HOUR)) == TOO_WIDE
    made = wide.hand_on("x", sorted(HANDED_ON), HOUR)
    child = programs.by(str(made.token))
    assert refused(lambda: child.hand_on("x", ["policy:read"], HOUR)) == (403, "scope-missing")
    assert refused(lambda: child.end_token(made.id)) == (403, "scope-missing")
    assert refused(lambda: wide.hand_on("", ["policy:read"], HOUR)) == (422, "form-invalid")
    assert refused(lambda: wide.hand_on("x", ["everything"], HOUR)) == (422, "form-invalid")
    assert refused(lambda: wide.hand_on("x", [], HOUR)) == (422, "form-invalid")


@pytest.mark.slow
def test_no_token_makes_one_that_outlives_it(programs: Programs) -> None:
    program = programs.of()  # for thirty days
    asked = timedelta(days=30, minutes=1)
    assert refused(lambda: program.hand_on("x", ["policy:read"], asked)) == TOO_LONG
    too_long = LONGEST + timedelta(minutes=1)
    assert refused(lambda: program.hand_on("x", ["policy:read"], too_long)) == (
        422, "form-invalid",
    )  # fmt: skip
    made = program.hand_on("x", ["policy:read"], timedelta(days=30))
    child = programs.by(str(made.token))
    assert child.policy_versions() == []
    programs.desk.drill.set("2027-01-24T10:00:00+09:00")
    assert refused(child.policy_versions) == (401, "token-needed")


def test_a_token_hands_on_so_many_and_no_more(programs: Programs) -> None:
    maker, site = programs.officer(), programs.app.state.site
    shown = programs.token(maker)
    with site.engine.begin() as connection:
        for _ in range(CHILDREN_MOST):
            tokens.keep(
                connection, site, by=maker.id, maker=maker.id, parent=shown.split("_")[1],
                label="x", scopes=["policy:read"], ends_at=site.clock.now() + HOUR,
            )  # fmt: skip
    program = programs.by(shown)
    assert refused(lambda: program.hand_on("x", ["policy:read"], HOUR)) == (409, "tokens-too-many")
    programs.desk.drill.set("2026-12-24T11:30:00+09:00")
    assert program.hand_on("x", ["policy:read"], HOUR).token is not None


def test_tokens_are_made_and_ended_for_officers_only(programs: Programs) -> None:
    for role in ("approver", "engineer", "auditor", "viewer"):
        program = programs.of(programs.officer(role))
        for call in (
            lambda: program.hand_on("x", ["policy:read"], HOUR),  # noqa: B023 - called here
            lambda: program.end_token("0" * 10),  # noqa: B023 - called here
        ):
            assert refused(call) == (403, "token-maker-left")
