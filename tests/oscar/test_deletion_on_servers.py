"""The same deletion on PostgreSQL and MariaDB, with the shop's own pages asked afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.by_hand import erase
from tests.oscar.desk import Desk, desk
from tests.oscar.people import customer, needles
from tests.oscar.prepared import answers, copy_to, sqlite_copy
from tests.oscar.rows import Table, all_rows, changed, counted, gone
from tests.servers import create_database, drop_database

pytestmark = pytest.mark.slow

ROLES = ("everything", "old_orders", "reviewer", "guest_before", "shared_address_a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A shop on a server from which some customers were deleted, one request each."""

    desk: Desk
    url: str
    before: dict[str, Table]
    after: dict[str, Table]
    reports: dict[str, dict[str, Any]]
    pages: list[tuple[str, int]]


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    server = request.getfixturevalue(f"{request.param}_server")
    url = create_database(server)
    copy_to(url)
    before = all_rows(url)
    made = desk(tmp_path_factory.mktemp(request.param), url)
    reports = {role: made.delete(customer(role).email) for role in ROLES}
    after = all_rows(url)
    yield Served(
        desk=made, url=url, before=before, after=after, reports=reports, pages=answers(url)
    )
    drop_database(server, url)


def test_each_deletion_is_complete_and_read_back(served: Served) -> None:
    for role, report in served.reports.items():
        assert (role, report["complete"], report["residue"]) == (role, True, "clean")


def test_the_same_rows_go_and_change_as_by_hand(served: Served, tmp_path: Path) -> None:
    shop = sqlite_copy(tmp_path)
    untouched = all_rows(f"sqlite:///{shop}")
    for role in ROLES:
        erase(shop, customer(role).email)
    hand = all_rows(f"sqlite:///{shop}")
    went = gone(served.before, served.after)
    sessions = went.pop("django_session")
    assert len(sessions) == sum(customer(r).rows.get("django_session", 0) for r in ROLES)
    assert went == gone(untouched, hand)
    assert changed(served.before, served.after) == changed(untouched, hand)
    assert gone(served.after, served.before) == {}


def test_no_text_of_the_database_names_them(served: Served) -> None:
    text = "\n".join(
        value
        for rows in served.after.values()
        for row in rows.values()
        for value in row
        if isinstance(value, str)
    )
    for role in ROLES[:-1]:  # the last one's address stays for the person who shares it
        assert {n for n in needles(customer(role).email) if n in text} == set()


def test_the_shop_goes_on_working(served: Served) -> None:
    assert [page for page in served.pages if page[1] != 200] == []
    assert len(served.pages) >= 40


def test_nothing_personal_is_said_or_kept(served: Served) -> None:
    said, kept = "\n".join(served.desk.heard), served.desk.everything_kept()
    for role in ROLES:
        for needle in needles(customer(role).email):
            assert needle not in said
            assert needle.encode() not in kept


def test_a_disclosure_on_the_server_is_as_complete_as_on_sqlite(
    served: Served, tmp_path: Path
) -> None:
    asked = customer("many_rows")
    ref = served.desk.ask("disclosure", asked.email)
    report = served.desk.carry_out(ref)
    assert {s["table"]: s["rows"] for s in report["steps"] if s["rows"]} == asked.rows


def test_twins_are_refused_on_the_server_too(served: Served) -> None:
    ref = served.desk.ask("deletion", customer("twin_lower").email)
    refused = served.desk.upheld("request", "plan", ref)
    assert refused.code == 2
    assert "twin" not in (refused.out + refused.err).lower()
    assert counted(gone(served.after, served.before)) == {}
