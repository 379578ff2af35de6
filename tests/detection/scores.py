"""The table of kinds in `docs/detection.md`: `python -m tests.detection.scores`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import open_cases
from tests.detection.labelled.scoring import Tally, by_kind, covered
from upheld.detection.kind import kinds
from upheld.detection.rules import builtin
from upheld.detection.standard import standard

TODAY = date(2026, 12, 1)
PAGES = (Path("docs/detection.md"), Path("docs/ja/detection.md"))
PATTERN_KINDS = tuple(dict.fromkeys(rule.kind for rule in builtin()))
BEGIN, END = "<!-- kinds: begin -->", "<!-- kinds: end -->"
_HEAD = {
    "en": "| kind | what it is | forms | checked | recall | precision | sources |\n|---|---|--:|---|--:|--:|---|",
    "ja": "| 種類 | 内容 | 形式数 | 検査 | 再現率 | 適合率 | 出典 |\n|---|---|--:|---|--:|--:|---|",
}


@cache
def found_in_open_part() -> tuple[list[Case], dict[str, list[Label]]]:
    """The open cases and what the scanner with everything finds in each."""
    scanner = standard(today=TODAY)
    cases = open_cases()
    said = {
        case.id: [Label(kind=s.kind, start=s.start, end=s.end) for s in scanner.spans(case.text)]
        for case in cases
    }
    return cases, said


def tallies() -> dict[str, Tally]:
    """Scores on the open part, by kind."""
    return by_kind(*found_in_open_part())


def misses() -> Iterable[str]:
    """The open cases in which a label of a pattern kind is not found, by kind."""
    cases, said = found_in_open_part()
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for case in cases:
        for label in case.labels:
            if label.kind in PATTERN_KINDS and not covered(label, said[case.id], exact=False):
                missed[label.kind].append(case.id)
    return [f"`{kind}`: {', '.join(missed[kind])}" for kind in sorted(missed)]


def table(language: str) -> str:
    """The table in Markdown."""
    scored = tallies()
    lines = [_HEAD[language]]
    for kind in PATTERN_KINDS:
        rules = [rule for rule in builtin() if rule.kind == kind]
        checks = sorted({rule.check.__name__ for rule in rules if rule.check is not None})
        sources = list(dict.fromkeys(rule.source for rule in rules))
        shown = "; ".join(sources[:4]) + (f" (+{len(sources) - 4})" if len(sources) > 4 else "")
        label = kinds()[kind].label
        tally = scored.get(kind, Tally())
        lines.append(
            f"| `{kind}` | {label.ja if language == 'ja' else label.en} | {len(rules)} | "
            f"{', '.join(check.strip('_') for check in checks) or '-'} | {tally.recall:.3f} | {tally.precision:.3f} | "
            f"{shown.replace('|', '/')} |"
        )
    missed = "\n".join(f"- {line}" for line in misses())
    title = "Missed in the open part" if language == "en" else "公開部分で見落としたもの"
    return "\n".join(lines) + f"\n\n{title}:\n\n{missed}"


def main() -> None:
    """Write the table into both pages."""
    for page, language in zip(PAGES, ("en", "ja"), strict=True):
        text = page.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        page.write_text(f"{head}{BEGIN}\n{table(language)}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
