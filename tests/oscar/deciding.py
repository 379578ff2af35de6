"""Carries out the decisions a person recorded about a discovered data map.

`policy/decisions.yaml` holds one decision a line, in the order in which they were taken.
"""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.oscar.prepared import HERE

DECISIONS = HERE / "policy" / "decisions.yaml"


def decisions() -> list[dict[str, Any]]:
    """Return the decisions, one a line of the file."""
    read: list[dict[str, Any]] = YAML(typ="safe").load(DECISIONS.read_text("utf-8"))
    return read


def decide(path: Path) -> int:
    """Carry them out on a discovered map.

    Returns:
        How many decisions there were.

    Raises:
        LookupError: a decision names a point that is not open.
    """
    yaml = YAML()
    document = yaml.load(path.read_text("utf-8"))
    listed = decisions()
    for one in listed:
        _carry_out(document["tables"], one)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(document, file)
    return len(listed)


def _carry_out(tables: dict[str, Any], one: dict[str, Any]) -> None:
    entry = tables[one["table"]]
    for name, value in one.get("set", {}).items():
        if name == "none":
            entry.clear()
        entry[name] = value
    for name, value in one.get("add", {}).items():
        entry.setdefault(name, []).append(value)
    if "accept" in one:
        _place(tables, one["table"], one["accept"], _taken(entry, one["accept"])["guess"])
    if "reject" in one:
        _taken(entry, one["reject"])
        if "as" in one:
            entry.setdefault("fields", {})[one["reject"]] = one["as"]


def _taken(entry: dict[str, Any], name: str) -> dict[str, Any]:
    """Take an open point out of a table's entry."""
    for number, point in enumerate(entry.get("unsure", ())):
        if point["point"] == name:
            found: dict[str, Any] = entry["unsure"].pop(number)
            if not entry["unsure"]:
                del entry["unsure"]
            return found
    raise LookupError(f"the point {name} is not open")


def _place(tables: dict[str, Any], table: str, name: str, guess: Any) -> None:
    entry = tables[table]
    if name == "table":
        tables[table] = guess
    elif isinstance(guess, dict) and "to" in guess:
        entry.setdefault("edges", []).append(guess)
    else:
        entry.setdefault("fields", {})[name] = guess
