"""`upheld import …`: what other software wrote, as files of a workspace."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.refusal import RefusalError, RefusalsError, UsageError, Where
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.exchange.fideslang.procedure import BroughtIn, PlacedRemark


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say("Bring in files of other software.", "他のソフトウェアのファイルを取り込みます。"),
    )
    app.callback()(_only_groups)
    app.command(
        help=say(
            "Make data maps from fideslang datasets; what is left open is told with its line (exit 1). "
            "Example: upheld import fideslang shop.yml",
            "fideslang のデータセットからデータマップを作ります。決まらない点は行番号付きで示します"
            "(終了コード 1)。例: upheld import fideslang shop.yml",
        )
    )(fideslang)
    return app


def _only_groups() -> None:
    """Keep `fideslang` a command of its own although it is the only one."""


def fideslang(
    files: Annotated[
        list[Path], typer.Argument(help=say("dataset manifests", "データセットのファイル"))
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say("a folder in place of datamap/", "datamap/ の代わりに書き込むフォルダ"),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("write nothing", "何も書き込まない"))
    ] = False,
) -> None:
    """Make data maps from datasets."""
    from upheld.exchange.fideslang.writing import rendered_map, write

    brought = _read(files)
    folder = out if out is not None or dry_run else _datamap_folder()
    targets = _targets(folder or Path(), brought, taken_is_refused=not dry_run)
    for path, one, file in targets:
        text = rendered_map(one, file=file.name)
        if dry_run:
            SCREEN.say(text, text)
        else:
            write(path, text)
    _show([(path, one) for path, one, _file in targets], written=not dry_run)


def _read(files: Sequence[Path]) -> list[tuple[Path, "BroughtIn"]]:
    from upheld.exchange.fideslang.procedure import bring_in_file

    brought: list[tuple[Path, BroughtIn]] = []
    refusals: list[RefusalError] = []
    for file in files:
        try:
            brought += [(file, one) for one in bring_in_file(file)]
        except RefusalsError as error:
            refusals += error.refusals
    if refusals:
        raise RefusalsError(refusals)
    return brought


def _datamap_folder() -> Path:
    from upheld.settings import find_workspace

    return find_workspace((SCREEN.folder or Path()).resolve()) / "datamap"


def _targets(
    folder: Path, brought: Sequence[tuple[Path, "BroughtIn"]], *, taken_is_refused: bool
) -> list[tuple[Path, "BroughtIn", Path]]:
    """Name each map's file; nothing is written before all of them are known to be free."""
    found: dict[Path, tuple[Path, BroughtIn, Path]] = {}
    for file, one in brought:
        system = one.datamap.system
        path = folder / f"{system.replace('/', '_').lstrip('.') or '_'}.yaml"
        if path in found or (taken_is_refused and path.exists()):
            raise UsageError(
                Text(
                    en=f"there is a map for `{system[:60]}` already",
                    ja=f"`{system[:60]}` のマップはすでにあります",
                ),
                where=Where(file=path.name),
                remedy=Text(
                    en="write elsewhere with `--out DIR` and compare, or remove the old file; "
                    "nothing was written",
                    ja="`--out フォルダ` で別の場所に書いて比べるか、古いファイルを消してください。"
                    "何も書き込んでいません",
                ),
            )
        found[path] = (path, one, file)
    return list(found.values())


def _show(brought: Sequence[tuple[Path, "BroughtIn"]], *, written: bool) -> None:
    SCREEN.data({"maps": [_as_json(path, one, written=written) for path, one in brought]})
    for path, one in brought:
        tables = len(one.datamap.tables)
        SCREEN.say(f"{path.name}: {tables} table(s)", f"{path.name}: 表 {tables} 件")
        for placed in one.remarks:
            _say(placed)
    waiting = sum(len(one.datamap.unsure_points()) for _path, one in brought)
    left_open = any(p.remark.kind == "decide" for _path, one in brought for p in one.remarks)
    if waiting or left_open:
        SCREEN.say(
            f"{waiting} point(s) need a person; next: upheld map check",
            f"人の判断が必要な点 {waiting} 件。次: upheld map check",
        )
    SCREEN.exit_code = 1 if waiting or left_open else 0


def _say(placed: "PlacedRemark") -> None:
    what, remedy = placed.remark.what, placed.remark.remedy
    deciding = placed.remark.kind == "decide"
    SCREEN.say(
        f"  {placed.where}: {what.en} ({'to decide' if deciding else 'kept'})\n    to do: {remedy.en}",
        f"  {placed.where}: {what.ja}({'要判断' if deciding else '保持'})\n    対応: {remedy.ja}",
    )


def _as_json(path: Path, one: "BroughtIn", *, written: bool) -> Mapping[str, Any]:
    return {
        "system": one.datamap.system,
        "written": str(path) if written else None,
        "tables": len(one.datamap.tables),
        "unsure": len(one.datamap.unsure_points()),
        "remarks": [
            {
                "kind": placed.remark.kind,
                "what": placed.remark.what.in_language(SCREEN.language),
                "remedy": placed.remark.remedy.in_language(SCREEN.language),
                "where": placed.where.known(),
            }
            for placed in one.remarks
        ],
    }
