"""fideslang datasets in and out: every statement survives, and nothing is guessed in silence."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from tests.exchange.invented import DATAMAPS, DATASETS
from upheld.datamap.model import DataMap
from upheld.datamap.reading import read_map
from upheld.exchange.fideslang.manifest import read_manifest
from upheld.exchange.fideslang.procedure import bring_in, bring_in_file, give_out, plain
from upheld.exchange.fideslang.writing import rendered_manifest, rendered_map
from upheld.refusal import RefusalsError

HERE = Path(__file__).parent
DEMO = Path(__file__).parents[2] / "src/upheld/demo/shop.yaml"
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.mark.slow
@MANY
@given(DATAMAPS)
def test_a_map_that_goes_out_comes_back_equal(datamap: DataMap) -> None:
    back, _remarks = bring_in(give_out(datamap).dataset)
    assert plain(back) == plain(datamap)
    assert back == datamap


@pytest.mark.slow
@MANY
@given(DATASETS)
def test_a_dataset_that_comes_in_goes_out_with_every_key(dataset: dict[str, Any]) -> None:
    datamap, _remarks = bring_in(dataset)
    out = give_out(datamap)
    assert out.dataset == dataset
    assert not out.lost


@pytest.mark.slow
@MANY
@given(DATASETS)
def test_what_was_brought_in_is_a_file_that_can_be_read(dataset: dict[str, Any]) -> None:
    datamap, _remarks = bring_in(dataset)
    assert give_out(DataMap.model_validate(plain(datamap))).dataset == dataset


@pytest.mark.slow
@MANY
@given(DATAMAPS)
def test_whatever_goes_out_is_a_manifest(datamap: DataMap) -> None:
    text = rendered_manifest([give_out(datamap).dataset])
    path = HERE / "not-there.yml"
    from upheld.documents.positioned import locate
    from upheld.exchange.fideslang.manifest import Manifest

    read = locate(text, Manifest, file=path.name)
    assert read.model.dataset[0].fides_key


def shop(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "shop.yml"
    path.write_text(text, encoding="utf-8")
    return path


SHOP = """\
dataset:
  - fides_key: shop
    name: Shop
    fidesctl_meta: {resource_id: "arn:x"}
    collections:
      - name: customer
        data_subjects: [customer]
        fields:
          - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: True}}
          - name: email
            data_categories: [user.contact.email]
            fidesops_meta: {identity: email, data_type: string, length: 40}
          - name: address_id
            data_categories: [system.operations]
            fides_meta: {references: [{dataset: shop, field: address.id, direction: to}]}
      - name: address
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: city, data_categories: [user.provided.identifiable.contact.address.city]}
      - name: orders
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: shop, field: customer.id}]}
          - name: detail
            fides_meta: {data_type: object}
            fields:
              - name: ship
                fields: [{name: phone, data_categories: [user.contact.phone_number]}]
              - {name: total, data_categories: [system.operations]}
      - name: newsletter
        fields:
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email}}
      - name: country
        description: the countries of the world
        fields: [{name: code, data_categories: [system.operations]}]
"""


def test_a_shop_becomes_a_map_that_needs_nobody_to_decide(tmp_path: Path) -> None:
    (brought,) = bring_in_file(shop(tmp_path, SHOP))
    found = plain(brought.datamap)
    tables = found["tables"]
    assert found["subjects"] == {
        "customer": {"table": "customer", "key": "id", "identifiers": {"email": "email"}}
    }
    assert tables["customer"]["owns"] == [{"table": "address", "via": "address_id"}]
    assert tables["customer"]["fields"]["email"] == {"category": "contact.email"}
    assert tables["customer"]["fields"]["address_id"] == "none"
    assert tables["address"]["fields"]["city"] == {"category": "contact.address.city"}
    assert tables["orders"]["edges"] == [{"to": "customer", "via": "customer_id"}]
    assert tables["orders"]["json"] == {"detail": {"$.ship.phone": "erase"}}
    assert tables["newsletter"]["edges"] == [{"to": "customer", "via": "mail", "match": "email"}]
    assert tables["country"]["none"] == "the countries of the world"
    assert not brought.datamap.unsure_points()
    assert give_out(brought.datamap).dataset == yaml.safe_load(SHOP)["dataset"][0]


def test_the_written_map_is_read_as_the_same_map(tmp_path: Path) -> None:
    (brought,) = bring_in_file(shop(tmp_path, SHOP))
    path = tmp_path / "shop.yaml"
    path.write_text(rendered_map(brought, file="shop.yml"), encoding="utf-8")
    assert read_map(path).model == brought.datamap


def remarked(tmp_path: Path, collections: str) -> list[tuple[str, str, str]]:
    text = f"dataset:\n  - fides_key: shop\n    collections:\n{collections}"
    (brought,) = bring_in_file(shop(tmp_path, text))
    return [(str(p.where), p.remark.kind, p.remark.what.en) for p in brought.remarks]


PERSON = """\
      - name: customer
        fields:
          - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
"""


@pytest.mark.parametrize(
    ("collection", "place", "said"),
    [
        ("{name: x, fields: [{name: note}]}", "8:29", "`note` has no data category"),
        ("{name: x, fields: [{name: n, data_categories: [acme.loyalty]}]}", "8:38", "`acme.loyalty` has no category of ours"),
        ("{name: x, fields: [{name: n, data_categories: [user.name]}]}", "8:10", "no reference leads from a person to `x`"),
        ("{name: x, fields: [{name: n, fides_meta: {references: [{dataset: crm, field: p.id, direction: from}]}}]}", "8:64", "refers to another dataset, `crm`; an edge stays within one system"),
        ("{name: x, fields: [{name: n, fides_meta: {references: [{dataset: shop, field: p.id, direction: from}]}}]}", "8:80", "there is no field `p.id` in this dataset"),
        ("{name: x, fides_meta: {skip_processing: true}, fields: [{name: n, data_categories: [user.name]}]}", "8:10", "`x` is skipped by Fides (`skip_processing`)"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_told_with_its_place_and_blocks(
    tmp_path: Path, collection: str, place: str, said: str
) -> None:
    found = remarked(tmp_path, f"{PERSON}      - {collection}\n")
    assert (f"shop.yml:{place}", "decide", said) in found
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    assert brought.datamap.unsure_points()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("retention: 30 days", "`retention` is a text here"),
        ("data_qualifier: aggregated", "`data_qualifier` is not acted on"),
        ("fides_meta: {read_only: true}", "`read_only` is not acted on"),
        ("fides_mta: {identity: email}", "unknown key `fides_mta`"),
    ],
)
def test_what_is_kept_and_not_acted_on_is_told(tmp_path: Path, field: str, said: str) -> None:
    body = f"{PERSON}          - {{name: n, data_categories: [user.name], {field}}}\n"
    assert said in [what for _where, kind, what in remarked(tmp_path, body) if kind == "kept"]


def test_a_misspelt_key_is_kept_and_its_neighbour_is_named(tmp_path: Path) -> None:
    remarked(
        tmp_path, f"{PERSON}          - {{name: n, data_categories: [user.name], feilds: []}}\n"
    )
    body = f"{PERSON}          - {{name: n, data_categories: [user.name], fides_mta: {{a: 1}}}}\n"
    remarked(tmp_path, body)
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    (remark,) = brought.remarks
    assert "did you mean `fides_meta`" in remark.remark.remedy.en
    assert "`fides_meta` ではありませんか" in remark.remark.remedy.ja


def test_a_category_that_fideslang_lacks_is_told_with_what_it_is_taken_as(tmp_path: Path) -> None:
    column = "          - {name: n, data_categories: [user.contact.emial]}\n"
    told = remarked(tmp_path, f"{PERSON}{column}")
    said = "fideslang has no category `user.contact.emial`; it is taken as `user.contact`"
    assert ("shop.yml:8:23", "kept", said) in told
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    entry = brought.datamap.tables["customer"].fields["n"]
    assert entry != "none"
    assert entry.category == "contact"
    (remark,) = [one.remark for one in brought.remarks if said in one.remark.what.en]
    assert "did you mean `user.contact.email`?" in remark.remedy.en
    assert "`user.contact.email` ではありませんか" in remark.remedy.ja


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("dataset: [{fides_key: a b, collections: []}]", "1:23", "this is not a fideslang key"),
        ("dataset: [{fides_key: a}]", "1:11", "the key `collections` is missing"),
        ("policy: []", "1:1", "the key `dataset` is missing"),
        ("dataset: [{fides_key: a, collections: [{name: x}]}]", "1:40", "the key `fields` is missing"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y}, {name: y}]}]}]", "1:77", "`y` stands here a second time"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y, fides_meta: {data_type: money}}]}]}]", "1:93", "`money` is no data type of fideslang"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y, fides_meta: {length: 0}}]}]}]", "1:90", "a number above 0 is wanted here, and `0` is not"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y, fides_meta: {primary_key: yes}}]}]}]", "1:95", "`true` or `false` is wanted here, and `yes` is not"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y, fides_meta: {references: [{dataset: a, field: z}]}}]}]}]", "1:115", "`z` does not name a field of a collection"),
        ("dataset: [{fides_key: a, collections: [{name: x, fields: [{name: y, fides_meta: {references: [{dataset: a, field: z.q, direction: form}]}}]}]}]", "1:131", "`form` is not one of `from`, `to`"),
        ("dataset: [{", "2:1", "this is not valid YAML"),
        ("dataset: [{fides_key: a, fides_key: b, collections: []}]", "1:26", "the key `fides_key` stands here a second time"),
    ],
)  # fmt: skip
def test_a_wrong_manifest_is_refused_with_its_place(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    with pytest.raises(RefusalsError) as refused:
        bring_in_file(shop(tmp_path, text))
    first = refused.value.refusals[0]
    assert str(first.where).startswith(f"shop.yml:{place.partition(':')[0]}")
    assert said in first.what.en
    assert first.what.ja
    assert first.remedy.ja


def test_both_ways_becomes_one_by_the_distance_from_a_person(tmp_path: Path) -> None:
    body = PERSON + (
        "      - {name: orders, fields: [{name: id, fides_meta: {primary_key: true}},"
        " {name: c, fides_meta: {references: [{dataset: shop, field: customer.id}]}}]}\n"
        "      - {name: line, fields: [{name: o, fides_meta: {references: [{dataset: shop, field: orders.id}]}}]}\n"
    )
    remarked(tmp_path, body)
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    tables = plain(brought.datamap)["tables"]
    assert tables["orders"]["edges"] == [{"to": "customer", "via": "c"}]
    assert tables["line"]["edges"] == [{"to": "orders", "via": "o"}]


def test_masking_becomes_anonymising_and_an_unmasked_neighbour_is_asked_about(
    tmp_path: Path,
) -> None:
    body = PERSON + (
        "          - {name: name, data_categories: [user.name],"
        " fides_meta: {masking_strategy_override: {strategy: null_rewrite}}}\n"
    )
    found = remarked(tmp_path, body)
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    table = plain(brought.datamap)["tables"]["customer"]
    assert table["on_erase"] == {"anonymise": {"name": "null"}}
    assert [point["point"] for point in table["unsure"]] == ["on_erase"]
    assert any("nothing is said of `email`" in what for _w, _k, what in found)


def test_a_category_comes_from_the_field_else_the_collection_else_the_dataset(
    tmp_path: Path,
) -> None:
    text = (
        "dataset:\n  - fides_key: shop\n    data_categories: [user.behavior]\n    collections:\n"
        + PERSON
        + "          - {name: seen}\n"
        "      - name: place\n        data_categories: [user.location.precise]\n        fields:\n"
        "          - {name: c, fides_meta: {references: [{dataset: shop, field: customer.id}]}}\n"
        "          - {name: at}\n          - {name: ip, data_categories: [user.device.ip_address]}\n"
    )
    (brought,) = bring_in_file(shop(tmp_path, text))
    tables = brought.datamap.tables
    assert tables["customer"].category_of("seen") == "behaviour"
    assert tables["place"].category_of("at") == "location.precise"
    assert tables["place"].category_of("ip") == "device.ip"


OWNED = (
    "{name: c, fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}}"
)


@pytest.mark.parametrize(
    ("collection", "why"),
    [
        (
            f"{{name: x, fides_meta: {{skip_processing: true}}, fields: [{OWNED}]}}",
            "the dataset says skip_processing",
        ),
        (
            f"{{name: x, fields: [{OWNED}, {{name: p, fides_meta: {{references: [{{dataset: shop, field: x.c}}]}}}}]}}",
            "refers to x without a direction",
        ),
        (
            f"{{name: x, fields: [{OWNED}, {{name: p, fides_meta: {{references: [{{dataset: crm, field: x.c}}]}}}}]}}",
            "refers to crm: x.c",
        ),
        (f"{{name: x, fields: [{OWNED}, {{name: p}}]}}", "the dataset gives no category"),
    ],
)
def test_each_open_point_blocks_by_itself(tmp_path: Path, collection: str, why: str) -> None:
    remarked(tmp_path, f"{PERSON}      - {collection}\n")
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    assert why in [point.why for _table, point in brought.datamap.unsure_points()]
    assert not any("no reference leads" in p.why for _t, p in brought.datamap.unsure_points())


def test_a_reference_to_another_column_than_the_key_names_it(tmp_path: Path) -> None:
    body = PERSON + (
        "      - {name: mails, fields: [{name: m, fides_meta: {references: "
        "[{dataset: shop, field: customer.email, direction: from}]}}]}\n"
    )
    remarked(tmp_path, body)
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    assert plain(brought.datamap)["tables"]["mails"]["edges"] == [
        {"to": "customer", "via": "m", "references": ["email"]}
    ]


def test_two_keys_make_one_edge_of_a_composite_key(tmp_path: Path) -> None:
    body = (
        "      - name: customer\n        fields:\n"
        "          - {name: shop, fides_meta: {primary_key: true}}\n"
        "          - {name: number, fides_meta: {primary_key: true}}\n"
        "          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}\n"
        "      - name: orders\n        fields:\n"
        "          - {name: s, fides_meta: {references: [{dataset: shop, field: customer.shop, direction: from}]}}\n"
        "          - {name: n, fides_meta: {references: [{dataset: shop, field: customer.number, direction: from}]}}\n"
    )
    remarked(tmp_path, body)
    (brought,) = bring_in_file(tmp_path / "shop.yml")
    assert brought.datamap.subjects["customer"].key == ["shop", "number"]
    assert plain(brought.datamap)["tables"]["orders"]["edges"] == [
        {"to": "customer", "via": ["s", "n"]}
    ]


def test_rows_that_are_only_mentioned_or_retained_are_not_given_out_for_deletion() -> None:
    out = give_out(read_map(DEMO).model)
    collections = {one["name"]: one for one in out.dataset["collections"]}
    orders, ticket = collections["orders"], collections["ticket"]
    assert "fides_meta" not in orders  # what tax law keeps must not be deleted elsewhere
    staff = next(one for one in ticket["fields"] if one["name"] == "assigned_to")
    assert "fides_meta" not in staff
    assert "tables.orders.retain" in out.unspoken
    assert bring_in(out.dataset)[0] == read_map(DEMO).model


def test_with_the_keys_of_the_database_references_between_tables_are_told() -> None:
    datamap = read_map(DEMO).model
    keys = dict.fromkeys(datamap.tables, ("id",))
    out = give_out(datamap, keys)
    lines = next(one for one in out.dataset["collections"] if one["name"] == "order_line")
    told = next(one for one in lines["fields"] if one["name"] == "order_id")
    assert told["fides_meta"]["references"] == [
        {"dataset": "shop", "field": "orders.id", "direction": "from"}
    ]
    back, _remarks = bring_in(out.dataset)
    assert plain(back.model_copy(update={"carried": {}})) == plain(datamap)
    assert give_out(back).dataset == out.dataset


def test_what_others_change_in_a_dataset_of_ours_takes_effect() -> None:
    dataset = json.loads(json.dumps(give_out(read_map(DEMO).model).dataset))
    customer = next(one for one in dataset["collections"] if one["name"] == "customer")
    customer["fields"].append({"name": "fax", "data_categories": ["user.contact.fax_number"]})
    back, _remarks = bring_in(dataset)
    expected = plain(read_map(DEMO).model)
    expected["tables"]["customer"]["fields"]["fax"] = {"category": "contact.fax"}
    assert plain(back.model_copy(update={"carried": {}})) == expected


@pytest.mark.parametrize("table", ["ticket", "order_line", "review"])
def test_a_reference_that_others_add_is_an_edge_beside_those_we_carried(table: str) -> None:
    original = read_map(DEMO).model
    dataset = json.loads(json.dumps(give_out(original).dataset))
    changed = next(one for one in dataset["collections"] if one["name"] == table)
    reference = {"dataset": "shop", "field": "customer.id", "direction": "from"}
    changed["fields"].append({"name": "sold_to", "fides_meta": {"references": [reference]}})
    back, _remarks = bring_in(dataset)
    edges = [(edge.to, edge.via, edge.role) for edge in back.tables[table].edges]
    before = [(edge.to, edge.via, edge.role) for edge in original.tables[table].edges]
    assert set(edges) == {*before, ("customer", "sold_to", "owner")}


def test_an_extension_that_no_longer_fits_is_refused_and_not_dropped(tmp_path: Path) -> None:
    dataset = json.loads(json.dumps(give_out(read_map(DEMO).model).dataset))
    dataset["collections"] = [c for c in dataset["collections"] if c["name"] != "orders"]
    with pytest.raises(RefusalsError) as refused:
        bring_in_file(shop(tmp_path, rendered_manifest([dataset])))
    (refusal,) = refused.value.refusals
    assert refusal.where.line is not None
    assert "orders" in refusal.what.en
    assert "orders" in refusal.what.ja


def test_a_table_that_was_removed_takes_what_it_carried_along(tmp_path: Path) -> None:
    (brought,) = bring_in_file(shop(tmp_path, SHOP))
    tables = {n: t for n, t in brought.datamap.tables.items() if n != "country"}
    smaller = brought.datamap.model_copy(update={"tables": tables})
    assert not give_out(smaller).lost  # nothing of `country` had to be carried
    without = {n: t for n, t in brought.datamap.tables.items() if n != "orders"}
    out = give_out(brought.datamap.model_copy(update={"tables": without}))
    assert "orders" not in [one["name"] for one in out.dataset["collections"]]
    assert any(place.startswith("collections.orders") for place in out.lost)


ORACLE = Path(sys.prefix) / "fideslang" / "bin" / "python"
"""A Python of its own, made beside ours: fideslang wants an older pydantic."""
_CHECK = """
import json, sys
from fideslang.models import Dataset
for line in sys.stdin:
    Dataset.model_validate(json.loads(line))
    print("ok")
"""


@pytest.mark.slow
def test_fideslang_itself_accepts_what_we_give_out() -> None:
    import warnings

    datasets = [give_out(read_map(DEMO).model).dataset]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # examples outside of a test are what is wanted here
        datasets += [give_out(DATAMAPS.example()).dataset for _ in range(100)]
    lines = "\n".join(json.dumps(one) for one in datasets)
    done = subprocess.run(
        [str(ORACLE), "-c", _CHECK],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.stdout.split() == ["ok"] * len(datasets), done.stderr


@pytest.mark.slow
def test_500_collections_come_in_and_go_out_in_seconds() -> None:
    fields = [{"name": f"f{n}", "data_categories": ["user.name"]} for n in range(10)]
    key = {"name": "id", "fides_meta": {"primary_key": True}}
    collections: list[dict[str, Any]] = [
        {"name": "t0", "fields": [key, {"name": "m", "fides_meta": {"identity": "email"}}]}
    ]
    for number in range(1, 500):
        above = {"dataset": "shop", "field": f"t{number // 10}.id"}
        owner = {"name": "owner", "fides_meta": {"references": [above]}}
        collections.append({"name": f"t{number}", "fields": [key, owner, *fields]})
    dataset = {"fides_key": "shop", "collections": collections}
    began = time.perf_counter()
    datamap, _remarks = bring_in(dataset)
    assert give_out(datamap).dataset == dataset
    # About 3 s on two shared cores; what grows with the square of the tables takes minutes.
    assert time.perf_counter() - began < 30


def test_a_manifest_with_other_resources_beside_is_read(tmp_path: Path) -> None:
    read = read_manifest(shop(tmp_path, SHOP + "system: [{fides_key: web}]\n"))
    assert [one.fides_key for one in read.model.dataset] == ["shop"]
