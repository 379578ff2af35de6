"""`upheld policy …`: published texts read, and texts made from the declaration."""

import typer

from upheld.terminal import policy_import, policy_render
from upheld.terminal.screen import say


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say("The texts of the policy.", "ポリシーの文書を扱います。"),
    )
    policy_import.add(app)
    policy_render.add(app)
    return app
