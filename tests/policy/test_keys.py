"""The page of every key and the schema for editors are made from the model, and agree with it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from upheld.documents.json_schema import json_schema
from upheld.policy.keys import OF_EVERY_PROMISE, Key, sections
from upheld.policy.keys_page import page
from upheld.policy.model import Policy
from upheld.policy.reading import locate_policy
from upheld.policy.rules.catalogue import RULES
from upheld.policy.rules.examples import example
from upheld.policy.template import minimal
from upheld.terminal.main import main
from upheld.wording import Language

PROJECT = Path(__file__).parents[2]
PAGES: list[tuple[Path, Language]] = [
    (PROJECT / "docs/policy-keys.md", "en"),
    (PROJECT / "docs/ja/policy-keys.md", "ja"),
]
EXAMPLES = sorted(PROJECT.glob("src/upheld/examples/*/policy"))


def printed(*arguments: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(list(arguments)) == 0
    return out.getvalue()


@pytest.mark.parametrize(("file", "language"), PAGES)
def test_the_page_in_docs_is_the_one_that_is_made(file: Path, language: Language) -> None:
    assert file.read_text("utf-8") == page(language), "run: upheld policy keys > the page"


def test_the_page_is_what_the_command_prints() -> None:
    assert printed("--lang", "ja", "policy", "keys") == page("ja")


def listed() -> set[str]:
    return {f"{part.head.path}.{key.path}" for part in sections() for key in part.keys}


@pytest.mark.parametrize(
    "path",
    [
        "policy.version", "handler.representative.name", "recipients.class",
        "recipients.contract.since", "regions.closed.except", "termination.stages.do",
        "rights.fee.amount", "ai.training.opt_in.by", "people.label",
    ],
)  # fmt: skip
def test_a_key_of_any_depth_is_listed(path: str) -> None:
    assert path in listed()


def test_every_key_of_the_template_and_the_examples_is_explained() -> None:
    found = {path for folder in EXAMPLES for path in written(locate_policy(folder).tree.value)}
    assert found - listed() - {part.head.path for part in sections()} == set()
    assert len(found) > 200


def written(document: dict[str, Any]) -> set[str]:
    """Every key that a file holds, as the page spells it."""
    heads = {part.head.path: part for part in sections()}
    found = set()
    for name, value in document.items():
        keys = {key.path: key for key in heads[name].keys}
        for one in _values(value, heads[name].head):
            found |= {f"{name}.{path}" for path in _below(one, "", keys)}
    return found


def _values(value: Any, key: Key) -> list[Any]:
    if key.shape == "mapping":
        return list(value.values())
    return list(value) if key.shape == "list" and isinstance(value, list) else [value]


def _below(value: Any, above: str, keys: dict[str, Key]) -> set[str]:
    found = set()
    for name, child in value.items() if isinstance(value, dict) else ():
        if name in OF_EVERY_PROMISE:
            continue
        path = f"{above}{name}"
        found.add(path)
        key = keys.get(path)
        nested = key is not None and any(other.startswith(f"{path}.") for other in keys)
        if key is not None and nested:
            for one in _values(child, key):
                found |= _below(one, f"{path}.", keys)
    return found


def test_one_section_can_be_asked_for() -> None:
    only = printed("policy", "keys", "retention")
    assert only.startswith("## `retention`\n")
    assert "| `at_least` |" in only
    assert "`recipients`" not in only


@pytest.mark.parametrize(
    ("language", "said"), [("en", "§ takes `c`, "), ("ja", "§ の値には `c`, ")]
)
def test_one_section_shows_how_it_is_written_and_what_its_marks_mean(
    language: Language, said: str
) -> None:
    only = printed("--lang", language, "policy", "keys", "consent")
    assert "`consent: {NAME: {label: …, c: …}}`" in only
    assert said in only


def test_the_keys_come_as_data_too() -> None:
    rows = json.loads(printed("--json", "policy", "keys", "desk"))
    assert rows[0]["section"] == "desk"
    assert rows[0]["key"] is None
    (clock,) = [row for row in rows if row["key"] == "clock"]
    assert clock["keys_as_under"] == "rights: clock"


def test_a_section_that_is_not_there_names_the_nearest() -> None:
    errors = io.StringIO()
    with redirect_stderr(errors):
        assert main(["policy", "keys", "retenton"]) == 2
    assert "did you mean `retention`?" in errors.getvalue()


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(json_schema(Policy, title="upheld policy"))
    return jsonschema.Draft202012Validator(schema)


def wrong(document: object) -> list[str]:
    return [
        f"{'.'.join(map(str, one.absolute_path))}: {one.message}"
        for one in validator().iter_errors(document)
    ]


@pytest.mark.slow
def test_the_schema_is_one_of_its_dialect() -> None:
    schema = json.loads(printed("policy", "schema"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.parent.name)
def test_an_editor_marks_nothing_in_an_example(folder: Path) -> None:
    assert wrong(locate_policy(folder).tree.value) == []


def test_an_editor_marks_nothing_in_the_template(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(minimal(company="あおば商店"), "utf-8")
    assert wrong(locate_policy(tmp_path).tree.value) == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_an_editor_marks_nothing_in_the_example_of_a_rule(code: str) -> None:
    for lines in (RULES[code].bad, RULES[code].good):
        assert wrong(example(lines).tree.value) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"c": 2.1}, "is not valid under any of the given schemas"),
        ({"offerd": True, "c": "1"}, "'offerd' was unexpected"),
        ({"offered": True}, "'c' is a required property"),
    ],
)
def test_an_editor_marks_what_the_reader_refuses(lines: dict[str, object], said: str) -> None:
    document = example("policy: {}").tree.value
    document["rights"]["deletion"] = lines
    assert any(said in one for one in wrong(document))


def test_the_schema_of_a_data_map_is_one_of_its_dialect_too() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(printed("map", "schema")))
