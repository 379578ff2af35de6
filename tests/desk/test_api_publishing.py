"""Programs read the policy's draft and publish what they read, by the console's rules."""

from datetime import date

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_api_work import refused
from tests.desk.test_policy_pages import archive, edit, longer, published
from tests.desk.working import Programs
from upheld.client import ProblemError
from upheld.evidence import ledger
from upheld.versions.publishing import PUBLISHED

DAY = date(2027, 2, 1)


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


@pytest.mark.slow
def test_a_draft_is_read_with_what_it_changes_and_published_once(programs: Programs) -> None:
    drill, maker = programs.desk.drill, programs.officer()
    published(drill)
    longer(drill)
    program = programs.of(maker)
    draft = program.policy_draft()
    assert (draft.version, draft.before, draft.unchanged, draft.refusals) == (
        "1.2", "1.1", False, (),
    )  # fmt: skip
    assert draft.changes
    (first, *_) = draft.changes
    assert (first.kind, bool(first.tell)) == ("longer-retention", True)
    assert draft.earliest_on is not None
    assert (draft.earliest_on - date(2026, 12, 24)).days == draft.notice_days > 0
    assert draft.sha256 is not None
    made = program.publish_policy(draft.sha256, DAY, key="publish-1.2")
    assert (made.version, made.effective_on, made.standing) == ("1.2", DAY, "coming")
    assert (made.tell, made.consent) == (draft.tell, draft.consent)
    assert made.publisher is not None
    assert made.publisher.startswith(f"{maker.id}/uph_")
    assert program.publish_policy(draft.sha256, DAY, key="publish-1.2") == made
    assert [one.version for one in archive(drill).versions()] == ["1.1", "1.2"]
    assert [one.publisher for one in program.policy_versions()] == [made.publisher, None]
    assert program.policy_draft().unchanged


@pytest.mark.slow
def test_a_call_that_was_cut_off_comes_to_the_version_that_it_published(
    programs: Programs,
) -> None:
    program, drill = programs.of(), programs.desk.drill
    sha256 = str(program.policy_draft().sha256)
    made = program.publish_policy(sha256, DAY, key="cut-off-behind")
    # Cut off behind the archive, before the key was kept: as if with a key of its own.
    assert program.publish_policy(sha256, DAY, key="and-tried-again") == made
    company = drill.office.company
    assert len(ledger.entries_of_kinds(company.engine, (PUBLISHED,))) == 1
    with pytest.raises(ProblemError) as known:
        programs.of().publish_policy(sha256, DAY)
    assert (known.value.status, known.value.code) == (422, "publishing-refused")
    assert "`history:`" in known.value.remedy, "another day would not help"
    assert refused(lambda: program.publish_policy("0" * 64, DAY, key="cut-off-behind")) == (
        422, "key-reused",
    )  # fmt: skip


@pytest.mark.slow
def test_only_what_was_read_is_published_on_a_day_that_is_allowed(programs: Programs) -> None:
    program, drill = programs.of(), programs.desk.drill
    published(drill)
    longer(drill)
    sha256 = str(program.policy_draft().sha256)
    with pytest.raises(ProblemError) as early:
        program.publish_policy(sha256, date(2026, 12, 25))
    assert (early.value.status, early.value.code) == (422, "publishing-refused")
    assert "`earliest_on`" in early.value.remedy
    edit(drill, "keeping.yaml", "keep: P5Y", "keep: P7Y")
    assert refused(lambda: program.publish_policy(sha256, DAY)) == (409, "draft-changed")
    assert refused(lambda: program.publish_policy("no hash", DAY)) == (422, "form-invalid")
    assert [one.version for one in archive(drill).versions()] == ["1.1"]


def test_a_draft_with_a_fault_says_where_and_is_not_published(programs: Programs) -> None:
    program, drill = programs.of(), programs.desk.drill
    sha256 = str(program.policy_draft().sha256)
    edit(drill, "company.yaml", 'version: "1.1"', "version: []")
    draft = program.policy_draft()
    assert (draft.version, draft.sha256, draft.earliest_on) == (None, None, None)
    assert draft.faults[0].where["file"] == "policy/company.yaml"
    assert refused(lambda: program.publish_policy(sha256, DAY)) == (409, "declaration-unreadable")


def test_a_policy_is_published_for_privacy_officers_only(programs: Programs) -> None:
    for role in ("approver", "engineer", "auditor", "viewer"):
        program = programs.of(programs.officer(role), "policy:draft", "policy:publish")
        sha256 = str(program.policy_draft().sha256)
        assert refused(lambda: program.publish_policy(sha256, DAY)) == (  # noqa: B023 - called here
            403, "token-maker-left",
        )  # fmt: skip
    assert archive(programs.desk.drill).versions() == []
