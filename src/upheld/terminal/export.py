"""`upheld export …`: the declaration and the maps in the forms that others read."""

import json
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
    from upheld.exchange.records.holdings import Holdings
    from upheld.exchange.records.table import Table

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
    app.command(
        help=say(
            "Records of processing, one row a purpose: CSV for Excel, or a workbook (.xlsx). "
            "Example: upheld export ropa --out records.xlsx",
            "取扱いの記録(利用目的ごとに 1 行)。Excel 用の CSV またはワークブック(.xlsx)。"
            "例: upheld export ropa --out records.xlsx",
        )
    )(ropa)
    app.command(
        name="ledger-ja",
        help=say(
            "The Japanese ledger of personal information, one row a group of data. "
            "Example: upheld export ledger-ja --out daicho.csv",
            "個人情報管理台帳(情報のまとまりごとに 1 行)。例: upheld export ledger-ja --out daicho.csv",
        ),
    )(ledger_ja)
    app.command(
        help=say(
            "Policy and maps as JSON-LD in the words of W3C DPV 2.3. "
            "Example: upheld export dpv --out policy.jsonld",
            "ポリシーとマップを W3C DPV 2.3 の JSON-LD にします。例: upheld export dpv --out policy.jsonld",
        )
    )(dpv)
    return app


def ropa(out: Out = None) -> None:
    """Write the records of processing."""
    from upheld.exchange.records.ropa import records_of_processing

    holdings = _holdings()
    _deliver_table(records_of_processing(holdings, SCREEN.language), out)
    _mention_undeclared(holdings)


def ledger_ja(out: Out = None) -> None:
    """Write 個人情報管理台帳."""
    from upheld.exchange.records.ledger_ja import ledger

    holdings = _holdings()
    _deliver_table(ledger(holdings), out)
    _mention_undeclared(holdings)


def dpv(out: Out = None) -> None:
    """Write linked data."""
    from upheld.exchange.dpv import linked_data

    document = linked_data(_holdings())
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if out is None and SCREEN.json:
        SCREEN.data(document)
        return
    _deliver(text.removesuffix("\n") if out is None else text, out)
    SCREEN.data({"written": str(out), "nodes": len(document["@graph"])})


def _holdings() -> "Holdings":
    from upheld.exchange.records.holdings import Holdings
    from upheld.policy.reading import read_policy

    with workspace() as opened:
        maps = {name: read.model for name, read in opened.maps().items()}
        systems = opened.settings.declared.systems
        copies = {one.in_.partition(".")[0] for datamap in maps.values() for one in datamap.derived}
        return Holdings(
            policy=read_policy(opened.settings.policy_folder),
            maps=maps,
            # A URL that is kept in a secret stays there: its kind is then not told.
            kinds={n: c.url.partition(":")[0] for n, c in systems.items() if c.url is not None},
            unmapped=[name for name in systems if name not in maps and name not in copies],
        )


def _mention_undeclared(holdings: "Holdings") -> None:
    for name in holdings.unmapped:
        _note(
            f"`{name}` has no data map: what it holds is not in these records",
            f"`{name}` にはデータマップがなく、保有内容は記録に含まれていません",
        )
    for category, places in holdings.undeclared.items():
        _note(
            f"`{category}` is held ({places[0]}) and not declared in the policy",
            f"`{category}` を保有していますが({places[0]})、ポリシーに宣言がありません",
        )


def _deliver_table(table: "Table", out: Path | None) -> None:
    from upheld.exchange.records.table import to_csv, to_xlsx

    kind = out.suffix.lower() if out is not None else ".csv"
    if kind not in (".csv", ".xlsx"):
        raise UsageError(
            Text(
                en=f"`{kind or out}` is no kind of table here",
                ja=f"`{kind or out}` の表は書き出せません",
            ),
            remedy=Text(
                en="end the file's name in `.csv` or `.xlsx`",
                ja="ファイル名の末尾を `.csv` か `.xlsx` にしてください",
            ),
        )
    if out is not None:
        _replace(out, to_xlsx(table) if kind == ".xlsx" else to_csv(table))
        SCREEN.data({"written": str(out), "count": len(table.rows)})
    elif SCREEN.json:
        rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
        SCREEN.data({"written": None, "rows": rows})
    else:
        # A terminal shows the byte order mark; a file that it is sent to needs it.
        encoding = "utf-8-sig" if sys.stdout.isatty() else "utf-8"
        print(to_csv(table).decode(encoding), end="")  # noqa: T201


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
            f"{name}: {len(one.unspoken)} 件は `meta.upheld` だけに書かれます(Fides は保持しますが実行しません)",
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
    _replace(out, text.encode())


def _replace(out: Path, content: bytes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(f".{out.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(out)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _note(f"wrote {out}", f"{out} に書き込みました")


def _note(en: str, ja: str) -> None:
    """Say something beside the data: on stderr, so that stdout can be piped."""
    if not SCREEN.json:
        print(Text(en=en, ja=ja).in_language(SCREEN.language), file=sys.stderr)  # noqa: T201
