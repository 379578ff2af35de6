"""Copies in other places are in the bundle of whom they belong to, and of nobody else."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from valkey import Valkey

from tests.disclosure.shops import MAP, Shop, document, policy, shop
from tests.disclosure.test_procedure import NOW
from tests.servers import Server
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import Connector, PlaceName
from upheld.disclosure.procedure import Delivery, Disclosed, disclose

DERIVED = """
derived:
  - {of: orders, in: cache, key: "order:{id}:*"}
  - {of: contact_point, in: cache, key: "cust:{customer_id}:*"}
  - {of: contact_point, in: uploads, key: "cust/{customer_id}/*"}
"""


@pytest.fixture
def world(fresh_database: Any) -> Iterator[Shop]:
    with closing(shop(fresh_database("sqlite"), datamap=MAP + DERIVED)) as made:
        yield made


@pytest.fixture
def cache(valkey_server: Server) -> Iterator[Connector]:
    with Valkey.from_url(valkey_server.url("7").replace("valkey://", "redis://")) as client:
        client.flushdb()
        client.mset(
            {
                "cust:1:a": "mine",
                "cust:11:a": "other",
                "cust:2:b": "theirs",
                "order:10:x": "order",
                "order:12:x": "o",
            }
        )
        with closing(connect(PlaceName("cache"), valkey_server.url("7"))) as place:
            yield place


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Connector]:
    for name, text in (("1", "mine"), ("11", "other"), ("2", "theirs")):
        folder = tmp_path / "uploads" / "cust" / name
        folder.mkdir(parents=True)
        (folder / "写真.png").write_text(text)
    with closing(connect(PlaceName("uploads"), f"folder://{tmp_path / 'uploads'}")) as place:
        yield place


def disclosed(world: Shop, places: dict[str, Connector], out: Path, *numbers: int) -> Disclosed:
    return disclose(
        [world.system],
        places,
        {"shop": world.asked(*numbers)},
        policy(),
        delivery=Delivery(out=out),
        made_at=NOW,
    )


def test_each_person_gets_their_own_keys_and_files(
    world: Shop, cache: Connector, uploads: Connector, tmp_path: Path
) -> None:
    done = disclosed(world, {"cache": cache, "uploads": uploads}, tmp_path / "out", 1, 2)
    for ref, value in (("R-1", "mine"), ("R-2", "theirs")):
        folder = done.bundles[ref]
        lines = (folder / "copies/cache.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["value"] for line in lines] == [value]
        files = [p for p in (folder / "files").rglob("*") if p.is_file()]
        assert [p.read_text() for p in files] == [value]
        seen = {
            (s.system, s.table): (s.outcome, s.rows) for s in done.steps[ref] if s.system != "shop"
        }
        assert seen == {
            ("cache", "cust:{customer_id}:*"): ("verified", 1),
            ("cache", "order:{id}:*"): ("verified", 1),
            ("uploads", "cust/{customer_id}/*"): ("verified", 1),
        }


def test_a_copy_of_a_row_that_can_name_others_is_told_by_number_only(
    world: Shop, cache: Connector, uploads: Connector, tmp_path: Path
) -> None:
    done = disclosed(world, {"cache": cache, "uploads": uploads}, tmp_path / "out", 1)
    copies = document(done.bundles["R-1"], "manifest.json")["copies"]
    (order,) = [copy for copy in copies if copy["collection"] == "order:{id}:*"]
    assert (order["records"], order["included"]) == (1, None)
    assert "somebody else" in order["why_not"]


def test_a_place_that_does_not_answer_is_told_and_does_not_stop_the_bundle(
    world: Shop, uploads: Connector, tmp_path: Path
) -> None:
    gone = connect(PlaceName("cache"), "valkey://127.0.0.1:1/0")
    with closing(gone):
        done = disclosed(world, {"cache": gone, "uploads": uploads}, tmp_path / "out", 1)
    assert {s.outcome for s in done.steps["R-1"] if s.system == "cache"} == {"not_attempted"}
    assert "接続できませんでした" in (done.bundles["R-1"] / "index.html").read_text("utf-8")
