"""`upheld policy keys` and `upheld policy schema`: the language itself, for people and editors."""

from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import UsageError
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.policy.keys import Section


def add(app: typer.Typer) -> None:
    """Add both commands."""
    app.command(
        "keys",
        help=say(
            "Explain the keys of a policy, all or one section. Example: upheld policy keys retention",
            "ポリシーのキーを説明します(全部、または一つの節)。例: upheld policy keys retention",
        ),
    )(keys)
    app.command(
        "schema",
        help=say(
            "Print the JSON Schema of a policy, for editors. Example: upheld policy schema > policy.schema.json",
            "ポリシーの JSON Schema を出力します(エディタ用)。例: upheld policy schema > policy.schema.json",
        ),
    )(schema)


def keys(
    section: Annotated[
        str | None,
        typer.Argument(help=say("a top-level key; none: all", "最上位のキー。省略すると全部")),
    ] = None,
) -> None:
    """Explain the keys."""
    from upheld.policy.keys import sections
    from upheld.policy.keys_page import as_json, page, section_of

    known = {one.head.path: one for one in sections()}
    if section is not None and section not in known:
        raise _no_section(section, known)
    SCREEN.data(as_json(section, SCREEN.language))
    text = page(SCREEN.language) if section is None else section_of(known[section], SCREEN.language)
    SCREEN.say(text.rstrip("\n"), text.rstrip("\n"))


def _no_section(section: str, known: "Mapping[str, Section]") -> UsageError:
    from upheld.documents.nearest import nearest

    guess = nearest(section, known)
    return UsageError(
        Text(
            en=f"a policy has no section `{section[:40]}`",
            ja=f"ポリシーに `{section[:40]}` という節はありません",
        ),
        remedy=Text(
            en=f"did you mean `{guess}`?" if guess else "`upheld policy keys` lists all of them",
            ja=f"`{guess}` ではありませんか"
            if guess
            else "`upheld policy keys` で一覧を表示します",
        ),
    )


def schema() -> None:
    """Print the JSON Schema."""
    from upheld.documents.json_schema import json_schema
    from upheld.policy.model import Policy

    print(json_schema(Policy, title="upheld policy"), end="")  # noqa: T201
