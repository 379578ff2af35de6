"""`upheld detect`: personal data and secrets in texts; where, never what."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from upheld.documents.files.place import worded
from upheld.refusal import Exit, UsageError
from upheld.terminal.detect_change import (
    SCOPE,
    Change,
    Way,
    changed,
    read_key,
    restored,
    written_like,
)
from upheld.terminal.detect_places import Located, Names, unread_as_json
from upheld.terminal.detect_reading import Reading, Source, to_change
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.detection import Finding, Scanner
    from upheld.detection.repository import Baseline
    from upheld.screening.own_rules import Own

Find: TypeAlias = "Callable[[Source], list[Finding]]"
_BY_WORDS = frozenset(
    {
        *("person_name", "address", "age", "health", "biometric_genetic", "child"),
        *("special_category", "criminal_history", "restricted_region"),
    }
)
"""Kinds that need more than rules; a guard of secrets starts without their dictionaries."""
_HELP = {
    "--kinds": say("print every kind", "検出する種類の一覧を表示する"),
    "--only": say(
        "kinds or groups, or secrets, personal, all", "種類・区分、または secrets、personal、all"
    ),
    "--sure": say(
        "report findings of at least this confidence", "この確信度以上の検出だけを報告する"
    ),
    "--redact": say("print the text with words of kinds", "種類名に置き換えて出力する"),
    "--mask": say("print the text with asterisks", "伏せ字にして出力する"),
    "--pseudonymise": say("print the text with placeholders", "仮名に置き換えて出力する"),
    "--fake": say("print the text with invented values", "架空の値に置き換えて出力する"),
    "--restore": say("give a text its values back", "仮名を元の値に戻す"),
    "--scope": say("where a placeholder means the same", "仮名が同じ意味を持つ範囲の名前"),
    "--key-file": say("a text of 32 bytes or more", "32バイト以上のテキストの鍵のファイル"),
    "--map": say("where the sealed map is kept", "封をした対応表のファイル"),
    "--rules": say(
        "YAML with patterns and recognisers of your own", "独自のパターンと認識器を書いた YAML"
    ),
    "--regions": say(
        "countries whose people are restricted, e.g. IR,SY; the standard ones unless given",
        "対象者を制限する国の一覧(例: IR,SY)。省略時は標準の一覧",
    ),
    "--staged": say("new lines that Git will commit", "Git でコミットされる新しい行だけを調べる"),
    "--baseline": say("what was there before", "以前からある検出のベースライン"),
    "--write-baseline": say("know what is found from now on", "見つかったものを既知として書き出す"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked for, and how.

    Attributes:
        sure: Findings below it are left out; 0 to 1.
        rules: A file with rules of the user's own.
        regions: ISO 3166-1 codes of which people are restricted; `None` for the standard ones.
    """

    sure: float
    rules: Path | None
    regions: frozenset[str] | None


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Find personal data and secrets in files and folders; exit 1 if any is found. Example: upheld detect exports/ (or one text changed: upheld detect notes.txt --redact)",
            "ファイルやフォルダの個人データと認証情報を検出します(見つかれば終了コード 1)。例: upheld detect exports/(一つの文章を変換: upheld detect notes.txt --redact)",
        )
    )(detect)


def _flag(name: str) -> Any:
    return typer.Option(name, help=_HELP[name])


def detect(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…")] = None,
    *,
    list_kinds: Annotated[bool, _flag("--kinds")] = False,
    only: Annotated[str, _flag("--only")] = "all",
    sure: Annotated[float, typer.Option("--sure", min=0.0, max=1.0, help=_HELP["--sure"])] = 0.5,
    rules: Annotated[Path | None, _flag("--rules")] = None,
    regions: Annotated[str | None, _flag("--regions")] = None,
    redact: Annotated[bool, _flag("--redact")] = False,
    mask: Annotated[bool, _flag("--mask")] = False,
    pseudonymise: Annotated[bool, _flag("--pseudonymise")] = False,
    fake: Annotated[bool, _flag("--fake")] = False,
    restore: Annotated[bool, _flag("--restore")] = False,
    scope: Annotated[str, _flag("--scope")] = SCOPE,
    key_file: Annotated[Path | None, _flag("--key-file")] = None,
    map_file: Annotated[Path | None, _flag("--map")] = None,
    staged: Annotated[bool, _flag("--staged")] = False,
    baseline: Annotated[Path | None, _flag("--baseline")] = None,
    write_baseline: Annotated[Path | None, _flag("--write-baseline")] = None,
) -> None:
    """Look at texts; list, or change, or guard."""
    if list_kinds:
        _list_kinds()
        return
    from upheld.detection.repository import chosen

    kinds = chosen(only)
    asked = {
        "redact": redact,
        "mask": mask,
        "pseudonymise": pseudonymise,
        "fake": fake,
        "restore": restore,
    }
    way = _one_way([name for name, on in asked.items() if on])

    look = Look(sure=sure, rules=rules, regions=_regions(regions))
    find = partial(_findings, kinds, look)
    _own(rules)  # its mistakes are said before anything is read
    if way is not None:
        _no_baseline(baseline, write_baseline)
        change = Change(way=way, scope=scope, key_file=key_file, map_file=map_file)
        _change(change, to_change(files or [], staged=staged), find)
        return
    reading = Reading(besides=write_baseline or baseline)
    texts = reading.staged(files or []) if staged else reading.texts(files or [])
    known = _baseline(baseline, key_file)
    if write_baseline is not None:
        _write(write_baseline, known, key_file, ((one, find(one)) for one in texts))
    else:
        _show(_located(texts, known, find), reading, Names(partial(_is_personal, look)))
    _end(reading, staged=staged)


def _regions(text: str | None) -> frozenset[str] | None:
    from upheld.vocabulary.country import names

    if text is None:
        return None
    asked = [one.strip() for one in text.split(",")]
    wrong = next((one for one in asked if one.upper() not in names()), None)
    if wrong is not None:
        raise UsageError(
            Text(
                en=f"`{wrong[:40]}` in --regions is not a country code",
                ja=f"--regions の `{wrong[:40]}` は国コードではありません",
            ),
            remedy=Text(
                en="give codes of ISO 3166-1 with commas, e.g. `IR,SY`",
                ja="ISO 3166-1 のコードをコンマで区切ってください(例: `IR,SY`)",
            ),
        )
    return frozenset(one.upper() for one in asked)


def _one_way(asked: list[Any]) -> Way | None:
    if len(asked) > 1:
        raise UsageError(
            Text(en="two of the changes were asked for", ja="変換が二つ指定されています"),
            remedy=Text(en="give one of them", ja="一つだけ指定してください"),
        )
    return asked[0] if asked else None


def _no_baseline(*given: Path | None) -> None:
    if any(given):
        raise UsageError(
            Text(en="a change knows no baseline", ja="変換ではベースラインを使えません"),
            remedy=Text(
                en="leave out `--baseline` and `--write-baseline`: every value is changed",
                ja="`--baseline` と `--write-baseline` を外してください(すべての値を変換します)",
            ),
        )


@cache
def _own(rules: Path | None) -> "Own | None":
    if rules is None:
        return None
    from upheld.screening.own_rules import read_own

    return read_own(rules)


@cache
def _scanner(look: Look, *, words: bool) -> "Scanner":
    """The rules alone where nothing else is asked for: they start at once."""
    own = _own(look.rules)
    if not words:
        from upheld.detection import Scanner
        from upheld.detection.rules import builtin

        if own is None:
            return Scanner(sure=look.sure)
        return Scanner((*builtin(), *own.rules), recognisers=own.recognisers, sure=look.sure)
    from upheld.clock import SystemClock
    from upheld.detection.standard import REGIONS, standard

    made = partial(
        standard,
        today=SystemClock().today(),
        sure=look.sure,
        regions=REGIONS if look.regions is None else look.regions,
    )
    if own is None:
        return made()
    return made(rules=own.rules, recognisers=own.recognisers, judge=own.judge)


def _findings(kinds: frozenset[str], look: Look, one: Source) -> "list[Finding]":
    from upheld.detection.repository import unmarked

    scanner = _scanner(look, words=bool(kinds & _BY_WORDS))
    found = [finding for finding in scanner.scan(one.text) if finding.kind in kinds]
    return one.counts(unmarked(one.text, found))


def _change(change: Change, one: Source, find: "Find") -> None:
    if change.way == "restore":
        new, found = restored(change, one.text), []
    else:
        found = find(one)
        new = changed(change, one.text, found)
    if SCREEN.json:
        SCREEN.data({"text": new, "findings": [asdict(finding) for finding in found]})
    else:
        typer.echo(written_like(one.file, one.raw, new), nl=False)


def _baseline(path: Path | None, key_file: Path | None) -> "Baseline | None":
    if path is None:
        return None
    from upheld.detection.repository import read_baseline

    return read_baseline(path, None if key_file is None else read_key(key_file))


def _write(
    path: Path,
    known: "Baseline | None",
    key_file: Path | None,
    found: "Iterable[tuple[Source, list[Finding]]]",
) -> None:
    from upheld.detection.repository import Baseline, write_baseline

    baseline = known or Baseline.empty(None if key_file is None else read_key(key_file))
    count = 0
    for one, findings in found:
        baseline.add(one.file, one.text, findings)
        count += len(findings)
    write_baseline(path, baseline)
    SCREEN.data({"baseline": str(path), "findings": count})
    SCREEN.say(
        f"{path}: {count} findings are known from now on",
        f"{path}: {count} 件を既知として記録しました",
    )


def _located(texts: Iterable[Source], known: "Baseline | None", find: "Find") -> Iterator[Located]:
    for one in texts:
        _tell_unknown_marks(one)
        found = find(one)
        yield from one.located(found if known is None else known.unknown(one.file, one.text, found))


def _tell_unknown_marks(one: Source) -> None:
    from upheld.detection.kind import kinds
    from upheld.detection.repository import unknown_marks
    from upheld.documents.nearest import nearest

    for line, word in unknown_marks(one.text):
        meant = nearest(word, kinds())
        SCREEN.note(
            f"{one.file}:{line}: `upheld: allow {word}` allows nothing: it is no kind"
            + (f"; did you mean `{meant}`?" if meant else " (`upheld detect --kinds`)"),
            f"{one.file}:{line}: `upheld: allow {word}` は何も許しません。そのような種類はありません"
            + (f"(`{meant}` ですか)" if meant else "(一覧は `upheld detect --kinds`)"),
        )


def _show(found: Iterator[Located], reading: Reading, names: Names) -> None:
    from upheld.detection.kind import kinds

    located = [names.located(one) for one in found]
    unread = [(file, names.unread(one)) for file, one in reading.unread]
    SCREEN.data(
        {
            "findings": [one.as_json() for one in located],
            "unread": [unread_as_json(file, one) for file, one in unread],
        }
    )
    for one in located:
        finding, label = one.finding, kinds()[one.finding.kind].label
        at = one.where(SCREEN.language)
        SCREEN.say(
            f"{at}: {label.en} ({finding.kind}, {finding.confidence:.2f})",
            f"{at}: {label.ja} ({finding.kind}、{finding.confidence:.2f})",
        )
    if not located and not reading.refused:
        SCREEN.say("nothing was found", "何も見つかりませんでした")
    for file, part in unread:
        at = ": ".join(filter(None, (file, worded(part.at, SCREEN.language))))
        SCREEN.note(f"{at}: {part.what.en}", f"{at}: {part.what.ja}")
    if located:
        SCREEN.exit_code = int(Exit.REMAINING)


def _end(reading: Reading, *, staged: bool) -> None:
    """Say what was not read: a file that is not looked into is not clean.

    A commit is not stopped by it: every broken picture would stop one. It is where packages are
    missing: the guard would be off for every workbook and document, and nobody would know.
    """
    for refusal in reading.refused:
        SCREEN.mention(refusal)
    if staged:
        if SCREEN.exit_code == int(Exit.REMAINING):
            SCREEN.note(
                "where a value is meant to be there, end its line with `upheld: allow KIND`; what was there before "
                "the guard is known by `--write-baseline` and `--baseline` (docs/repository.md)",
                "意図した値なら、その行に `upheld: allow 種類` と書いてください。導入前からある値は "
                "`--write-baseline` と `--baseline` で既知にできます(docs/ja/repository.md)",
            )
        if reading.lacks_packages:
            SCREEN.exit_code = int(Exit.REFUSED)
            SCREEN.note(
                "a file was not looked into for lack of packages: `pip install 'upheld[documents]'`; in a hook of "
                'pre-commit `additional_dependencies: [".[documents]"]` (docs/repository.md)',
                "パッケージがないため調べられないファイルがあります: `pip install 'upheld[documents]'`。pre-commit のフックでは "
                '`additional_dependencies: [".[documents]"]`(docs/ja/repository.md)',
            )
        return
    if reading.refused:
        SCREEN.exit_code = int(Exit.REFUSED)
    elif reading.unread and SCREEN.exit_code == int(Exit.DONE):
        SCREEN.exit_code = int(Exit.NOT_PROVEN)


def _is_personal(look: Look, name: str) -> bool:
    """Whether a name inside of a file holds something of any kind, whichever was asked for."""
    from upheld.detection.kind import kinds
    from upheld.detection.scanner import SURE

    every = frozenset(kinds())
    look = replace(look, sure=min(look.sure, SURE))
    return bool(_findings(every, look, Source(file="", text=name)))


def _list_kinds() -> None:
    from upheld.detection.kind import kinds

    rows = list(kinds().values())
    SCREEN.data(
        {
            "kinds": [
                {
                    "kind": k.name,
                    "group": k.group,
                    "category": k.category,
                    "en": k.label.en,
                    "ja": k.label.ja,
                }
                for k in rows
            ]
        }
    )
    SCREEN.table(
        [
            Text(en="kind", ja="種類"),
            Text(en="what it is", ja="内容"),
            Text(en="prohibited group", ja="禁止区分"),
        ],
        [[k.name, k.label.in_language(SCREEN.language), k.group or "-"] for k in rows],
    )
