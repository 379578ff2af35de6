"""The same shop with every foreign key dropped: discovered, decided by a person, and erased."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from tests.oscar.by_hand import erase
from tests.oscar.deciding import decide, decisions
from tests.oscar.desk import Desk, desk
from tests.oscar.people import all_text, customer, needles
from tests.oscar.prepared import HERE, ROOT, answers, copy_to, sqlite_copy, sqlite_shop
from tests.oscar.rows import DRIVERS, all_rows, changed, gone
from tests.oscar.test_deletion import unmarked
from tests.oscar.without_keys import server_without_keys, sqlite_without_keys

ROLES = ("everything", "old_orders", "mixed_orders", "shared_address_a", "guest_before", "voter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A workspace whose map nobody wrote by hand."""

    desk: Desk
    shop: Path
    found: dict[str, Any]


def discovered(folder: Path, url: str) -> tuple[Desk, dict[str, Any]]:
    made = desk(folder, url, datamap=None)
    return made, made.must("map", "discover", "shop", "--write")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Discovered:
    folder = tmp_path_factory.mktemp("bare")
    shop = folder / "bare.sqlite"
    sqlite_without_keys(sqlite_shop(), shop)
    made, found = discovered(folder, f"sqlite:///{shop}")
    return Discovered(desk=made, shop=shop, found=found)


@pytest.mark.slow
def test_nothing_can_be_planned_while_a_point_is_open(bare: Discovered, tmp_path: Path) -> None:
    made, found = discovered(tmp_path, f"sqlite:///{bare.shop}")
    assert found["unsure"] == 8
    checked = made.upheld("map", "check")
    assert checked.code == 2
    ref = made.ask("deletion", customer("everything").email)
    refused = made.upheld("request", "plan", ref, "--json")
    assert refused.code == 2
    assert '"map-unsure"' in refused.err


def test_the_number_of_decisions_is_the_one_the_documentation_names() -> None:
    said = f"{len(decisions())} decisions, one line each"
    assert said in (ROOT / "docs" / "discovery.md").read_text("utf-8")
    lines = (HERE / "policy" / "decisions.yaml").read_text("utf-8").splitlines()
    assert sum(line.startswith("- ") for line in lines) == len(decisions())


@pytest.mark.slow
def test_customers_deleted_by_the_discovered_map_end_as_by_hand(
    bare: Discovered, tmp_path: Path
) -> None:
    before = all_rows(f"sqlite:///{bare.shop}")
    decide(bare.desk.folder / "datamap" / "shop.yaml")
    bare.desk.must("map", "check")
    by_hand = sqlite_copy(tmp_path)
    for role in ROLES:
        email = customer(role).email
        assert bare.desk.delete(email)["complete"] is True, role
        erase(by_hand, email)
    hand, engine = all_rows(f"sqlite:///{by_hand}"), all_rows(f"sqlite:///{bare.shop}")
    sessions = gone(before, engine)["django_session"]
    assert len(sessions) == sum(customer(r).rows.get("django_session", 0) for r in ROLES)
    assert [t for t in hand if unmarked(hand[t]) != unmarked(engine[t])] == ["django_session"]
    text = all_text(bare.shop)
    for role in set(ROLES) - {"shared_address_a"}:
        assert {n for n in needles(customer(role).email) if n in text} == set()
    assert [page for page in answers(f"sqlite:///{bare.shop}") if page[1] != 200] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_without_keys_a_server_shows_the_same_map_and_loses_the_same_rows(
    kind: str, fresh_database: Callable[[str], str], tmp_path: Path
) -> None:
    url = fresh_database(kind)
    copy_to(url)
    engine = create_engine(url.replace(kind, DRIVERS[kind], 1))
    assert server_without_keys(engine) > 100
    engine.dispose()
    before = all_rows(url)
    made, _ = discovered(tmp_path, url)
    decide(made.folder / "datamap" / "shop.yaml")
    made.must("map", "check")
    shop = sqlite_copy(tmp_path)
    untouched = all_rows(f"sqlite:///{shop}")
    email = customer("everything").email
    assert made.delete(email)["complete"] is True
    erase(shop, email)
    hand, after = all_rows(f"sqlite:///{shop}"), all_rows(url)
    went = gone(before, after)
    assert len(went.pop("django_session")) == 1
    assert went == gone(untouched, hand)
    assert changed(before, after) == changed(untouched, hand)
