"""`upheld map …`: propose a data map, compare it with the database."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.refusal import UsageError, Where
from upheld.terminal import map_cases, map_decide, map_values
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from collections.abc import Collection, Sequence

    from upheld.datamap.budget import Budget
    from upheld.datamap.discovery import Proposal
    from upheld.datamap.discovery.judging import Judging
    from upheld.datamap.drift import Drift
    from upheld.datamap.writing import Written
    from upheld.detection import Scanner
    from upheld.subject.place import RelationalPlace


Limit = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="10m",
        help=say(
            "with --values: read no longer than this (90s, 10m, 2h); what was not read is named, exit 4",
            "--values の読み取り時間の上限(90s、10m、2h)。読み切れなかったものは一覧に示し、終了コード 4 とする",
        ),
    ),
]


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(no_args_is_help=True, help=say("The data map.", "データマップを扱います。"))
    app.command(
        help=say(
            "Propose a data map from a database. Example: upheld map discover shop --values --budget 10m --write",
            "データベースからデータマップの案を作ります。例: upheld map discover shop --values --budget 10m --write",
        )
    )(discover)
    app.command(
        help=say(
            "Compare every database with its map; exit 1 on drift, 4 if not all values could be read. Example: upheld map check --values --budget 10m",
            "データベースとデータマップを比べます(差異があれば終了コード 1、値を読み切れなければ 4)。例: upheld map check --values --budget 10m",
        )
    )(check)
    app.command(
        help=say(
            "Print the JSON Schema of a data map, for editors. Example: upheld map schema > datamap.schema.json",
            "データマップの JSON Schema を出力します(エディタ用)。例: upheld map schema > datamap.schema.json",
        )
    )(schema)
    map_decide.add(app)
    return app


def discover(
    system: Annotated[
        str, typer.Argument(help=say("a system of upheld.yaml", "upheld.yaml のシステム"))
    ],
    write: Annotated[
        bool,
        typer.Option(
            "--write", help=say("write datamap/SYSTEM.yaml", "datamap/システム.yaml に書き込む")
        ),
    ] = False,
    values: Annotated[
        bool,
        typer.Option(
            "--values",
            help=say(
                "judge columns by sampled values too, and not only by names and shapes",
                "列名や形だけでなく、抽出した値からも列を判定する",
            ),
        ),
    ] = False,
    budget: Limit = None,
) -> None:
    """Propose a map."""
    from upheld.datamap import writing

    limit = map_values.budget_of(budget, values=values)
    with workspace() as opened:
        scanner = map_values.scanner_of(opened, map_values.policy_of(opened)) if values else None
        proposal, judging, unread = _proposed(opened.place(system), system, scanner, limit)
        path = opened.settings.datamap_folder / f"{system}.yaml"
        if not write:
            text = writing.rendered(proposal)
            read = map_values.judged(judging) | map_values.unread(unread)
            SCREEN.data({"system": system, "written": None, "text": text, **read})
            SCREEN.say(text, text)
        else:
            written = writing.write(path, proposal)
            read = map_values.judged(judging) | map_values.unread(unread)
            _show_written(system, written, _open_points(opened, system), read)
    if judging is not None:
        map_values.show_judged(judging)
    map_values.show_unread(unread)


def _proposed(
    place: Any, system: str, scanner: "Scanner | None", budget: "Budget"
) -> "tuple[Proposal, Judging | None, dict[str, Text]]":
    """Read the schema and samples of a database, and propose its map; `scanner`: judge values.

    Returns:
        The map; what judged its columns, if asked; and why tables could not be read, by name.
    """
    from upheld.connectors.sql import SqlConnector
    from upheld.datamap.discovery import SqlSampler
    from upheld.datamap.discovery import discover as propose
    from upheld.datamap.surveying import NOT_ALL_OF_IT, hidden_from_us

    if not isinstance(place, SqlConnector):
        raise UsageError(
            Text(
                en=f"`{system}` has no tables to discover",
                ja=f"`{system}` には調べる表がありません",
            ),
            remedy=Text(
                en="list its collections under `derived` of the source's map",
                ja="元データのマップの `derived` に書いてください",
            ),
        )
    SCREEN.progress(say("reading the schema", "スキーマを読んでいます"))
    described = place.describe()
    with place.session() as connection:
        sampler, judging = SqlSampler(connection, described.tables), None
        if scanner is not None:
            judging = map_values.judging_of(sampler, scanner, budget)
        proposal = propose(described, sampler, system, judging)
    SCREEN.progress_over()
    unread = dict.fromkeys(sorted(hidden_from_us(place, proposal.tables)), NOT_ALL_OF_IT)
    unread |= {table: place.refusal(error, table).what for table, error in sampler.refused.items()}
    return proposal, judging, unread


def _show_written(
    system: str, written: "Written", open_points: list[tuple[str, Any]], read: dict[str, Any]
) -> None:
    SCREEN.data(
        {
            "system": system,
            "written": str(written.path),
            "tables": written.tables,
            "columns": written.columns,
            "edges": written.edges,
            "unsure": len(open_points),
            "points": [
                {"table": t, "point": p.point, "why": p.why, "confidence": p.confidence}
                for t, p in open_points
            ],
            **read,
        }
    )
    from upheld.datamap.reasons import in_japanese

    name = written.path.name
    SCREEN.say(
        f"{name}: +{written.tables} tables, +{written.edges} edges; {len(open_points)} point(s) need a person",
        f"{name}: 表 +{written.tables}、参照 +{written.edges}。人の判断が必要な点 {len(open_points)} 件",
    )
    for table, point in open_points:
        SCREEN.say(
            f"  unsure {table}: {point.point} ({point.why})",
            f"  未決定 {table}: {point.point}({in_japanese(point.why)})",
        )


def _open_points(opened: Any, system: str) -> list[tuple[str, Any]]:
    found = opened.maps().get(system)
    return found.model.unsure_points() if found is not None else []


def check(
    values: Annotated[
        bool,
        typer.Option(
            "--values",
            help=say(
                "read every text, and report personal data that the map does not expect there",
                "すべてのテキストを読み、データマップが想定していない個人情報を報告する",
            ),
        ),
    ] = False,
    open_cases: Annotated[
        bool,
        typer.Option(
            "--open-cases",
            help=say(
                "with --values: suspend people of restricted regions, and open cases that erase them",
                "--values とともに: 提供対象外の地域の人を利用停止し、消去の案件を作る",
            ),
        ),
    ] = False,
    budget: Limit = None,
) -> None:
    """Compare maps and databases."""
    from upheld.subject.place import RelationalPlace

    if open_cases and not values:
        raise map_cases.needs_values()
    limit = map_values.budget_of(budget, values=values)
    rows: list[dict[str, Any]] = []
    unsure: list[dict[str, Any]] = []
    read = map_values.NOTHING_READ
    with workspace() as opened:
        maps = opened.maps()
        places = {name: opened.place(name) for name in opened.settings.systems}
        rules = _rules(opened)
        if values:
            policy = map_values.policy_of(opened)
            scanner = map_values.scanner_of(opened, policy)
            read = map_values.surveyed(places, maps, scanner, limit)
        for name, place in places.items():
            rows += _rows(name, read.drift(name))
            if isinstance(place, RelationalPlace) and not read.refused(name):
                rows += _compared(name, place, maps.get(name), rules)
                unsure += _unsure(name, maps.get(name))
        opened_cases = map_cases.open_cases(opened) if open_cases else []
        if values:
            map_values.record(opened, policy, read, cases=open_cases)
    _show(rows, unsure, opened_cases, read)


def _rules(opened: Any) -> "Collection[str] | None":
    """The retention rules of the policy; `None` where it cannot be read, which `check` says."""
    from upheld.policy.reading import read_policy
    from upheld.refusal import RefusalsError

    try:
        return read_policy(opened.settings.policy_folder).retention
    except RefusalsError:
        return None


def _compared(
    system: str, place: "RelationalPlace", found: Any, rules: "Collection[str] | None"
) -> list[dict[str, Any]]:
    """How a database differs from its map, and the map from the policy.

    Raises:
        RefusalError: It does not, and the map contradicts itself.
    """
    from upheld.datamap.drift import compare, unknown_rules
    from upheld.datamap.graph import MapUnsureError, build

    if found is None:
        return [_no_map(system)]
    described = place.describe()
    drifted = compare(described, found.model)
    if rules is not None:
        drifted += unknown_rules(found.model, rules)
    if not drifted:
        with suppress(MapUnsureError):  # listed among the unsure, one line a point
            build(found.model, described, found.where)
    return _rows(system, drifted, found)


def _no_map(system: str) -> dict[str, Any]:
    return {
        "system": system,
        "table": None,
        "column": None,
        "kind": "no-map",
        "what": say("no data map", "データマップがありません"),
        "remedy": f"upheld map discover {system} --write",
    }


def _unsure(system: str, found: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    return [
        {"system": system, "table": table, "point": point.point, "why": point.why}
        for table, point in found.model.unsure_points()
    ]


def _rows(system: str, drifted: "Sequence[Drift]", found: Any = None) -> list[dict[str, Any]]:
    """Say each difference, and where in the map's file it stands."""
    return [
        {
            "system": system,
            "table": d.table,
            "column": d.column,
            "kind": d.kind,
            "what": d.what.in_language(SCREEN.language),
            "remedy": d.remedy.in_language(SCREEN.language),
            **({"where": found.where(d.path).known()} if found and d.path else {}),
        }
        for d in drifted
    ]


def _show(
    rows: list[dict[str, Any]],
    unsure: list[dict[str, Any]],
    cases: list[str],
    read: map_values.Surveyed,
) -> None:
    from upheld.datamap.reasons import in_japanese

    more = {"cases": cases, "read": list(read.rows()), **read.aside()}
    SCREEN.data({"drift": rows, "unsure": unsure, **{k: v for k, v in more.items() if v}})
    map_cases.show(cases)
    for row in rows:
        place = ".".join(str(row[k]) for k in ("table", "column") if row[k])
        at = f" ({Where(**row['where'])})" if row.get("where") else ""
        SCREEN.say(
            f"{row['system']}/{place}: {row['what']}; {row['remedy']}{at}",
            f"{row['system']}/{place}: {row['what']}。{row['remedy']}{at}",
        )
    for point in unsure:
        SCREEN.say(
            f"{point['system']}/{point['table']}: unsure: {point['point']} ({point['why']})",
            f"{point['system']}/{point['table']}: 未決定: {point['point']}({in_japanese(point['why'])})",
        )
    read.show()
    if not rows and not unsure and not read.exit_code():
        SCREEN.say("maps and databases agree", "データマップとデータベースは一致しています")
    SCREEN.exit_code = 1 if rows else 2 if unsure else int(read.exit_code())


def schema() -> None:
    """Print the JSON Schema."""
    from upheld.datamap.model import DataMap
    from upheld.documents.json_schema import json_schema

    print(json_schema(DataMap, title="upheld data map"), end="")  # noqa: T201
