"""`upheld request …`: from receipt to the person's receipt."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from upheld.documents.nearest import nearest
from upheld.refusal import UsageError
from upheld.terminal.gateway_found import refuse_found_input
from upheld.terminal.opening import workspace
from upheld.terminal.people import read_people, read_subject
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.showing import moment, show_plan, show_report
from upheld.terminal.typed import read_day, read_name
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.desk.case import State as DeskState
    from upheld.rights.case import Right, State


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True, help=say("Data-subject requests.", "本人からの請求を扱います。")
    )
    app.command(
        "open",
        help=say(
            "Open a request. Example: upheld request open --right deletion --subject email=sato@example.jp",
            "請求を受け付けます。例: upheld request open --right deletion --subject email=sato@example.jp",
        ),
    )(open_)
    app.command(
        help=say(
            "Say which of several people is meant. Example: upheld request choose R-2026-0001 --person 2",
            "複数人が該当したとき一人を選びます。例: upheld request choose R-2026-0001 --person 2",
        )
    )(choose)
    app.command(
        help=say(
            "Explain what would happen; changes nothing. Example: upheld request plan R-2026-0001 --as-of 2029-06-01",
            "何が起こるかを説明します(変更しません)。例: upheld request plan R-2026-0001 --as-of 2029-06-01",
        )
    )(plan)
    app.command(
        help=say(
            'Approve exactly one plan. Example: upheld request approve R-2026-0001 --plan 3f2a… --by "Sato"',
            "計画を一つだけ承認します。例: upheld request approve R-2026-0001 --plan 3f2a… --by 佐藤",
        )
    )(approve)
    app.command(
        help=say(
            "Carry out what was approved, and read it back. Example: upheld request apply R-2026-0001",
            "承認された計画を実行し、読み戻して確かめます。例: upheld request apply R-2026-0001",
        )
    )(apply)
    app.command(
        help=say(
            "Show one request or batch. Example: upheld request show R-2026-0001",
            "請求を一件表示します。例: upheld request show R-2026-0001",
        )
    )(show)
    app.command(
        "list",
        help=say(
            "List what is looked for and carried out in the stores. Beside it stands how far the desk is, where the request came through it; those that are not decided yet are in the console (/console/requests). Example: upheld request list --state approved",
            "接続先で探し、実施する作業の一覧です。窓口で受け付けた請求は、窓口での状態も示します。判断前の請求は、コンソールの /console/requests にあります。例: upheld request list --state approved",
        ),
    )(list_)
    app.command(
        help=say(
            "Write a disclosure's answer. Example: upheld request bundle R-2026-0001 --out answer/",
            "開示の回答を書き出します。例: upheld request bundle R-2026-0001 --out answer/",
        )
    )(bundle)
    return app


Unit = Annotated[str, typer.Argument(metavar="REQUEST", help=say("R-… or B-…", "R-… または B-…"))]


_RIGHTS: Mapping[str, Literal["deletion", "disclosure", "correction"]] = {
    "deletion": "deletion",
    "disclosure": "disclosure",
    "correction": "correction",
}


def open_(
    right: Annotated[str, typer.Option(help="deletion | disclosure | correction")],
    subject: Annotated[
        list[str] | None,
        typer.Option(help=say("KIND=VALUE; may be repeated", "種類=値。複数指定可")),
    ] = None,
    subjects_file: Annotated[
        Path | None,
        typer.Option(help=say("CSV; header = kinds of identifier", "CSV。見出し=識別子の種類")),
    ] = None,
    set_file: Annotated[
        Path | None,
        typer.Option(help=say("correction: new values, mode 0600", "訂正の新しい値(権限 0600)")),
    ] = None,
) -> None:
    """Open a request."""
    from upheld.rights.procedure import open_request

    chosen = _RIGHTS.get(right)
    if chosen is None:
        raise _no_right(right)
    if bool(subject) == bool(subjects_file):
        raise UsageError(
            Text(
                en="give either --subject or --subjects-file",
                ja="--subject か --subjects-file のどちらかを指定してください",
            ),
            remedy=Text(
                en="e.g. `--subject email=sato@example.jp`",
                ja="例: `--subject email=sato@example.jp`",
            ),
        )
    people = read_people(subjects_file) if subjects_file else [read_subject(subject or [])]
    changes = _changes(right, set_file)
    with workspace() as opened:
        unit, cases = open_request(
            opened.company(),
            chosen,
            people,
            batch=subjects_file is not None,
            changes=changes,
        )
    SCREEN.data(
        {"request": unit, "requests": [c.ref for c in cases], "right": right, "state": "received"}
    )
    SCREEN.say(
        f"{unit} received ({len(cases)} person(s))", f"{unit} を受け付けました({len(cases)} 名)"
    )
    SCREEN.say(f"next: upheld request plan {unit}", f"次: upheld request plan {unit}")


def _no_right(right: str) -> UsageError:
    """Name the rights that there are; never what was written, which may be anything."""
    listed, guess = ", ".join(f"`{one}`" for one in _RIGHTS), nearest(right, _RIGHTS)
    meant_en, meant_ja = (
        (f"did you mean `{guess}`? ", f"`{guess}` ではありませんか。") if guess else ("", "")
    )
    return UsageError(
        Text(
            en=f"`--right` is not one of {listed}",
            ja=f"`--right` が {listed} のいずれでもありません",
        ),
        remedy=Text(
            en=f"{meant_en}write e.g. `--right deletion`",
            ja=f"{meant_ja}`--right deletion` のように指定してください",
        ),
    )


def _changes(right: str, set_file: Path | None) -> Mapping[str, object]:
    if (right == "correction") != (set_file is not None):
        raise UsageError(
            Text(
                en="--set-file goes with a correction, and a correction needs it",
                ja="訂正には --set-file が必要で、訂正以外では使えません",
            ),
            remedy=Text(
                en="write `{contact.phone: …}` into a file of mode 0600",
                ja="権限 0600 のファイルに `{contact.phone: …}` と書いてください",
            ),
        )
    if set_file is None:
        return {}
    from upheld.correction.change import read_changes

    return dict(read_changes(set_file).values)


def choose(
    ref: Unit,
    person: Annotated[
        list[int] | None,
        typer.Option(
            help=say(
                "number shown by plan; repeat it for one person in several rows",
                "plan が示した番号。同じ人が複数あれば繰り返し指定",
            )
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=say("all of them are meant", "全員が同じ人である"))
    ] = False,
) -> None:
    """Choose among several."""
    from upheld.rights import procedure

    if bool(person) == every:
        raise UsageError(
            Text(
                en="give either --person or --all",
                ja="--person か --all のどちらかを指定してください",
            ),
            remedy=Text(
                en=f"`upheld request plan {ref[:40]}` lists who can be chosen",
                ja=f"`upheld request plan {ref[:40]}` で候補を確認してください",
            ),
        )
    with workspace() as opened:
        chosen = procedure.choose(opened.company(), ref, None if every else person)
    SCREEN.data({"request": ref, "chosen": chosen})
    named = ", ".join(str(number) for number in chosen)
    SCREEN.say(
        f"{ref}: person {named} chosen; next: upheld request plan {ref}",
        f"{ref}: {named} 番を選びました。次: upheld request plan {ref}",
    )


def plan(
    unit: Unit,
    as_of: Annotated[
        str | None, typer.Option(help=say("another day, YYYY-MM-DD", "別の日で見る YYYY-MM-DD"))
    ] = None,
) -> None:
    """Explain what would happen."""
    from upheld.rights import procedure

    day = read_day(as_of) if as_of else None
    with workspace() as opened:
        refuse_found_input(opened, unit, "plan")
        SCREEN.progress(say("tracing", "本人のデータを追跡しています"))
        made = procedure.plan(opened.company(), unit, day)
        SCREEN.progress_over()
    SCREEN.data(made.document)
    show_plan(unit, made.document, as_of)
    absent = [p["absence"] for p in made.document["people"] if p["found"] == "none"]
    if "not_proven" in absent:
        SCREEN.exit_code = 4


def approve(
    unit: Unit,
    plan: Annotated[str, typer.Option(help="SHA-256")],
    by: Annotated[str, typer.Option(help=say("who approves", "承認者"))],
) -> None:
    """Approve a plan."""
    from upheld.rights import procedure

    name = read_name(by)
    with workspace() as opened:
        refuse_found_input(opened, unit, "approve", " --plan SHA256 --by NAME")
        kept = procedure.approve(opened.company(), unit, plan, name)
    SCREEN.data({"request": unit, "plan_sha256": kept.sha256, "approved_by": name})
    SCREEN.say(
        f"approved; next: upheld request apply {unit}",
        f"承認しました。次: upheld request apply {unit}",
    )


def apply(unit: Unit) -> None:
    """Carry out."""
    from upheld.rights.carrying_out import apply as carry_out
    from upheld.rights.procedure import load
    from upheld.rights.report import exit_of, residue_places

    with workspace() as opened:
        refuse_found_input(opened, unit, "erase")
        company = opened.company()
        report = carry_out(company, unit, SCREEN.progress, SCREEN.mention)
        SCREEN.progress_over()
        where = residue_places(load(company, unit)) if report["residue"] == "found" else {}
    SCREEN.data(report)
    show_report(report, where)
    SCREEN.exit_code = int(exit_of(report))


def show(unit: Unit) -> None:
    """Show a request."""
    from upheld.rights import store
    from upheld.rights.procedure import load
    from upheld.rights.report import residue_places, unit_report

    with workspace() as opened:
        company = opened.company()
        cases = load(company, unit)
        with company.engine.connect() as connection:
            plan = store.plan_of(connection, unit) or store.plan_of(
                connection, cases[0].batch or unit
            )
    reports = [c.report for c in cases if c.report]
    report = unit_report(unit, reports) if reports else None
    SCREEN.data(
        {
            "request": unit,
            "right": cases[0].right,
            "requests": [
                {"request": c.ref, "state": c.state, "found": c.found, "absence": c.absence}
                for c in cases
            ],
            "opened_at": cases[0].opened_at.isoformat(),
            "plan_sha256": plan.sha256 if plan else None,
            "approved_by": plan.approved_by if plan else None,
            "report": report,
        }
    )
    for c in cases[:50]:
        named = "  ".join((c.ref, *_named(c.right, c.state)))
        SCREEN.say(named, named)
    if plan:
        by = plan.approved_by or "-"
        SCREEN.say(f"plan {plan.sha256}  approved by {by}", f"計画 {plan.sha256}  承認者 {by}")
    if report:
        show_report(report, residue_places(cases))


def list_(
    state: Annotated[str | None, typer.Option(help=say("only this state", "この状態だけ"))] = None,
) -> None:
    """List requests."""
    from upheld.desk.store import states_of_requests
    from upheld.rights import store
    from upheld.rights.case import NEXT

    if state is not None and state not in NEXT:
        named = ", ".join(f"`{known}`" for known in NEXT)
        raise UsageError(
            Text(
                en="`--state` names no state of a request",
                ja="`--state` の値は、請求の状態ではありません",
            ),
            remedy=Text(en=f"use one of {named}", ja=f"次のいずれかです: {named}"),
        )
    with workspace() as opened, opened.engine.connect() as connection:
        desk = states_of_requests(connection)
        rows = [r | {"desk": desk.get(r["request"])} for r in store.listed(connection, state)]
        zone = opened.settings.zone
    SCREEN.data([r | {"opened_at": r["opened_at"].isoformat()} for r in rows])
    if not rows and state is not None:
        SCREEN.say(f"no request is `{state}`", f"`{state}` の請求はありません")
    elif not rows:
        SCREEN.say(
            "no requests yet; try: upheld request open --right deletion --subject email=…",
            "請求はまだありません。例: upheld request open --right deletion --subject email=…",
        )
    SCREEN.table(
        [
            Text(en=h, ja=j)
            for h, j in (
                ("request", "請求"),
                ("batch", "一括"),
                ("right", "権利"),
                ("state", "状態"),
                ("at the desk", "窓口"),
                ("opened", "受付"),
            )
        ],
        [
            [
                *(r[of] for of in ("request", "batch")),
                *_named(r["right"], r["state"]),
                _at_desk(r["desk"]),
                moment(r["opened_at"].astimezone(zone)),
            ]
            for r in rows
        ],
    )


def _at_desk(state: "DeskState | None") -> str:
    """How far the desk is with a request, in the words of its console; nothing if it has none."""
    from upheld.desk.case import STATE_LABEL

    return "-" if state is None else STATE_LABEL[state].in_language(SCREEN.language)


def _named(right: "Right", state: "State") -> tuple[str, str]:
    """What a right and a state are called; in Japanese with the name that `--state` takes."""
    from upheld.rights.case import STATE_LABEL
    from upheld.rights.receipt_words import RIGHTS

    if SCREEN.language == "en":
        return right, state
    return RIGHTS[right].ja, f"{STATE_LABEL[state].ja}({state})"


def bundle(
    unit: Unit,
    out: Annotated[Path, typer.Option(help=say("folder to write", "書き出すフォルダ"))],
    age_recipient: Annotated[str | None, typer.Option(help="age1…")] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(help=say("mode 0600", "権限 0600"))
    ] = None,
) -> None:
    """Write a disclosure's answer."""
    from upheld.rights.bundling import write_bundles

    with workspace() as opened:
        report = write_bundles(
            opened.company(),
            unit,
            out,
            recipient=age_recipient,
            passphrase_file=passphrase_file,
            language=SCREEN.language,
        )
    SCREEN.data(report)
    SCREEN.say(f"written to {out}", f"{out} に書き出しました")
