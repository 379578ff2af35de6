"""What counts as found, missed and false: fixed with the labels, before there was a detector."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.detection.labelled.convert import Case, Label


@dataclass
class Tally:
    """Counts of one kind or group. A ratio with nothing to divide by is 1.0: nothing went wrong."""

    found: int = 0
    missed: int = 0
    right: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that touch a label."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def covered(label: Label, findings: Iterable[Label], *, exact: bool) -> bool:
    """Whether findings of the label's kind cover half of it (or, exactly, one has its ends)."""
    own = [one for one in findings if one.kind == label.kind]
    if exact:
        return label in own
    places = {
        at for one in own for at in range(max(one.start, label.start), min(one.end, label.end))
    }
    return len(places) * 2 >= label.end - label.start


def touches(finding: Label, labels: Iterable[Label]) -> bool:
    """Whether a label of the finding's kind shares a character with it."""
    return any(
        one.kind == finding.kind and finding.start < one.end and one.start < finding.end
        for one in labels
    )


def by_kind(
    cases: Iterable[Case], findings: Mapping[str, Sequence[Label]], *, exact: bool = False
) -> dict[str, Tally]:
    """A tally per kind; `findings` are those of each case, by its id."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in cases:
        said = findings.get(case.id, ())
        for label in case.labels:
            hit = covered(label, said, exact=exact)
            tallies[label.kind].found += hit
            tallies[label.kind].missed += not hit
        for one in said:
            hit = one in case.labels if exact else touches(one, case.labels)
            tallies[one.kind].right += hit
            tallies[one.kind].false += not hit
    return dict(tallies)


def by_group(cases: Iterable[Case], said: Mapping[str, Iterable[str]]) -> dict[str, Tally]:
    """A tally per prohibited group, one case one count; `said` are the groups of each case."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in cases:
        named = set(said.get(case.id, ()))
        for group in named | set(case.group):
            tallies[group].found += group in case.group and group in named
            tallies[group].missed += group not in named
            tallies[group].right += group in case.group and group in named
            tallies[group].false += group not in case.group
    return dict(tallies)
