"""Files that are kept in a column of bytes are opened, and never taken for proven."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest
import sqlalchemy as sa

from tests.connectors.places import connect
from tests.connectors.test_contract import OneNeedle
from upheld.connectors.sql import SqlConnector
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


def test_a_survey_counts_the_files_of_each_table(place: SqlConnector) -> None:
    found = survey(place, Scanner(), Budget(), lambda _: None)
    assert {one.collection: one.unreadable for one in found.reached} == {"upload": 3, "keyless": 3}
    assert found.ended
    assert not found.whole
