"""`upheld export …`: the declaration and the maps in the forms that others read."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from upheld.refusal import UsageError, Where
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.assembly import Workspace

Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--out", help=say("a file in place of the screen", "画面の代わりに書き込むファイル")
    ),
]


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say(
            "The policy and the data maps in forms that others read.",
            "ポリシーとデータマップを、ほかで使われる形式で書き出します。",
        ),
    )
    app.command(
        help=say(
            "Data maps as fideslang datasets; nothing of a map is lost. "
            "Example: upheld export fideslang --out shop.yml",
            "データマップを fideslang のデータセットにします。マップの内容は失われません。"
            "例: upheld export fideslang --out shop.yml",
        )
    )(fideslang)
    return app


def fideslang(
    system: Annotated[
        str | None, typer.Argument(help=say("one system only", "一つのシステムだけ"))
    ] = None,
    out: Out = None,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask-databases",
            help=say(
                "read primary keys, so that references between tables can be told",
                "主キーを読み取り、表どうしの参照も書き出す",
            ),
        ),
    ] = False,
) -> None:
    """Write datasets."""
    from upheld.exchange.fideslang.procedure import give_out
    from upheld.exchange.fideslang.writing import rendered_manifest

    with workspace() as opened:
        maps = {name: read.model for name, read in opened.maps().items()}
        if system is not None and system not in maps:
            raise _no_map(system, list(maps))
        chosen = [system] if system is not None else list(maps)
        keys = {name: _keys(opened, name) if ask else {} for name in chosen}
    given = {name: give_out(maps[name], keys[name]) for name in chosen}
    _deliver(rendered_manifest([one.dataset for one in given.values()]), out)
    SCREEN.data(
        {
            "written": str(out) if out else None,
            "datasets": [
                {
                    "system": name,
                    "collections": len(one.dataset["collections"]),
                    "unspoken": list(one.unspoken),
                    "lost": list(one.lost),
                    **({} if out else {"dataset": one.dataset}),
                }
                for name, one in given.items()
            ],
        }
    )
    for name, one in given.items():
        _note(
            f"{name}: {len(one.unspoken)} statement(s) stand under `meta.upheld` only; Fides keeps them and does not act on them",
            f"{name}: {len(one.unspoken)} 件は `meta.upheld` だけに書かれます（Fides は保持しますが実行しません）",
        )
        for place in one.lost:
            _note(
                f"{name}: `{place}` is not in the map any more and was left out",
                f"{name}: `{place}` はマップにないため書き出していません",
            )


def _keys(opened: "Workspace", system: str) -> Mapping[str, tuple[str, ...]]:
    from upheld.subject.place import RelationalPlace

    if system not in opened.settings.systems:
        return {}
    place = opened.place(system)
    if not isinstance(place, RelationalPlace):
        return {}
    return {t.name: t.primary_key for t in place.describe().tables.values() if t.primary_key}


def _no_map(system: str, known: list[str]) -> UsageError:
    return UsageError(
        Text(en=f"there is no map for `{system[:60]}`", ja=f"`{system[:60]}` のマップがありません"),
        where=Where(file="datamap/"),
        remedy=Text(
            en=f"use one of {', '.join(known)}" if known else "make one: `upheld map discover`",
            ja=f"次のいずれかを指定してください: {', '.join(known)}"
            if known
            else "`upheld map discover` で作ってください",
        ),
    )


def _deliver(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file that is replaced in one step."""
    if out is None:
        SCREEN.say(text, text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(f".{out.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(out)
    _note(f"wrote {out}", f"{out} に書き込みました")


def _note(en: str, ja: str) -> None:
    """Say something beside the data: on stderr, so that stdout can be piped."""
    if not SCREEN.json:
        print(Text(en=en, ja=ja).in_language(SCREEN.language), file=sys.stderr)  # noqa: T201
