"""The invented policies: two companies, two languages, each broken and repaired."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upheld.prose.areas.classifying import Classified, classify
from upheld.prose.document import Reading
from upheld.prose.facts.gathering import Facts, gather
from upheld.prose.reading import read, read_text
from upheld.prose.rules.checking import check
from upheld.prose.rules.finding import TextFinding

FOLDER = Path(__file__).parent / "texts"
TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Looked:
    """A text and everything that is said about it."""

    reading: Reading
    facts: Facts
    classified: tuple[Classified, ...]
    findings: tuple[TextFinding, ...]

    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}

    def errors(self) -> set[str]:
        return {finding.code for finding in self.findings if finding.severity == "error"}


def look(reading: Reading) -> Looked:
    facts, classified = gather(reading), classify(reading)
    return Looked(reading, facts, classified, check(reading, facts, classified, today=TODAY))


@cache
def looked_at(name: str) -> Looked:
    """Read one of the invented policies, e.g. `en-shop-broken`."""
    path = FOLDER / f"{name}.html"
    return look(read(path.read_bytes(), file=path.name))


def look_at_text(text: str) -> Looked:
    """Read a few lines."""
    return look(read_text(text, file="a.txt"))
