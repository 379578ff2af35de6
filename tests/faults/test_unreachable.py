"""Databases that do not answer, forbid, or are not what the map says."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, make_office
from tests.servers import free_port
from upheld.terminal.main import main

DEAD = ["postgresql://app@127.0.0.1:{port}/shop", "mysql://app@127.0.0.1:{port}/shop"]


@pytest.mark.parametrize("url", DEAD)
def test_a_database_that_does_not_answer_is_refused_with_3_and_nothing_is_made(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = url.format(port=free_port())
    code = main(["-C", str(tmp_path), "--json", "init", "acme", "--db", there, "--name", "shop"])
    assert code == 3
    assert '"place-unreachable"' in capsys.readouterr().err
    assert not (tmp_path / "acme").exists()


def test_a_missing_file_is_a_database_that_does_not_answer_and_is_not_created(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/gone.db"
    assert main(["-C", str(tmp_path), "init", "acme", "--db", url, "--name", "shop"]) == 3
    assert not (tmp_path / "gone.db").exists()
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_wrong_password_is_refused_with_3_and_never_printed(
    kind: str,
    fresh_database: Callable[[str], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = fresh_database(kind)
    scheme, _, rest = url.partition("://")
    wrong = f"{scheme}://upheld:n0t-th3-w0rd@{rest.partition('@')[2]}"
    for words in (["--json"], [], ["--lang", "ja"]):
        code = main(["-C", str(tmp_path), *words, "init", "acme", "--db", wrong, "--name", "shop"])
        said = "".join(capsys.readouterr())
        assert (code, "n0t-th3-w0rd" in said) == (3, False)


@pytest.mark.slow
def test_a_database_that_stops_answering_later_is_refused_with_3_by_every_command(
    office: Office,
) -> None:
    unit = office.ready()
    path = shop.path_of(office.url)
    path.rename(path.with_suffix(".away"))
    for words in (["plan", unit], ["apply", unit]):
        said = office.run("request", *words)
        assert said.code == 3, said.err
        assert said.error["where"] == {"system": "shop"}
    path.with_suffix(".away").rename(path)
    assert office.run("request", "apply", unit).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mariadb"])
def test_a_role_that_may_not_delete_is_found_out_before_the_first_write(
    kind: str,
    fresh_database: Callable[[str], str],
    restricted_url: Callable[[str, Sequence[str]], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = fresh_database(kind)
    shop.fill(url)
    grants = [f"SELECT ON {name}" for name, _ in shop.ROWS]
    grants += [f"UPDATE ON {name}" for name, _ in shop.ROWS]
    grants += [f"DELETE ON {name}" for name, _ in shop.ROWS if name != "customer"]
    if kind == "mariadb":
        grants.append("CREATE TEMPORARY TABLES ON *")
    office = make_office(tmp_path, restricted_url(url, grants), capsys)
    before = shop.dump(url)
    unit = office.ready()
    said = office.run("request", "apply", unit)
    assert said.code == 2, said.err
    assert said.error["code"] == "privilege-missing"
    if kind != "sqlite":
        assert said.error["where"]["table"] == "customer"
    assert shop.dump(url) == before
    assert office.run("request", "show", unit).json["requests"][0]["state"] == "approved"


CHANGES = {
    "a column that was dropped": ["ALTER TABLE orders DROP COLUMN note"],
    "a column that was renamed": ["ALTER TABLE orders RENAME COLUMN note TO remark"],
    "a column that was added": ["ALTER TABLE customer ADD COLUMN line_id VARCHAR(40)"],
    "a table that was added": ["CREATE TABLE wish (id INTEGER PRIMARY KEY, customer_id INTEGER)"],
    "a table that was dropped": ["DROP TABLE review"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_drift_is_refused_with_1_before_anything_is_planned(
    any_office: Office, change: str
) -> None:
    office = any_office
    unit = office.open_for(shop.EMAIL)
    shop.execute(office.url, CHANGES[change])
    before = shop.dump(office.url)
    said = office.run("request", "plan", unit)
    assert said.code == 1, said.out + said.err
    assert said.error["where"]["system"] == "shop"
    assert said.error["remedy"]
    assert office.run("map", "check").code == 1
    assert shop.dump(office.url) == before


@pytest.mark.parametrize("change", CHANGES)
def test_drift_after_the_approval_stops_the_plan(any_office: Office, change: str) -> None:
    office = any_office
    unit = office.ready()
    shop.execute(office.url, CHANGES[change])
    before = shop.dump(office.url)
    said = office.run("request", "apply", unit)
    assert said.code in (1, 2), said.out + said.err
    assert said.error["code"] in ("plan-stale", "map-drifted", "place-failed", "map-impossible")
    assert shop.dump(office.url) == before


def test_a_map_that_names_a_missing_table_is_refused_with_1(office: Office) -> None:
    office.edit("datamap/shop.yaml", "  country:", "  contry:")
    said = office.run("request", "plan", office.open_for(shop.EMAIL))
    assert said.code == 1, said.out + said.err
    assert "contry" in said.err or "country" in said.err


def test_an_edge_between_columns_of_different_types_is_refused_with_2(office: Office) -> None:
    office.edit(
        "datamap/shop.yaml", "event: {edges: [{to: customer, via: customer_id}]",
        "event: {edges: [{to: customer, via: what}]",
    )  # fmt: skip
    said = office.run("request", "plan", office.open_for(shop.EMAIL))
    assert said.code == 2, said.out + said.err
    assert said.error["where"]["file"].endswith("shop.yaml")
    assert said.error["where"]["line"] > 0


@pytest.mark.parametrize("value", ["abc", "1; DROP TABLE customer", "1.5", "一", "9" * 40])
def test_an_identifier_of_the_wrong_type_is_refused_with_2_and_not_repeated(
    any_office: Office, value: str
) -> None:
    office = any_office
    said = office.run("request", "open", "--right", "deletion", "--subject", f"customer_id={value}")
    if said.code == 0:
        said = office.run("request", "plan", said.json["request"])
    if value != "9" * 40:
        assert said.code == 2, said.out + said.err
        assert said.error["code"] == "identifier-unusable"
    else:
        assert said.code in (0, 2), said.out + said.err
    assert value not in said.err


def test_a_constraint_that_forbids_the_anonymised_value_is_refused_at_plan(
    fresh_database: Callable[[str], str],
    sql_kind: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = fresh_database(sql_kind)
    shop.execute(
        url,
        [
            (
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(120) NOT NULL,"
                " name VARCHAR(80) NOT NULL CHECK (name IN ('A', 'B')))"
            )
        ],
    )
    shop.insert(url, [("customer", [(1, "a@example.jp", "A")])])
    datamap = """\
system: shop
subjects: {customer: {table: customer, key: id, identifiers: {email: email}}}
tables:
  customer:
    fields: {email: {category: contact.email}, name: {category: identity.name}}
    on_erase: {anonymise: {email: token, name: redact}}
"""
    office = make_office(tmp_path, url, capsys, datamap=datamap)
    before = shop.dump(url)
    said = office.run("request", "plan", office.open_for("a@example.jp"))
    assert said.code == 2, said.out + said.err
    assert said.error["where"]["table"] == "customer"
    assert shop.dump(url) == before


@pytest.mark.slow
def test_a_slow_host_is_given_up_within_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://app@127.0.0.1:{silent.getsockname()[1]}/shop"
        began = time.monotonic()
        code = main(["-C", str(tmp_path), "init", "acme", "--db", url, "--name", "shop"])
    assert code == 3, capsys.readouterr()
    assert time.monotonic() - began < 30
