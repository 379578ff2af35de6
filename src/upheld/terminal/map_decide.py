"""`upheld map decide`: one unsure point of a data map is decided, as the console's page does it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.datamap.model import DataMap
    from upheld.datamap.placing import Choice as PlacedChoice

_WHY_MOST = 500  # characters

System = Annotated[
    str, typer.Argument(help=say("a system of upheld.yaml", "upheld.yaml のシステム"))
]
OfTable = Annotated[str, typer.Argument(help=say("its table", "その表"))]
Point = Annotated[
    str,
    typer.Argument(help=say("the point, as `map check` names it", "`map check` が示す点の名前")),
]
Choice = Annotated[
    str,
    typer.Argument(help="owner | accessor | mention | custodian | take | category | none | reject"),
]
By = Annotated[str, typer.Option(help=say("who decides", "決める人"))]
Why = Annotated[str, typer.Option(help=say("the reason", "理由"))]
Category = Annotated[
    str | None, typer.Option(help=say("with `category`: which", "`category` の場合: データ区分"))
]
To = Annotated[
    str | None,
    typer.Option(
        help=say(
            "of an edge: another kind of person (or table) than was guessed",
            "エッジの場合: 推定とは別の参照先(人の種類または表)",
        )
    ),
]
Rule = Annotated[
    str | None,
    typer.Option(help=say("of a retention: which rule", "保存期間の場合: 規則の名前")),
]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Decide an unsure point of a map. Example: upheld map decide shop orders referrer_id owner --by mori --why 'asked sales'",
            "データマップの未決定の点を決めます。例: upheld map decide shop orders referrer_id owner --by 森 --why 営業部に確認",
        )
    )(decide)


def decide(
    system: System,
    table: OfTable,
    point: Point,
    choice: Choice,
    *,
    by: By,
    why: Why,
    category: Category = None,
    rule: Rule = None,
    to: To = None,
) -> None:
    """Decide a point."""
    from upheld.datamap.deciding import Book
    from upheld.datamap.deciding import decide as run
    from upheld.datamap.placing import Decided
    from upheld.evidence import ledger
    from upheld.policy.reading import read_policy

    _refuse_empty("--by", by)
    _refuse_empty("--why", why)
    with workspace() as opened:
        path = opened.settings.datamap_folder / f"{system}.yaml"
        number = _number(opened, system, table, point)
        decided = Decided(
            table=table, number=number, choice=_choice(opened, system, (table, number), choice),
            by=by, why=why, category=category, rule=rule, to=to,
        )  # fmt: skip
        rules = read_policy(opened.settings.policy_folder).retention
        book = Book(engine=opened.engine, clock=opened.clock)
        after = run(path, decided, book, expected=None, rules=rules)
        ledger.seal(opened.engine, opened.signer, opened.clock)
        now = opened.maps()[system].model
        left, unsaid = len(now.unsure_points()), now.unsaid()
    SCREEN.data({"system": system, "table": table, "point": point, "choice": choice,
                 "sha256": after, "left": left, "says_whose": table not in unsaid})  # fmt: skip
    SCREEN.say(
        f"{table}: {point} is decided; {left} point(s) left",
        f"{table}: {point} を決定しました。残り {left} 件",
    )
    if table in unsaid:
        SCREEN.say(
            f"nothing says whose the rows of {table} are now: write its edges (`edges: [{{to: …, via: …}}]`) "
            "into the map, or why they are nobody's (`none: …`); until then no plan can be made",
            f"{table} が誰の行であるかが書かれていません。データマップに参照(`edges: [{{to: …, via: …}}]`)か、"
            "誰のものでもない理由(`none: …`)を書いてください。それまで計画は立てられません",
        )


def _number(opened: Any, system: str, table: str, point: str) -> int:
    """Return which point is meant: the first of its name that is open."""
    found = opened.maps().get(system)
    if found is None:
        raise UsageError(
            Text(
                en=f"there is no data map of `{system[:60]}`",
                ja=f"`{system[:60]}` のデータマップがありません",
            ),
            remedy=Text(
                en=f"upheld map discover {system[:60]} --write",
                ja=f"upheld map discover {system[:60]} --write",
            ),
        )
    datamap: DataMap = found.model
    entry = datamap.tables.get(table)
    for number, one in enumerate(entry.unsure if entry is not None else ()):
        if one.point == point and one.decided is None:
            return number
    listed = ", ".join(f"`{t}`: `{p.point}`" for t, p in datamap.unsure_points()[:10])
    named = f"`{table[:60]}`: `{point[:60]}`"
    raise UsageError(
        Text(
            en=f"{named} is no point that is still open",
            ja=f"{named} という未決定の点はありません",
        ),
        remedy=Text(en=f"open are {listed}", ja=f"未決定の点: {listed}")
        if listed
        else Text(en="nothing is open in this map", ja="このデータマップに未決定の点はありません"),
    )


def _choice(opened: Any, system: str, at: tuple[str, int], choice: str) -> "PlacedChoice":
    """Return the choice as one that there is.

    Raises:
        UsageError: There is no such choice; named are those that fit the point.
    """
    from upheld.datamap.placing import CHOICES, no_answer, offered

    known = next((one for one in CHOICES if one == choice), None)
    if known is not None:
        return known
    entry = opened.maps()[system].model.tables[at[0]]
    point = entry.unsure[at[1]]
    what, remedy = no_answer(choice, point, offered(point, entry))
    raise UsageError(what, remedy=remedy)


def _refuse_empty(option: str, text: str) -> None:
    if not text.strip() or len(text) > _WHY_MOST or not text.isprintable():
        raise UsageError(
            Text(
                en=f"`{option}` is empty, too long or not one line",
                ja=f"`{option}` が空であるか、長すぎるか、一行ではありません",
            ),
            remedy=Text(
                en=f"write one line of up to {_WHY_MOST} characters",
                ja=f"{_WHY_MOST} 文字以内の一行で書いてください",
            ),
        )
