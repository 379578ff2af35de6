"""`upheld check`, `upheld rule`: the linter of policy, data maps and stores."""

import json
from typing import Annotated, Any

import typer

from upheld.refusal import Exit, UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

_FORMATS = ("text", "json", "github", "sarif")


def add(app: typer.Typer) -> None:
    """Add both commands."""
    app.command(
        help=say(
            "Check the policy, the data maps and the stores against one another; exit 1 on an error. Example: upheld check --format github",
            "ポリシー・データマップ・保存先を突き合わせて検査します(誤りがあれば終了コード 1)。例: upheld check --format github",
        )
    )(check)
    app.command(
        help=say(
            "Print the page of a rule, or the list of all. Example: upheld rule UPH118",
            "規則の説明を表示します。引数がなければ一覧。例: upheld rule UPH118",
        )
    )(rule)


def check(
    format_: Annotated[str, typer.Option("--format", help="text | json | github | sarif")] = "text",
    fix: Annotated[
        bool, typer.Option("--fix", help=say("write what is safe to fix", "安全な修正を書き込む"))
    ] = False,
    links: Annotated[
        bool,
        typer.Option(
            "--links", help=say("fetch every link of the policy", "リンクをすべて取得して確認する")
        ),
    ] = False,
    links_every: Annotated[
        str | None,
        typer.Option(
            "--links-every",
            help=say(
                "fetch them only if the last time is longer ago, e.g. P30D: for a schedule",
                "前回からこの期間を過ぎた場合のみ取得(定期実行用)。例: P30D",
            ),
        ),
    ] = None,
    files_only: Annotated[
        bool,
        typer.Option(
            "--files-only", help=say("do not connect to the stores", "保存先に接続しない")
        ),
    ] = False,
) -> None:
    """Check the workspace."""
    from upheld.checking.procedure import check as run

    form = "json" if SCREEN.json else format_
    if form not in _FORMATS:
        raise UsageError(
            Text(en="there is no such format", ja="その形式はありません"),
            remedy=Text(
                en="use text, json, github or sarif", ja="text、json、github、sarif のいずれか"
            ),
        )
    with workspace() as opened:
        today = opened.clock.now().astimezone(opened.settings.zone).date()
        subject = _subject(opened, today, files_only=files_only)
        SCREEN.progress(say("checking", "検査しています"))
        checked = run(subject, today)
        if fix:
            checked = _fixed(opened, subject, checked, today)
        if links or _links_due(opened, links_every):
            checked = _with_links(opened, subject, checked)
        SCREEN.progress_over()
    _show(checked, form)


def _subject(opened: Any, today: Any, *, files_only: bool) -> Any:
    from upheld.checking.procedure import Subject, with_broken_rules
    from upheld.policy.reading import PolicyRefusedError, locate_policy
    from upheld.running.settings_checked import settings_checked

    try:
        policy = locate_policy(opened.settings.policy_folder)
    except PolicyRefusedError as refused:
        raise with_broken_rules(refused, today) from None
    return Subject(
        policy=policy,
        maps=opened.maps(),
        places={} if files_only else {n: opened.place(n) for n in opened.settings.systems},
        calendar=opened.settings.calendar(),
        registered=None if files_only else _registered(opened),
        settings=settings_checked(opened.settings, policy.model),
    )


def _registered(opened: Any) -> Any:
    from upheld.checking.provisions import Registered
    from upheld.registers.provision import counts, declared

    with opened.engine.connect() as connection:
        return Registered(
            counts=counts(connection),
            declared=tuple((one.since, one.through) for one in declared(connection)),
        )


def _fixed(opened: Any, subject: Any, checked: Any, today: Any) -> Any:
    from dataclasses import replace

    from upheld.checking.fixing import fix as write
    from upheld.checking.procedure import check as run
    from upheld.policy.reading import locate_policy

    folder = opened.settings.policy_folder
    changed = write(folder, subject.policy, checked.findings)
    for path in changed:
        SCREEN.say(f"fixed {path.name}", f"{path.name} を修正しました")
    return run(replace(subject, policy=locate_policy(folder)), today) if changed else checked


def _links_due(opened: Any, every: str | None) -> bool:
    """Say whether a schedule's period has passed since the links were last fetched."""
    if every is None:
        return False
    from upheld.checking.links import CHECKED
    from upheld.evidence import ledger
    from upheld.evidence.entry import read_entry
    from upheld.law.periods import last_day_kept, parse

    period = parse(every)
    entries = ledger.entries_of_kinds(opened.engine, (CHECKED,), 1)
    if not entries:
        return True
    last = read_entry(entries[-1].leaf).at.astimezone(opened.settings.zone).date()
    today = opened.clock.now().astimezone(opened.settings.zone).date()
    return bool(today > last_day_kept(last, period, calendar=opened.settings.calendar()))


def _with_links(opened: Any, subject: Any, checked: Any) -> Any:
    from upheld.checking.links import check_links

    return check_links(
        checked, subject.policy, engine=opened.engine, signer=opened.signer, clock=opened.clock,
        watch=SCREEN.progress,
    )  # fmt: skip


def _show(checked: Any, form: str) -> None:
    from upheld.checking import formats
    from upheld.checking.pages import RULES

    language = SCREEN.language
    if form == "json":
        print(json.dumps(formats.as_json(checked, language), ensure_ascii=False, indent=2))  # noqa: T201
    elif form == "sarif":
        print(formats.as_sarif(checked, RULES, language))  # noqa: T201
    elif form == "github":
        for line in formats.as_github(checked, language):
            print(line)  # noqa: T201
    else:
        for paragraph in formats.as_text(checked, language):
            print(paragraph + "\n")  # noqa: T201
        print(formats.summary(checked, language))  # noqa: T201
    for refusal in checked.unreachable:
        SCREEN.mention(refusal)
    if checked.count("error"):
        SCREEN.exit_code = int(Exit.REMAINING)
    elif checked.unreachable:
        SCREEN.exit_code = int(Exit.UNREACHABLE)


def rule(
    code: Annotated[
        str | None,
        typer.Argument(help=say("e.g. UPH118; none lists all", "例: UPH118。省略すると一覧")),
    ] = None,
    markdown: Annotated[
        bool,
        typer.Option("--markdown", help=say("the list as Markdown", "一覧を Markdown で出力")),
    ] = False,
) -> None:
    """Print a rule's page."""
    from upheld.checking.pages import RULES, as_json, page, rule_named, table

    if markdown and code is None:
        for line in table(SCREEN.language):
            SCREEN.say(line, line)
        return
    if code is None:
        SCREEN.data([as_json(one, SCREEN.language) for one in RULES.values()])
        SCREEN.table(
            [
                Text(en="code", ja="コード"),
                Text(en="severity", ja="程度"),
                Text(en="finds", ja="内容"),
            ],
            [[o.code, o.severity, o.title.in_language(SCREEN.language)] for o in RULES.values()],
        )
        return
    found = rule_named(code)
    SCREEN.data(as_json(found, SCREEN.language))
    for line in page(found, SCREEN.language):
        SCREEN.say(line, line)
