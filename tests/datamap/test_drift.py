"""Drift: what the map names and the database lacks, and the other way round."""

from dataclasses import replace
from typing import Any

from upheld.connectors.schema import Column, ColumnType, ForeignKey, Schema, Table
from upheld.datamap.drift import Drift, compare, mentioned_columns, unknown_rules
from upheld.datamap.model import DataMap, TableMap


def column(name: str, kind: ColumnType = "text") -> Column:
    return Column(name=name, type=kind, native=kind)


def table(name: str, *columns: Column, keys: tuple[ForeignKey, ...] = ()) -> Table:
    every = (column("id", "integer"), *columns)
    return Table(
        name=name, columns={c.name: c for c in every}, primary_key=("id",), foreign_keys=keys
    )


def schema(*tables: Table) -> Schema:
    return Schema(tables={t.name: t for t in tables}, fingerprint="0" * 64)


CUSTOMER = table("customer", column("email"))
REFERS = ForeignKey(columns=("customer_id",), parent="customer", parent_columns=("id",))
ORDERS = table("orders", column("customer_id", "integer"), column("note"), keys=(REFERS,))
MAP: dict[str, Any] = {
    "system": "shop",
    "subjects": {"customer": {"table": "customer", "key": "id", "identifiers": {"email": "email"}}},
    "tables": {
        "customer": {"fields": {"email": {"category": "contact.email"}}},
        "orders": {
            "edges": [{"to": "customer", "via": "customer_id"}],
            "fields": {"note": {"category": "free_text"}},
        },
    },
}


def found(database: Schema, datamap: dict[str, Any] | None = None) -> list[tuple[str, str, Any]]:
    differences = compare(database, DataMap.model_validate(datamap or MAP))
    assert all(d.what.ja and d.what.en and d.remedy.ja and d.remedy.en for d in differences)
    return [(d.kind, d.table, d.column) for d in differences]


def changed(**orders: Any) -> dict[str, Any]:
    return {**MAP, "tables": {**MAP["tables"], "orders": {**MAP["tables"]["orders"], **orders}}}


def test_a_map_that_fits_has_not_drifted() -> None:
    assert found(schema(CUSTOMER, ORDERS)) == []


def test_a_new_table_is_named() -> None:
    assert found(schema(CUSTOMER, ORDERS, table("extra"))) == [("table-not-in-map", "extra", None)]


def test_views_and_partitions_need_no_entry() -> None:
    view = replace(table("v", column("email")), view=True)
    part = replace(table("orders_2026", column("note")), parent="orders")
    assert found(schema(CUSTOMER, ORDERS, view, part)) == []


def test_a_new_column_is_named() -> None:
    grown = table("customer", column("email"), column("birth_date", "date"))
    assert found(schema(grown, ORDERS)) == [("column-not-in-map", "customer", "birth_date")]


def test_a_renamed_column_is_named_with_its_new_name() -> None:
    renamed = table("orders", column("customer_id", "integer"), column("notes"), keys=(REFERS,))
    differences = compare(schema(CUSTOMER, renamed), DataMap.model_validate(MAP))
    assert [d.kind for d in differences] == ["column-not-in-database", "column-not-in-map"]
    assert "`notes`" in differences[0].remedy.en
    assert "`notes`" in differences[0].remedy.ja


def test_a_renamed_table_is_named_with_its_new_name() -> None:
    differences = compare(
        schema(CUSTOMER, replace(ORDERS, name="orders2")), DataMap.model_validate(MAP)
    )
    assert {d.kind for d in differences} == {"table-not-in-database", "table-not-in-map"}
    lost = next(d for d in differences if d.kind == "table-not-in-database")
    assert "`orders2`" in lost.remedy.en


def test_a_missing_identifier_column_is_named() -> None:
    without = table("customer")
    datamap = {**MAP, "tables": {**MAP["tables"], "customer": {}}}
    assert found(schema(without, ORDERS), datamap) == [
        ("column-not-in-database", "customer", "email")
    ]


def test_types_that_can_never_be_equal_are_named() -> None:
    dated = table("orders", column("customer_id", "date"), column("note"))
    assert found(schema(CUSTOMER, dated)) == [("types-differ", "orders", "customer_id")]


def test_a_declared_key_to_people_needs_an_edge() -> None:
    assert found(schema(CUSTOMER, ORDERS), changed(edges=[])) == [
        ("key-without-edge", "orders", "customer_id")
    ]


def test_a_table_that_says_none_but_refers_to_people_is_named() -> None:
    datamap = {**MAP, "tables": {**MAP["tables"], "orders": {"none": "nothing"}}}
    assert found(schema(CUSTOMER, ORDERS), datamap) == [
        ("key-without-edge", "orders", "customer_id")
    ]
    datamap["tables"]["orders"]["decided"] = {"by": "Mori", "why": "the key is always empty"}
    assert found(schema(CUSTOMER, ORDERS), datamap) == []


def test_a_doubt_about_a_whole_table_is_no_column() -> None:
    doubts = [{"point": "retain"}, {"point": "table"}]
    assert found(schema(CUSTOMER, ORDERS), changed(unsure=doubts)) == []


def test_every_way_of_naming_a_column_counts() -> None:
    entry = TableMap.model_validate(
        {
            "edges": [
                {"to": "customer", "via": ["a", "b"]},
                {"to": "customer", "via": "c->>'email'", "match": "email", "when": "d = 'x'"},
                {"to": "customer", "via": "e LIKE 'user:{id}:%'"},
            ],
            "owns": [{"table": "address", "via": "f"}],
            "on_erase": {"anonymise": {"g": "null"}},
            "retain": {"rule": "r", "from": "h", "keep": ["i"], "when": "j = 1"},
            "json": {"k": {"$.email": "erase"}},
            "soft_delete": {"column": "l"},
            "unsure": [{"point": "m"}, {"point": "n, o"}, {"point": "p->>'x'"}],
            "fields": {"q": "none"},
        }
    )
    assert set("abcdefghijklmnopq") <= mentioned_columns(entry)


def differences(database: Schema, datamap: dict[str, Any]) -> list[Drift]:
    return compare(database, DataMap.model_validate(datamap))


def test_a_misspelt_column_of_an_edge_is_named_with_its_place_and_what_it_was_meant_to_be() -> None:
    misspelt = changed(edges=[{"to": "customer", "via": "custmer_id"}])
    lost = next(
        d for d in differences(schema(CUSTOMER, ORDERS), misspelt) if d.column == "custmer_id"
    )
    assert lost.path == ("tables", "orders", "edges", 0, "via")
    assert lost.remedy.en == "did you mean `customer_id`?"
    assert lost.remedy.ja == "`customer_id` ではありませんか"


def test_a_text_without_quotes_in_a_condition_is_not_to_be_removed_but_quoted() -> None:
    retain = {"rule": "billing", "from": "note", "when": "nte = invoiced", "keep": ["id"]}
    found = {d.column: d for d in differences(schema(CUSTOMER, ORDERS), changed(retain=retain))}
    assert found["nte"].remedy.en == "did you mean `note`?"
    assert "put it in quotes: `'invoiced'`" in found["invoiced"].remedy.en
    assert "引用符" in found["invoiced"].remedy.ja
    assert {d.path for d in found.values()} == {("tables", "orders", "retain", "when")}


MEMO = table("memo", column("f1"), column("f2"))


def nobodys(**fields: Any) -> dict[str, Any]:
    return {
        **MAP,
        "tables": {**MAP["tables"], "memo": {"none": "not about a person", "fields": fields}},
    }


def test_a_table_that_is_nobodys_and_names_people_is_named() -> None:
    database = schema(CUSTOMER, ORDERS, MEMO)
    held = nobodys(f1={"category": "identity.my_number"}, f2={"category": "health.condition"})
    assert found(database, held) == [
        ("person-in-nobodys-table", "memo", "f1"), ("person-in-nobodys-table", "memo", "f2"),
    ]  # fmt: skip
    assert differences(database, held)[0].path == ("tables", "memo", "fields", "f1")
    assert found(database, nobodys(f1="none", f2={"category": "device.id"})) == []


def test_a_rule_that_the_policy_does_not_have_is_named_with_the_one_that_was_meant() -> None:
    retain = {"rule": "billing-record", "from": "note"}
    datamap = DataMap.model_validate(changed(retain=retain))
    (one,) = unknown_rules(datamap, ["billing-records", "shopping"])
    assert (one.kind, one.table, one.path) == (
        "rule-not-in-policy", "orders", ("tables", "orders", "retain", "rule"),
    )  # fmt: skip
    assert "`billing-record`" in one.what.en
    assert one.remedy.en == "did you mean `billing-records`?"
    assert list(unknown_rules(datamap, ["billing-record"])) == []
