"""`upheld gateway suspend` and `resume`: an offending use stops, and goes on when somebody says so."""

from typing import TYPE_CHECKING, Annotated

import typer

from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say

if TYPE_CHECKING:
    from upheld.assembly import Workspace


def suspend(
    tenant: Annotated[str, typer.Argument(help=say("the customer", "顧客の名前"))],
    who: Annotated[
        str,
        typer.Argument(
            help=say("a key's id or a person's digest", "キーの ID または利用者のダイジェスト")
        ),
    ],
    case: Annotated[
        str | None, typer.Option(help=say("the case it belongs to", "関連する案件"))
    ] = None,
) -> None:
    """Suspend a use of AI features."""
    from upheld.evidence import ledger
    from upheld.screening.suspending import suspend_use

    with workspace() as opened:
        if case is not None:
            _know_case(opened, case)
        suspend_use(opened.engine, opened.clock, tenant=tenant, who=who, case=case)
        ledger.seal(opened.engine, opened.signer, opened.clock)
    SCREEN.data({"suspended": who, "tenant": tenant})
    SCREEN.say(f"{who} of {tenant} is suspended", f"{tenant} の {who} を停止しました")


def _know_case(opened: "Workspace", case: str) -> None:
    """Refuse a case that is none: it stands in the ledger for good.

    Raises:
        CaseUnknownError: There is none of this number.
    """
    from upheld.desk.store import load

    with opened.engine.connect() as connection:
        load(connection, opened.office().company.vault, case)


def resume(
    tenant: Annotated[str, typer.Argument(help=say("the customer", "顧客の名前"))],
    who: Annotated[
        str,
        typer.Argument(
            help=say("a key's id or a person's digest", "キーの ID または利用者のダイジェスト")
        ),
    ],
) -> None:
    """End a suspension."""
    from upheld.evidence import ledger
    from upheld.screening.suspending import resume_use

    with workspace() as opened:
        resume_use(opened.engine, opened.clock, tenant=tenant, who=who)
        ledger.seal(opened.engine, opened.signer, opened.clock)
    SCREEN.data({"resumed": who, "tenant": tenant})
    SCREEN.say(f"{who} of {tenant} may go on", f"{tenant} の {who} の停止を解除しました")
