"""`upheld gateway who`, `suspend` and `resume`: an offending use stops, and goes on when somebody says so."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.assembly import Workspace


def who(
    tenant: Annotated[str, typer.Argument(help=say("the customer", "顧客の名前"))],
) -> None:
    """Print the digest of a person, read from standard input: a name of somebody is no argument."""
    from upheld.running.gateway import digest_of_user
    from upheld.screening.store import has_keys

    with workspace() as opened:
        with opened.engine.connect() as connection:
            if not has_keys(connection, tenant):
                raise _no_customer()
        if sys.stdin.isatty():
            SCREEN.note(
                "type the `user` as the application sends it, then Enter",
                "アプリケーションが `user` として送る値を入力し、Enter を押してください",
            )
        digest = digest_of_user(opened, tenant, _named())
    SCREEN.data({"who": digest, "tenant": tenant})
    SCREEN.say(digest, digest)


def _named() -> str:
    try:
        user = sys.stdin.readline().rstrip("\r\n")
        user.encode()  # other bytes than UTF-8 may come as halves of pairs, which stand for nothing
    except UnicodeError:
        user = ""
    if not user:
        raise _nobody()
    return user


def _no_customer() -> UsageError:
    return UsageError(
        Text(en="no key was ever made for this customer", ja="この顧客のキーは発行されていません"),
        remedy=Text(
            en="`upheld gateway key list` shows the customers",
            ja="顧客は `upheld gateway key list` で確認できます",
        ),
    )


def _nobody() -> UsageError:
    return UsageError(
        Text(en="nobody is named on standard input", ja="標準入力に利用者がありません"),
        remedy=Text(
            en="give one line in UTF-8: the `user` or `safety_identifier` as the application sends it",
            ja="アプリケーションが `user` または `safety_identifier` として送る値を、UTF-8 の 1 行で渡してください",
        ),
    )


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
