"""`upheld receipt`, `upheld verify`, `upheld ledger …`: what can be shown to a stranger."""

import json
from pathlib import Path
from typing import Annotated

import typer

from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text


def add(app: typer.Typer) -> None:
    """Add the commands of evidence."""
    app.command(
        help=say(
            "Write the person's receipt. Example: upheld receipt R-2026-0001 --out receipt.json --html receipt.html",
            "本人に渡す受領証を書き出します。例: upheld receipt R-2026-0001 --out receipt.json --html receipt.html",
        )
    )(receipt)
    app.command(
        help=say(
            "Verify a receipt anywhere, without a workspace. Example: upheld verify receipt.json --key upheld.pub",
            "受領証をどこででも検証します(ワークスペース不要)。例: upheld verify receipt.json --key upheld.pub",
        ),
    )(verify)
    ledger = typer.Typer(
        no_args_is_help=True, help=say("The evidence ledger.", "証拠台帳を扱います。")
    )
    ledger.command(
        help=say(
            "Recompute the whole ledger. Example: upheld ledger check",
            "台帳全体を再計算して確かめます。例: upheld ledger check",
        )
    )(check)
    ledger.command(
        help=say(
            "Keep the newest checkpoint elsewhere. Example: upheld ledger anchor --to file:/mnt/other/anchor",
            "最新のチェックポイントを別の場所に保管します。例: upheld ledger anchor --to file:/mnt/other/anchor",
        )
    )(anchor)
    ledger.command(
        help=say(
            "Write the ledger as C2SP tiles. Example: upheld ledger export --out tiles/",
            "台帳を C2SP タイル形式で書き出します。例: upheld ledger export --out tiles/",
        )
    )(export)
    app.add_typer(ledger, name="ledger")


def receipt(
    unit: Annotated[
        str, typer.Argument(metavar="REQUEST", help=say("R-… or B-…", "R-… または B-…"))
    ],
    out: Annotated[
        Path,
        typer.Option(
            help=say(
                "a .json file; a folder also receives the verifier",
                ".json ファイル。フォルダなら検証プログラムも入ります",
            )
        ),
    ],
    html: Annotated[
        Path | None, typer.Option(help=say("also as a page", "ページとしても書き出す"))
    ] = None,
) -> None:
    """Write receipts."""
    from upheld.desk.found_inputs.listing import is_found_input
    from upheld.rights.receipts import NoReceiptError, write_receipts

    with workspace() as opened:
        public = opened.folder / "upheld.pub"
        try:
            written = write_receipts(
                opened.company(), unit, out, html=html, language=SCREEN.language, public=public
            )
        except NoReceiptError as refusal:
            with opened.engine.connect() as connection:
                if not is_found_input(connection, unit):
                    raise
            made_by = f"`upheld gateway found erase {unit}`"
            remedy = Text(en=f"{made_by} makes it", ja=f"{made_by} で作成されます")
            raise NoReceiptError(refusal.what, remedy=remedy) from None
    SCREEN.data({"request": unit, "written": [str(p) for p in written]})
    for path in written:
        SCREEN.say(f"wrote {path}", f"{path} を書き出しました")
    SCREEN.say(
        "next: upheld verify RECEIPT --key upheld.pub", "次: upheld verify 受領証 --key upheld.pub"
    )


def verify(
    path: Annotated[Path, typer.Argument(metavar="RECEIPT", help="receipt.json")],
    key: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "upheld.pub, from the company and not from the bundle",
                "upheld.pub(同梱物ではなく会社から入手)",
            )
        ),
    ] = None,
    anchor: Annotated[
        Path | None,
        typer.Option(help=say("a checkpoint kept elsewhere", "別の場所に保管したチェックポイント")),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            help=say(
                "a file with the identifier (or -): is it about this person?",
                "識別子を書いたファイル(または -): この人のものか",
            )
        ),
    ] = None,
) -> None:
    """Verify a receipt."""
    from upheld.evidence import verifier

    words = [str(path), "--lang", SCREEN.language]
    for name, value in (("--key", key), ("--anchor", anchor), ("--subject", subject)):
        if value is not None:
            words += [name, str(value)]
    if SCREEN.json:
        words.append("--json")
    SCREEN.exit_code = verifier.main(words)


def check(
    anchor: Annotated[
        Path | None,
        typer.Option(help=say("a checkpoint kept elsewhere", "別の場所に保管したチェックポイント")),
    ] = None,
) -> None:
    """Check the ledger."""
    from upheld.evidence.check import check as check_ledger

    with workspace() as opened:
        SCREEN.progress(say("recomputing", "再計算しています"))
        found = check_ledger(opened.engine, opened.signer.public, anchor=anchor)
        SCREEN.progress_over()
    SCREEN.data(found.as_json(SCREEN.language))
    for problem in found.problems:
        SCREEN.say(f"BROKEN: {problem.what.en}", f"不一致: {problem.what.ja}")
    for note in found.notes:
        SCREEN.say(f"note: {note.what.en}", f"注記: {note.what.ja}")
    state = say("intact", "無傷です") if found.ok else say("NOT intact", "無傷ではありません")
    attested = (
        say("self-attested", "自己証明") if found.self_attested else say("anchored", "アンカー済み")
    )
    SCREEN.say(
        f"{found.size} entries: {state}, {attested}", f"{found.size} 件: {state}({attested})"
    )
    SCREEN.exit_code = 0 if found.ok else 5


def anchor(
    to: Annotated[str, typer.Option(help="file:DIR | git:REMOTE | tsa:URL")],
    keep: Annotated[
        Path | None,
        typer.Option(help=say("tsa: folder for the time stamp", "tsa: タイムスタンプの保存先")),
    ] = None,
) -> None:
    """Anchor the ledger."""
    from upheld.evidence.anchor import anchor as put

    with workspace() as opened:
        found = put(opened.engine, to, key=opened.signer.public, keep=keep)
    SCREEN.data({"kept_at": found.kept_at, "size": found.size, "at": found.at.isoformat()})
    SCREEN.say(
        f"{found.size} entries anchored at {found.kept_at}",
        f"{found.size} 件を {found.kept_at} に保管しました",
    )


def export(out: Annotated[Path, typer.Option(help=say("folder", "フォルダ"))]) -> None:
    """Export tiles."""
    from upheld.evidence.ledger import export_tiles

    with workspace() as opened:
        head = export_tiles(opened.engine, out)
    SCREEN.data({"size": head.size if head else 0, "out": str(out)})
    SCREEN.say(
        json.dumps({"size": head.size if head else 0}),
        f"{head.size if head else 0} 件を書き出しました",
    )
