"""`upheld gateway found …`: prohibited inputs that were found later, on their 72-hour clock."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.refusal import Exit, UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.showing import moment, show_plan, show_report
from upheld.terminal.typed import read_name
from upheld.wording import Text

_TENANT = re.compile(r"[\w.-]{1,64}")
_FINDER = "operator"
"""Who found it, where nobody is named: whoever may run commands here."""

if TYPE_CHECKING:
    from upheld.assembly import Workspace
    from upheld.desk.found_inputs.lying import Located, Lying
    from upheld.desk.office import Office

Reference = Annotated[str, typer.Argument(metavar="CASE", help="R-2026-0001")]


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
            "Open a case; its clock runs from now. Example: upheld gateway found add acme --group health --at app:prompt:id=17",
            "案件を作ります。時計は今から進みます。例: upheld gateway found add acme --group health --at app:prompt:id=17",
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
            "Plan what a case erases, and show it. Example: upheld gateway found plan R-2026-0001",
            "案件が消去するものを計画し、表示します。例: upheld gateway found plan R-2026-0001",
        )
    )(plan)
    app.command(
        help=say(
            "Approve exactly one plan. Example: upheld gateway found approve R-2026-0001 --plan 3f2a… --by Sato",
            "計画を一つだけ承認します。例: upheld gateway found approve R-2026-0001 --plan 3f2a… --by 佐藤",
        )
    )(approve)
    app.command(
        help=say(
            "Erase what was approved and read it back. Example: upheld gateway found erase R-2026-0001",
            "承認されたものを消去し、残っていないことを確かめます。例: upheld gateway found erase R-2026-0001",
        )
    )(erase)
    app.command(
        help=say(
            "End a case whose rows a retention rule keeps. Example: upheld gateway found leave R-2026-0001 --by Sato",
            "保存期間のために行が残る案件を終えます。例: upheld gateway found leave R-2026-0001 --by 佐藤",
        )
    )(leave)
    app.command(
        help=say(
            "Withdraw a case that was opened by mistake. Example: upheld gateway found withdraw R-2026-0001 --by Sato",
            "誤って作った案件を取り下げます。例: upheld gateway found withdraw R-2026-0001 --by 佐藤",
        )
    )(withdraw)
    return app


def add(  # noqa: PLR0917 - Typer reads options off parameters
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
    suspend_people: Annotated[
        bool,
        typer.Option(
            "--suspend-people",
            help=say(
                "also stop uses of people whose own rows are named",
                "指定した行の本人についての利用も停止する",
            ),
        ),
    ] = False,
    by: Annotated[str, typer.Option(help=say("who found it", "見つけた人"))] = _FINDER,
) -> None:
    """Open a case."""
    from upheld.desk.found_inputs.lying import locate
    from upheld.desk.found_inputs.opening import FoundInput, open_case
    from upheld.screening.suspending import check_use, suspend_use

    check_tenant(tenant)
    held = _group(group)
    with workspace() as opened:
        if suspend is not None:
            check_use(opened.engine, tenant=tenant, who=suspend)
        office = opened.office()
        located = locate(office.company, [_lying(one) for one in at])
        _refuse_second_case(office, located)
        found = FoundInput(
            group=held,
            located=located,
            tenant=tenant,
            by=read_name(by),
            suspend_people=suspend_people,
            uses=() if suspend is None else (suspend,),
        )
        case = open_case(office, found, opened.settings.language or "ja")
        if suspend is not None:
            suspend_use(
                opened.engine, opened.clock, tenant=tenant, who=suspend, case=case.reference
            )
        _seal(office)
        shown = case.due_at.astimezone(office.zone)
    SCREEN.data({"case": case.reference, "due": shown.isoformat(), "clause": _clause(case.clock)})
    SCREEN.say(
        f"{case.reference}: to be erased by {moment(shown)}",
        f"{case.reference}: 期限 {moment(shown)}",
    )


def _refuse_second_case(office: "Office", located: "Located") -> None:
    """Refuse a case of records that an open one names all: nobody would know which of both clocks counts.

    Raises:
        UsageError: There is one.
    """
    from upheld.desk.found_inputs.opening import already_open

    if set(located.spoken) - already_open(office, located):
        return
    raise UsageError(
        Text(
            en="an open case names every one of these records already",
            ja="これらの記録は、すべて未完了の案件に含まれています",
        ),
        remedy=Text(
            en="`upheld gateway found list` shows it; its clock runs on",
            ja="`upheld gateway found list` で確認してください。その案件の期限が引き続き適用されます",
        ),
    )


def _clause(clock: dict[str, Any]) -> str | None:
    return None if clock["law"] is None else str(clock["law"][SCREEN.language])


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


def refuse_found_input(opened: "Workspace", unit: str, verb: str, options: str = "") -> None:
    """Refuse to go on with a case of a found input as with a request: its case would stay open.

    Args:
        opened: The workspace.
        unit: What was named.
        verb: The command of `upheld gateway found` which does it for such a case.
        options: What that one asks for besides.

    Raises:
        UsageError: It is one.
    """
    from upheld.desk.found_inputs.listing import is_found_input

    with opened.engine.connect() as connection:
        if not is_found_input(connection, unit):
            return
    command = f"upheld gateway found {verb} {unit}{options}"
    raise UsageError(
        Text(
            en=f"`{unit}` is a case of a found input, which commands of requests do not end",
            ja=f"`{unit}` は入力禁止情報の案件で、請求のコマンドでは完了しません",
        ),
        remedy=Text(en=command, ja=command),
    )


def list_() -> None:
    """List open cases."""
    from upheld.desk.found_inputs.listing import standing

    with workspace() as opened:
        office = opened.office()
        found, zone = standing(office), office.zone
    SCREEN.data(
        [
            {"case": s.ref, "tenant": s.tenant, "group": s.group, "state": s.state,
             "due": s.due.astimezone(zone).isoformat(), "late": s.late}
            for s in found
        ]
    )  # fmt: skip
    headings = [
        Text(en="case", ja="案件"),
        Text(en="customer", ja="顧客"),
        Text(en="group", ja="区分"),
        Text(en="state", ja="状態"),
        Text(en="due", ja="期限"),
        Text(en="late", ja="超過"),
    ]
    rows = [
        (s.ref, s.tenant, s.group_label.in_language(SCREEN.language), s.label.in_language(SCREEN.language),
         moment(s.due.astimezone(zone)), "!" if s.late else "")
        for s in found
    ]  # fmt: skip
    SCREEN.table(headings, rows)
    if any(s.late for s in found):
        SCREEN.exit_code = int(Exit.REMAINING)


def plan(case: Reference) -> None:
    """Plan a case."""
    from upheld.desk.found_inputs.by_hand import planned

    with workspace() as opened:
        office = opened.office()
        made = planned(office, case)
        _seal(office)
    SCREEN.data(made.document)
    show_plan(case, made.document, None, by="gateway found")


def approve(
    case: Reference,
    plan: Annotated[str, typer.Option(metavar="SHA256", help=say("its hash", "計画のハッシュ"))],
    by: Annotated[str, typer.Option(help=say("who approves", "承認する人"))],
) -> None:
    """Approve a plan."""
    from upheld.desk.approving import approve as approve_plan

    with workspace() as opened:
        office = opened.office()
        approve_plan(office, case, plan, read_name(by))
        _seal(office)
    SCREEN.data({"case": case, "approved": plan})
    SCREEN.say(
        f"approved; next: upheld gateway found erase {case}",
        f"承認しました。次: upheld gateway found erase {case}",
    )


def erase(case: Reference) -> None:
    """Erase, read back, and close the case."""
    from upheld.desk.found_inputs.by_hand import erased
    from upheld.desk.found_inputs.remaining import retained

    with workspace() as opened:
        office = opened.office()
        report, done = erased(office, case)
        with opened.engine.connect() as connection:
            kept = not done and bool(retained(office, connection, case))
        still = _still_suspended(opened, case)
        _seal(office)
    SCREEN.data({**report, "case": case, "closed": done, **_as_data(still)})
    show_report(report, ends=done)
    if done:
        _tell_suspended(still)
    else:
        SCREEN.exit_code = int(Exit.REMAINING)
        SCREEN.say(
            f"{case} stays open: something that was named is still there",
            f"{case} は未完了です。指定されたものが残っています",
        )
        following = f"leave {case} --by " if kept else f"plan {case}"
        SCREEN.say(
            f"next: upheld gateway found {following}" + ('"NAME"' if kept else ""),
            f"次: upheld gateway found {following}" + ("氏名" if kept else ""),
        )


def leave(
    case: Reference,
    by: Annotated[str, typer.Option(help=say("who has looked at them", "確認した人"))],
) -> None:
    """End a case although rows of it stay, because a rule of the policy keeps them."""
    from upheld.desk.found_inputs.by_hand import left_retained

    with workspace() as opened:
        office = opened.office()
        left_retained(office, case, read_name(by))
        still = _still_suspended(opened, case)
        _seal(office)
    SCREEN.data({"case": case, "closed": True, **_as_data(still)})
    SCREEN.say(
        f"{case} is closed: what is left is kept by a rule of the policy",
        f"{case} を終えました。残る行は、ポリシーの保存期間のために保存します",
    )
    _tell_suspended(still)


def withdraw(
    case: Reference,
    by: Annotated[
        str, typer.Option(help=say("who found that it was a mistake", "誤りと確認した人"))
    ],
) -> None:
    """Withdraw a case; what it stopped at the gate goes on."""
    from upheld.desk.found_inputs.by_hand import withdrawn

    with workspace() as opened:
        office = opened.office()
        withdrawn(office, case, read_name(by))
        _seal(office)
        still = _still_suspended(opened, case)
    SCREEN.data({"case": case, "withdrawn": True, **_as_data(still)})
    SCREEN.say(f"{case} is withdrawn", f"{case} を取り下げました")
    _tell_suspended(still)


def _still_suspended(opened: "Workspace", case: str) -> list[tuple[str, str]]:
    """Return the uses that the gateway suspends for a case: its end does not end that."""
    from upheld.screening.store import suspended_now

    with opened.engine.connect() as connection:
        return suspended_now(connection, case)


def _as_data(still: list[tuple[str, str]]) -> dict[str, Any]:
    return {"suspended": [{"tenant": tenant, "who": who} for tenant, who in still]}


def _tell_suspended(still: list[tuple[str, str]]) -> None:
    for tenant, who in still:
        command = f"upheld gateway resume {tenant} {who}"
        SCREEN.say(
            f"still suspended at the gateway; to end it: {command}",
            f"ゲートウェイでの停止は続いています。解除: {command}",
        )


def _seal(office: "Office") -> None:
    from upheld.evidence import ledger

    company = office.company
    ledger.seal(company.engine, company.signer, company.clock)


def _lying(at: str) -> "Lying":
    """Read where it lies.

    Raises:
        UsageError: It is not of the form.
    """
    from upheld.desk.found_inputs.lying import Lying

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
                en="write e.g. `app:prompt:id=17`", ja="`app:prompt:id=17` のように書いてください"
            ),
        )
    return Lying(system=system, collection=collection, by=by, value=value)
