"""`upheld policy diff|publish|show|accept|binding`: versions of the policy."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.typed import read_day
from upheld.wording import Text

_LONGEST_REFERENCE = 200  # characters; the column behind is as long
_FORMATS = ("text", "html", "json")
_PERSON = typer.Option(help=say("your own reference of the person", "貴社での本人の参照番号"))


def add(app: typer.Typer) -> None:
    """Add the commands of versions."""
    app.command(
        help=say(
            "Compare two versions in meaning: who has to be told or asked. Example: upheld policy diff 1.0 policy",
            "二つの版の意味の違いと、知らせる相手・同意が必要な相手を示します。例: upheld policy diff 1.0 policy",
        )
    )(diff)
    app.command(
        help=say(
            "Publish the policy as it stands, sealed in the ledger. Example: upheld policy publish --effective 2027-01-01",
            "現在のポリシーを版として公表し、台帳に封印します。例: upheld policy publish --effective 2027-01-01",
        )
    )(publish)
    app.command(
        help=say(
            "Show the text in force on a day, proven against the ledger. Example: upheld policy show --on 2026-05-01",
            "ある日に有効だった文面を、台帳と照合して表示します。例: upheld policy show --on 2026-05-01",
        )
    )(show)
    app.command(
        help=say(
            "Note that a person accepted a version. Example: upheld policy accept --person U-1001 --how consent",
            "本人が版を受け入れたことを記録します。例: upheld policy accept --person U-1001 --how consent",
        )
    )(accept)
    app.command(
        help=say(
            "Say which version binds a person. Example: upheld policy binding --person U-1001",
            "本人を拘束する版を示します。例: upheld policy binding --person U-1001",
        )
    )(binding)


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            help=say(
                "a version, or a folder; else the last published version",
                "版、またはフォルダ。省略すると最後に公表した版",
            )
        ),
    ] = None,
    new: Annotated[
        str, typer.Argument(help=say("a version, or a folder", "版、またはフォルダ"))
    ] = "policy",
    format_: Annotated[str, typer.Option("--format", help=" | ".join(_FORMATS))] = "text",
    out: Annotated[
        Path | None, typer.Option(help=say("write into a file", "ファイルに書き出す"))
    ] = None,
) -> None:
    """Compare two versions."""
    from upheld.policy.change.compare import compare
    from upheld.versions.diff_page import diff_page

    form = "json" if SCREEN.json else format_
    if form not in _FORMATS:
        raise UsageError(
            Text(en=f"`{form[:20]}` is no format", ja=f"`{form[:20]}` という形式はありません"),
            remedy=Text(en="use text, html or json", ja="text、html、json のいずれか"),
        )
    compared = compare(_policy(old) if old else _published_last(), _policy(new))
    if form == "html":
        page = diff_page(compared, SCREEN.language)
        if out is None:
            print(page)  # noqa: T201
        else:
            out.write_text(page, "utf-8")
            SCREEN.say(f"wrote {out}", f"{out} に書き出しました")
        return
    if form == "json":
        SCREEN.json = True
        SCREEN.data(compared.as_json(SCREEN.language))
        return
    _tell(compared)


def _policy(named: str) -> Any:
    """Read a folder; where there is none of that name, a published version."""
    from upheld.policy.reading import read_policy

    folder = (SCREEN.folder or Path()) / named
    if folder.is_dir():
        inside = folder / "policy"
        return read_policy(inside if inside.is_dir() else folder)
    with workspace() as opened:
        return opened.versions.policy_of(opened.versions.named(named))


def _published_last() -> Any:
    with workspace() as opened:
        return opened.versions.policy_of(opened.versions.newest())


def _tell(compared: Any) -> None:
    from upheld.versions.diff_page import KINDS

    language = SCREEN.language
    for one in compared.differences:
        for line in _told(one, KINDS[one.kind].in_language(language)):
            SCREEN.say(line, line)
    if not compared.differences:
        SCREEN.say("the two versions say the same", "二つの版の内容は同じです")
        return
    tell, ask = ", ".join(compared.tell) or "—", ", ".join(compared.consent_from) or "—"
    SCREEN.say(
        f"{len(compared.differences)} difference(s); tell: {tell}; ask first: {ask}; {compared.notice_days} days before",
        f"相違 {len(compared.differences)} 件。知らせる: {tell}、同意が必要: {ask}、{compared.notice_days} 日前まで",
    )


def _told(one: Any, kind: str) -> list[str]:
    language = SCREEN.language
    clauses = f" [{', '.join(one.clauses)}]" if one.clauses else ""
    lines = [f"{kind}: {one.what.in_language(language)}{clauses}"]
    duty = one.duty
    if duty.tell:
        verb = say("ask first", "同意が必要") if duty.consent else say("tell", "知らせる")
        why, law = duty.why.in_language(language), ", ".join(duty.law)
        lines.append(f"  → {verb}: {', '.join(duty.tell)}; {why} ({law})")
    return lines


def _today(opened: Any) -> date:
    today: date = opened.clock.now().astimezone(opened.settings.zone).date()
    return today


def publish(
    effective: Annotated[str, typer.Option(help="YYYY-MM-DD")],
) -> None:
    """Publish a version."""
    from upheld.policy.reading import locate_policy
    from upheld.versions.publishing import Desk
    from upheld.versions.publishing import publish as run

    day = read_day(effective, "--effective")
    with workspace() as opened:
        folder = opened.settings.policy_folder
        desk = Desk(
            archive=opened.versions,
            engine=opened.engine,
            signer=opened.signer,
            clock=opened.clock,
            today=_today(opened),
        )
        made = run(desk, locate_policy(folder), folder, day, SCREEN.progress)
        SCREEN.progress_over()
    version = made.version
    SCREEN.data({**version.as_json(), "sha256": version.sha256, "entry": made.entry})
    SCREEN.say(
        f"published {version.version}, in force from {version.effective}; ledger:{made.entry}, sha256 {version.sha256}",
        f"版 {version.version} を公表しました({version.effective} から)。ledger:{made.entry}、sha256 {version.sha256}",
    )
    _say_unannounced(made.comparison)
    if version.consent:
        people = ", ".join(version.consent)
        SCREEN.say(
            f"binds only after consent: {people} (upheld policy accept --how consent)",
            f"同意するまで適用されない人: {people}(upheld policy accept --how consent)",
        )


def _say_unannounced(compared: Any) -> None:
    """Say that people have to be told, and that no promise says how long before."""
    if compared is None or not compared.tell or compared.notice_days:
        return
    people = ", ".join(compared.tell)
    SCREEN.say(
        f"has to be told: {people}; no line says how long before (`changes: before:`), so 0 days "
        "were kept free",
        f"知らせる必要がある人: {people}。何日前までに知らせるかの定め(`changes:` の `before:`)がないため、"
        "0 日前としています",
    )


def show(
    on: Annotated[str | None, typer.Option(help="YYYY-MM-DD")] = None,
    version: Annotated[str | None, typer.Option(help=say("a version", "版"))] = None,
) -> None:
    """Show a published text."""
    from upheld.versions.publishing import sealed

    with workspace() as opened:
        archive = opened.versions
        if version is not None:
            found = archive.named(version)
        else:
            found = archive.in_force(_today(opened) if on is None else read_day(on, "--on"))
        entry = sealed(archive, opened.engine, found)
        texts = archive.folder_of(found) / "texts"
        pages = sorted(texts.glob(f"policy*{SCREEN.language}*.txt")) or sorted(
            texts.glob("policy*.txt")
        )
        text = pages[0].read_text("utf-8") if pages else ""
    SCREEN.data({**found.as_json(), "sha256": found.sha256, "entry": entry, "text": text})
    SCREEN.say(text, text)
    SCREEN.say(
        f"— version {found.version}, in force from {found.effective}; proven by ledger:{entry}",
        f"— 版 {found.version}({found.effective} から)。ledger:{entry} により証明",
    )


def accept(
    person: Annotated[str, _PERSON],
    how: Annotated[str, typer.Option(help="use | consent")] = "use",
    version: Annotated[
        str | None, typer.Option(help=say("else the one in force", "省略時は有効な版"))
    ] = None,
) -> None:
    """Note an acceptance."""
    from upheld.versions.acceptance import record

    if how not in ("use", "consent"):
        raise UsageError(
            Text(en=f"`--how {how[:20]}` is neither", ja=f"`--how {how[:20]}` は使えません"),
            remedy=Text(en="use `use` or `consent`", ja="`use` か `consent`"),
        )
    _refuse_person(person)
    with workspace() as opened:
        archive = opened.versions
        found = archive.named(version) if version else archive.in_force(_today(opened))
        new = record(
            person, found, "consent" if how == "consent" else "use",
            engine=opened.engine, signer=opened.signer, clock=opened.clock,
        )  # fmt: skip
    SCREEN.data({"version": found.version, "how": how, "new": new})
    SCREEN.say(
        f"{found.version}: {'noted' if new else 'was noted before'}",
        f"{found.version}: {'記録しました' if new else 'すでに記録されています'}",
    )


def _refuse_person(person: str) -> None:
    if not person.strip() or len(person) > _LONGEST_REFERENCE:
        raise UsageError(
            Text(en="`--person` is empty or too long", ja="`--person` が空であるか、長すぎます"),
            remedy=Text(
                en=f"give your own reference, up to {_LONGEST_REFERENCE} characters",
                ja=f"自社の識別子を {_LONGEST_REFERENCE} 文字以内で指定してください",
            ),
        )


def _refuse_kind(kind: str, known: Iterable[str]) -> None:
    """A kind with a slip of the pen needs nobody's consent, so it would be bound by too much."""
    if kind not in known:
        listed = ", ".join(f"`{one}`" for one in known)
        raise UsageError(
            Text(
                en=f"there is no kind of person `{kind[:40]}`",
                ja=f"`{kind[:40]}` という本人の種類はありません",
            ),
            remedy=Text(en=f"use one of {listed}", ja=f"{listed} のいずれかを指定してください"),
        )


def binding(
    person: Annotated[str, _PERSON],
    kind: Annotated[str | None, typer.Option(help=say("kind of person", "本人の種類"))] = None,
    on: Annotated[str | None, typer.Option(help="YYYY-MM-DD")] = None,
) -> None:
    """Say which version binds a person."""
    from upheld.versions import store
    from upheld.versions.acceptance import binding as bound_by

    _refuse_person(person)
    with workspace() as opened:
        day = _today(opened) if on is None else read_day(on, "--on")
        newest = opened.versions.in_force(day)
        if kind is not None:
            _refuse_kind(kind, opened.versions.policy_of(newest).people)
        with opened.engine.connect() as connection:
            accepted = store.of_person(connection, person)
        found = bound_by(opened.versions.versions(), accepted, kind, day)
    SCREEN.data(
        {
            "version": found.version if found else None,
            "in_force": newest.version,
            "accepted": [
                {"version": a.version, "how": a.how, "at": a.at.isoformat()} for a in accepted
            ],
        }
    )
    named = found.version if found else "—"
    SCREEN.say(
        f"bound by {named}; in force: {newest.version}",
        f"適用される版: {named}、有効な版: {newest.version}",
    )
