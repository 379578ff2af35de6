"""Addresses, postal codes, dates of birth and cookie ids on the second list: `python -m tests.detection.second`.

With `--misses` the cases of the half that is learnt from; those of the other half are never shown.
"""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import second_cases
from tests.detection.labelled.scoring import Tally, by_kind, covered, touches
from tests.detection.scores import Scored

KINDS = ("address", "postal_code", "birth_date", "cookie_id")
HALVES = ("learnt from", "held back")


def half(case: Case) -> str:
    """Which half a case belongs to: by a seeded hash of its id, nobody chooses."""
    return HALVES[int(sha256(f"second/{case.id}".encode()).hexdigest(), 16) % 2]


@cache
def second_list() -> Scored:
    """Every case of the list, scanned."""
    return Scored.of(second_cases())


def tally(kind: str, which: str | None = None, lang: str | None = None) -> Tally:
    """Scores of one kind, in one half or both, in one language or all; the negatives count for all."""
    scored = second_list()
    cases = [
        case
        for case in scored.cases
        if which in {None, half(case)} and (case.negative or lang in {None, case.lang})
    ]
    return by_kind(cases, scored.said).get(kind, Tally())


def mistakes() -> Iterator[str]:
    """What is missed or false in the half that is learnt from."""
    scored = second_list()
    for case in scored.cases:
        if half(case) != HALVES[0]:
            continue
        said = [one for one in scored.said[case.id] if one.kind in KINDS]
        for label in case.labels:
            if not covered(label, said, exact=False):
                yield f"missed {_shown(case, label)}"
        for one in said:
            if not touches(one, case.labels):
                yield f"false  {_shown(case, one)}"


def _shown(case: Case, label: Label) -> str:
    return f"{label.kind} {case.text[label.start : label.end]!r} in {case.text!r} ({case.why})"


def main() -> None:
    """Print the scores of both halves and, when asked, the mistakes of the first."""
    for which in HALVES:
        for kind in KINDS:
            for lang in ("ja", "en"):
                one = tally(kind, which, lang)
                print(
                    f"{which}\t{kind}\t{lang}\trecall {one.recall:.3f} ({one.found}/{one.found + one.missed})"
                    f"\tprecision {one.precision:.3f} ({one.false} false)"
                )
    if "--misses" in sys.argv:
        print(*mistakes(), sep="\n")


if __name__ == "__main__":
    main()
