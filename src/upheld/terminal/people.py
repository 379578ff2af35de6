"""Who is asked about: `KIND=VALUE` on the command line, or a CSV of many people."""

from pathlib import Path

from upheld.refusal import InvalidFileError, UsageError, Where
from upheld.wording import Text


def read_subject(given: list[str]) -> dict[str, str]:
    """Read `KIND=VALUE`; a value is never repeated in an error."""
    found: dict[str, str] = {}
    for text in given:
        kind, sign, value = text.partition("=")
        if not sign or not kind.strip() or not value.strip():
            raise UsageError(
                Text(en="`--subject` is KIND=VALUE", ja="`--subject` は 種類=値 の形です"),
                remedy=Text(
                    en="e.g. `--subject email=sato@example.jp`",
                    ja="例: `--subject email=sato@example.jp`",
                ),
            )
        if kind.strip() in found:
            raise _twice()
        found[kind.strip()] = value.strip()
    return found


def _twice() -> UsageError:
    """One of the two would be left out without a word."""
    return UsageError(
        Text(
            en="`--subject` gives one kind of identifier twice",
            ja="`--subject` に同じ種類の識別子が二度あります",
        ),
        remedy=Text(
            en="one request is about one person: give the other value in a request of its own",
            ja="1 件の請求は 1 人についてのものです。もう一方の値は別の請求にしてください",
        ),
    )


def read_people(path: Path) -> list[dict[str, str]]:
    """Read a CSV whose header names kinds of identifier; empty cells are left out.

    It is UTF-8, or as Excel in Japan saves it (Shift_JIS).
    """
    import csv

    from upheld.subject.identity import normal_form
    from upheld.terminal.csv_file import open_csv

    try:
        with open_csv(path) as file:
            reader = csv.DictReader(file, strict=True)
            kinds = [k.strip() for k in reader.fieldnames or []]
            if len(set(kinds)) < len(kinds):
                raise _bad_row(
                    path, 1, "the header names a kind twice", "見出しに同じ種類が二度あります"
                )
            people: list[dict[str, str]] = []
            seen: dict[frozenset[tuple[str, str]], int] = {}
            for row in reader:
                if None in row:
                    raise _bad_row(
                        path,
                        reader.line_num,
                        "it has more cells than the header",
                        "見出しより多いセルがあります",
                    )
                asked = {k.strip(): v.strip() for k, v in row.items() if k and v and v.strip()}
                if not asked:
                    raise _bad_row(path, reader.line_num, "it names nobody", "識別子がありません")
                spoken = frozenset((k, normal_form(k, v)) for k, v in asked.items())
                if spoken in seen:
                    raise _bad_row(
                        path,
                        reader.line_num,
                        f"the same person stands on line {seen[spoken]} too",
                        f"{seen[spoken]} 行目と同じ人です",
                    )
                seen[spoken] = reader.line_num
                people.append(asked)
    except csv.Error:
        raise _bad_row(path, None, "the file is no CSV", "CSV として読めません") from None
    if not kinds or not people:
        raise _bad_row(path, 1, "there is no header or no person", "見出しまたは対象者がありません")
    return people


def _bad_row(path: Path, line: int | None, en: str, ja: str) -> InvalidFileError:
    return InvalidFileError(
        Text(en=en, ja=ja),
        where=Where(file=path.name, line=line),
        remedy=Text(
            en="first line: kinds of identifier, e.g. `email,phone`; then a person a line",
            ja="1行目に識別子の種類(例 `email,phone`)、2行目から1行に1名を書いてください",
        ),
    )
