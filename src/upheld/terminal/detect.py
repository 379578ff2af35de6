"""`upheld detect`: personal data and secrets in texts; places, never values."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import Exit, UsageError, Where
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without it
    from upheld.detection import Finding, Scanner

_LARGE = 4_000_000  # bytes: more takes longer than two seconds

Files = Annotated[
    list[str] | None,
    typer.Argument(
        help=say("files, or - for standard input", "ファイル。- は標準入力"), show_default=False
    ),
]
Kinds = Annotated[
    bool, typer.Option("--kinds", help=say("list what can be found", "検出できる種類の一覧"))
]
Sure = Annotated[
    float,
    typer.Option(
        "--sure",
        min=0.0,
        max=1.0,
        help=say(
            "report findings of at least this confidence", "この確信度以上の検出だけを報告する"
        ),
    ),
]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Find personal data and secrets in texts: kind and place, never the value; exit 1 if there are any. "
            "Examples: upheld detect notes.txt export.csv; cat prompt.txt | upheld detect - --json",
            "文章の中の個人データと認証情報を見つけます(種類と位置だけを示し、値は示しません。あれば終了コード 1)。"
            "例: upheld detect メモ.txt 名簿.csv、cat prompt.txt | upheld detect - --json",
        )
    )(detect)


def detect(files: Files = None, kinds: Kinds = False, sure: Sure = 0.5) -> None:
    """Scan each file."""
    if kinds:
        _list_kinds()
        return
    if not files:
        raise UsageError(
            Text(en="there is nothing to read", ja="読むファイルが指定されていません"),
            remedy=Text(
                en="name files, or - for standard input: upheld detect notes.txt",
                ja="ファイルを指定してください。標準入力なら - です。例: upheld detect メモ.txt",
            ),
        )
    from upheld.clock import SystemClock
    from upheld.detection.standard import standard

    scanner = standard(today=SystemClock().now().date(), sure=sure)
    found = [(name, finding) for name in files for finding in _scanned(name, scanner)]
    _show(found)
    if found:
        SCREEN.exit_code = int(Exit.REMAINING)


def _scanned(name: str, scanner: "Scanner") -> "list[Finding]":
    from upheld.detection.reading import decoded

    content = sys.stdin.buffer.read() if name == "-" else _content(name)
    if len(content) > _LARGE:
        SCREEN.progress(say(f"reading {name}", f"{name} を調べています"))
    read = decoded(content)
    if read.damaged:
        SCREEN.note(
            f"{name}: some bytes are no text; they are read as \N{REPLACEMENT CHARACTER}",
            f"{name}: 文字として読めないバイトがあり、\N{REPLACEMENT CHARACTER} として扱います",
        )
    found = scanner.scan(read.text)
    SCREEN.progress_over()
    return found


def _content(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise UsageError(
            Text(en="this is a folder", ja="これはフォルダです"),
            where=Where(file=name),
            remedy=Text(
                en="name the files in it: upheld detect folder/*.txt",
                ja="中のファイルを指定してください。例: upheld detect フォルダ/*.txt",
            ),
        )
    return path.read_bytes()


def _show(found: "list[tuple[str, Finding]]") -> None:
    from upheld.detection.kind import kinds

    SCREEN.data({"findings": [{"file": name, **asdict(finding)} for name, finding in found]})
    for name, finding in found:
        label = kinds()[finding.kind].label
        at = f"{name}:{finding.line}:{finding.column}"
        SCREEN.say(
            f"{at}: {label.en} ({finding.kind}, {finding.confidence:.2f})",
            f"{at}: {label.ja} ({finding.kind}、{finding.confidence:.2f})",
        )
    if not found:
        SCREEN.say("nothing was found", "何も見つかりませんでした")


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
