"""`upheld gateway found …`: prohibited inputs that were found later, on their 72-hour clock."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import Exit, UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

_TENANT = re.compile(r"[\w.-]{1,64}")
_INTEGER = re.compile(r"[0-9]{1,18}")  # what a database keeps as a number

if TYPE_CHECKING:
    from upheld.assembly import Workspace
    from upheld.screening.found import Lying, Remedies


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say(
            "Prohibited inputs that were found later.", "後から見つかった入力禁止の情報を扱います。"
        ),
    )
    app.command(
        "add",
        help=say(
            "Open a case; its clock runs from now. Example: upheld gateway found add acme --group health --at app:prompts:id=17",
            "案件を作ります。時計は今から進みます。例: upheld gateway found add acme --group health --at app:prompts:id=17",
        ),
    )(add)
    app.command(
        "list",
        help=say(
            "List open cases; exit 1 if one is late. Example: upheld gateway found list",
            "未完了の案件の一覧です。期限を過ぎたものがあれば終了コード 1。例: upheld gateway found list",
        ),
    )(list_)
    app.command(
        help=say(
            "Erase what a case names and read it back. Example: upheld gateway found erase AI-0001",
            "案件の対象を消去し、残っていないことを確かめます。例: upheld gateway found erase AI-0001",
        )
    )(erase)
    return app


def add(
    tenant: Annotated[str, typer.Argument(help=say("the customer", "顧客の名前"))],
    group: Annotated[str, typer.Option(help=say("which prohibited group", "入力禁止の区分"))],
    at: Annotated[
        list[str],
        typer.Option(
            help=say(
                "SYSTEM:COLLECTION:COLUMN=VALUE; may be repeated", "システム:表:列=値。複数指定可"
            )
        ),
    ],
    suspend: Annotated[
        str | None,
        typer.Option(
            help=say("also suspend this key's id or digest", "このキーまたは利用者も停止する")
        ),
    ] = None,
) -> None:
    """Open a case."""
    from upheld.screening.suspending import check_use, suspend_use

    check_tenant(tenant)
    held = _group(group)
    with workspace() as opened:
        if suspend is not None:
            check_use(opened.engine, tenant=tenant, who=suspend)
        remedies = _remedies(opened)
        ref = remedies.open_case(
            opened.place,
            tenant=tenant,
            group=held,
            lying=[_lying(opened, one) for one in at],
        )
        if suspend is not None:
            suspend_use(opened.engine, opened.clock, tenant=tenant, who=suspend, case=ref)
        due = next(one.due for one in remedies.standing() if one.ref == ref)
        _seal(opened)
        shown = due.astimezone(opened.settings.zone)
    SCREEN.data({"case": ref, "due": shown.isoformat()})
    SCREEN.say(
        f"{ref}: to be erased by {shown:%Y-%m-%d %H:%M}", f"{ref}: 期限 {shown:%Y-%m-%d %H:%M}"
    )


def check_tenant(tenant: str) -> None:
    """Refuse what is no name of a customer.

    Raises:
        UsageError: It is not.
    """
    if not _TENANT.fullmatch(tenant):
        raise UsageError(
            Text(en="this is no name of a customer", ja="顧客の名前として使えません"),
            remedy=Text(
                en="use up to 64 letters, digits, `-`, `_` and `.`; never a person's name or address",
                ja="英数字と `-` `_` `.` で 64 文字以内にしてください。個人の氏名や住所は使えません",
            ),
        )


def _group(group: str) -> str:
    """Return a prohibited group, which may be written as the policy writes it.

    Raises:
        UsageError: There is none of this name.
    """
    from upheld.detection.kind import GROUPS

    name = group.replace("-", "_")
    if name not in GROUPS:
        listed = ", ".join(f"`{one}`" for one in GROUPS)
        raise UsageError(
            Text(en="there is no such prohibited group", ja="そのような区分はありません"),
            remedy=Text(en=f"use one of {listed}", ja=f"次のいずれかです: {listed}"),
        )
    return name


def list_() -> None:
    """List open cases."""
    with workspace() as opened:
        standing = _remedies(opened).standing()
        zone = opened.settings.zone
    SCREEN.data(
        [
            {"case": s.ref, "tenant": s.tenant, "group": s.group,
             "due": s.due.astimezone(zone).isoformat(), "late": s.late}
            for s in standing
        ]
    )  # fmt: skip
    headings = [
        Text(en="case", ja="案件"),
        Text(en="customer", ja="顧客"),
        Text(en="group", ja="区分"),
        Text(en="due", ja="期限"),
        Text(en="late", ja="超過"),
    ]
    rows = [
        (
            s.ref,
            s.tenant,
            s.group,
            f"{s.due.astimezone(zone):%Y-%m-%d %H:%M}",
            "!" if s.late else "",
        )
        for s in standing
    ]
    SCREEN.table(headings, rows)
    if any(s.late for s in standing):
        SCREEN.exit_code = int(Exit.REMAINING)


def erase(case: Annotated[str, typer.Argument(help="AI-0001")]) -> None:
    """Erase, read back, and close the case."""
    with workspace() as opened:
        erased = _remedies(opened).erase(case, opened.place)
        _seal(opened)
    SCREEN.data({"case": case, "erased": dict(erased), "remaining": 0})
    for where, count in erased.items():
        SCREEN.say(f"{where}: {count} erased, 0 remaining", f"{where}: {count} 件消去、残り 0 件")


def _remedies(opened: "Workspace") -> "Remedies":
    from upheld.policy.reading import read_policy
    from upheld.rights.vault import open_vault
    from upheld.screening.found import Remedies

    return Remedies(
        engine=opened.engine,
        vault=open_vault(opened.store_key, opened.environment, create=True),
        clock=opened.clock,
        policy=read_policy(opened.settings.policy_folder),
    )


def _seal(opened: "Workspace") -> None:
    from upheld.evidence import ledger

    ledger.seal(opened.engine, opened.signer, opened.clock)


def _lying(opened: "Workspace", at: str) -> "Lying":
    """Read where it lies; a value that matches as a number and not as text is a number.

    Raises:
        UsageError: It is not of the form.
    """
    from upheld.screening.found import Lying

    place, equals, value = at.partition("=")
    system, _, rest = place.partition(":")
    collection, colon, by = rest.rpartition(":")
    if not (equals and colon and system and collection and by and value):
        raise UsageError(
            Text(
                en="`--at` is not SYSTEM:COLLECTION:COLUMN=VALUE",
                ja="`--at` が システム:表:列=値 の形ではありません",
            ),
            remedy=Text(
                en="write e.g. `app:prompts:id=17`", ja="`app:prompts:id=17` のように書いてください"
            ),
        )
    as_text = Lying(system=system, collection=collection, by=by, value=value)
    if _INTEGER.fullmatch(value) and not _is_there(opened, as_text):
        return Lying(system=system, collection=collection, by=by, value=int(value))
    return as_text


def _is_there(opened: "Workspace", one: "Lying") -> bool:
    from upheld.refusal import PlaceFailedError

    try:
        return opened.place(one.system).count(one.selection) > 0
    except PlaceFailedError:  # PostgreSQL compares no number with a text
        return False
