"""Every reason that discovery gives has its Japanese; what people wrote stays as it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from upheld.datamap.reasons import in_japanese

SOURCE = Path(__file__).parents[2] / "src" / "upheld"
FILES = [*(SOURCE / "datamap" / "discovery").glob("*.py"), SOURCE / "datamap" / "asking.py", SOURCE / "detection" / "names.py"]  # fmt: skip
SAID = {"why", "reason", "none", "said"}
FILLED = {
    "share": "50% of 20 values", "verdict.looked_at": "20", "len(traits.values)": "20", "traits.distinct": "3", "column.type": "text",
    "label": "e-mail address", "what": "IP addresses", "named": "`a`, `b`", "looks": "look", "holding": "telephone number 40%",
    "table.none": "no personal-looking column and no reference to a person",
    "' under this name' if verdict.by_name else ''": " under this name",
}  # fmt: skip
PROPER = {"Django", "JSON", "UUID", "IP"}


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(filled(one) for one in values)
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)


def filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    if part.format_spec is not None:
        return "50%"
    said = ast.unparse(part.value)
    if said.rpartition(".")[2] in SAID:
        return "`x` is in the lexicon"
    return FILLED.get(said, "x")  # others stand between backticks


def reasons() -> Iterator[str]:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in SAID:
                yield from texts(node.value)
            if isinstance(node, ast.Assign):
                names = {ast.unparse(target).rpartition(".")[2] for target in node.targets}
                if names & SAID:
                    yield from texts(node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_custodian", "_weighed", "self._meaning"}:  # fmt: skip
                for one in node.args:
                    yield from texts(one)


def test_the_reasons_are_found_in_the_source() -> None:
    assert len(set(reasons())) > 60


@pytest.mark.parametrize("why", sorted(set(reasons())))
def test_every_reason_has_its_japanese(why: str) -> None:
    japanese = in_japanese(why)
    left = re.findall(r"[A-Za-z]{2,}", re.sub(r"`[^`]*`", "", japanese))
    assert set(left) <= PROPER, japanese


@pytest.mark.parametrize("why", ["社内の記録", "a counter", "it is ours; nobody else's", "a", ""])
def test_what_a_person_wrote_stays(why: str) -> None:
    assert in_japanese(why) == why
