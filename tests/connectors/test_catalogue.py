"""Kinds of place by entry point; and the connector of the documentation, as a stranger's package."""

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.connectors import test_contract
from tests.connectors.memory import MemoryConnector, StubbornConnector
from tests.connectors.places import NEAR_MISS, NEEDLE, FurnishedPlace
from upheld.connectors.catalogue import BrokenConnectorError, UnknownKindError, connect, known
from upheld.connectors.contract import PlaceName, Selection
from upheld.refusal import PlaceUnreachableError

NAME = PlaceName("shop")
DOCUMENTS = [
    Path(__file__).parents[2] / "docs" / "connectors.md",
    Path(__file__).parents[2] / "docs" / "ja" / "connectors.md",
]
Install = Callable[[str, str, str], None]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Return a function that installs a package: module, source, entry point."""
    before = set(sys.modules)

    def put(module: str, source: str, entry: str) -> None:
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[upheld.connectors]\n{entry}\n")

    sys.path.insert(0, str(tmp_path))
    yield put
    sys.path.remove(str(tmp_path))
    for module in set(sys.modules) - before:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[module]


def shown_code(document: Path) -> str:
    blocks = re.findall(r"```python\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


def shown_entry(document: Path) -> str:
    (block,) = re.findall(r"```toml\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    module, value = re.findall(r"(\w+) = \"([\w:]+)\"", block)[0]
    return f"{module} = {value}"


@pytest.fixture
def strangers_place(tmp_path: Path, install: Install) -> FurnishedPlace:
    install("jsonl_place", shown_code(DOCUMENTS[0]), shown_entry(DOCUMENTS[0]))
    folder = tmp_path / "records"
    folder.mkdir()
    file = folder / "letters.jsonl"

    def put(person: str, *notes: str) -> Selection:
        with file.open("a") as lines:
            lines.writelines(json.dumps({"person": person, "note": n}) + "\n" for n in notes)
        return of(person)

    def of(person: str, collection: str = "letters", by: str = "person") -> Selection:
        return Selection(collection=collection, by=(by,), values=[(person,)])

    return FurnishedPlace(
        connector=connect(PlaceName("letters"), f"jsonl://{folder}"),
        akari=put("c-1", f"to {NEEDLE}", f"{NEEDLE} again"),
        bunta=put("c-2", NEAR_MISS),
        wrong_collection=of("c-1", "leters"),
        wrong_field=of("c-1", by="persom"),
        needle_fields=[("letters", "note"), ("letters", "note")],
        fill=lambda records: put("c-3", *map(str, range(records))),
        unreachable=connect(PlaceName("gone"), f"jsonl://{folder}.gone"),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        name
        for name, test in vars(test_contract).items()
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["place"]
    ],
)
def test_the_connector_of_the_documentation_keeps_the_contract(
    strangers_place: FurnishedPlace, sentence: str
) -> None:
    getattr(test_contract, sentence)(strangers_place)


def test_both_documents_show_the_same_connector_in_under_sixty_lines() -> None:
    english, japanese = map(shown_code, DOCUMENTS)
    assert english == japanese
    assert len(english.splitlines()) < 60
    assert shown_entry(DOCUMENTS[0]) == shown_entry(DOCUMENTS[1])


def test_knows_the_kinds_that_come_with_the_product() -> None:
    ours = {"sqlite", "postgresql", "mariadb", "mysql", "valkey", "redis", "folder", "parquet"}
    assert ours <= set(known())


def test_the_scheme_decides_whatever_its_case_and_driver(tmp_path: Path) -> None:
    for url in (f"folder://{tmp_path}", f"FOLDER://{tmp_path}", f"folder+x://{tmp_path}"):
        assert repr(connect(NAME, url)) == "FolderConnector(shop)"


@pytest.mark.parametrize("url", ["postgres://me:s3cret@host/db", "s3cret", "", "1x://s3cret"])
def test_an_unknown_kind_names_the_known_ones_and_shows_no_password(url: str) -> None:
    with pytest.raises(UnknownKindError) as refusal:
        connect(NAME, url)
    for language in ("en", "ja"):
        text = refusal.value.render(language)
        assert "`postgresql`" in text
        assert "s3cret" not in text


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb", "mysql"])
def test_a_url_whose_port_is_no_number_is_refused_without_its_password(scheme: str) -> None:
    with pytest.raises(PlaceUnreachableError) as refused:
        connect(NAME, f"{scheme}://app:pass-word@127.0.0.1:54a2/shop")
    assert "port" in refused.value.what.en
    assert "pass-word" not in str(refused.value)


def test_a_refusal_of_the_connector_itself_passes_unchanged(tmp_path: Path) -> None:
    with pytest.raises(PlaceUnreachableError):
        connect(NAME, f"folder://{tmp_path}/nowhere")


@pytest.mark.parametrize(
    "source",
    [
        "import a_module_that_is_not_there",
        "def (",
        "x = 1",
        "Place = 3",
        "class Place:\n    pass",
        "class Place:\n    def __init__(self, name, url):\n        raise ValueError(url)",
        "class Place:\n    def __init__(self, name, url):\n        self.name = name",
    ],
)
def test_a_broken_package_is_named(install: Install, source: str) -> None:
    install("broken_place", source, "brk = broken_place:Place")
    with pytest.raises(BrokenConnectorError) as refusal:
        connect(NAME, "brk://s3cret")
    assert "`broken_place`" in str(refusal.value)
    assert "s3cret" not in str(refusal.value)


def test_two_packages_that_offer_one_kind_are_both_named(install: Install) -> None:
    install("first_place", "", "twice = first_place:Place")
    install("second_place", "", "twice = second_place:Place")
    with pytest.raises(BrokenConnectorError, match="`first_place`, `second_place`"):
        connect(NAME, "twice://x")


def test_a_package_that_was_removed_after_installation_is_named(
    install: Install, tmp_path: Path
) -> None:
    install("gone_place", "", "gone = gone_place:Place")
    (tmp_path / "gone_place.py").unlink()
    with pytest.raises(BrokenConnectorError, match="ModuleNotFoundError"):
        connect(NAME, "gone://x")


def test_the_stubborn_place_claims_and_does_not_obey() -> None:
    rows = {"customer": [{"id": 1}, {"id": 1}, {"id": 2}]}
    one = Selection(collection="customer", by=("id",), values=[(1,)])
    stubborn = StubbornConnector(NAME, rows)
    assert (stubborn.erase(one), stubborn.count(one)) == (2, 2)
    obedient = MemoryConnector(NAME, rows)
    assert (obedient.erase(one), obedient.count(one)) == (2, 0)
