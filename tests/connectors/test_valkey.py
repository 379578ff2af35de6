"""Valkey and Redis: exact keys, patterns, types, time to live, refusals; on a real server."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import valkey

from tests.connectors.memory import Words
from upheld.connectors.contract import PlaceName, Selection
from upheld.connectors.pattern import collection_of
from upheld.connectors.valkey import HEAD, PART, ValkeyConnector
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, PrivilegeMissingError

SERVER = shutil.which("valkey-server") or shutil.which("redis-server")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def started(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], int]:
    assert SERVER, "install the package `valkey-server` or `redis-server`"
    port = free_port()
    command = [SERVER, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    process = subprocess.Popen([*command, "--save", "", *options], stdout=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process, port
    process.terminate()
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    process, port = started(tmp_path_factory.mktemp("valkey"))
    yield port
    process.terminate()
    process.wait(10)


@pytest.fixture
def server(port: int) -> Iterator[Any]:
    client: Any = valkey.Valkey(port=port)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def cache(port: int, server: Any) -> Iterator[ValkeyConnector]:
    place = ValkeyConnector(PlaceName("cache"), f"valkey://127.0.0.1:{port}/0")
    yield place
    place.close()


def of(pattern: str, *values: object) -> Selection:
    return Selection(collection=pattern, by=("id",), values=[(value,) for value in values])


def test_erases_one_person_and_no_near_miss(cache: ValkeyConnector, server: Any) -> None:
    for key in ("user:5:a", "user:5:b:c", "user:51:a", "user:15:a", "xuser:5:a", "user:5"):
        server.set(key, "x")
    assert cache.erase(of("user:{id}:*", 5)) == 2
    assert cache.count(of("user:{id}:*", 5)) == 0
    assert cache.erase(of("user:{id}:*", 5)) == 0
    assert set(server.keys()) == {b"user:51:a", b"user:15:a", b"xuser:5:a", b"user:5"}


def test_wildcards_in_values_are_only_characters(cache: ValkeyConnector, server: Any) -> None:
    for value in ("*", "5", "[5]", "?", "\\"):
        server.set(f"user:{value}:a", "x")
    for value in ("*", "[5]", "?", "\\"):
        assert cache.count(of("user:{id}:*", value)) == 1
        assert cache.count(of("user:{id}:*", value, "nobody")) == 1


def test_a_thousand_people_are_one_pass_over_the_keys(cache: ValkeyConnector, server: Any) -> None:
    pipeline = server.pipeline()
    for person in range(3000):
        pipeline.set(f"cust:{person}:cart", "x").set(f"avatar:{person}", "x")
    pipeline.execute()
    server.config_resetstat()
    assert cache.erase(of("cust:{id}:*", *range(1000))) == 1000
    calls = server.info("commandstats")
    assert calls["cmdstat_scan"]["calls"] < 30  # 6,000 keys in pages of 1,000, not once a person
    server.config_resetstat()
    assert cache.erase(of("avatar:{id}", *range(1000))) == 1000
    assert "cmdstat_scan" not in server.info("commandstats")
    assert server.dbsize() == 4000


def test_reads_every_type_with_its_time_to_live(cache: ValkeyConnector, server: Any) -> None:
    server.set("u:5:string", "text", ex=60)
    server.hset("u:5:hash", mapping={"a": "1"})
    server.rpush("u:5:list", "x", "y")
    server.sadd("u:5:set", "m", "n")
    server.zadd("u:5:zset", {"m": 1.5})
    server.xadd("u:5:stream", {"f": "v"}, id="1-1")
    server.set("u:5:bytes", b"\xff")
    records = {record["key"]: record for record in cache.read(of("u:{id}:*", "5"))}
    assert list(records) == sorted(records)
    assert 0 < records["u:5:string"]["ttl_seconds"] <= 60
    assert records["u:5:hash"]["ttl_seconds"] is None
    assert {key.rpartition(":")[2]: record["value"] for key, record in records.items()} == {
        "string": "text",
        "hash": {"a": "1"},
        "list": ["x", "y"],
        "set": ["m", "n"],
        "zset": [["m", 1.5]],
        "stream": [["1-1", {"f": "v"}]],
        "bytes": "\\xff",
    }
    assert cache.erase(of("u:{id}:*", 5)) == 7


def test_a_scan_finds_a_needle_in_every_type_and_in_names(
    cache: ValkeyConnector, server: Any
) -> None:
    needle = "佐藤@example.jp"
    server.set("s:1", f"mail={needle}")
    server.set("s:head", "x" * (HEAD - 3) + needle)
    server.set("s:border", "x" * (PART - 3) + needle)
    server.hset("h:1", mapping={"a": "1", "mail": needle})
    server.hset("h:2", needle, "a")
    server.rpush("l:1", *["x"] * 1500, needle)
    server.sadd("z:set", needle, *range(2000))
    server.zadd("z:zset", {needle: 1.0})
    for _ in range(3):
        server.xadd("x:1", {"mail": needle})
    server.set(f"mail:{needle}", "x")
    hits = list(cache.scan(Words("absent", needle)))
    assert {hit.needle for hit in hits} == {1}
    assert sorted(hit.locator for hit in hits if hit.field == "value") == sorted(
        ["s:1", "s:head", "s:border", "h:1", "h:2", "l:1", "z:set", "z:zset", "x:1"]
    )
    assert [hit.collection for hit in hits if hit.field == "key"] == ["mail"]
    assert cache.unread() == ()
    assert needle not in repr(hits)


def test_names_prefixes_and_gathers_the_keys_without_one(
    cache: ValkeyConnector, server: Any
) -> None:
    for key in ("cust:1:a", "cust:2:a", "session:x", "plain", "another"):
        server.set(key, "x")
    assert sorted(cache.collections()) == ["*", "cust", "session"]
    assert collection_of("cust:{id}:*", kind="key") == "cust"
    assert collection_of("plain", kind="key") == "*"


def test_a_fixed_key_may_be_erased_and_a_bare_wildcard_may_not(
    cache: ValkeyConnector, server: Any
) -> None:
    server.set("customers", "all of them")
    everybody = Selection(collection="*", by=(), values=[()])
    with pytest.raises(PlaceFailedError):
        cache.erase(everybody)
    assert cache.erase(Selection(collection="customers", by=(), values=[()])) == 1


def test_names_that_are_not_those_in_braces_are_a_failure(cache: ValkeyConnector) -> None:
    with pytest.raises(PlaceFailedError):
        cache.count(Selection(collection="cust:{id}:*", by=("email",), values=[("x",)]))


def test_a_server_that_does_not_answer_is_unreachable_and_no_password_is_shown() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"redis://user:s3cret@127.0.0.1:{unused.getsockname()[1]}/0"
        place = ValkeyConnector(PlaceName("cache"), url)
        with pytest.raises(PlaceUnreachableError) as refusal:
            place.count(of("a:{id}", 1))
    assert "s3cret" not in str(refusal.value) + repr(place)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    "url", ["redis://h:1/abc", "redis://h:port/0", "redis://h/0?decode_responses=1", "http://h"]
)
def test_a_url_that_would_lead_to_another_database_is_refused(url: str) -> None:
    with pytest.raises(PlaceUnreachableError):
        ValkeyConnector(PlaceName("cache"), url)


def test_a_wrong_password_and_a_missing_right_are_told_apart(port: int, server: Any) -> None:
    server.acl_setuser(
        "clerk", enabled=True, passwords=["+right"], keys=["*"], commands=["+@read", "+info"]
    )
    server.set("a:1", "x")
    wrong = ValkeyConnector(PlaceName("cache"), f"redis://clerk:wrong@127.0.0.1:{port}/0")
    with pytest.raises(PlaceUnreachableError) as refusal:
        wrong.count(of("a:{id}", 1))
    assert "wrong@" not in str(refusal.value)
    right = ValkeyConnector(PlaceName("cache"), f"redis://clerk:right@127.0.0.1:{port}/0")
    assert right.count(of("a:{id}", 1)) == 1
    with pytest.raises(PrivilegeMissingError):
        right.erase(of("a:{id}", 1))
    assert server.exists("a:1")
    right.close()
    right.close()


def test_a_cluster_is_refused_because_one_server_cannot_prove_an_absence(tmp_path: Path) -> None:
    process, port = started(
        tmp_path, "--cluster-enabled", "yes", "--cluster-port", str(free_port())
    )
    place = ValkeyConnector(PlaceName("cache"), f"valkey://127.0.0.1:{port}/0")
    try:
        with pytest.raises(PlaceFailedError, match="cluster"):
            list(place.scan(Words("x")))
    finally:
        place.close()
        process.terminate()
        process.wait(10)
