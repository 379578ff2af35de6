"""Which rule fires on which text? A table rule × policy, for texts outside this tree.

    python -m bench.reference DIR [--order NAME,NAME,…] [--labels FILE.tsv]
                               [--language ja]

DIR holds `.html` or `.txt` files. They are called P1, P2, … in the order of `--order` (names
without their ending), else by name: nothing of the texts, not even a file's name, is printed.
An entry of the table is the number of places; `~` marks those that may be missing in the
capture only. With `--labels` (tab-separated: the beginning of a file's name, areas with | between, the
beginning of a sentence) the share of sentences that are classified is printed with its
precision.
"""

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upheld.prose.procedure import Imported, bring_in
from upheld.prose.rules.catalogue import RULES
from upheld.wording import Language

_LEVELS = {
    "error": {"en": "error", "ja": "エラー"},
    "warning": {"en": "warning", "ja": "警告"},
    "information": {"en": "information", "ja": "情報"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One text, imported."""

    name: str
    label: str
    seconds: float
    imported: Imported

    def covered(self) -> float:
        """Return the share of characters, white space left out, that stand in a sentence."""
        text = self.imported.reading.text
        whole = len("".join(text.split()))
        inside = sum(
            len("".join(one.span.of(text).split())) for one in self.imported.reading.sentences
        )
        return inside / whole

    def cell(self, code: str) -> str:
        """Return how often a rule fires, with `~` if all of it may be lost formatting."""
        found = [one for one in self.imported.findings if one.code == code]
        if not found:
            return "–"
        return f"{len(found)}~" if all(one.capture_loss for one in found) else str(len(found))


def measure(folder: Path, order: list[str]) -> list[Measured]:
    """Import every text of a folder."""
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder")
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".html", ".htm"))
    if not paths:
        raise SystemExit(f"{folder} holds no .txt and no .html file")
    by_name = {path.stem: path for path in paths}
    unknown = [name for name in order if name not in by_name]
    if unknown:
        raise SystemExit(f"--order names no file of the folder: {', '.join(unknown)}")
    chosen = [by_name[name] for name in order] if order else paths
    measured = []
    for number, path in enumerate(chosen, start=1):
        data = path.read_bytes()
        began = time.perf_counter()
        imported = bring_in(data, file=path.name, today=date(2026, 11, 25))
        seconds = time.perf_counter() - began
        measured.append(
            Measured(name=path.stem, label=f"P{number}", seconds=seconds, imported=imported)
        )
    return measured


def table(measured: list[Measured], language: Language) -> str:
    """Return the table as Markdown."""
    labels = [one.label for one in measured]
    head = "rule | severity" if language == "en" else "規則 | 程度"
    lines = [f"| {head} | {' | '.join(labels)} |", f"|---|---|{'---|' * len(labels)}"]
    for rule in RULES:
        cells = " | ".join(one.cell(rule.code) for one in measured)
        lines.append(
            f"| `{rule.code}` {rule.title.in_language(language)} | {_LEVELS[rule.severity][language]} | {cells} |"
        )
    return "\n".join(lines)


def figures(measured: list[Measured]) -> str:
    """Return sizes, times and shares as Markdown."""
    lines = ["| | kB | clauses | sentences | covered | classified | errors | seconds |",
             "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for one in measured:
        imported = one.imported
        decided = sum(c.area is not None for c in imported.classified) / len(imported.classified)
        errors = Counter(f.severity for f in imported.findings)["error"]
        lines.append(
            f"| {one.label} | {len(imported.reading.text.encode()) / 1000:.1f} "
            f"| {len(imported.reading.clauses)} | {len(imported.reading.sentences)} "
            f"| {one.covered():.1%} | {decided:.1%} | {errors} | {one.seconds:.2f} |"
        )
    return "\n".join(lines)


def precision(measured: list[Measured], labels: Path) -> str:
    """Compare with sentences that a person labelled."""
    labelled = decided = right = lost = 0
    for line in labels.read_text("utf-8").splitlines():
        name, areas, words = line.split("\t")
        text = next(one for one in measured if one.name.startswith(name))
        found = [
            c for c in text.imported.classified
            if c.sentence.text.startswith(words[:150]) and (len(words) > 150 or c.sentence.text == words)
        ]  # fmt: skip
        if not found:
            lost += 1
            continue
        labelled += 1
        if found[0].area is not None:
            decided += 1
            right += found[0].area in areas.split("|")
    return (
        f"{labelled} labelled sentences ({lost} not found again): {decided / labelled:.1%} classified, "
        f"of these {right / decided:.1%} as labelled"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--order", default="")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--language", choices=["en", "ja"], default="en")
    options = parser.parse_args()
    measured = measure(options.folder, [name for name in options.order.split(",") if name])
    print(figures(measured), table(measured, options.language), sep="\n\n")
    if options.labels:
        print("\n" + precision(measured, options.labels))


if __name__ == "__main__":
    main()
