"""Addresses and their kin on the lists written blind: `python -m tests.detection.blind second` or `third`.

With `--misses` the cases of the half that is learnt from; those of the other half are never shown.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import blind_cases
from tests.detection.labelled.scoring import Tally, by_kind, covered, touches
from tests.detection.scores import Scored

KINDS = {
    "second": ("address", "postal_code", "birth_date", "cookie_id"),
    "third": (
        "address",
        "postal_code",
        "birth_date",
        "cookie_id",
        "age",
        "device_id",
        "advertising_id",
        "mac_address",
    ),
}
HALVES = ("learnt from", "held back")


def half(name: str, case: Case) -> str:
    """Which half a case belongs to: by a seeded hash of its id, nobody chooses."""
    return HALVES[int(sha256(f"{name}/{case.id}".encode()).hexdigest(), 16) % 2]


@cache
def scanned(name: str) -> Scored:
    """Every case of a list, scanned."""
    return Scored.of(blind_cases(name))


def tally(name: str, kind: str, which: str | None = None, lang: str | None = None) -> Tally:
    """Scores of one kind, in one half or both, in one language or all; the negatives count for all."""
    scored = scanned(name)
    cases = [
        case
        for case in scored.cases
        if which in {None, half(name, case)} and (case.negative or lang in {None, case.lang})
    ]
    return by_kind(cases, scored.said).get(kind, Tally())


def forms(name: str, which: str) -> Iterator[str]:
    """How many addresses of each form are found in one half."""
    scored, by_form = scanned(name), defaultdict[str, list[bool]](list)
    for case in scored.cases:
        if half(name, case) == which:
            by_form[case.why] += [
                covered(label, scored.said[case.id], exact=False)
                for label in case.labels
                if label.kind == "address"
            ]
    for form, hits in by_form.items():
        if hits:
            yield f"{which}\t{form}\t{sum(hits)}/{len(hits)}"


def mistakes(name: str) -> Iterator[str]:
    """What is missed or false in the half that is learnt from."""
    scored = scanned(name)
    for case in scored.cases:
        if half(name, case) != HALVES[0]:
            continue
        said = [one for one in scored.said[case.id] if one.kind in KINDS[name]]
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
    name = sys.argv[1]
    for which in HALVES:
        for kind in KINDS[name]:
            for lang in ("ja", "en"):
                one = tally(name, kind, which, lang)
                print(
                    f"{which}\t{kind}\t{lang}\trecall {one.recall:.3f} ({one.found}/{one.found + one.missed})"
                    f"\tprecision {one.precision:.3f} ({one.false} false)"
                )
    if "--forms" in sys.argv:
        print(*(line for which in HALVES for line in forms(name, which)), sep="\n")
    if "--misses" in sys.argv:
        print(*mistakes(name), sep="\n")


if __name__ == "__main__":
    main()
