"""Earlier versions: when each came, why, and what a reader finds changed."""

from collections.abc import Iterator, Sequence

from upheld.policy.model import Policy
from upheld.rendering.document import (
    Block,
    Page,
    Passage,
    Row,
    Sentence,
    Table,
    passage,
    say,
)
from upheld.rendering.names import Names
from upheld.rendering.spoken import day
from upheld.rendering.telling import Told, tell
from upheld.rendering.views import NONE, items, sections
from upheld.wording import Text

_NEW = Text(en="new", ja="追加")
_GONE = Text(en="taken out", ja="削除")
_CHANGED = Text(en="changed", ja="変更")


def history_page(policy: Policy, told: Told, earlier: Sequence[Policy]) -> Page | None:
    """Return the history.

    Args:
        policy: The version in force.
        told: Its lines as passages.
        earlier: Earlier versions of the same policy, the oldest first; the last of them is
            compared with this one.
    """
    if not policy.history and not earlier:
        return None
    compared: tuple[Block, ...] = ()
    if earlier:
        compared = tuple(_compared(earlier[-1], told))
    return Page(
        name="history",
        title=Text(en="History of changes", ja="改定履歴"),
        lead=(),
        sections=tuple(
            sections(
                [
                    ("versions", Text(en="Versions", ja="版の一覧"), _versions(policy, told)),
                    ("changed", Text(en="What has changed", ja="変更箇所"), compared),
                    (
                        "how",
                        Text(en="How this policy changes", ja="変更の方法"),
                        items(told, "changes", "change_announcements"),
                    ),
                ]
            )
        ),
    )


def _versions(policy: Policy, told: Told) -> tuple[Block, ...]:
    if not policy.history:
        return ()
    rows = []
    for number, change in enumerate(policy.history):
        key = f"history.{number}"
        clauses = Text(en=", ".join(change.clauses), ja="、".join(change.clauses))
        rows.append(
            Row(
                key=key,
                ids=told.lines[key].ids,
                cells=(
                    (say("{day}", "{day}", day=day(change.date)),),
                    (
                        Sentence(
                            Text(en=change.version, ja=change.version) if change.version else NONE
                        ),
                    ),
                    (say("{reason}", "{reason}", reason=change.reason.text()),),
                    (Sentence(clauses if change.clauses else NONE),),
                ),
            )
        )
    return (
        Table(
            key="page:history.versions",
            caption=Text(en="Versions of this policy", ja="このポリシーの版"),
            headings=(
                Text(en="Date", ja="日付"),
                Text(en="Version", ja="版"),
                Text(en="What and why", ja="内容と理由"),
                Text(en="Clauses", ja="条項"),
            ),
            rows=tuple(rows),
        ),
    )


def _compared(before: Policy, told: Told) -> Iterator[Block]:
    earlier = tell(before, Names(before))
    rows = list(_rows(earlier, told))
    yield passage(
        "history.compared",
        say(
            "Compared with version {version}.",
            "第{version}版からの変更箇所です。",
            version=before.policy.version,
        ),
    )
    if not rows:
        yield passage("history.same", say("The sentences are the same.", "文の内容は同じです。"))
        return
    yield Table(
        key="page:history.changed",
        caption=Text(en="Changed sentences", ja="変更された文"),
        headings=(
            Text(en="Change", ja="変更の種類"),
            Text(en="Sentences", ja="文"),
        ),
        rows=tuple(rows),
    )


def _rows(earlier: Told, told: Told) -> Iterator[Row]:
    for key in dict.fromkeys([*earlier.passages, *told.passages]):
        old, new = earlier.passages.get(key), told.passages.get(key)
        if old is not None and new is not None and _whole(old) == _whole(new):
            continue
        shown = new or old
        assert shown is not None  # noqa: S101 - the key came from one of them
        empty = Text(en="", ja="")
        kind = _CHANGED if old and new else (_NEW if new else _GONE)
        yield Row(
            key=f"page:history.{key}",
            ids=(),
            cells=(
                (
                    Sentence(kind, terms=(kind,)),
                    Sentence(Text(en=", ".join(shown.ids), ja="、".join(shown.ids))),
                ),
                (
                    Sentence(
                        _whole(new) if new else empty,
                        before=_whole(old) if old else empty,
                    ),
                ),
            ),
        )


def _whole(shown: Passage) -> Text:
    parts = [*((shown.heading,) if shown.heading else ()), *(s.text for s in shown.sentences)]
    return Text(en=" ".join(p.en for p in parts), ja=" ".join(p.ja for p in parts))
