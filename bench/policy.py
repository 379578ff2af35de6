"""How long does a policy take to be read, checked and shown? `python -m bench.policy`.

    python -m bench.policy                            # the largest example; 1,000 clauses
    python -m bench.policy --clauses 5000 --runs 9

A policy of any size is made by rule: a quarter of its clauses are purposes, groups of data,
recipients and retention rules each, every one with its references and its words. What is
measured is the work inside a process that has started; `upheld --help` is the start itself.
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.side_by_side.alone import start_up
from bench.side_by_side.figures import Figures, timed

from upheld.checking.procedure import Checked, Subject, check
from upheld.documents.positioned import Positioned
from upheld.examples.gallery import example
from upheld.policy.model import Policy
from upheld.policy.reading import locate_policy
from upheld.policy.rules.examples import BASE
from upheld.promises.board import compute
from upheld.promises.facts import Facts
from upheld.vocabulary.category import categories

TODAY = dt.date(2026, 11, 25)
TEMPLATES = ("ai-research", "b2b-platform", "consumer-app", "messaging", "wifi-rental")
EXAMPLE_BAR, LARGE_BAR, BOARD_BAR = 0.5, 2.0, 0.5  # seconds


def large_policy(clauses: int) -> str:
    """Return a policy with this many clauses over those of the base, without a finding.

    >>> large_policy(8).count("BIG-")
    8
    """
    parts = {name: list(lines) for name, lines in zip(_SECTIONS, _lines(clauses // 4), strict=True)}
    text = BASE
    for section, lines in parts.items():
        head = f"{section}:\n"
        body = "".join(f"  {line}\n" for line in lines)
        text = text.replace(head, head + body, 1) if head in text else text + head + body
    return text


_SECTIONS = ("purposes", "data", "recipients", "retention")


def _lines(each: int) -> Iterator[Iterator[str]]:
    leaves = [one.name for one in categories() if "." in one.name]
    held = [leaves[number % len(leaves)] for number in range(each)]
    yield (
        f"use-{n}: {{ja: 業務{n}の提供, en: providing service {n}, basis: contract, c: BIG-1.{n}}}"
        for n in range(each)
    )
    yield (
        f"group-{n}: {{items: [{held[n]}], purposes: [use-{n}, provide], recipients: [firm-{n}], "
        f"label: {{ja: 情報{n}, en: data {n}}}, c: BIG-2.{n}}}"
        for n in range(each)
    )
    yield (
        f"firm-{n}: {{ja: 会社{n}, en: Firm {n}, country: JP, contract: {{since: 2025-04-01}}, "
        f"supervision: {{every: P1Y}}, c: BIG-3.{n}}}"
        for n in range(each)
    )
    yield (
        f"rule-{n}: {{keep: P{1 + n % 9}Y, basis: {{ja: 契約の履行, en: the contract}}, "
        f"data: [group-{n}], c: BIG-4.{n}}}"
        for n in range(each)
    )


def read_and_check(folder: Path, figures: Figures, name: str, bar: float, runs: int) -> Checked:
    """Measure what `upheld check --files-only` does once it runs."""
    whole = figures.of(f"check {name}", bar=bar)
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        with timed(whole.parts.setdefault("(read)", [])):
            read = locate_policy(folder)
        with timed(whole.parts.setdefault("(rules)", [])):
            checked = check(Subject(policy=read, maps={}), TODAY)
        whole.ours.append(time.perf_counter() - began)
        # Beside other work on the machine this is what the work itself took.
        whole.parts.setdefault("(processor)", []).append(time.process_time() - worked)
    return checked


def board(read: Positioned[Policy], checked: Checked, figures: Figures, runs: int) -> int:
    """Measure the board over what a check found; return how many clauses it has."""
    figure = figures.of(f"board of {len(read.model.clauses()):,} clauses", bar=BOARD_BAR)
    facts = Facts(now=dt.datetime(2026, 11, 25, tzinfo=dt.UTC), findings=checked.findings)
    for _ in range(runs):
        with timed(figure.ours):
            computed = compute(read.model, facts)
    return len(computed.clauses)


def largest() -> str:
    """The example with the most clauses."""
    return max(TEMPLATES, key=lambda name: len(example(name).policy().clauses()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clauses", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    figures = Figures()
    name = largest()
    folder = example(name).folder / "policy"
    read_and_check(folder, figures, f"example {name}", EXAMPLE_BAR, options.runs)
    with tempfile.TemporaryDirectory(prefix="upheld-bench-") as scratch:
        made = Path(scratch) / "policy"
        made.mkdir()
        (made / "policy.yaml").write_text(large_policy(options.clauses), "utf-8")
        large = f"{options.clauses:,} clauses"
        checked = read_and_check(made, figures, large, LARGE_BAR, options.runs)
        errors = [
            f"{one.code} {one.what.en}" for one in checked.findings if one.severity == "error"
        ]
        if errors:
            raise SystemExit(f"the generated policy has errors: {errors[:3]}")
        board(locate_policy(made), checked, figures, options.runs)
    start_up(figures)
    figures.show()


if __name__ == "__main__":
    main()
