"""Writing a proposal: what a person wrote is never changed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from upheld.connectors.schema import Column, ForeignKey, Schema, Table
from upheld.datamap.discovery import Proposal, SchemaOnly, discover
from upheld.datamap.discovery.proposal import ProposedEdge, ProposedTable
from upheld.datamap.drift import compare
from upheld.datamap.graph import MapUnsureError, build
from upheld.datamap.model import DataMap
from upheld.datamap.writing import rendered, write
from upheld.refusal import InvalidFileError


def table(name: str, *columns: str, refers: dict[str, str] | None = None) -> Table:
    made = {"id": Column(name="id", type="integer", native="integer", nullable=False)}
    for column in columns:
        kind: Any = "integer" if column.endswith("_id") else "text"
        made[column] = Column(name=column, type=kind, native=kind)
    keys = tuple(
        ForeignKey(columns=(column,), parent=parent, parent_columns=("id",))
        for column, parent in (refers or {}).items()
    )
    return Table(name=name, columns=made, primary_key=("id",), foreign_keys=keys)


def schema(*tables: Table) -> Schema:
    return Schema(tables={t.name: t for t in tables}, fingerprint="0" * 64)


CUSTOMERS = table("customers", "email", "name", "zork")
ORDERS = table("orders", "customer_id", "note", refers={"customer_id": "customers"})
COUNTRIES = table("countries", "iso")
SHOP = schema(CUSTOMERS, ORDERS, COUNTRIES)


def proposed(database: Schema = SHOP) -> Proposal:
    return discover(database, SchemaOnly(), "shop")


def read(path: Path) -> DataMap:
    return DataMap.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "datamap" / "shop.yaml"
    write(path, proposed())
    return path


def test_a_new_file_teaches_its_reader_and_is_a_data_map(written: Path) -> None:
    text = written.read_text("utf-8")
    assert text.startswith("# The data map of this system")
    datamap = read(written)
    assert datamap.subjects["customer"].table == "customers"
    assert datamap.tables["orders"].edges[0].to == "customer"
    assert datamap.tables["orders"].edges[0].why
    assert datamap.tables["countries"].none
    assert compare(SHOP, datamap) == []


def test_a_new_file_is_the_same_every_time() -> None:
    assert rendered(proposed()) == rendered(proposed())


def test_doubts_block_until_they_are_decided_and_then_the_map_compiles(written: Path) -> None:
    assert [point.point for _, point in read(written).unsure_points()] == ["zork"]
    text = written.read_text("utf-8")
    written.write_text(text.replace("{point: zork,", "{point: zork, decided: {by: A, why: empty},"))
    datamap = read(written)
    assert datamap.unsure_points() == []
    assert build(datamap, SHOP).nodes.keys() == {"customers", "orders"}


def test_writing_again_changes_nothing(written: Path) -> None:
    before = written.read_bytes()
    assert not write(written, proposed()).changed
    assert written.read_bytes() == before


HUMAN = """\
# ours
system: shop
subjects:
  buyer: {table: customers, key: id, identifiers: {email: email}}   # the word we use
tables:
  customers:
    fields:
      email: {category: contact.email}
      name: none          # a pen name
    on_erase: keep
    unsure:
      - {point: zork, guess: none, why: w, confidence: 0.5, decided: {by: Mori, why: always empty}}
  countries: {none: "checked by hand"}
"""


def test_human_words_and_comments_stay_and_only_what_is_missing_is_added(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(HUMAN, "utf-8")
    result = write(path, proposed())
    text = path.read_text("utf-8")
    assert text.startswith(HUMAN.rstrip("\n"))
    assert (result.tables, result.unsure) == (1, 1)
    assert read(path).tables["orders"].edges[0].to == "buyer"


def test_a_new_column_of_an_agreed_table_is_asked_about_with_its_guess(written: Path) -> None:
    grown = table("customers", "email", "name", "zork", "birth_date", "blorp")
    database = schema(grown, ORDERS, COUNTRIES)
    result = write(written, proposed(database))
    datamap = read(written)
    assert (result.columns, result.unsure) == (0, 2)
    assert datamap.tables["customers"].category_of("birth_date") is None
    points = {p.point: p for _, p in datamap.unsure_points()}
    assert list(points) == ["zork", "birth_date", "blorp"]
    assert points["birth_date"].guess == {"category": "identity.birth_date"}
    assert points["birth_date"].confidence > 0.8, "certain, and asked all the same"
    assert compare(database, datamap) == [], "asked is not unknown"
    with pytest.raises(MapUnsureError):
        build(datamap, database)
    assert not write(written, proposed(database)).changed, "asked twice"


def decide(path: Path, text: str, point: str) -> None:
    """Agree to a point, or reject it, as a person would in the file."""
    assert f"{{point: {point}," in text
    decided = f"{{point: {point}, decided: {{by: A, why: looked at}},"
    path.write_text(text.replace(f"{{point: {point},", decided), "utf-8")


def test_a_new_table_stands_there_as_proposed_and_blocks_until_somebody_looked(
    written: Path,
) -> None:
    decide(written, written.read_text("utf-8"), "zork")
    visits = table("visits", "customer_id", "phone", refers={"customer_id": "customers"})
    database = schema(CUSTOMERS, ORDERS, COUNTRIES, visits)
    result = write(written, proposed(database))
    assert (result.tables, result.unsure) == (1, 1)
    datamap = read(written)
    assert datamap.tables["visits"].edges[0].to == "customer"
    assert [(t, p.point) for t, p in datamap.unsure_points()] == [("visits", "table")]
    with pytest.raises(MapUnsureError):
        build(datamap, database)
    decide(written, written.read_text("utf-8"), "table")
    assert "visits" in build(read(written), database).nodes
    assert not write(written, proposed(database)).changed


def test_a_new_table_that_looks_like_nobodys_is_asked_about_too(written: Path) -> None:
    database = schema(CUSTOMERS, ORDERS, COUNTRIES, table("regions", "iso"))
    write(written, proposed(database))
    (point,) = [p for t, p in read(written).unsure_points() if t == "regions"]
    assert point.point == "table"
    assert "none" in point.guess


def test_a_new_reference_of_an_agreed_table_is_asked_about(written: Path) -> None:
    grown = table(
        "orders", "customer_id", "note", "seller_id",
        refers={"customer_id": "customers", "seller_id": "customers"},
    )  # fmt: skip
    database = schema(CUSTOMERS, grown, COUNTRIES)
    assert write(written, proposed(database)).edges == 0
    (point,) = [p for t, p in read(written).unsure_points() if t == "orders"]
    assert (point.point, point.guess["to"]) == ("seller_id", "customer")


def test_a_decided_point_is_not_asked_again(written: Path) -> None:
    text = written.read_text("utf-8")
    written.write_text(text.replace("{point: zork,", "{point: zork, decided: {by: A, why: empty},"))
    assert not write(written, proposed()).changed


def test_a_type_that_a_polymorphic_pair_begins_to_name_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    first = ProposedEdge(
        to="customers", table="customers", via="record_id", role="owner", confidence=0.9,
        why="w", when="record_type = 'Customer'",
    )  # fmt: skip
    second = replace(first, to="orders", table="orders", when="record_type = 'Order'")
    write(path, with_edges(first))
    assert write(path, with_edges(first, second)).unsure == 1
    assert not write(path, with_edges(first, second)).changed
    point = read(path).tables["attachments"].unsure[0]
    assert (point.point, point.guess["when"]) == ("record_id", "record_type = 'Order'")


def with_edges(*edges: ProposedEdge) -> Proposal:
    table = ProposedTable(name="attachments", edges=list(edges))
    return Proposal(system="shop", subjects=(), tables={"attachments": table})


def test_a_kind_of_person_that_was_removed_does_not_come_back(written: Path) -> None:
    staff = table("staff", "email", "name")
    database = schema(CUSTOMERS, ORDERS, COUNTRIES, staff)
    write(written, proposed(database))
    lines = written.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("  staff: {table")]
    assert len(kept) == len(lines) - 1
    written.write_text("".join(kept), "utf-8")
    assert not write(written, proposed(database)).changed


@pytest.mark.parametrize(
    "text", ["- a list\n", "tables: [1]\n", "a: b: c\n", "tables: {orders: 1}\n"]
)
def test_a_file_that_is_no_data_map_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidFileError) as refused:
        write(path, proposed())
    assert path.read_text("utf-8") == text
    assert refused.value.where.file == str(path)
    assert refused.value.remedy.ja


def test_an_entry_with_an_unknown_key_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    text = "system: shop\ntables:\n  customers: {feilds: {email: none}}\n"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidFileError):
        write(path, proposed())
    assert path.read_text("utf-8") == text


def test_the_files_mode_is_kept(written: Path) -> None:
    written.chmod(0o600)
    write(written, proposed(schema(CUSTOMERS, ORDERS, COUNTRIES, table("regions", "iso"))))
    assert written.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in written.parent.iterdir()] == ["shop.yaml"]
