"""What `--values` reads: the data itself, and not only what it is called."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from upheld.refusal import Exit, RefusalError, UsageError
from upheld.terminal.opening import store_failures
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.assembly import Workspace
    from upheld.datamap.budget import Budget
    from upheld.datamap.content import Content, Sighting
    from upheld.datamap.discovery.judging import Judging, WholeColumns
    from upheld.datamap.drift import Drift
    from upheld.datamap.surveying import Survey
    from upheld.detection import Scanner
    from upheld.policy.model import Policy

_SHOWN_AFTER = 2.0
"""Seconds after which somebody who waits wants to know what for."""
_LINE_EVERY = 10.0
"""Seconds between two lines where nobody sits at a terminal: a log should not fill with them."""
_NAMED = 8
"""Collections that are named in a line; the others are counted."""


class Progress:
    """Says on stderr what is being read, once it takes longer than two seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Begin now; `now` is a clock that only goes forward, in seconds."""
        self._now = now
        self._began = now()
        self._line = self._began
        self._lock = Lock()

    def tell(self, what: str) -> None:
        """Say it; called from several threads."""
        with self._lock:
            moment = self._now()
            if moment - self._began < _SHOWN_AFTER:
                return
            shown = say(f"reading {what}", f"{what} を読んでいます")
            if sys.stderr.isatty():
                SCREEN.progress(shown)
            elif self._line == self._began or moment - self._line >= _LINE_EVERY:
                self._line = moment
                SCREEN.note(shown, shown)


def budget_of(text: str | None, *, values: bool) -> "Budget":
    """Read `--budget`, and begin it.

    Raises:
        UsageError: It is no length of time, or nothing is read that could take long.
    """
    from upheld.datamap.budget import Budget, seconds_of

    if text is None:
        return Budget()
    if not values:
        raise UsageError(
            Text(
                en="`--budget` limits the reading of values",
                ja="`--budget` は値を読む時間の上限です",
            ),
            remedy=Text(en="add `--values`", ja="`--values` も指定してください"),
        )
    return Budget(seconds_of(text))


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was read of all places; nothing without `--values`."""

    surveys: "Mapping[str, Survey]"
    seen: "Mapping[str, list[Sighting]]"

    def drift(self, name: str) -> "list[Drift]":
        """What a place holds that its map does not expect there."""
        return [one.drift for one in self.seen.get(name, ()) if one.drift is not None]

    def aside(self) -> dict[str, list[dict[str, Any]]]:
        """Where to find what is no drift, and what a promise may speak of all the same.

        `expected`: of a prohibited group, where the map expects it; `repeated`: one value all
        over; `doubtful`: what may be of its kind.
        """
        told: dict[str, list[dict[str, Any]]] = {"expected": [], "repeated": [], "doubtful": []}
        for system, seen in self.seen.items():
            for one in seen:
                if how := _aside(one):
                    told[how].append(_held(system, one.content))
        return {how: rows for how, rows in told.items() if rows}

    def refused(self, name: str) -> bool:
        """Whether a place could not be read at all."""
        return name in self.surveys and self.surveys[name].refusal is not None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Say of each collection how far it was read."""
        for system, found in self.surveys.items():
            if found.refusal is not None:
                yield _row(system, None, "not-reached", 0)
            for one in found.reached:
                why = {} if one.why is None else {"why": one.why.in_language(SCREEN.language)}
                yield _row(system, one.collection, one.how, one.unreadable) | why

    def exit_code(self) -> Exit:
        """Not proven, unless every place was read to its end."""
        refusals = [one.refusal for one in self.surveys.values() if one.refusal]
        if refusals:
            return refusals[0].exit_code
        whole = all(one.whole for one in self.surveys.values())
        return Exit.DONE if whole else Exit.NOT_PROVEN

    def show(self) -> None:
        """Print the report: what stands aside, how many in full, and by name what was not."""
        self._show_aside()
        rows = list(self.rows())
        if not rows:
            return
        full = sum(row["how"] == "full" for row in rows)
        SCREEN.say(f"read in full: {full} of {len(rows)}", f"全部読んだもの: {full}/{len(rows)}")
        for how, en, ja in (
            ("sampled", "read in part", "一部だけ読んだもの"),
            ("not-reached", "not reached", "読めなかったもの"),
        ):
            apart: dict[str, list[str]] = {}
            for row in rows:
                if row["how"] == how:
                    apart.setdefault(row.get("why", ""), []).append(_shown(row))
            for why, named in apart.items():
                listed = _listed(named)
                SCREEN.say(*_with_reason(f"{en}: {listed}", f"{ja}: {listed}", why))
        for row in rows:
            if row["unreadable"]:
                SCREEN.say(
                    f"{_shown(row)}: {row['unreadable']} thing(s) that no reading looks into",
                    f"{_shown(row)}: 内容を読めないもの {row['unreadable']} 件",
                )

    def _show_aside(self) -> None:
        told = self.aside()
        for row in told.get("expected", ()):
            kind, at, count = _label(row["kind"]), _column(row), row["rows"]
            SCREEN.say(
                f"{at}: holds {kind.en} in {count} row(s), as its map expects",
                f"{at}: {kind.ja}が {count} 行にあります(データマップの想定どおり)",
            )
        for how, en, ja in (
            ("repeated", "one value in many rows", "同じ値が多くの行にあるもの"),
            ("doubtful", "may hold what it looks like", "該当の可能性があるもの"),
        ):
            if named := [
                f"{_column(row)} {row['kind']} ({row['rows']})" for row in told.get(how, ())
            ]:
                SCREEN.say(f"{en}: {_listed(named)}", f"{ja}: {_listed(named)}")


NOTHING_READ = Surveyed({}, {})


def surveyed(
    places: Mapping[str, Any], maps: Mapping[str, Any], scanner: "Scanner", budget: "Budget"
) -> Surveyed:
    """Read all places at the same time, and say of what stands there whether its map expects it.

    Copies (caches, folders, files) may hold what the tables do that they are copies of.
    """
    from upheld.datamap.content import copied_into, sightings
    from upheld.datamap.model import DataMap
    from upheld.datamap.surveying import survey_all, values_of

    surveys = survey_all(places, scanner, budget, Progress().tell)
    SCREEN.progress_over()
    seen: dict[str, list[Sighting]] = {}
    for name, found in surveys.items():
        if found.refusal is not None:
            SCREEN.mention(found.refusal)
            continue
        datamap = maps[name].model if name in maps else DataMap(system=name)
        copied = copied_into(name, (one.model for one in maps.values()))
        seen[name] = sightings(
            found.found, datamap, partial(values_of, places[name]), scanner, copied
        )
    return Surveyed(surveys, seen)


def record(opened: "Workspace", policy: "Policy", read: Surveyed, *, cases: bool) -> None:
    """Note in the ledger what was read and found, and whether cases were opened for it.

    Where that cannot be noted (no key, a store that nobody may write to) it is told, and what was
    found is shown all the same.
    """
    from upheld.datamap.noting import Scan, note
    from upheld.screening.sought import regions_of

    scan = Scan(
        surveys=read.surveys,
        seen=read.seen,
        policy=policy.sha256,
        regions=regions_of(policy),
        cases=cases,
    )
    try:
        with store_failures():
            note(scan, engine=opened.engine, signer=opened.signer, clock=opened.clock)
    except RefusalError as refusal:
        SCREEN.mention(refusal)


def policy_of(opened: "Workspace") -> "Policy":
    """The policy in force: who is a child, and which regions are restricted, it says.

    Raises:
        RefusalsError: It cannot be read.
    """
    from upheld.policy.reading import read_policy

    return read_policy(opened.policy_in_force())


def scanner_of(opened: "Workspace", policy: "Policy") -> "Scanner":
    """What values are looked at with, today and by a policy."""
    from upheld.screening.sought import scanner_of as by_policy

    return by_policy(policy, opened.clock.today())


def judging_of(columns: "WholeColumns", scanner: "Scanner", budget: "Budget") -> "Judging":
    """What `map discover --values` judges columns with."""
    from upheld.datamap.discovery.judging import Judging

    return Judging(scanner=scanner, columns=columns, budget=budget, told=Progress().tell)


def judged(judging: "Judging | None") -> dict[str, Any]:
    """Say which columns were judged by a sample, by all their values, or not at all."""
    if judging is None:
        return {}
    return {
        "read": {
            "sampled": judging.sampled,
            "full": [".".join(place) for place in judging.full],
            "doubtful": [".".join(place) for place in judging.doubtful],
            "not_reached": [".".join(place) for place in judging.unreached],
        }
    }


def unread(tables: Mapping[str, Text]) -> dict[str, Any]:
    """Say which tables could not be read, or not every row of them, and why."""
    rows = [{"table": t, "why": why.in_language(SCREEN.language)} for t, why in tables.items()]
    return {"unread": rows} if rows else {}


def show_unread(tables: Mapping[str, Text]) -> None:
    """Print the same on stderr, and say in the exit code that not everything was looked at."""
    apart: dict[tuple[str, str], list[str]] = {}
    for table, why in tables.items():
        apart.setdefault((why.en, why.ja), []).append(table)
    for (en, ja), named in apart.items():
        listed = _listed(named)
        SCREEN.note(
            f"not read, judged by names and types alone: {listed} ({en})",
            f"読めず、名前と型だけで判定した表: {listed}({ja})",
        )
    if tables:
        SCREEN.exit_code = int(Exit.NOT_PROVEN)


def show_judged(judging: "Judging") -> None:
    """Print the same on stderr (stdout may hold the map), and say in the exit code if all was read."""
    SCREEN.note(
        f"columns judged by a sample: {judging.sampled}; by all their values, where the sample left "
        f"doubt: {len(judging.full)}",
        f"抽出した値で判定した列: {judging.sampled}、抽出では決まらず全値を読んだ列: {len(judging.full)}",
    )
    for places, en, ja in (
        (judging.doubtful, "no time to read in full", "全値を読む時間がなかった列"),
        (judging.unreached, "not reached, judged by name alone", "読めず、名前だけで判定した列"),
    ):
        if places:
            named = _listed([".".join(place) for place in places])
            SCREEN.note(f"{en}: {named}", f"{ja}: {named}")
    if judging.doubtful or judging.unreached:
        SCREEN.exit_code = int(Exit.NOT_PROVEN)


def _aside(one: "Sighting") -> str | None:
    from upheld.detection.kind import kinds

    if not one.certain:
        return "doubtful" if one.content.doubtful else "repeated"
    grouped = kinds()[one.content.kind].group is not None
    return "expected" if one.drift is None and grouped else None


def _held(system: str, one: "Content") -> dict[str, Any]:
    return {
        "system": system,
        "collection": one.collection,
        "column": one.field,
        "kind": one.kind,
        "rows": one.rows,
    }


def _with_reason(en: str, ja: str, why: str) -> tuple[str, str]:
    return (f"{en} ({why})", f"{ja}({why})") if why else (en, ja)


def _column(row: Mapping[str, Any]) -> str:
    return f"{row['system']}/{row['collection']}.{row['column']}"


def _label(kind: str) -> Text:
    from upheld.detection.kind import kinds

    return kinds()[kind].label


def _row(system: str, collection: str | None, how: str, unreadable: int) -> dict[str, Any]:
    return {"system": system, "collection": collection, "how": how, "unreadable": unreadable}


def _shown(row: Mapping[str, Any]) -> str:
    return row["system"] if row["collection"] is None else f"{row['system']}/{row['collection']}"


def _listed(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{rest})" if rest > 0 else "")
