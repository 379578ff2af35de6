"""`upheld policy import`: a published text into clauses, findings and proposed declarations."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import Exit, UsageError, Where
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Language, Text

if TYPE_CHECKING:
    from upheld.prose.procedure import Asking, Imported

_QUIET = 2.0  # seconds; a shorter import shows no progress
_KEY = "UPHELD_MODEL_KEY"
_UNSURE_SHOWN = 20
_SEVERITY = {
    "error": Text(en="error", ja="エラー"),
    "warning": Text(en="warning", ja="警告"),
    "information": Text(en="note", ja="情報"),
}


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        help=say(
            "Read a published policy (HTML or text, Japanese or English): clauses, findings, proposed "
            "declarations. Exit 1 with an error finding, 2 if it cannot be read. "
            "Example: upheld policy import page.html --out imported",
            "公表中のポリシー(HTML・テキスト、日本語・英語)を読み、条項・指摘・宣言の案を出します。"
            "エラーの指摘があれば終了コード 1、読めなければ 2。例: upheld policy import page.html --out imported",
        ),
    )(import_)


def import_(
    file: Annotated[Path, typer.Argument(help=say("the page or text", "ページまたはテキスト"))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say(
                "a folder for policy.yaml (the proposal) and sentences.tsv",
                "policy.yaml(案)と sentences.tsv を書き込むフォルダ",
            ),
        ),
    ] = None,
    read_as: Annotated[
        str | None,
        typer.Option(
            "--read-as", help=say("ja or en, whatever it looks like", "ja または en として読む")
        ),
    ] = None,
    model_url: Annotated[
        str | None,
        typer.Option(
            "--model-url",
            help=say(
                f"ask a model (OpenAI-compatible) about unsure sentences; its key is read from {_KEY}",
                f"判断できない文をモデル(OpenAI 互換)に問い合わせる。キーは {_KEY} から読む",
            ),
        ),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", help=say("the model's name there", "モデル名"))
    ] = "default",
) -> None:
    """Import a text."""
    from upheld.clock import SystemClock
    from upheld.prose.procedure import bring_in

    ask = _assistant(model_url, model)
    path = (SCREEN.folder or Path()) / file
    data = path.read_bytes()
    if out is not None:
        _refuse_taken(out)
    imported = bring_in(
        data,
        file=path.name,
        today=SystemClock().today(),
        language=_language(read_as),
        ask=ask,
        progress=_after(_QUIET),
    )
    SCREEN.progress_over()
    if out is not None:
        _write(out, imported)
    _show(imported, out)
    if imported.has_errors:
        SCREEN.exit_code = int(Exit.REMAINING)


class _after:  # noqa: N801 - reads as a function where it is used
    """Progress that begins when a person would begin to wonder."""

    def __init__(self, seconds: float) -> None:
        self._from = time.monotonic() + seconds

    def __call__(self, what: Text) -> None:
        if time.monotonic() >= self._from:
            SCREEN.progress(what.in_language(SCREEN.language))


def _assistant(url: str | None, model: str) -> "Asking | None":
    if url is None:
        return None
    from upheld.prose.assistant import Assistant

    return Assistant(url=url, model=model, key=os.environ.get(_KEY)).ask


def _language(read_as: str | None) -> Language | None:
    if read_as is None:
        return None
    if read_as not in ("ja", "en"):
        raise UsageError(
            Text(en="`--read-as` is `ja` or `en`", ja="`--read-as` は `ja` か `en` です"),
            remedy=Text(en="leave it out to let it be seen", ja="省略すれば自動で判定します"),
        )
    return "ja" if read_as == "ja" else "en"


def _refuse_taken(folder: Path) -> None:
    """A proposal that a person is working on is never overwritten."""
    for name in ("policy.yaml", "sentences.tsv"):
        if (folder / name).exists():
            raise UsageError(
                Text(
                    en=f"`{folder.name}/{name}` exists already",
                    ja=f"`{folder.name}/{name}` は既にあります",
                ),
                where=Where(file=f"{folder.name}/{name}"),
                remedy=Text(
                    en="name another folder, or move it away",
                    ja="別のフォルダを指定するか、移動してください",
                ),
            )


def _write(folder: Path, imported: "Imported") -> None:
    from upheld.prose.proposal.writing import rendered
    from upheld.prose.report import sentences_table

    folder.mkdir(parents=True, exist_ok=True)
    text = rendered(imported.proposal, file=imported.reading.file, language=SCREEN.language)
    (folder / "policy.yaml").write_text(text, "utf-8")
    (folder / "sentences.tsv").write_text(sentences_table(imported), "utf-8")


def _show(imported: "Imported", out: Path | None) -> None:
    from upheld.prose import report

    if SCREEN.json:
        SCREEN.data(report.as_document(imported, SCREEN.language))
        return
    _head(imported)
    SCREEN.table(
        [Text(en="area", ja="分野"), Text(en="sentences", ja="文")],
        [[area, count] for area, count in report.areas(imported).items()],
    )
    _unsure(imported)
    for one in sorted(imported.findings, key=lambda f: report.SEVERITIES.index(f.severity)):
        severity = _SEVERITY[one.severity].in_language(SCREEN.language)
        what = one.what.in_language(SCREEN.language)
        SCREEN.say("", "")
        SCREEN.say(
            f"{one.clause} {severity} {one.code}: {what}",
            f"{one.clause} {severity} {one.code}: {what}",
        )
        words = report.excerpt(imported, one.span)
        SCREEN.say(f"  | {words}", f"  | {words}")
        SCREEN.say(f"  to fix: {one.remedy.en}", f"  対処: {one.remedy.ja}")
    _foot(imported, out)


def _head(imported: "Imported") -> None:
    from upheld.prose.language import NAMES

    reading = imported.reading
    english, japanese = NAMES[reading.language]
    SCREEN.say(
        f"{reading.file}: {english}, {reading.charset}, {len(reading.text):,} characters, "
        f"{len(reading.clauses)} clauses, {len(reading.sentences)} sentences",
        f"{reading.file}: {japanese}、{reading.charset}、{len(reading.text):,} 文字、"
        f"条項 {len(reading.clauses)} 件、文 {len(reading.sentences)} 件",
    )
    if reading.left_out:
        parts = ", ".join(f"{tag} {count}" for tag, count in sorted(reading.left_out.items()))
        SCREEN.say(f"left out, no prose: {parts}", f"文章でないため除いた要素: {parts}")
    if reading.controls:
        SCREEN.say(
            f"{len(reading.controls)} control or direction characters that readers do not see",
            f"読者に見えない制御文字・方向指定文字が {len(reading.controls)} 個あります",
        )


def _unsure(imported: "Imported") -> None:
    from upheld.prose.proposal.writing import shown

    unsure = imported.unsure()
    SCREEN.say(f"unsure: {len(unsure)} sentences", f"判断できない文: {len(unsure)} 件")
    for one in unsure[:_UNSURE_SHOWN]:
        could = f" → {', '.join(one.nearest)}?" if one.nearest else ""
        line = f"  {one.sentence.clause}: {shown(one.sentence.text)}{could}"
        SCREEN.say(line, line)
    if len(unsure) > _UNSURE_SHOWN:
        SCREEN.say(
            "  … the rest with --out or --json", "  … 残りは --out または --json で確認できます"
        )


def _foot(imported: "Imported", out: Path | None) -> None:
    from upheld.prose import report

    counts = report.count_by_severity(imported)
    missing = len(imported.proposal.missing())
    lines = len(imported.proposal.lines)
    SCREEN.say("", "")
    SCREEN.say(
        f"{counts['error']} error(s), {counts['warning']} warning(s), {counts['information']} note(s); "
        f"{lines} declarations proposed, {missing} values to fill in",
        f"エラー {counts['error']} 件、警告 {counts['warning']} 件、情報 {counts['information']} 件。"
        f"宣言の案 {lines} 行、記入が必要な値 {missing} か所",
    )
    if out is not None:
        SCREEN.say(
            f"wrote {out}/policy.yaml, {out}/sentences.tsv",
            f"{out}/policy.yaml と {out}/sentences.tsv を書き込みました",
        )
    else:
        SCREEN.say(
            "next: the same with --out DIR writes the proposal",
            "次: --out フォルダ を付けると案を書き込みます",
        )
