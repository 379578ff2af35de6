"""`upheld policy …`: the texts that are made from the declaration, and those it is made from."""

import typer

from upheld.terminal import policy_import, policy_keys, policy_render, policy_versions
from upheld.terminal.screen import say


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say("The texts of the policy.", "ポリシーの文書を扱います。"),
    )
    policy_render.add(app)
    policy_versions.add(app)
    policy_import.add(app)
    policy_keys.add(app)
    return app
