"""What only MariaDB has: collations that fold case, JSON as a checked text, prefix indexes."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.connectors.places import connect, run
from tests.connectors.test_contract import OneNeedle
from upheld.connectors.contract import Selection
from upheld.connectors.sql import SqlConnector


@pytest.fixture
def place(fresh_database: Callable[[str], str]) -> Iterator[SqlConnector]:
    with closing(connect(fresh_database("mariadb"))) as connector:
        run(connector, PERSON, "CREATE TABLE `na``me; --` (note VARCHAR(100))")
        yield connector


PERSON = """CREATE TABLE person (id BIGINT AUTO_INCREMENT PRIMARY KEY, mail VARCHAR(40) UNIQUE,
    token VARCHAR(40) COLLATE utf8mb4_bin, extra JSON, active TINYINT(1), kind ENUM('a', 'b'),
    bio TEXT, photo BLOB, twice INT GENERATED ALWAYS AS (2) STORED,
    UNIQUE KEY beginning (bio(10)))"""


def test_columns_say_whether_they_fold_case(place: SqlConnector) -> None:
    columns = place.describe().tables["person"].columns
    assert columns["mail"].folds_case
    assert not columns["token"].folds_case
    run(place, "INSERT INTO person (mail, token) VALUES ('Akari@example.jp', 'Tok')")
    for name, matches in (("mail", 1), ("token", 0)):
        value = {"mail": "AKARI@example.jp", "token": "TOK"}[name]
        selection = Selection(collection="person", by=(name,), values=[(value,)])
        assert place.count(selection) == matches


def test_json_booleans_and_generated_columns_are_told_apart(place: SqlConnector) -> None:
    columns = place.describe().tables["person"].columns
    assert columns["extra"].type == "json"
    assert columns["active"].type == "boolean"
    assert columns["kind"].type == "text"
    assert columns["twice"].generated
    assert columns["id"].default


def test_an_index_over_the_beginning_of_a_text_makes_nothing_unique(place: SqlConnector) -> None:
    assert place.describe().tables["person"].unique == (("mail",),)


def test_a_scan_names_the_row_and_the_field(place: SqlConnector) -> None:
    run(
        place,
        "INSERT INTO person (mail, bio, photo) VALUES ('x@y', NULL, 'picture of mori-akari')",
        "INSERT INTO `na``me; --` VALUES ('nobody'), ('mori-akari')",
    )
    found = [
        (hit.collection, hit.field, hit.locator) for hit in place.scan(OneNeedle("mori-akari"))
    ]
    assert found == [
        ("na`me; --", "note", '{"row_of_scan": 1}'),
        ("person", "photo", '{"id": 1}'),
    ]


def test_many_values_travel_through_a_temporary_table(place: SqlConnector) -> None:
    run(place, "INSERT INTO person (mail) VALUES ('u5@example.jp'), ('u6@example.jp')")
    many = Selection(
        collection="person",
        by=("mail",),
        values=[(f"U{number}@example.jp" + "x" * (number % 100),) for number in range(3000)]
        + [("u5@example.jp",), ("U5@example.jp",)],
    )
    assert place.count(many) == 1
    assert place.erase(many) == 1
    assert place.count(many) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [("id", 1), ("mail", "u1"), ("token", "t"), ("bio", "long"), ("photo", b"p")],
)
def test_many_values_of_any_type_find_and_erase_their_row(
    place: SqlConnector, column: str, value: object
) -> None:
    run(
        place,
        "INSERT INTO person (mail, token, kind, bio, photo) VALUES ('u1', 't', 'b', 'long', 'p')",
        "INSERT INTO person (mail) VALUES ('u2')",
    )
    many = range(10, 2000)
    others: list[object] = [str(number) for number in many]
    if column == "id":
        others = list(many)
    values = [(other,) for other in [*others, value]]
    wanted = Selection(collection="person", by=(column,), values=values)
    assert place.count(wanted) == 1
    assert place.erase(wanted) == 1
    assert [row["mail"] for row in place.read(_of_id(1, 2))] == ["u2"]


def _of_id(*ids: int) -> Selection:
    return Selection(collection="person", by=("id",), values=[(number,) for number in ids])


def test_a_scan_reads_earlier_versions_that_the_server_keeps(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE kept (id INT PRIMARY KEY, note VARCHAR(100)) WITH SYSTEM VERSIONING",
        "INSERT INTO kept VALUES (1, 'mori-akari'), (2, 'nobody')",
        "UPDATE kept SET note = 'erased' WHERE id = 1",
        "DELETE FROM kept WHERE id = 2",
    )
    assert place.describe().versioned == {"kept"}
    found = [(hit.collection, hit.locator) for hit in place.scan(OneNeedle("mori-akari"))]
    assert found == [("kept", '{"id": 1}')]
    run(place, "DELETE HISTORY FROM kept")
    assert not list(place.scan(OneNeedle("mori-akari")))
