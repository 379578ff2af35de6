"""`upheld init`: a workspace to begin with; `upheld sweep`: what is due now."""

import re
from pathlib import Path
from typing import Annotated

import typer

from upheld.refusal import UsageError
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")


def add(app: typer.Typer) -> None:
    """Add the commands of a workspace as a whole."""
    app.command(
        help=say(
            "Make a workspace. Example: upheld init mycompany --db postgresql://app@localhost/shop --name shop",
            "ワークスペースを作ります。例: upheld init mycompany --db postgresql://app@localhost/shop --name shop",
        )
    )(init)
    app.command(
        help=say(
            "Do what is due now: later looks for rows written late, and forgetting what requests say. Example: upheld sweep",
            "期限の来た作業を行います(遅れて書かれた行の確認、請求内容の消去)。例: upheld sweep",
        )
    )(sweep)


_Name = Annotated[
    str,
    typer.Argument(
        help=say("the workspace's folder, and its key's name", "フォルダ名、署名鍵の名前")
    ),
]
_Db = Annotated[str | None, typer.Option(help="sqlite:///F | postgresql://… | mysql://…")]
_System = Annotated[
    str | None,
    typer.Option("--name", help=say("the database's name here", "このデータベースの呼び名")),
]
_Drill = Annotated[
    bool, typer.Option(help=say("allow a simulated clock", "訓練用(時刻を模擬できる)"))
]
_Template = Annotated[
    str,
    typer.Option(
        help="minimal | b2b-platform | ai-research | consumer-app | messaging | wifi-rental"
    ),
]
_Samples = Annotated[
    bool,
    typer.Option(
        help=say(
            "with the template's data maps and stores of invented people",
            "ひな形のデータマップと架空の人のデータも作る",
        )
    ),
]
_Cache = Annotated[
    str | None,
    typer.Option(help=say("valkey://… for the samples' cache", "見本のキャッシュの valkey://…")),
]


def init(
    name: _Name,
    *,
    db: _Db = None,
    system: _System = None,
    drill: _Drill = False,
    template: _Template = "minimal",
    samples: _Samples = False,
    cache: _Cache = None,
) -> None:
    """Make a workspace."""
    from upheld.terminal.founding import MINIMAL, Start, found

    _refuse_bad_name(name, "name")
    _refuse_mixed(db, samples and template != MINIMAL, asked=samples or cache is not None)
    _refuse_half(db, system)
    if system is not None:
        _refuse_bad_name(system, "--name")
    folder = (SCREEN.folder or Path()) / name
    start = Start(template=template, samples=samples, cache=cache)
    made = found(folder, name, db=db, system=system, drill=drill, start=start)
    SCREEN.data({"workspace": str(folder), "files": made})
    SCREEN.say(f"made {folder}/: {', '.join(made)}", f"{folder}/ を作成しました: {', '.join(made)}")
    step = _next(folder, system, samples=samples)
    SCREEN.say(f"next: {step}", f"次: {step}")


def _next(folder: Path, system: str | None, *, samples: bool) -> str:
    if system:
        return f"upheld -C {folder} map discover {system} --write"
    if samples:
        return f"upheld -C {folder} map check"
    return say("add a system to upheld.yaml", "upheld.yaml にシステムを追加してください")


def _refuse_half(db: str | None, system: str | None) -> None:
    """A database needs a name here, and a name a database.

    Raises:
        UsageError: One of them stands alone.
    """
    if (db is None) != (system is None):
        raise UsageError(
            Text(
                en="`--db` and `--name` go together",
                ja="`--db` と `--name` は一緒に指定してください",
            ),
            remedy=Text(
                en="e.g. `--db sqlite:///shop.db --name shop`",
                ja="例: `--db sqlite:///shop.db --name shop`",
            ),
        )


def _refuse_mixed(db: str | None, possible: bool, *, asked: bool) -> None:
    """Samples come with a template that has some, and bring their own databases.

    Raises:
        UsageError: They cannot be made.
    """
    if asked and (db is not None or not possible):
        raise UsageError(
            Text(
                en="`--samples` goes with a template other than `minimal`, and without `--db`",
                ja="`--samples` は `minimal` 以外のひな形と一緒に、`--db` なしで指定してください",
            ),
            remedy=Text(
                en="e.g. `upheld init play --template wifi-rental --samples`",
                ja="例: `upheld init play --template wifi-rental --samples`",
            ),
        )


def _refuse_bad_name(name: str, what: str) -> None:
    """Refuse what cannot be a folder's or a system's name.

    Raises:
        UsageError: It is a path, or no word.
    """
    above, slash, last = name.replace("\\", "/").rstrip("/").rpartition("/")
    if slash and what == "name" and _NAME.match(last):
        command = f"`upheld -C {above or '/'} init {last}`"
        raise UsageError(
            Text(
                en=f"`{name[:80]}` is a path, and here goes a name: the folder is made where you "
                "are, and the signing key gets the same name",
                ja=f"`{name[:80]}` はパスです。ここには名前を書きます(現在のフォルダの下に作られ、"
                "署名鍵も同じ名前になります)",
            ),
            remedy=Text(
                en=f"say where with `-C`: {command}",
                ja=f"場所は `-C` で指定してください: {command}",
            ),
        )
    if not _NAME.match(name):
        raise UsageError(
            Text(
                en=f"`{what}` is a word of letters, digits, dots and hyphens",
                ja=f"`{what}` は英数字・ドット・ハイフンの語です",
            ),
            remedy=Text(en="e.g. `mycompany`", ja="例: `mycompany`"),
        )


def sweep() -> None:
    """Do what is due."""
    from upheld.rights.sweeping import sweep_due
    from upheld.terminal.opening import workspace

    with workspace() as opened:
        swept = sweep_due(opened.company())
    SCREEN.data(swept)
    SCREEN.say(
        f"{swept['swept']} request(s) swept, {swept['late_rows']} late row(s) removed, {swept['forgotten']} forgotten",
        f"{swept['swept']} 件を再確認、遅れて書かれた {swept['late_rows']} 行を削除、{swept['forgotten']} 件の請求内容を消去",
    )
    SCREEN.exit_code = 1 if swept["remaining"] else 0
