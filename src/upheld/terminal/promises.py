"""`upheld promises`, `upheld why`: the board, and one clause from its sentence to its evidence."""

from pathlib import Path
from typing import Annotated, Any

import typer

from upheld.refusal import Exit, UsageError, Where
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

_ONLY = ("broken", "at_risk", "no_evidence_yet", "not_provable", "by_procedure", "kept")


def add(app: typer.Typer) -> None:
    """Add the group and `why`."""
    group = typer.Typer(
        invoke_without_command=True,
        help=say(
            "The promise board: each clause with a state that is computed; exit 1 if one is broken. Example: upheld promises --only broken",
            "約束の一覧: 各条項の状態を算出します(破られていれば終了コード 1)。例: upheld promises --only broken",
        ),
    )
    group.callback()(board)
    group.command(
        name="file",
        help=say(
            "File evidence of a promise that people keep; only its hash is kept. Example: upheld promises file P4-4b training-2026.pdf",
            "手順で守る約束の証跡を記録します(ハッシュのみ保存)。例: upheld promises file P4-4b training-2026.pdf",
        ),
    )(file)
    app.add_typer(group, name="promises")
    app.command(
        help=say(
            "Follow one clause: sentence, declaration, control, evidence. Example: upheld why P1-10b",
            "一つの条項を、文・宣言・管理策・証跡の順に示します。例: upheld why P1-10b",
        )
    )(why)


def board(
    context: typer.Context,
    html: Annotated[
        Path | None,
        typer.Option(help=say("write the board as a page", "一覧をページとして書き出す")),
    ] = None,
    only: Annotated[str | None, typer.Option(help=" | ".join(_ONLY))] = None,
) -> None:
    """Show the board."""
    if context.invoked_subcommand is not None:
        return
    states = _only(only)
    with workspace() as opened:
        computed = _computed(opened)
    SCREEN.data(computed.as_json(SCREEN.language, states))
    if html is not None:
        from upheld.promises.page import board_page

        html.write_text(board_page(computed, SCREEN.language, states), "utf-8")
        SCREEN.say(f"wrote {html}", f"{html} に書き出しました")
    else:
        _table(computed, states)
    if computed.counts()["broken"]:
        SCREEN.exit_code = int(Exit.REMAINING)


def _only(only: str | None) -> Any:
    if only is None:
        return None
    if only not in _ONLY:
        raise UsageError(
            Text(en="there is no such state", ja="その状態はありません"),
            remedy=Text(en=f"use one of {', '.join(_ONLY)}", ja=f"{'、'.join(_ONLY)} のいずれか"),
        )
    return frozenset({only})


def _computed(opened: Any) -> Any:
    from upheld.checking.procedure import Subject
    from upheld.evidence.proven import ProvenLedger
    from upheld.policy.reading import locate_policy
    from upheld.promises.board import compute
    from upheld.promises.gathering import gather
    from upheld.promises.pages_made import clauses_on_pages
    from upheld.running.settings_checked import gateway_given, settings_checked

    SCREEN.progress(say("looking at the stores and the ledger", "保存先と台帳を確認しています"))
    read = locate_policy(opened.settings.policy_folder)
    subject = Subject(
        policy=read,
        maps=opened.maps(),
        places={name: opened.place(name) for name in opened.settings.systems},
        calendar=opened.settings.calendar(),
        settings=settings_checked(opened.settings, read.model),
    )
    today = opened.clock.now().astimezone(opened.settings.zone).date()
    facts = gather(
        subject,
        opened.clock,
        ProvenLedger(opened.engine, opened.signer.public),
        clauses_on_pages(read.model, today),
        calendar=opened.settings.calendar(),
        gateway=gateway_given(opened.settings),
    )
    SCREEN.progress_over()
    return compute(read.model, facts)


def _table(computed: Any, states: Any) -> None:
    from upheld.promises.state import MARKS, WORDS

    counts = computed.counts()
    listed = " · ".join(
        f"{count} {WORDS[state].in_language(SCREEN.language)}"
        for state, count in reversed(counts.items())
        if count
    )
    total = len(computed.clauses)
    SCREEN.say(f"{total} clauses · {listed}", f"{total} 条項 · {listed}")
    SCREEN.table(
        [Text(en="clause", ja="条項"), Text(en="state", ja="状態"), Text(en="because", ja="理由"), Text(en="evidence", ja="証跡")],
        [
            [
                one.id,
                f"{MARKS[one.state]} {WORDS[one.state].in_language(SCREEN.language)}",
                one.deciding.seen.why.in_language(SCREEN.language),
                one.deciding.seen.evidence,
            ]
            for one in computed.clauses
            if states is None or one.state in states
        ],
    )  # fmt: skip


def file(
    clause: Annotated[str, typer.Argument(help=say("e.g. P4-4b", "例: P4-4b"))],
    proof: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=say("the evidence", "証跡のファイル")),
    ],
) -> None:
    """File evidence."""
    from upheld.policy.reading import read_policy
    from upheld.promises.attesting import file_evidence

    with workspace() as opened:
        number = file_evidence(
            read_policy(opened.settings.policy_folder),
            clause,
            proof,
            engine=opened.engine,
            signer=opened.signer,
            clock=opened.clock,
        )
    SCREEN.data({"clause": clause, "entry": number})
    SCREEN.say(
        f"filed for {clause}: ledger:{number}", f"{clause} の証跡を記録しました: ledger:{number}"
    )


def why(
    clause: Annotated[str, typer.Argument(help=say("e.g. P1-10b", "例: P1-10b"))],
) -> None:
    """Follow one clause."""
    from upheld.promises.pages_made import sentences_of

    with workspace() as opened:
        computed = _computed(opened)
        found = next((one for one in computed.clauses if one.id == clause), None)
        if found is None:
            raise _no_clause(clause, [one.id for one in computed.clauses])
        places = _places(opened, found)
        said = sentences_of(computed.policy).get(clause)
    sentence = "" if said is None else said.in_language(SCREEN.language)
    SCREEN.data({"id": found.id, "sentence": sentence, "state": found.state, "declared": places,
                 "controls": [c.as_json(SCREEN.language) for c in found.controls]})  # fmt: skip
    _tell(found, places, sentence)
    if found.state == "broken":
        SCREEN.exit_code = int(Exit.REMAINING)


def _places(opened: Any, clause: Any) -> list[dict[str, Any]]:
    from upheld.policy.reading import locate_policy

    read = locate_policy(opened.settings.policy_folder)
    paths = dict.fromkeys(one.line.path for one in clause.controls)
    return [
        {"line": ".".join(map(str, path)), **read.where(path, key=True).known(), "snippet": read.snippet(path, key=True)}
        for path in paths
    ]  # fmt: skip


def _tell(clause: Any, places: list[dict[str, Any]], sentence: str) -> None:
    from upheld.promises.page import KINDS
    from upheld.promises.state import MARKS, WORDS

    SCREEN.say(
        f"{clause.id}: {MARKS[clause.state]} {WORDS[clause.state].en}",
        f"{clause.id}: {MARKS[clause.state]} {WORDS[clause.state].ja}",
    )
    SCREEN.say(sentence, sentence)
    for place in places:
        SCREEN.say(
            f"\ndeclared at {place['file']}:{place['line']}",
            f"\n宣言: {place['file']}:{place['line']}",
        )
        SCREEN.say(place["snippet"] or "", place["snippet"] or "")
    # Several lines may carry a clause; what each of them has to say alike is said once.
    alike = {(one.control.id, one.seen): one for one in clause.controls}
    for one in alike.values():
        mark = MARKS[one.seen.state]
        evidence = f" [{one.seen.evidence}]" if one.seen.evidence else ""
        SCREEN.say(
            f"\n{mark} {one.control.how.en} ({KINDS[one.control.kind].en})\n  {one.seen.why.en}{evidence}",
            f"\n{mark} {one.control.how.ja}({KINDS[one.control.kind].ja})\n  {one.seen.why.ja}{evidence}",
        )


def _no_clause(clause: str, known: list[str]) -> UsageError:
    from upheld.documents.nearest import nearest

    guess = nearest(clause, known)
    return UsageError(
        Text(en=f"there is no clause `{clause[:60]}`", ja=f"条項 `{clause[:60]}` はありません"),
        where=Where(clause=clause[:60]),
        remedy=Text(
            en=f"did you mean `{guess}`?" if guess else "`upheld promises` lists all of them",
            ja=f"`{guess}` ではありませんか" if guess else "`upheld promises` で一覧を表示します",
        ),
    )
