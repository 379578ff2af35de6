"""Every column of django-oscar's filled database: is its personal data seen, and nothing else?

    python -m bench.columns_oscar [--details]

The key (`tests/oscar/columns.tsv`) was written by hand from the models before discovery was asked.
Found is a column whose category lies in one of the key's fields; false is one that the key does
not list and that is said to hold personal data, or that is said to hold another field's. What is
asked of a person counts as not found, and as not wrong.
"""

import argparse
import csv
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.columns import judged_categories

KEY = Path(__file__).parents[1] / "tests" / "oscar" / "columns.tsv"
_WORDS = ("free_text", "communication", "content", "support")
_TELLING = (
    "identity", "contact", "account.login", "account.password", "account.session", "account.token",
    "account.id", "finance.card", "finance.bank", "device", "location", "health", "belief", "origin",
    "criminal", "biometric", "sexuality", "employment", "behaviour", *_WORDS,
)  # fmt: skip
"""Categories that say: this holds somebody's data by itself. Amounts and states of a person's
order (`commerce`, `finance.payment`), keys and roles are neither right nor wrong where the key is silent."""

Place = tuple[str, str]


@dataclass(slots=True)
class Score:
    """Columns by how they came out."""

    right: list[Place] = field(default_factory=list)
    missed: list[tuple[Place, str, str]] = field(default_factory=list)
    false: list[tuple[Place, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.false))


def wanted() -> dict[Place, frozenset[str]]:
    """The key: fields by column; none for a column that is not counted."""
    lines = (line for line in KEY.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        (row["table"], row["column"]): frozenset(row["field"].replace("*", "").split("|")) - {""}
        for row in csv.DictReader(lines, delimiter="\t")
    }


def compared(found: dict[Place, str], key: dict[Place, frozenset[str]]) -> Score:
    """Compare categories with the key."""
    score = Score()
    for place, fields in key.items():
        said = found.get(place, "asked")
        if not fields:
            continue
        if _field(said) in fields:
            score.right.append(place)
            continue
        score.missed.append((place, "|".join(sorted(fields)), said))
        if said.startswith(_TELLING):
            score.false.append((place, said))
    score.false += [
        (place, said)
        for place, said in sorted(found.items())
        if place not in key and said.startswith(_TELLING)
    ]
    return score


def _field(category: str) -> str:
    return "words" if category.startswith(_WORDS) else category.partition(".")[0]


def main() -> None:
    """Print the figures without and with values."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", action="store_true", help="name the columns that went wrong")
    arguments = parser.parse_args()
    from tests.oscar.prepared import sqlite_copy

    with tempfile.TemporaryDirectory() as folder:
        shop = sqlite_copy(Path(folder))
        for label, values in (("names and shapes", False), ("with --values", True)):
            found, seconds = judged_categories(shop, values=values)
            score = compared(found, wanted())
            print(
                f"django-oscar, {label:18} recall {score.recall:.3f}  precision {score.precision:.3f}"
                f"  ({len(score.right)} right, {len(score.missed)} missed, {len(score.false)} false; {seconds:.1f} s)"
            )
            for place, fields, said in score.missed if arguments.details else ():
                print("  missed", ".".join(place), "is", fields, "said", said)
            for place, said in score.false if arguments.details else ():
                print("  false ", ".".join(place), "said", said)


if __name__ == "__main__":
    main()
