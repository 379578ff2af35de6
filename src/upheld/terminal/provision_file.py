"""Records of provision from a CSV, one a line; everything that is wrong at once, with its place.

A value is never repeated in an error: a cell may name a person.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from upheld.documents.nearest import nearest
from upheld.policy.model import Policy
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError, Where
from upheld.registers.provision_rules import BASES, DIRECTIONS, FORMS, Entered, lacking
from upheld.terminal.csv_file import open_csv
from upheld.wording import Text

COLUMNS = (
    "direction", "party", "basis", "form", "first_on", "last_on", "name", "address",
    "representative", "items", "consented", "acquisition",
)  # fmt: skip
PERSON = "person."
_NEEDED = ("direction", "party", "basis", "first_on", "items")
_MOST_ERRORS = 50
_YES = {"yes": True, "true": True, "1": True, "はい": True, "有": True}
_NO = {"no": False, "false": False, "0": False, "": False, "いいえ": False, "無": False}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its number, and its cells by the header."""

    number: int
    cells: Mapping[str, str]


def read_provisions(
    path: Path, policy: Policy, kinds: frozenset[str], today: date
) -> list[Entered]:
    """Read a file of records.

    Args:
        path: UTF-8, or as Excel in Japan saves it (Shift_JIS), with a header: `COLUMNS`, and `person.KIND` for each kind of identifier.
        policy: Its recipients and groups are what the records may name.
        kinds: The kinds of identifier by which the data maps know people.
        today: No provision is later.

    Raises:
        FileFailedError: There is no such file, or it cannot be read.
        RefusalsError: Everything that is wrong, with line and column, at most 50 places.
    """
    header, lines = _lines(path)
    wrong: list[RefusalError] = list(_of_header(path, header, kinds))
    if wrong:
        raise RefusalsError(wrong)
    found: list[Entered] = []
    for line in lines:
        entered, mistakes = _entered(path, header, line)
        wrong += mistakes
        if entered is not None:
            found.append(entered)
            wrong += [
                _bad(path, line.number, _place(header, lack.at), lack.what, lack.remedy)
                for lack in lacking(entered, policy, today)
            ]
        if len(wrong) >= _MOST_ERRORS:
            break
    if wrong:
        raise RefusalsError(wrong[:_MOST_ERRORS])
    if not found:
        raise RefusalsError([_bad(path, 1, None, *_EMPTY)])
    return found


_EMPTY = (
    Text(en="there is no record in it", ja="記録がありません"),
    Text(
        en="first line: the columns; then a record a line",
        ja="1行目に列名、2行目から1行に1件を書いてください",
    ),
)


def _lines(path: Path) -> tuple[list[str], list[_Line]]:
    try:
        with open_csv(path) as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            lines: list[_Line] = []
            begins = reader.line_num + 1
            for row in reader:
                if any(cell.strip() for cell in row):
                    if len(row) != len(header):
                        raise _uneven(path, begins, min(len(row), len(header)) + 1)
                    cells = {n: c.strip() for n, c in zip(header, row, strict=True)}
                    lines.append(_Line(begins, cells))
                begins = reader.line_num + 1
            return header, lines
    except csv.Error:
        why = Text(en="the file is no CSV", ja="CSV として読めません")
        raise _bad(path, None, None, why, _EMPTY[1]) from None


def _uneven(path: Path, line: int, column: int) -> InvalidFileError:
    return _bad(
        path, line, column,
        Text(en="the line has more or fewer cells than the header",
             ja="見出しとセルの数が違います"),
        Text(en="put texts with commas into quotes; leave cells empty, not out",
             ja="コンマを含む文は引用符で囲み、値がないセルも空のまま残してください"),
    )  # fmt: skip


def _of_header(
    path: Path, header: Sequence[str], kinds: frozenset[str]
) -> Iterator[InvalidFileError]:
    known = (*COLUMNS, *(PERSON + kind for kind in sorted(kinds)))
    for number, name in enumerate(header, 1):
        if name not in known:
            near = nearest(name, known)
            hint = near or ", ".join(known)
            yield _bad(
                path, 1, number,
                Text(en=f"there is no column `{name[:40]}`", ja=f"列 `{name[:40]}` はありません"),
                Text(en=f"did you mean `{hint}`?" if near else f"the columns are {hint}",
                     ja=f"`{hint}` ではありませんか。" if near else f"使える列: {hint}"),
            )  # fmt: skip
        elif name in header[: number - 1]:
            yield _bad(
                path, 1, number,
                Text(en=f"`{name}` is there twice", ja=f"`{name}` が二度あります"),
                Text(en="take one of them out", ja="一方を除いてください"),
            )  # fmt: skip
    for name in _NEEDED:
        if name not in header:
            yield _bad(
                path, 1, None,
                Text(en=f"the column `{name}` is missing", ja=f"列 `{name}` がありません"),
                Text(en="add it to the header", ja="見出しに加えてください"),
            )  # fmt: skip


def _entered(
    path: Path, header: Sequence[str], line: _Line
) -> tuple[Entered | None, list[InvalidFileError]]:
    cells: Mapping[str, str] = line.cells
    wrong: list[InvalidFileError] = []
    words: dict[str, Any] = {}
    for name, among, default in (
        ("direction", DIRECTIONS, ""), ("basis", BASES, ""), ("form", FORMS, "single"),
    ):  # fmt: skip
        words[name] = cells.get(name, "") or default
        if words[name] not in among:
            wrong.append(_not_among(path, line.number, header, name, among))
    days = {}
    for name in ("first_on", "last_on"):
        text = cells.get(name, "") or (cells["first_on"] if name == "last_on" else "")
        try:
            days[name] = date.fromisoformat(text)
        except ValueError:
            if not (name == "last_on" and not cells.get("last_on", "")):
                wrong.append(_no_day(path, line.number, header, name))
    consented = {**_YES, **_NO}.get(cells.get("consented", "").lower())
    if consented is None:
        wrong.append(_not_among(path, line.number, header, "consented", ("yes", "no")))
    if wrong:
        return None, wrong
    return Entered(
        direction=words["direction"],
        party=cells["party"],
        basis=words["basis"],
        form=words["form"],
        first_on=days["first_on"],
        last_on=days["last_on"],
        name=cells.get("name", ""),
        address=cells.get("address", ""),
        representative=cells.get("representative", ""),
        person={k.removeprefix(PERSON): v for k, v in cells.items() if k.startswith(PERSON) and v},
        items=tuple(cells["items"].replace(";", " ").split()),
        consented=bool(consented),
        acquisition=cells.get("acquisition", ""),
    ), []


def _not_among(
    path: Path, line: int, header: Sequence[str], name: str, among: Sequence[str]
) -> InvalidFileError:
    listed = ", ".join(f"`{one}`" for one in among)
    return _bad(
        path, line, _place(header, name),
        Text(en=f"`{name}` is not one of {listed}", ja=f"`{name}` は {listed} のいずれかです"),
        Text(en="write one of them", ja="いずれかを書いてください"),
    )  # fmt: skip


def _no_day(path: Path, line: int, header: Sequence[str], name: str) -> InvalidFileError:
    return _bad(
        path, line, _place(header, name),
        Text(en=f"`{name}` is not a day", ja=f"`{name}` が日付ではありません"),
        Text(en="write e.g. `2026-06-01`", ja="`2026-06-01` のように書いてください"),
    )  # fmt: skip


def _place(header: Sequence[str], name: str) -> int | None:
    """The number of the cell, from 1; a person's cells begin at the first of them."""
    if name == "person":
        return next((n for n, one in enumerate(header, 1) if one.startswith(PERSON)), None)
    return header.index(name) + 1 if name in header else None


def _bad(
    path: Path, line: int | None, column: int | None, what: Text, remedy: Text
) -> InvalidFileError:
    where = Where(file=path.name, line=line, column=column)
    return InvalidFileError(what, remedy=remedy, where=where)
