"""A folder of Parquet files: only touched files change, each as a whole, nothing else does."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.connectors.memory import Words
from upheld.connectors.contract import PlaceName, Selection
from upheld.connectors.parquet import ParquetConnector
from upheld.connectors.parquet_rewrite import layout_of
from upheld.refusal import PlaceFailedError, PlaceUnreachableError


def place(root: Path) -> ParquetConnector:
    return ParquetConnector(PlaceName("lake"), f"parquet://{root}")


def write(path: Path, query: str, options: str = "COMPRESSION zstd") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet, {options})")


def events(start: int, rows: int) -> str:
    return (
        f"SELECT range AS n, (range % 1000)::BIGINT AS customer, 'mail' || (range % 1000) || "
        f"'@example.jp' AS email FROM range({start}, {start + rows})"
    )


def of(collection: str, *values: object, by: str = "customer") -> Selection:
    return Selection(collection=collection, by=(by,), values=[(value,) for value in values])


def rows(path: Path) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = duckdb.execute(f"SELECT * FROM '{path}'").fetchall()
    return found


def test_rewrites_only_the_touched_files_and_keeps_what_they_are(tmp_path: Path) -> None:
    options = "COMPRESSION gzip, ROW_GROUP_SIZE 4096, KV_METADATA {owner: 'it''s \"ours\"'}"
    for number in range(3):
        write(tmp_path / f"events/{number}.parquet", events(number * 10_000, 10_000), options)
    write(
        tmp_path / "events/other.parquet", "SELECT 1 AS n, 5000::BIGINT AS customer, 'x' AS email"
    )
    (tmp_path / "events/0.parquet").chmod(0o640)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    old = layout_of(duckdb.connect(), tmp_path / "events/0.parquet")
    lake = place(tmp_path)
    assert lake.erase(of("events", 7, "8")) == 60
    assert lake.count(of("events", 7, 8)) == 0
    assert lake.erase(of("events", 7, 8)) == 0
    new = layout_of(duckdb.connect(), tmp_path / "events/0.parquet")
    assert (new.columns, new.codec, new.metadata) == (old.columns, "GZIP", old.metadata)
    assert new.rows == 9_980
    assert new.group_rows < 9_980  # DuckDB cuts groups in steps of its own
    changed = {path.name for path, inode in before.items() if path.stat().st_ino != inode}
    assert changed == {"0.parquet", "1.parquet", "2.parquet"}
    assert (tmp_path / "events/0.parquet").stat().st_mode & 0o777 == 0o640
    assert {path.name for path in (tmp_path / "events").iterdir()} == {path.name for path in before}


@pytest.mark.slow
@pytest.mark.parametrize("people", [[7, 8], [n for n in range(100_000) if n % 10]])
def test_the_order_of_rows_survives_few_people_and_more_people_than_rows(
    tmp_path: Path, people: list[int]
) -> None:
    query = "SELECT (range * 7919) % 1000 AS customer, range AS n FROM range(50000)"
    for number in range(3):
        write(tmp_path / f"e/{number}.parquet", query, "ROW_GROUP_SIZE 4096")
    order = rows(tmp_path / "e/0.parquet")
    gone = set(people)
    lake = place(tmp_path)
    mine = [row[1] for row in order if row[0] in gone]
    assert [record["n"] for record in lake.read(of("e", *people))] == mine * 3
    assert lake.erase(of("e", *people)) == 3 * len(mine)
    for number in range(3):
        left = rows(tmp_path / f"e/{number}.parquet")
        assert left == [row for row in order if row[0] not in gone]


def test_a_file_without_remaining_rows_keeps_its_schema(tmp_path: Path) -> None:
    file = tmp_path / "e/a.parquet"
    write(file, "SELECT 5 AS customer, DATE '2024-01-01' AS day, [{'a': 1.5::DECIMAL(9,2)}] AS x")
    old = layout_of(duckdb.connect(), file)
    lake = place(tmp_path)
    assert lake.erase(of("e", 5)) == 1
    new = layout_of(duckdb.connect(), file)
    assert (new.rows, new.columns) == (0, old.columns)
    assert lake.count(of("e", 5)) == 0


def test_reads_rows_in_order_with_instants_in_utc(tmp_path: Path) -> None:
    query = (
        "SELECT * FROM (VALUES (1, 2, TIMESTAMPTZ '2024-01-01 09:00:00+09'), "
        "(2, 3, NULL), (3, 2, NULL)) v(n, customer, seen)"
    )
    write(tmp_path / "e/b.parquet", query)
    write(tmp_path / "e/a.parquet", "SELECT 9 AS n, 2 AS customer, NULL::TIMESTAMPTZ AS seen")
    records = list(place(tmp_path).read(of("e", 2)))
    assert [record["n"] for record in records] == [9, 1, 3]
    assert records[1]["seen"].isoformat() == "2024-01-01T00:00:00+00:00"


def test_partition_folders_are_columns_and_one_collection(tmp_path: Path) -> None:
    for year in (2024, 2025):
        write(tmp_path / f"raw/e/year={year}/a.parquet", "SELECT 5 AS customer UNION ALL SELECT 6")
        write(tmp_path / f"by/id=00{year}/a.parquet", "SELECT 'x' AS note")
    write(tmp_path / "top.parquet", "SELECT 5 AS customer")
    lake = place(tmp_path)
    assert list(lake.collections()) == ["by", "raw/e", "top.parquet"]
    both = Selection(collection="raw/e", by=("customer", "year"), values=[(5, "2024"), (6, None)])
    assert lake.erase(both) == 1
    assert lake.count(of("raw/e", 5)) == 1
    assert next(lake.read(of("raw/e", 5)))["year"] == "2025"
    assert lake.erase(of("by", "002024", by="id")) == 1
    assert lake.count(of("raw/e/year=2025/*.parquet", 6)) == 1
    assert "year" not in [
        name
        for name, _ in layout_of(duckdb.connect(), tmp_path / "raw/e/year=2024/a.parquet").columns
    ]


def test_names_with_wildcard_characters_are_only_names(tmp_path: Path) -> None:
    write(tmp_path / "e/[ab]*.parquet", "SELECT 5 AS customer")
    write(tmp_path / "e/a.parquet", "SELECT 5 AS customer")
    lake = place(tmp_path)
    assert lake.erase(of("e", 5)) == 2


def test_values_of_another_type_are_a_failure_and_never_rounded(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5::BIGINT AS customer, 'x' AS name")
    lake = place(tmp_path)
    for value in ("5.4", "five", 5.4, True, b"5"):
        with pytest.raises(PlaceFailedError) as refusal:
            lake.count(of("e", value))
        assert str(value) not in refusal.value.what.en
    assert lake.count(of("e", None)) == 0
    assert lake.count(of("e", "5")) == 1


def test_columns_may_be_missing_or_narrower_in_some_files(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5::INTEGER AS customer")
    write(tmp_path / "e/b.parquet", "SELECT 'x5' AS customer UNION ALL SELECT '5'")
    write(tmp_path / "e/c.parquet", "SELECT 1 AS n")
    lake = place(tmp_path)
    assert lake.erase(of("e", "5")) == 2
    assert lake.count(of("e", "x5")) == 1


def test_wrong_names_are_failures_and_not_absences(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5 AS customer")
    for selection in (of("events", 5), of("e", 5, by="custoner")):
        with pytest.raises(PlaceFailedError):
            place(tmp_path).count(selection)
    with pytest.raises(PlaceUnreachableError):
        place(tmp_path / "nowhere")


def test_a_damaged_file_is_a_failure_and_not_an_absence(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5 AS customer")
    (tmp_path / "e/b.parquet").write_bytes(b"PAR1 damaged")
    lake = place(tmp_path)
    for verb in (lake.count, lake.erase):
        with pytest.raises(PlaceFailedError) as refusal:
            verb(of("e", 5))
        assert str(tmp_path) not in str(refusal.value)


def test_a_table_format_with_versions_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5 AS customer")
    (tmp_path / "e/_delta_log").mkdir()
    lake = place(tmp_path)
    with pytest.raises(PlaceFailedError, match="Delta"):
        lake.erase(of("e", 5))
    assert lake.count(of("e", 5)) == 1


def test_a_scan_finds_text_binary_nested_names_and_metadata(tmp_path: Path) -> None:
    write(
        tmp_path / "e/a.parquet",
        "SELECT range AS n, 'none' AS t, 'none'::BLOB AS b, {'mail': ['none']} AS s FROM range(5000) "
        "UNION ALL SELECT 1, 'Sato', 'xxSatoxx'::BLOB, {'mail': ['a', 'Sato']}",
        "KV_METADATA {made_by: 'Sato'}",
    )
    write(tmp_path / "e/Sato.parquet", "SELECT 1 AS n")
    (tmp_path / "e/notes.csv").write_text("Sato")
    lake = place(tmp_path)
    hits = list(lake.scan(Words("absent", "Sato")))
    assert sorted(hit.field for hit in hits) == ["b", "metadata", "path", "s", "t"]
    assert {hit.locator for hit in hits if hit.field == "t"} == {"e/a.parquet#5000"}
    assert [(one.locator, one.why) for one in lake.unread()] == [("e/notes.csv", "type")]


def test_what_a_crash_left_is_removed_by_the_next_run(tmp_path: Path) -> None:
    write(tmp_path / "e/a.parquet", "SELECT 5 AS customer")
    (tmp_path / "e/.upheld-1.tmp").write_bytes(b"half a file")
    lake = place(tmp_path)
    assert list(lake.collections()) == ["e"]
    assert lake.erase(of("e", 5)) == 1
    assert [path.name for path in (tmp_path / "e").iterdir()] == ["a.parquet"]


ERASE = """
import sys
from upheld.connectors.contract import Selection
from upheld.connectors.parquet import ParquetConnector
lake = ParquetConnector("lake", "parquet://" + sys.argv[1])
print("ready", flush=True)
lake.erase(Selection(collection="e", by=("customer",), values=[(n,) for n in range(500)]))
"""


@pytest.mark.slow
def test_a_crash_at_any_moment_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / f"e/{number:02}.parquet", events(0, 30_000))
    for replaced in (0, 1, 4, 7):
        before = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
        child = subprocess.Popen(
            [sys.executable, "-c", ERASE, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        while sum(path.stat().st_ino != node for path, node in before.items()) < replaced:
            assert child.poll() is None, "it ended before it was killed"
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        counts = [len(rows(file)) for file in tmp_path.rglob("*.parquet")]
        assert set(counts) <= {30_000, 15_000}
        assert counts.count(15_000) >= replaced
    lake = place(tmp_path)
    lake.erase(of("e", *range(500)))
    assert lake.count(of("e", *range(500))) == 0
    assert sum(len(rows(file)) for file in tmp_path.rglob("*.parquet")) == 20 * 15_000
    assert not list(tmp_path.rglob("*.tmp"))
