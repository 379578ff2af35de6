"""Files that are kept in a column of bytes are opened, and never taken for proven."""

import gzip
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.connectors.places import connect, run
from tests.connectors.test_contract import OneNeedle
from upheld.connectors.sql import SqlConnector
from upheld.connectors.windows import WINDOW
from upheld.datamap.budget import Budget
from upheld.datamap.surveying import survey
from upheld.detection import Scanner

NEEDLE = "mori-akari"


def archive(text: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("letter.txt", f"{text} " * 50)
    return packed.getvalue()


FILES = (
    archive(NEEDLE),
    gzip.compress((f"{NEEDLE} " * 50).encode()),
    archive("nobody"),
    b"\xff\xd8\xff\xe0 a picture that is none",
    f"plain {NEEDLE}".encode(),
    b"nothing",
)


@pytest.fixture
def place(sql_url: str) -> Iterator[SqlConnector]:
    url = sql_url.replace("mysql://", "mysql+pymysql://").replace(
        "mariadb://", "mariadb+pymysql://"
    )
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    tables = [
        sa.Table("upload", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("name", sa.String(40)), sa.Column("data", sa.LargeBinary)),
        sa.Table("keyless", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("data", sa.LargeBinary)),
    ]  # fmt: skip
    with engine.begin() as connection:
        for table in tables:
            table.create(connection)
            rows = [{"id": number, "data": data} for number, data in enumerate(FILES, 1)]
            connection.execute(table.insert(), rows)
    engine.dispose()
    with closing(connect(sql_url)) as connector:
        yield connector


def test_what_a_packed_file_in_a_column_holds_is_found_in_its_row(place: SqlConnector) -> None:
    hits = list(place.scan(OneNeedle(NEEDLE), tables=["upload"]))
    assert {(hit.field, hit.locator) for hit in hits} == {
        ("data", '{"id": 1}'), ("data", '{"id": 2}'), ("data", '{"id": 5}'),
    }  # fmt: skip


def test_a_table_without_a_key_is_searched_too(place: SqlConnector) -> None:
    hits = list(place.scan(OneNeedle(NEEDLE), tables=["keyless"]))
    assert len(hits) == 3
    assert {hit.collection for hit in hits} == {"keyless"}


def test_files_in_columns_are_named_as_what_no_search_proves(place: SqlConnector) -> None:
    assert not list(place.scan(OneNeedle("somebody else")))
    assert sorted(one.why for one in place.unread()) == sorted(["packed", "packed", "picture"] * 2)
    assert {one.locator for one in place.unread()} == {"upload.data", "keyless.data"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_a_packed_text_is_read_in_any_encoding_and_across_the_blocks_it_unpacks_to(
    place: SqlConnector, encoding: str
) -> None:
    text = "前置き。" * (WINDOW // 8) + "森灯。" + "後書き。" * 10
    for shift in range(4):
        put(place, 10 + shift, gzip.compress(("." * shift + text).encode(encoding)))
    hits = list(place.scan(OneNeedle("森灯"), tables=["upload"]))
    assert {hit.locator for hit in hits} == {f'{{"id": {10 + n}}}' for n in range(4)}
    assert [one for one in place.unread() if one.why == "damaged"] == []


def test_sqlite_keeps_a_file_in_a_column_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.touch()
    with closing(connect(f"sqlite:///{path}")) as place:
        run(place, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, count INTEGER)")
        with place.session(write=True) as connection:
            held = {"name": archive(NEEDLE), "count": archive(NEEDLE)}
            connection.execute(sa.text("INSERT INTO t (name, count) VALUES (:name, :count)"), held)
        assert {hit.field for hit in place.scan(OneNeedle(NEEDLE))} == {"name", "count"}
        assert [one.locator for one in place.unread()] == ["t.name", "t.count"]


def test_files_in_earlier_versions_of_rows_are_opened(
    fresh_database: Callable[[str], str],
) -> None:
    with closing(connect(fresh_database("mariadb"))) as place:
        run(place, "CREATE TABLE upload (id INT PRIMARY KEY, data BLOB) WITH SYSTEM VERSIONING")
        put(place, 1, archive(NEEDLE))
        run(place, "DELETE FROM upload")
        assert [hit.locator for hit in place.scan(OneNeedle(NEEDLE))] == ['{"id": 1}']
        run(place, "DELETE HISTORY FROM upload")
        assert not list(place.scan(OneNeedle(NEEDLE)))
        assert not place.unread()


def test_a_file_of_an_heir_is_found_in_the_heir_alone(
    fresh_database: Callable[[str], str],
) -> None:
    with closing(connect(fresh_database("postgresql"))) as place:
        run(
            place,
            "CREATE TABLE upload (id INT, data BYTEA)",
            "CREATE TABLE heir (extra TEXT) INHERITS (upload)",
        )
        with place.session(write=True) as connection:
            put_in = sa.text("INSERT INTO heir VALUES (1, :data, 'x')")
            connection.execute(put_in, {"data": archive(NEEDLE)})
        assert [hit.collection for hit in place.scan(OneNeedle(NEEDLE))] == ["heir"]
        assert [one.locator for one in place.unread()] == ["heir.data"]


def put(place: SqlConnector, id_: int, data: bytes) -> None:
    with place.session(write=True) as connection:
        connection.execute(
            sa.text("INSERT INTO upload (id, data) VALUES (:id, :data)"), {"id": id_, "data": data}
        )


def test_a_survey_counts_the_files_of_each_table(place: SqlConnector) -> None:
    found = survey(place, Scanner(), Budget(), lambda _: None)
    assert {one.collection: one.unreadable for one in found.reached} == {"upload": 3, "keyless": 3}
    assert found.ended
    assert not found.whole
