"""`upheld provision …`: the register of provision to and by third parties (APPI 29-31)."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from upheld.refusal import UsageError
from upheld.terminal import provision_options as options
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say("Records of provision to third parties.", "第三者提供の記録を扱います。"),
    )
    app.command(
        help=say(
            "Record a provision. Example: upheld provision add --to ad-network --basis consent --consented --on 2026-06-01 --address 'Tokyo …' --item device.advertising_id --subject email=sato@example.jp",
            "提供を記録します。例: upheld provision add --to ad-network --basis consent --consented --on 2026-06-01 --address '東京都…' --item device.advertising_id --subject email=sato@example.jp",
        )
    )(add)
    app.command(
        "list",
        help=say(
            "List the records, nobody named. Example: upheld provision list --to ad-network",
            "記録の一覧です(本人は表示しません)。例: upheld provision list --to ad-network",
        ),
    )(list_)
    app.command(
        "import",
        help=say(
            "Record a file, all of it or nothing. Example: upheld provision import june.csv",
            "CSV をまとめて記録します。誤りがあれば何も記録しません。例: upheld provision import june.csv",
        ),
    )(import_)
    app.command(
        help=say(
            "Answer for it that the register is complete. Example: upheld provision declare --since 2023-11-01 --through 2026-11-26 --by Sato",
            "記録簿に漏れがないことを責任者として表明します。例: upheld provision declare --since 2023-11-01 --through 2026-11-26 --by 佐藤",
        )
    )(declare)
    app.command(
        help=say(
            "Who answers for which days. Example: upheld provision declarations",
            "表明の一覧です。例: upheld provision declarations",
        )
    )(declarations)
    app.command(
        help=say(
            "Withdraw a declaration. Example: upheld provision withdraw 3",
            "表明を取り下げます。例: upheld provision withdraw 3",
        )
    )(withdraw)
    return app


def add(
    *,
    subject: options.Subject,
    item: options.Item,
    address: options.Address,
    on: options.Day,
    basis: options.Basis,
    to: options.To = None,
    from_: options.From = None,
    until: options.Until = None,
    form: options.Form = "single",
    name: options.Name = "",
    representative: options.Representative = "",
    acquisition: options.Acquisition = "",
    consented: options.Consented = False,
) -> None:
    """Record one: each option is an item that the law wants in the record."""
    from upheld.registers.provision_rules import BASES, FORMS, Entered
    from upheld.rights.provisions import record
    from upheld.terminal.people import read_subject
    from upheld.terminal.typed import read_day

    if (to is None) == (from_ is None):
        raise UsageError(
            Text(en="give either `--to` or `--from`", ja="`--to` と `--from` の一方を指定します"),
            remedy=Text(
                en="`--to` for a provision, `--from` for what was received",
                ja="提供なら `--to`、受領なら `--from`",
            ),
        )
    first = read_day(on)
    entered = Entered(
        direction="provided" if to is not None else "received",
        party=to or from_ or "",
        basis=_among(basis, BASES, "--basis"),
        form=_among(form, FORMS, "--form"),
        first_on=first,
        last_on=read_day(until) if until is not None else first,
        name=name,
        address=address,
        representative=representative,
        person=read_subject(subject),
        items=tuple(item),
        consented=consented,
        acquisition=acquisition,
    )
    with workspace() as opened:
        done = record(opened.company(), [entered])
    _say(done)


def _among(text: str, known: tuple[Any, ...], option: str) -> Any:
    if text in known:
        return text
    listed = ", ".join(f"`{one}`" for one in known)
    raise UsageError(
        Text(en=f"`{option}` is not one of {listed}", ja=f"`{option}` は {listed} のいずれかです"),
        remedy=Text(en="write one of them", ja="いずれかを指定してください"),
    )


def _say(done: Any) -> None:
    SCREEN.data({"added": done.added, "extended": done.extended, "known": done.known})
    SCREEN.say(
        f"{done.added} recorded, {done.extended} went on, {done.known} were there already",
        f"{done.added} 件を記録、{done.extended} 件は最後の提供日を更新、{done.known} 件は記録済み",
    )


def import_(file: Annotated[Path, typer.Argument(metavar="FILE.csv")]) -> None:
    """Record a file."""
    from upheld.rights.provisions import record
    from upheld.terminal.provision_file import read_provisions

    with workspace() as opened:
        company = opened.company()
        kinds = frozenset(company.known_kinds())
        entered = read_provisions(file, company.policy, kinds, company.clock.today())
        done = record(company, entered)
    _say(done)


def list_(
    to: Annotated[str | None, typer.Option(help=say("only this party", "この相手だけ"))] = None,
    subject: Annotated[
        list[str] | None, typer.Option(help=say("only of this person", "この人だけ"))
    ] = None,
) -> None:
    """List the records."""
    from upheld.rights import provisions
    from upheld.terminal.people import read_subject

    with workspace() as opened:
        company = opened.company()
        if subject:
            found = provisions.of_person(
                company, {k: [v] for k, v in read_subject(subject).items()}
            )
            pairs = [(one.record, one.kept_until) for one in found.records]
            pairs = [(one, until) for one, until in pairs if to in (None, one.party)]
            missing = [text.in_language(SCREEN.language) for text in found.missing]
        else:
            pairs, missing = provisions.all_records(company, to), []
    rows = [
        {
            "record": one.id, "direction": one.direction, "party": one.party, "basis": one.basis,
            "form": one.form, "first_on": one.first_on.isoformat(),
            "last_on": one.last_on.isoformat(), "kept_until": until.isoformat(),
        }
        for one, until in pairs
    ]  # fmt: skip
    SCREEN.data({"records": rows, "missing": missing} if subject else rows)
    if not rows:
        SCREEN.say("there is no record", "記録はありません")
    SCREEN.table(
        [
            Text(en="record", ja="番号"), Text(en="direction", ja="向き"),
            Text(en="party", ja="相手"), Text(en="basis", ja="根拠"), Text(en="form", ja="形式"),
            Text(en="first", ja="最初"), Text(en="last", ja="最後"),
            Text(en="kept until", ja="保存期限"),
        ],
        [[str(value) for value in row.values()] for row in rows],
    )  # fmt: skip
    for line in missing:
        SCREEN.say(f"not proven: {line}", f"証明できていないこと: {line}")


def declare(
    since: Annotated[str, typer.Option(help="YYYY-MM-DD")],
    through: Annotated[str, typer.Option(help="YYYY-MM-DD")],
    by: Annotated[str, typer.Option(help=say("who answers for it", "責任者"))],
) -> None:
    """Declare it complete."""
    from upheld.rights.declarations import declare as write
    from upheld.terminal.typed import read_day

    first, last = read_day(since), read_day(through)
    with workspace() as opened:
        number = write(opened.company(), since=first, through=last, owner=by)
    SCREEN.data({"declaration": number, "since": str(first), "through": str(last)})
    SCREEN.say(
        f"declaration {number}: complete from {first} to {last}",
        f"表明 {number}: {first} から {last} まで漏れがありません",
    )


def declarations() -> None:
    """List declarations."""
    from upheld.registers.provision import declared

    with workspace() as opened, opened.engine.connect() as connection:
        rows = [
            {"declaration": one.id, "since": _day(one.since), "through": _day(one.through),
             "by": one.owner}
            for one in declared(connection)
        ]  # fmt: skip
    SCREEN.data(rows)
    if not rows:
        SCREEN.say("nobody has declared anything", "表明はありません")
    SCREEN.table(
        [
            Text(en="declaration", ja="番号"), Text(en="since", ja="最初の日"),
            Text(en="through", ja="最後の日"), Text(en="by", ja="責任者"),
        ],
        [[str(value) for value in row.values()] for row in rows],
    )  # fmt: skip


def _day(day: date) -> str:
    return day.isoformat()


def withdraw(number: Annotated[int, typer.Argument(metavar="N")]) -> None:
    """Withdraw a declaration."""
    from upheld.rights.declarations import withdraw as end

    with workspace() as opened:
        end(opened.company(), number)
    SCREEN.data({"declaration": number, "withdrawn": True})
    SCREEN.say(f"declaration {number} withdrawn", f"表明 {number} を取り下げました")
