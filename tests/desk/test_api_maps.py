"""Programs read the data maps' points and decide them, as the console does, in the file itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_api_work import refused
from tests.desk.test_map_pages import with_clerks, with_points
from tests.desk.working import Programs
from upheld.client import ProblemError
from upheld.datamap.deciding import DECIDED
from upheld.datamap.reading import read_map
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry


@pytest.fixture
def path(drill: Drill) -> Path:
    return with_points(drill)


@pytest.fixture
def programs(drill: Drill, path: Path) -> Programs:
    assert path.exists()
    return Programs(Desk(drill))


def test_maps_are_listed_with_what_waits_and_whether_they_agree(programs: Programs) -> None:
    folder = programs.desk.drill.folder / "datamap"
    (folder / "surveys.yaml").write_text("system: surveys\ntabels: {}\n", "utf-8")
    (folder / "analytics.yaml").unlink()
    program = programs.of()
    found = {one.system: one for one in program.maps()}
    app, surveys, analytics = found["app"], found["surveys"], found["analytics"]
    assert (app.mapped, app.open, app.drift, app.running) == (True, 3, 1, False)
    assert surveys.fault is not None
    assert surveys.fault.where == {"file": "datamap/surveys.yaml", "line": 2, "column": 1}
    assert (analytics.mapped, analytics.sha256, analytics.fault) == (False, None, None)
    seen = program.data_map("app")
    assert (seen.sha256, seen.tables) == (app.sha256, app.tables)
    assert seen.agreement.drift is not None
    assert [one.kind for one in seen.agreement.drift] == ["column-not-in-database"]
    column, edge, retention = seen.points
    assert set(column.choices) == {"take", "category", "none"}
    assert set(edge.choices) == {"owner", "accessor", "mention", "custodian", "reject"}
    assert list(retention.rules) == sorted(programs.desk.drill.office.company.policy.retention)
    assert refused(lambda: program.data_map("nowhere")) == (404, "map-unknown")
    assert refused(lambda: program.data_map("surveys")) == (409, "declaration-unreadable")


@pytest.mark.slow
def test_a_point_is_decided_once_and_file_and_ledger_name_token_and_maker(
    programs: Programs, path: Path
) -> None:
    engineer = programs.officer("engineer")
    program = programs.of(engineer)
    seen = program.data_map("app")
    edge = seen.points[1]
    made = program.decide_point(seen, edge, "custodian", "営業部に確認", key="clerk-is-ours")
    assert made.decided is not None
    assert made.decided.outcome == "custodian"
    assert made.decided.by.startswith(f"{engineer.id}/uph_")
    again = program.decide_point(seen, edge, "custodian", "営業部に確認", key="clerk-is-ours")
    assert again == made
    # Cut off behind the file, before the key was kept: as if with a key of its own.
    again = program.decide_point(seen, edge, "custodian", "営業部に確認", key="tried-once-more")
    assert again == made
    assert "# 春のリリースで増えた列" in path.read_text("utf-8")
    assert read_map(path).model.tables["enquiry"].edges[-1].role == "custodian"
    company = programs.desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    (entry,) = ledger.entries_of_kinds(company.engine, (DECIDED,))
    assert read_entry(entry.leaf).body["staff"] == made.decided.by
    assert refused(
        lambda: program.decide_point(seen, edge, "owner", "営業部に確認", key="and-otherwise")
    ) == (409, "map-changed")
    column = seen.points[0]
    now = program.data_map("app")
    program.decide_point(now, column, "none", "営業部に確認", key="column-is-none")
    assert refused(
        lambda: program.decide_point(now, column, "take", "営業部に確認", key="column-as-guessed")
    ) == (409, "map-changed")


def test_an_edge_leads_to_another_kind_of_person_and_the_same_call_comes_to_the_same(
    programs: Programs, path: Path
) -> None:
    with_clerks(path)
    program = programs.of()
    seen = program.data_map("app")
    edge = seen.points[1]
    assert refused(lambda: program.decide_point(seen, edge, "custodian", "x", to="nobody")) == (
        422, "map-decision-refused",
    )  # fmt: skip
    made = program.decide_point(seen, edge, "custodian", "x", to="clerk", key="clerk-is-ours")
    assert read_map(path).model.tables["enquiry"].edges[-1].to == "clerk"
    assert program.decide_point(seen, edge, "custodian", "x", to="clerk", key="once-more") == made
    assert refused(lambda: program.decide_point(seen, edge, "custodian", "x", key="as-it-was-guessed")) == (
        409, "map-changed",
    )  # fmt: skip


@pytest.mark.slow
def test_what_the_map_cannot_say_is_refused_and_nothing_is_written(
    programs: Programs, path: Path
) -> None:
    program = programs.of()
    seen, before = program.data_map("app"), path.read_text("utf-8")
    column, edge, retention = seen.points
    refusals = [
        refused(lambda: program.decide_point(seen, column, "owner", "x")),
        refused(lambda: program.decide_point(seen, column, "category", "x")),
        refused(lambda: program.decide_point(seen, column, "category", "x", category="emial")),
        refused(lambda: program.decide_point(seen, retention, "take", "x", rule="for-ever")),
        refused(lambda: program.decide_point(seen, replace(edge, number=9), "owner", "x")),
        refused(lambda: program.decide_point(seen, replace(edge, table="no"), "owner", "x")),
    ]
    assert refusals == [(422, "map-decision-refused")] * 6
    assert refused(lambda: program.decide_point(seen, edge, "owner", "a\nb")) == (
        422, "form-invalid",
    )  # fmt: skip
    with pytest.raises(ProblemError) as changed:
        program.decide_point(replace(seen, sha256="0" * 64), edge, "owner", "x")
    assert (changed.value.status, changed.value.code) == (409, "map-changed")
    assert "確認した後に" in changed.value.what, "a program opens no page"
    assert refused(lambda: program.data_map("app?")) == (404, "map-unknown")
    assert refused(
        lambda: program.decide_point(replace(seen, system="app/decisions?"), edge, "owner", "x")
    ) == (404, "page-unknown")
    assert path.read_text("utf-8") == before
    decided = program.decide_point(seen, column, "category", "x", category="contact.phone")
    assert decided.decided is not None
    assert decided.decided.outcome == "contact.phone"


def test_points_are_decided_for_engineers_and_officers_only(programs: Programs) -> None:
    for role in ("approver", "auditor", "viewer"):
        program = programs.of(programs.officer(role), "maps:read", "maps:decide")
        seen = program.data_map("app")
        assert refused(lambda: program.decide_point(seen, seen.points[1], "owner", "x")) == (  # noqa: B023 - called here
            403, "token-maker-left",
        )  # fmt: skip
