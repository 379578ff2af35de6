"""`upheld policy render` and `upheld policy wording`: pages in two languages, and their sentences."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from upheld.refusal import Exit, UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Language, Text

if TYPE_CHECKING:
    from upheld.policy.model import Policy
    from upheld.rendering.document import Passage
    from upheld.rendering.finding import Finding
    from upheld.rendering.pages import Documents
    from upheld.rendering.writing import Written

FORMATS = ("html", "md", "txt", "pdf")


def add(app: typer.Typer) -> None:
    """Add both commands."""
    app.command(
        "render",
        help=say(
            "Write every page of the policy; exit 1 if the languages differ or own words are "
            "outdated. Example: upheld policy render --language both --format html --out public",
            "ポリシーの全ページを書き出します(両言語の相違や古い文言があれば終了コード 1)。"
            "例: upheld policy render --language both --format html --out public",
        ),
    )(render)
    app.command(
        "wording",
        help=say(
            "Show the sentences of a clause in both languages, with what an own wording is "
            "bound to. Example: upheld policy wording P1-7q",
            "条項の文を両言語で表示します(自社の文言が対応する印を含む)。例: upheld policy wording P1-7q",
        ),
    )(wording)


def render(
    *,
    out: Annotated[Path, typer.Option(help=say("folder for the files", "書き出し先のフォルダ"))],
    language: Annotated[str, typer.Option("--language", "--lang", help="ja | en | both")] = "both",
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "html",
    policy: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "a folder with a policy, without a workspace",
                "ワークスペースを使わずに読むポリシーのフォルダ",
            )
        ),
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            help=say(
                "folder of an earlier version, the oldest first; may be repeated; "
                "without it the published ones",
                "以前の版のフォルダ(古い順、複数指定可)。省略すると公表済みの版",
            )
        ),
    ] = None,
    customer: Annotated[
        str | None,
        typer.Option(
            help=say(
                "show the contract terms of this customer only", "この顧客の個別契約のみを表示"
            )
        ),
    ] = None,
) -> None:
    """Write the pages."""
    languages = _languages(language)
    if format_ not in FORMATS:
        raise _no_choice("--format", format_, FORMATS)
    from upheld.policy.reading import read_policy
    from upheld.rendering.pages import documents
    from upheld.rendering.parity import parity
    from upheld.rendering.writing import write

    SCREEN.progress(say("reading the policy", "ポリシーを読んでいます"))
    declared, maps, today, published = _read(policy)
    made = documents(
        declared,
        today=today,
        maps=maps,
        earlier=[read_policy(folder) for folder in earlier] if earlier else published,
        customer=customer,
    )
    findings = [*made.findings, *parity(made, today)]
    written = write(
        made, out, languages=languages, format_=cast("Any", format_), today=today,
        progress=SCREEN.progress,
    )  # fmt: skip
    SCREEN.progress_over()
    _show(made, written, findings, out)


def _languages(chosen: str) -> tuple[Language, ...]:
    match chosen:
        case "both":
            return ("ja", "en")
        case "ja" | "en":
            return (chosen,)
        case _:
            raise _no_choice("--language", chosen, ("ja", "en", "both"))


def _no_choice(option: str, value: str, known: Sequence[str]) -> UsageError:
    listed = ", ".join(f"`{one}`" for one in known)
    return UsageError(
        Text(
            en=f"`{option} {value[:20]}` is not known", ja=f"`{option} {value[:20]}` は使えません"
        ),
        remedy=Text(en=f"use one of {listed}", ja=f"{listed} のいずれかを指定してください"),
    )


def _read(folder: Path | None) -> "tuple[Policy, dict[str, Any], date, list[Policy]]":
    """Return the policy, the data maps, the company's day, and the versions published before."""
    from zoneinfo import ZoneInfo

    from upheld.clock import SystemClock
    from upheld.policy.reading import read_policy

    if folder is not None:
        policy = read_policy(folder)
        return policy, {}, SystemClock(ZoneInfo(policy.policy.tz)).today(), []
    with workspace() as opened:
        maps = {name: one.model for name, one in opened.maps().items()}
        policy = read_policy(opened.settings.policy_folder)
        archive = opened.versions
        before = [
            archive.as_published(archive.policy_of(one))
            for one in archive.versions()
            if one.version != policy.policy.version
        ]
        return archive.as_published(policy), maps, opened.clock.today(), before


def _show(
    made: "Documents", written: "Sequence[Written]", findings: "Sequence[Finding]", out: Path
) -> None:
    language = SCREEN.language
    SCREEN.data(
        {
            "policy": made.policy.policy.id,
            "version": made.policy.policy.version,
            "sha256": made.policy.sha256,
            "files": [
                {"page": one.page, "language": one.language, "file": one.path.name}
                for one in written
            ],
            "not_made": list(made.missing),
            "findings": [one.as_json(language) for one in findings],
        }
    )
    SCREEN.table(
        [
            Text(en="page", ja="ページ"),
            Text(en="language", ja="言語"),
            Text(en="file", ja="ファイル"),
        ],
        [[one.page, one.language, one.path.name] for one in written],
    )
    SCREEN.say(
        f"{len(written)} files in {out}", f"{out} に {len(written)} 個のファイルを書きました"
    )
    if made.missing:
        named = ", ".join(made.missing)
        SCREEN.say(
            f"not made, since nothing is declared for it: {named}",
            f"宣言がないため作らなかったページ: {named}",
        )
    _say_unnumbered(made)
    for one in findings:
        SCREEN.say(one.in_language("en"), one.in_language("ja"))
    if findings:
        SCREEN.exit_code = int(Exit.REMAINING)


def _say_unnumbered(made: "Documents") -> None:
    """Say on stderr which clause ids keep the headings from bearing numbers, and where they stand."""
    astray = [one.text() for page in made.pages if page.contents for one in page.misplaced()]
    if astray:
        SCREEN.note(
            "headings bear no numbers: clauses of these sections do not begin with the section's: "
            + "; ".join(one.en for one in astray),
            "見出しに番号を付けませんでした。次の節に、節の番号で始まらない条項番号があります: "
            + "、".join(one.ja for one in astray),
        )


def wording(
    clause: Annotated[
        str | None,
        typer.Argument(
            help=say(
                "a clause, or the place of a line; all without it",
                "条項または行の場所。省略するとすべて",
            )
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(help=say("a folder with a policy, without a workspace", "ポリシーのフォルダ")),
    ] = None,
) -> None:
    """Show the sentences."""
    from upheld.rendering.names import Names
    from upheld.rendering.telling import tell

    declared, *_ = _read(policy)
    told = tell(declared, Names(declared))
    chosen = [
        one
        for one in told.passages.values()
        if clause is None or clause == one.key or clause in one.ids
    ]
    if not chosen:
        raise UsageError(
            Text(
                en=f"there is no clause or line `{(clause or '')[:40]}`",
                ja=f"`{(clause or '')[:40]}` という条項や行はありません",
            ),
            remedy=Text(
                en="`upheld policy wording` without an argument lists all of them",
                ja="引数なしの `upheld policy wording` で一覧を表示できます",
            ),
        )
    _show_wording(chosen)


def _show_wording(chosen: "Sequence[Passage]") -> None:
    SCREEN.data(
        [
            {
                "line": one.key,
                "clauses": list(one.ids),
                "meaning": one.meaning,
                "own": one.own,
                "sentences": [{"ja": s.text.ja, "en": s.text.en} for s in one.sentences],
            }
            for one in chosen
        ]
    )
    for one in chosen:
        mark = say(" (own words)", "(自社の文言)") if one.own else ""
        head = f'{one.key}  [{", ".join(one.ids)}]  meaning: "{one.meaning}"{mark}'
        SCREEN.say(head, head)
        for number, sentence in enumerate(one.sentences, start=1):
            for tongue, text in (("ja", sentence.text.ja), ("en", sentence.text.en)):
                line = f"  #{number} {tongue}: {text}"
                SCREEN.say(line, line)
