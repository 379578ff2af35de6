"""How a test or a bench reads the labelled set: the open part, or (at the end) what is kept apart."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.detection.labelled.convert import HERE, Case, Label, read


def open_cases() -> list[Case]:
    """The part that whoever writes a detector may read and measure on."""
    return [one for path in sorted(HERE.glob("*.jsonl")) for one in in_file(path)]


def kept_apart_cases() -> list[Case]:
    """The part that is measured on and never read: see the README on when."""
    return [one for path in sorted((HERE / "kept_apart").glob("*.jsonl")) for one in in_file(path)]


def blind_cases(name: str) -> list[Case]:
    """The second or third list: addresses and their kin in the shapes that people write them."""
    return [one for path in sorted((HERE / name).glob("*.txt")) for one in read(path)]


def in_file(path: Path) -> Iterator[Case]:
    """The cases of one JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = tuple(Label(**label) for label in row.pop("labels"))
        yield Case(**row | {"labels": labels, "group": tuple(row["group"])})
