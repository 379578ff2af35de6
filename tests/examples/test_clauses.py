"""The example policies carry every clause of the reference list, and none that is not there."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.examples.several import SEVERAL
from upheld.law.packs.shorthand import read_shorthand
from upheld.policy.language.line import Label
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = Path(__file__).parents[2] / "src/upheld/examples"
PREFIX = {
    "b2b-platform": "P1",
    "ai-research": "P2",
    "consumer-app": "P3",
    "messaging": "P4",
    "wifi-rental": "P5",
}


@pytest.fixture(scope="module", params=sorted(PREFIX))
def template(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def policy(template: str) -> Policy:
    return read_policy(EXAMPLES / template / "policy")


def listed() -> list[str]:
    with (DATA / "clause_ids.tsv").open(encoding="utf-8") as file:
        return [row["id"] for row in csv.DictReader(file, delimiter="\t")]


def lines_of(policy: Policy) -> Counter[str]:
    """How many lines carry out each clause."""
    lines: Counter[str] = Counter()
    for placed in policy.promises:
        lines.update(placed.promise.c)
    for person in policy.people.values():
        lines.update(person.c or ())
    lines.update(policy.policy.c or ())
    return lines


def test_the_list_holds_the_357_clauses_of_the_five_policies_once() -> None:
    ids = listed()
    assert len(ids) == len(set(ids)) == 357
    assert Counter(one.split("-")[0] for one in ids) == {
        "P1": 118, "P2": 73, "P3": 50, "P4": 54, "P5": 62,
    }  # fmt: skip


def test_every_clause_is_carried_out_and_none_is_unknown(template: str, policy: Policy) -> None:
    prefix = f"{PREFIX[template]}-"
    expected = {one for one in listed() if one.startswith(prefix)}
    carried = set(lines_of(policy))
    assert expected - carried == set()
    assert carried - expected == set()


def test_a_clause_stands_on_several_lines_only_where_a_reason_is_written(
    template: str, policy: Policy
) -> None:
    prefix = f"{PREFIX[template]}-"
    several = {one for one, count in lines_of(policy).items() if count > 1}
    explained = {one for ids, _ in SEVERAL for one in ids if one.startswith(prefix)}
    assert several - explained == set()
    assert explained - several == set()


def labels(part: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text for people with its two languages."""
    if isinstance(part, Label):
        yield path, part.ja, part.en
    elif isinstance(part, BaseModel):
        ja, en = getattr(part, "ja", None), getattr(part, "en", None)
        if isinstance(ja, str) and isinstance(en, str):
            yield path, ja, en
        for name in type(part).model_fields:
            yield from labels(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, dict):
        for name, child in part.items():
            yield from labels(child, f"{path}.{name}")
    elif isinstance(part, tuple | list):
        for number, child in enumerate(part):
            yield from labels(child, f"{path}[{number}]")


def test_every_text_is_there_in_japanese_and_in_english(policy: Policy) -> None:
    texts = list(labels(policy))
    assert len(texts) > 40
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    # An article such as `APPI 29(2)` is written out in both languages by the page itself.
    own = [one for one in texts if not (one[0].endswith(".duty") and read_shorthand(one[1]))]
    # One address may stand for both languages.
    own = [one for one in own if not (one[0].endswith(".to") and one[1] == one[2])]
    assert [path for path, ja, _ in own if not japanese.search(ja)] == []
    assert [path for path, _, en in texts if japanese.search(en)] == []


def test_the_clauses_that_yield_to_others_are_clauses_of_the_same_policy(
    template: str, policy: Policy
) -> None:
    known = set(listed())
    yielding = [
        clause
        for placed in policy.promises
        for one in placed.promise.prevails
        for clause in one.over
    ]
    assert [one for one in yielding if one not in known] == []
    assert {one.split("-")[0] for one in yielding} <= {PREFIX[template]}


def phrases(text: str) -> Iterator[str]:
    """Every run of one to four words, and every short run of Japanese characters."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for length in (1, 2, 3, 4):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
    for run in re.findall(r"[ァ-ヺー・一-龠]{2,}", text):
        for length in range(2, 12):
            for start in range(len(run) - length + 1):
                yield run[start : start + length]


def test_no_name_of_a_real_company_product_or_person_stands_in_an_example() -> None:
    forbidden = set((DATA / "forbidden_words.sha256").read_text("ascii").split())
    assert len(forbidden) > 60
    found = [
        (path.name, phrase)
        for path in EXAMPLES.rglob("*")
        if path.is_file() and path.suffix in {".yaml", ".md", ".sql", ".py", ".mbox", ".json"}
        for phrase in set(phrases(path.read_text("utf-8")))
        if hashlib.sha256(phrase.encode()).hexdigest() in forbidden
    ]
    assert found == []


def test_addresses_and_numbers_are_reserved_or_impossible() -> None:
    for path in EXAMPLES.rglob("*.yaml"):
        text = path.read_text("utf-8")
        for host in re.findall(r"(?:https?://|\w@)([A-Za-z][A-Za-z0-9.-]+)", text):
            assert re.search(r"(^|\.)example\.(com|org|net|jp|co\.jp)$", host), (path.name, host)
        for number in re.findall(r"\b0\d{1,3}-\d{2,4}-\d{4}\b", text):
            assert "-0000-" in number, (path.name, number)
