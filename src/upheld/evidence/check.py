"""Recompute the whole ledger, and say everything that does not hold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from upheld.evidence import store
from upheld.evidence.checkpoint import (
    Checkpoint,
    EvidenceFailsError,
    VerifierKey,
    open_checkpoint,
)
from upheld.evidence.entry import read_time
from upheld.evidence.tiles import CHECKPOINT
from upheld.evidence.tree import (
    HASH_BYTES,
    TILE_WIDTH,
    Frontier,
    Tile,
    leaf_hash,
)
from upheld.refusal import Exit, UsageError, Where
from upheld.wording import Language, Text

_ROWS_AT_ONCE = 8 * TILE_WIDTH  # at most 134 MB if every entry had its largest size
_TOLD_AT_MOST = 20  # problems of one kind listed; the rest is counted
_BACKWARDS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold, or that a reader should know."""

    code: str
    what: Text
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What a check of the whole ledger found.

    Attributes:
        ok: Nothing was changed, inserted, deleted, reordered, cut or signed by another key.
        problems: What does not hold; empty if `ok`.
        notes: What is no failure, but a reader should know (the clock ran backwards).
        size: How many entries the newest checkpoint counts.
        root: The recomputed root of that many entries, hex.
        waiting: Entries that have no number yet.
        checkpoints: How many checkpoints were checked.
        drill_entries: Entries written under a simulated clock.
        anchored_sizes: Sizes of outside checkpoints this ledger was held against.
    """

    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    size: int
    root: str
    waiting: int
    checkpoints: int
    drill_entries: int
    anchored_sizes: tuple[int, ...]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems

    @property
    def exit_code(self) -> Exit:
        """The process's exit code; self-attested but intact is 0."""
        return Exit.DONE if self.ok else Exit.EVIDENCE_FAILS

    @property
    def self_attested(self) -> bool:
        """Whether nothing from outside took part: the company could have rewritten everything."""
        return not self.anchored_sizes

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the documented JSON object."""
        return {
            "schema": "upheld/ledger-check/1",
            "ok": self.ok,
            "self_attested": self.self_attested,
            "anchored_sizes": list(self.anchored_sizes),
            "size": self.size,
            "root": self.root,
            "waiting": self.waiting,
            "checkpoints": self.checkpoints,
            "drill_entries": self.drill_entries,
            "problems": [_finding_json(each, language) for each in self.problems],
            "notes": [_finding_json(each, language) for each in self.notes],
        }


def check(
    engine: Engine,
    key: VerifierKey,
    *,
    anchor: Path | None = None,
    known: Sequence[str] = (),
) -> LedgerCheck:
    """Recompute every hash, every checkpoint and every tile of the ledger.

    Args:
        engine: The store.
        key: The ledger's public key, from outside the store if possible.
        anchor: A checkpoint file kept elsewhere, or a folder that holds one.
        known: Further checkpoints from elsewhere, e.g. out of receipts already handed out.

    Raises:
        UsageError: The anchor is not there.
    """
    outside = [*known, *([] if anchor is None else _kept_notes(anchor))]
    with engine.connect() as connection:
        return _Walk(key).run(connection, outside)


def _kept_notes(anchor: Path) -> list[str]:
    files = [anchor]
    if anchor.is_dir():
        kept = sorted((anchor / "checkpoints").glob("*"))
        files = [anchor / CHECKPOINT, *(path for path in kept if path.name.isdecimal())]
    if not files[0].is_file():
        raise UsageError(
            Text(en="there is no anchor", ja="アンカーがありません"),
            where=Where(file=str(anchor)),
            remedy=Text(
                en="give a checkpoint file, or the folder that `upheld ledger anchor` wrote",
                ja="チェックポイントのファイルか、`upheld ledger anchor` の書いたフォルダを"
                "指定してください",
            ),
        )
    return [path.read_text(encoding="utf-8", errors="replace") for path in files]


class _Findings:
    """Problems by code, so that ten thousand of one kind do not hide one of another."""

    def __init__(self) -> None:
        self._found: dict[str, list[Finding]] = {}
        self._counts: dict[str, int] = {}

    def add(self, code: str, en: str, ja: str, index: int | None = None) -> None:
        """Remember one; beyond a few of a kind only the count is kept."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= _TOLD_AT_MOST:
            finding = Finding(code=code, what=Text(en=en, ja=ja), index=index)
            self._found.setdefault(code, []).append(finding)

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, with a line for what was only counted."""
        told = [finding for found in self._found.values() for finding in found]
        for code, count in self._counts.items():
            if count > _TOLD_AT_MOST:
                more = count - _TOLD_AT_MOST
                text = Text(en=f"{more} more of this kind", ja=f"同種のものがほかに {more} 件")
                told.append(Finding(code=code, what=text))
        return tuple(told)


class _Walk:
    """One pass over the ledger, in order; it holds one page of entries at a time."""

    def __init__(self, key: VerifierKey) -> None:
        self._key = key
        self._problems = _Findings()
        self._notes = _Findings()
        self._heads: dict[int, list[tuple[Checkpoint, bool]]] = {}
        self._anchored: set[int] = set()
        self._drills = 0
        self._latest_time = {False: "", True: ""}
        self._frontier = Frontier()

    def run(self, connection: Connection, outside: Sequence[str]) -> LedgerCheck:
        """Check everything."""
        stored = store.all_notes(connection)
        size = self._read_heads(stored)
        for note in store.anchor_notes(connection):
            # What we remember of anchors is our own word, and no outside evidence.
            self._expect(note, from_outside=False)
        for note in outside:
            head = self._expect(note, from_outside=True)
            if head is not None and head.size > size:
                self._problems.add(
                    "tail-cut",
                    f"a checkpoint kept elsewhere counts {head.size} entries, the ledger {size}",
                    f"外部のチェックポイントは {head.size} 件ですが、台帳は {size} 件です",
                )
        self._compare_heads()
        for start in range(0, size, _ROWS_AT_ONCE):
            self._read_page(connection, start, min(size, start + _ROWS_AT_ONCE))
        self._compare_tiles(connection, self._frontier.partial())
        outside_count = store.count_outside(connection)
        if outside_count:
            self._problems.add(
                "entry-uncounted",
                f"{outside_count} entries bear a number that no checkpoint counts",
                f"どのチェックポイントにも数えられていない番号の記録が {outside_count} 件あります",
            )
        return LedgerCheck(
            problems=self._problems.all(),
            notes=self._notes.all(),
            size=size,
            root=self._frontier.root().hex(),
            waiting=store.count_waiting(connection),
            checkpoints=len(stored),
            drill_entries=self._drills,
            anchored_sizes=tuple(sorted(self._anchored)),
        )

    def _read_heads(self, stored: Sequence[tuple[int, str]]) -> int:
        """Check every stored checkpoint's signature; return the signed count."""
        size, before = 0, None
        for stored_size, note in stored:
            head = self._expect(note, from_outside=False)
            if head is None:
                # Its claimed size still tells how far the ledger should reach.
                size = max(size, stored_size)
                continue
            if head.size != stored_size or (before is not None and head.at < before):
                self._problems.add(
                    "checkpoint-moved",
                    f"the checkpoint stored as size {stored_size} is not in its place",
                    f"件数 {stored_size} として保存されたチェックポイントが正しい位置にありません",
                )
            size, before = max(size, head.size), head.at
        return size

    def _expect(self, note: str, *, from_outside: bool) -> Checkpoint | None:
        """Remember a checkpoint, to be compared when the walk reaches its size."""
        try:
            head = open_checkpoint(note, self._key)
        except EvidenceFailsError as error:
            self._problems.add("checkpoint-signature", error.what.en, error.what.ja)
            return None
        self._heads.setdefault(head.size, []).append((head, from_outside))
        return head

    def _compare_heads(self) -> None:
        """Compare the checkpoints of the size just reached with what was recomputed."""
        for head, from_outside in self._heads.pop(self._frontier.size, ()):
            if head.root != self._frontier.root():
                self._problems.add(
                    "anchor-differs" if from_outside else "root-differs",
                    f"the {'outside ' if from_outside else ''}checkpoint of size {head.size} "
                    "has another root than the entries give",
                    f"件数 {head.size} の{'外部の' if from_outside else ''}チェックポイントの"
                    "ルートが、記録から計算したものと違います",
                )
            elif from_outside:
                self._anchored.add(head.size)

    def _read_page(self, connection: Connection, start: int, end: int) -> None:
        rows = {row.index: row for row in store.rows_between(connection, start, end)}
        leaves: list[bytes] = []
        for index in range(start, end):
            row = rows.get(index)
            if row is None:
                self._problems.add(
                    "entry-missing",
                    f"entry {index} is missing",
                    f"記録 {index} がありません",
                    index,
                )
            else:
                self._read_row(row)
            leaves.append(leaf_hash(b"" if row is None else row.leaf))
        numbers = list(range(start // TILE_WIDTH, -(-end // TILE_WIDTH)))
        stored = store.fetch_tiles(connection, 0, numbers)
        for number in numbers:
            self._compare_leaves(stored.get((0, number), b""), number, leaves, start, rows)
        self._extend(connection, start, end, leaves)

    def _extend(self, connection: Connection, start: int, end: int, leaves: list[bytes]) -> None:
        """Grow the tree, stopping at every size that somebody signed."""
        full: list[Tile] = []
        here = start
        for stop in [*sorted(size for size in self._heads if start < size <= end), end]:
            full += self._frontier.extend(leaves[here - start : stop - start])
            here = stop
            self._compare_heads()
        # Level 0 was compared hash by hash already, to name the entry.
        self._compare_tiles(connection, [tile for tile in full if tile.level])

    def _read_row(self, row: store.EntryRow) -> None:
        try:
            fields = json.loads(row.leaf)
            at = str(fields["at"])
            same = (fields["kind"], fields["case"], fields["drill"]) == (
                row.kind,
                row.case,
                row.drill,
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            same, at = False, ""
        if not same:
            self._problems.add(
                "entry-columns",
                f"the row of entry {row.index} says something else than its leaf",
                f"記録 {row.index} の行と本体が食い違っています",
                row.index,
            )
        self._drills += row.drill
        if at < self._latest_time[row.drill]:
            self._note_time(row, at)
        else:
            self._latest_time[row.drill] = at

    def _note_time(self, row: store.EntryRow, at: str) -> None:
        """Writers finish in any order; more than a minute back is a clock that jumped."""
        try:
            back = read_time(self._latest_time[row.drill]) - read_time(at)
        except ValueError:
            return  # an unreadable leaf is reported as such
        if back > _BACKWARDS:
            seconds = int(back.total_seconds())
            self._notes.add(
                "clock-went-back",
                f"entry {row.index} is {seconds} s earlier than one before it",
                f"記録 {row.index} の時刻が、前の記録より {seconds} 秒早くなっています",
                row.index,
            )

    def _compare_leaves(
        self,
        stored: bytes,
        number: int,
        leaves: list[bytes],
        start: int,
        rows: dict[int, store.EntryRow],
    ) -> None:
        first = number * TILE_WIDTH
        own = leaves[first - start : first - start + TILE_WIDTH]
        if stored == b"".join(own):
            return
        for place, hashed in enumerate(own):
            if stored[place * HASH_BYTES : (place + 1) * HASH_BYTES] != hashed:
                index = first + place
                if index in rows:
                    self._problems.add(
                        "entry-changed",
                        f"entry {index} is not the one that was numbered",
                        f"記録 {index} は採番時のものと違います",
                        index,
                    )

    def _compare_tiles(self, connection: Connection, own: list[Tile]) -> None:
        for level in sorted({tile.level for tile in own}):
            mine = {tile.number: tile.hashes for tile in own if tile.level == level}
            stored = store.fetch_tiles(connection, level, sorted(mine))
            for number, hashes in mine.items():
                # A partial tile may have grown since the checkpoint this check began with.
                if stored.get((level, number), b"")[: len(hashes)] != hashes:
                    self._problems.add(
                        "tile-differs",
                        f"the stored tile {level}/{number} is not the recomputed one",
                        f"保存されたタイル {level}/{number} が再計算と違います",
                    )


def _finding_json(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "what": finding.what.in_language(language),
        "index": finding.index,
    }
