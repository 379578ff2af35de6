"""`upheld guard …`: triggers that refuse late writes for an erased person."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without it
    from upheld.rights.guarding import Told

System = Annotated[
    str, typer.Argument(help=say("a system of upheld.yaml", "upheld.yaml のシステム"))
]
Yes = Annotated[
    bool, typer.Option("--yes", help=say("run the SQL without asking", "確認せずに SQL を実行する"))
]


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say(
            "Triggers that refuse late writes for an erased person.",
            "消去された人への遅れた書き込みを拒むトリガーを扱います。",
        ),
    )
    app.command(
        help=say(
            "Install; shows the SQL first. Example: upheld guard install shop --yes",
            "設置します(先に SQL を表示)。例: upheld guard install shop --yes",
        )
    )(install)
    app.command(
        help=say(
            "Remove; shows the SQL first. Example: upheld guard remove shop --yes",
            "撤去します(先に SQL を表示)。例: upheld guard remove shop --yes",
        )
    )(remove)
    return app


def install(system: System, yes: Yes = False) -> None:
    """Install the guard."""
    _change(system, yes, installing=True)


def remove(system: System, yes: Yes = False) -> None:
    """Remove the guard."""
    _change(system, yes, installing=False)


def _change(system: str, yes: bool, *, installing: bool) -> None:
    with workspace() as opened:
        statements, done, told = _run(opened, system, yes, installing=installing)
    SCREEN.data(
        {
            "system": system,
            "statements": statements,
            "done": done,
            "known": told.known if told else None,
            "unknown": told.unknown if told else None,
        }
    )
    if told is not None and (told.known or told.unknown):
        _say_who_is_known(told)
    if statements and not done:
        SCREEN.say(
            "nothing was changed; add --yes to run it",
            "何も変更していません。実行するには --yes を付けてください",
        )


def _run(
    opened: Any, system: str, yes: bool, *, installing: bool
) -> "tuple[list[str], bool, Told | None]":
    """Show the SQL, run it if that is agreed, and tell the guard of those erased before.

    Returns:
        The statements, whether they were run, and who is known to the guard now.
    """
    from upheld.datamap.graph import build
    from upheld.deletion import guard
    from upheld.rights.guarding import tell_of_erased

    place, found = _guarded(opened, system)
    graph = build(found.model, place.describe(), found.where)
    with place.session(write=True) as connection:
        make = guard.install_statements if installing else guard.remove_statements
        statements = make(connection, graph)
        for statement in statements:
            SCREEN.say(f"{statement};", f"{statement};")
        if not statements:
            SCREEN.say(
                "no table of the map says `guard: trigger`", "`guard: trigger` の表がありません"
            )
        if not statements or not (yes or _agreed()):
            return statements, False, None
        guard.run(connection, statements)
        if not installing:
            return statements, True, None
        return statements, True, tell_of_erased(opened.company(), connection, place, graph)


def _guarded(opened: Any, system: str) -> tuple[Any, Any]:
    """Return a database that can have triggers, and its map.

    Raises:
        UsageError: It is no database, or nobody mapped it yet.
    """
    from upheld.subject.place import RelationalPlace

    place: Any = opened.place(system)
    if not isinstance(place, RelationalPlace):
        raise UsageError(
            Text(
                en=f"`{system}` is no database, and can have no triggers",
                ja=f"`{system}` はデータベースではないため、トリガーを置けません",
            ),
            remedy=Text(
                en="guard the database whose rows its copies follow",
                ja="写しの元になるデータベースにガードを設置してください",
            ),
        )
    found = opened.maps().get(system)
    if found is None:
        raise UsageError(
            Text(
                en=f"`{system}` has no data map yet",
                ja=f"`{system}` にはまだデータマップがありません",
            ),
            remedy=Text(
                en=f"upheld map discover {system} --write",
                ja=f"upheld map discover {system} --write を実行してください",
            ),
        )
    return place, found


def _say_who_is_known(told: "Told") -> None:
    SCREEN.say(
        f"{told.known} person(s) erased before are known to the guard",
        f"これまでに消去された {told.known} 名をガードに登録しました",
    )
    if told.unknown:
        SCREEN.say(
            f"{told.unknown} person(s) erased before are NOT known to it, because their requests "
            "were forgotten: rows written for them are not refused",
            f"これまでに消去された {told.unknown} 名は、請求の記録が消去済みのため登録できません。"
            "その人への書き込みは拒否されません",
        )


def _agreed() -> bool:
    import sys

    if SCREEN.json or not sys.stdin.isatty():
        return False
    return typer.confirm(say("run this?", "実行しますか"))
