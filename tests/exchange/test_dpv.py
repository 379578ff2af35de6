"""The linked data is RDF, and every term in it is one of DPV 2.3 or of our own table."""

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from upheld.datamap.model import DataMap
from upheld.datamap.reading import read_map
from upheld.exchange.dpv import CONTEXT, linked_data
from upheld.exchange.records.holdings import Holdings
from upheld.policy.reading import read_policy

ROOT = Path(__file__).parents[2]
DPV = Namespace(CONTEXT["dpv"])
PD = Namespace(CONTEXT["pd"])
JP = Namespace(CONTEXT["jp"])
SKOS = Namespace(CONTEXT["skos"])
KNOWN = {
    URIRef(CONTEXT[line.partition(":")[0]] + line.partition(":")[2])
    for line in (ROOT / "tests/vocabulary/dpv-2.3.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}
OURS = ("dpv", "pd", "legal-jp")


def demo(tmp_path: Path) -> Holdings:
    folder = tmp_path / "policy"
    folder.mkdir()
    shutil.copy(ROOT / "src/upheld/demo/policy.yaml", folder)
    maps = {"shop": read_map(ROOT / "src/upheld/demo/shop.yaml").model}
    return Holdings(policy=read_policy(folder), maps=maps)


def example(name: str = "b2b-platform") -> Holdings:
    policy = read_policy(ROOT / "src/upheld/examples" / name / "policy")
    health = {"notes": {"fields": {"d": {"category": "health.disability"}}}}
    datamap = DataMap.model_validate({"system": "clinic", "tables": health})
    return Holdings(policy=policy, maps={"clinic": datamap})


def graph_of(holdings: Holdings) -> Graph:
    graph = Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the reader's own making
        graph.parse(data=json.dumps(linked_data(holdings)), format="json-ld")
    return graph


EXAMPLES = sorted(path.parent.name for path in (ROOT / "src/upheld/examples").glob("*/policy"))


@pytest.fixture(params=["demo", *EXAMPLES])
def holdings(request: pytest.FixtureRequest, tmp_path: Path) -> Holdings:
    return demo(tmp_path) if request.param == "demo" else example(request.param)


def keys_in(node: Any) -> set[str]:
    if isinstance(node, list):
        return {key for one in node for key in keys_in(one)}
    if not isinstance(node, dict):
        return set()
    return set(node) | {key for one in node.values() for key in keys_in(one)}


def test_every_term_is_one_of_dpv_2_3(holdings: Holdings) -> None:
    used = {term for triple in graph_of(holdings) for term in triple if isinstance(term, URIRef)}
    foreign = {u for u in used if any(u.startswith(CONTEXT[prefix]) for prefix in OURS)}
    assert len(foreign) > 30
    assert foreign <= KNOWN, sorted(foreign - KNOWN)


def test_nothing_of_the_document_is_lost_to_a_reader(holdings: Holdings) -> None:
    # JSON-LD drops in silence what its context does not know.
    document = linked_data(holdings)
    prefixes = {key.partition(":")[0] for key in keys_in(document["@graph"]) if key[0] != "@"}
    assert prefixes <= set(CONTEXT)
    assert not [v for v in json.dumps(document["@graph"]).split('"') if v == "null"]


def test_a_purpose_is_a_process_with_data_people_and_recipients(tmp_path: Path) -> None:
    graph = graph_of(demo(tmp_path))
    process = URIRef("urn:upheld:policy:hoshikage:process:billing")
    purpose = URIRef("urn:upheld:policy:hoshikage:purpose:billing")
    data = URIRef("urn:upheld:policy:hoshikage:data:contact.address")
    carrier = URIRef("urn:upheld:policy:hoshikage:recipient:carrier")
    assert (process, RDF.type, DPV.PersonalDataProcess) in graph
    assert (process, DPV.hasPurpose, purpose) in graph
    assert (purpose, RDF.type, DPV.PaymentManagement) in graph
    assert (process, DPV.hasPersonalData, data) in graph
    assert (data, RDF.type, PD.PhysicalAddress) in graph
    assert (data, SKOS.prefLabel, Literal("住所", lang="ja")) in graph
    assert (process, DPV.hasRecipient, carrier) in graph
    assert (carrier, RDF.type, DPV.DataProcessor) in graph


def test_storage_has_its_duration_and_its_places(tmp_path: Path) -> None:
    graph = graph_of(demo(tmp_path))
    storage = URIRef("urn:upheld:policy:hoshikage:storage:billing-records")
    (duration,) = graph.objects(storage, DPV.hasDuration)
    (value,) = graph.objects(duration, RDF.value)
    assert str(value) == "P8Y6M"
    address = URIRef("urn:upheld:policy:hoshikage:data:contact.address")
    places = {
        str(name)
        for condition in graph.objects(address, DPV.hasStorageCondition)
        for name in graph.objects(condition, URIRef(CONTEXT["dct"] + "identifier"))
    }
    assert {"shop/address.street", "shop/orders.ship_street"} <= places
    assert (address, DPV.hasStorageCondition, storage) in graph


def test_only_rights_that_are_offered_are_claimed() -> None:
    holdings = example()
    graph = graph_of(holdings)
    claimed = {str(o).rpartition(":")[2] for o in graph.objects(None, DPV.hasRight)}
    assert claimed == {kind for kind, one in holdings.policy.rights.items() if one.offered}


def test_another_country_is_a_cross_border_transfer() -> None:
    graph = graph_of(example())
    assert list(graph.subjects(DPV.hasProcessing, DPV.CrossBorderTransfer))
    assert list(graph.subjects(RDF.type, DPV.ThirdCountry))


def test_what_is_special_care_required_and_undeclared_is_said() -> None:
    graph = graph_of(example())
    (node,) = graph.subjects(RDF.type, JP.SpecialCareRequiredInformation)
    assert (node, RDF.type, PD.Disability) in graph
    assert (node, RDFS.comment, Literal("ポリシーに宣言がありません", lang="ja")) in graph
    assert (
        JP.SpecialCareRequiredInformation,
        RDFS.subClassOf,
        DPV.SpecialCategoryPersonalData,
    ) in graph


def test_every_reference_inside_leads_to_a_node(holdings: Holdings) -> None:
    graph = graph_of(holdings)
    subjects = set(graph.subjects())
    inside = {o for o in graph.objects() if str(o).startswith("urn:upheld:policy:")}
    assert inside <= subjects, sorted(map(str, inside - subjects))


def test_the_document_is_the_same_each_time(holdings: Holdings) -> None:
    first, second = linked_data(holdings), linked_data(holdings)
    assert json.dumps(first) == json.dumps(second)
