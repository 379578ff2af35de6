"""The table of kinds in `docs/detection.md`: `python -m tests.detection.scores`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import kept_apart_cases, open_cases
from tests.detection.labelled.scoring import Tally, by_group, by_kind, covered
from upheld.detection.kind import GROUPS, kinds
from upheld.detection.rules import builtin
from upheld.detection.standard import standard

TODAY = date(2026, 12, 1)
PAGES = (Path("docs/detection.md"), Path("docs/ja/detection.md"))
BEGIN, END = "<!-- kinds: begin -->", "<!-- kinds: end -->"
_HEAD = {
    "en": "| kind | what it is | forms | checked | open: recall | precision | kept apart: recall | precision | sources |",
    "ja": "| 種類 | 内容 | 形式数 | 検査 | 公開部分: 再現率 | 適合率 | 非公開部分: 再現率 | 適合率 | 出典 |",
}
_RULE = "|---|---|--:|---|--:|--:|--:|--:|---|"
_GROUP_HEAD = {
    "en": "| group | open: recall | precision | F1 | kept apart: recall | precision | F1 |",
    "ja": "| 区分 | 公開部分: 再現率 | 適合率 | F1 | 非公開部分: 再現率 | 適合率 | F1 |",
}
_TOLD = {
    "en": "Texts without anything personal that have a finding: {flagged} of {all}, kept apart {kept} of {of}.",
    "ja": "個人情報のない文章での誤検出: {flagged} / {all} 件、非公開部分 {kept} / {of} 件。",
}
_MISSED = {
    "en": "Missed in the open part (cases of tests/detection/labelled):",
    "ja": "公開部分で見落としたもの(tests/detection/labelled の項目):",
}


@dataclass(frozen=True)
class Scored:
    """One part of the labelled set, and what the scanner with everything finds in it."""

    cases: list[Case]
    said: dict[str, list[Label]]
    groups: dict[str, set[str]]

    @classmethod
    def of(cls, cases: list[Case]) -> "Scored":
        """Scan every case."""
        scanner = standard(today=TODAY)
        found = {case.id: scanner.scan(case.text) for case in cases}
        return cls(
            cases=cases,
            said={key: [Label(f.kind, f.start, f.end) for f in fs] for key, fs in found.items()},
            groups={key: {group for f in fs for group in f.groups} for key, fs in found.items()},
        )

    def by_kind(self) -> dict[str, Tally]:
        """Scores by kind."""
        return by_kind(self.cases, self.said)

    def by_group(self) -> dict[str, Tally]:
        """Scores by prohibited group."""
        return by_group(self.cases, self.groups)

    def flagged(self) -> tuple[int, int]:
        """How many texts without anything personal have a finding, and how many there are."""
        negatives = [case for case in self.cases if case.negative]
        return sum(1 for case in negatives if self.said[case.id]), len(negatives)

    def misses(self) -> Iterator[str]:
        """The cases in which a label is not found, by kind."""
        missed: defaultdict[str, list[str]] = defaultdict(list)
        for case in self.cases:
            for label in case.labels:
                if not covered(label, self.said[case.id], exact=False):
                    missed[label.kind].append(case.id)
        for kind in sorted(missed):
            yield f"`{kind}`: {', '.join(dict.fromkeys(missed[kind]))}"


@cache
def open_part() -> Scored:
    """The part that may be read."""
    return Scored.of(open_cases())


@cache
def kept_apart() -> Scored:
    """The part that is measured on and not read: only its totals are shown."""
    return Scored.of(kept_apart_cases())


def _kinds_table(language: str) -> Iterator[str]:
    yield _HEAD[language]
    yield _RULE
    ours, theirs = open_part().by_kind(), kept_apart().by_kind()
    every = builtin()
    for kind, one in kinds().items():
        rules = [rule for rule in every if rule.kind == kind]
        checks = sorted(
            {rule.check.__name__.strip("_") for rule in rules if rule.check} - {"<lambda>"}
        )
        sources = list(dict.fromkeys(rule.source for rule in rules))
        shown = "; ".join(sources[:3]) + (f" (+{len(sources) - 3})" if len(sources) > 3 else "")
        label = one.label.in_language("ja" if language == "ja" else "en")
        yield (
            f"| `{kind}` | {label} | {len(rules) or '-'} | {', '.join(checks[:4]) or '-'} | "
            f"{_shown(ours.get(kind))} | {_shown(theirs.get(kind))} | {shown.replace('|', '/') or '-'} |"
        )


def _shown(tally: Tally | None) -> str:
    if tally is None:
        return "- | -"
    return f"{tally.recall:.3f} | {tally.precision:.3f}"


def _groups_table(language: str) -> Iterator[str]:
    yield _GROUP_HEAD[language]
    yield "|---|--:|--:|--:|--:|--:|--:|"
    ours, theirs = open_part().by_group(), kept_apart().by_group()
    for group in GROUPS:
        one, other = ours[group], theirs[group]
        yield f"| `{group}` | {_shown(one)} | {one.f1:.3f} | {_shown(other)} | {other.f1:.3f} |"


def table(language: str) -> str:
    """Everything between the marks of a page."""
    (flagged, all_), (kept_flagged, kept_all) = open_part().flagged(), kept_apart().flagged()
    said = _TOLD[language].format(flagged=flagged, all=all_, kept=kept_flagged, of=kept_all)
    return "\n".join(
        [
            *_kinds_table(language), "", *_groups_table(language), "", said, "", _MISSED[language], "",
            *(f"- {line}" for line in open_part().misses()),
        ]
    )  # fmt: skip


def main() -> None:
    """Write the table into both pages."""
    for page, language in zip(PAGES, ("en", "ja"), strict=True):
        text = page.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        page.write_text(f"{head}{BEGIN}\n{table(language)}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
