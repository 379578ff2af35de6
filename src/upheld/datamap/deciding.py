"""An unsure point of a data map is decided, by a person, in the file itself.

1. What the language of maps allows for the point is offered (`placing.offered`).
2. The choice takes its place in the table's entry; the point stays and says `decided: {by, why, date, as}`,
   so that the file tells later readers who decided what, and discovery does not ask again.
3. The ledger has the entry before the file has its new name: a crash leaves an entry whose second
   hash no file bears, and never a changed file that nobody accounts for.

Comments stay where they were; a change that would lose one is refused.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.datamap.document import as_text, digest_of, flow, plain, read_document, swap
from upheld.datamap.model import DataMap, Unsure
from upheld.datamap.placing import Decided, DecisionRefusedError, Placing
from upheld.documents.locked_folder import locked
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

DECIDED = "map-decided"
"""The kind of the ledger's entry."""
_COMMENT = re.compile(r"(?:^|\s)#.*$")


class MapChangedError(RefusalError):
    """The file is not the one that was looked at."""

    code = "map-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Where a decision is recorded.

    Attributes:
        engine: The store with the ledger.
        staff: Who decides, as the ledger says it; `None` for the one who holds the machine.
    """

    engine: Engine
    clock: Clock
    staff: str | None = None

    def record(self, body: dict[str, JSON]) -> Callable[[], None]:
        """Return the act of writing the entry, for when the file is ready."""

        def record() -> None:
            at, drill = self.clock.now(), self.clock.drill
            entry = Entry(kind=DECIDED, at=at, case=None, drill=drill, body=body)
            with self.engine.begin() as connection:
                ledger.append(connection, entry)

        return record


def decide(
    path: Path, decided: Decided, book: Book, *, expected: str | None, rules: Collection[str]
) -> str:
    """Decide a point; return the SHA-256 of the file as it now is.

    Args:
        path: The map's file.
        decided: What was decided.
        book: Where it is recorded.
        expected: SHA-256 of the file that was looked at; `None` where it is read only now.
        rules: The retention rules of the policy.

    Raises:
        MapChangedError: The file has changed since.
        DecisionRefusedError: There is no such point, or the map cannot say this of it.
    """
    with locked(path.parent):
        before = path.read_text("utf-8")
        if expected is not None and digest_of(before) != expected:
            raise _changed(path)
        document = read_document(path, before)
        point = _apply(document, decided, path, rules, book.clock.today())
        text = as_text(document)
        _keep_comments(before, text, path)
        body: dict[str, JSON] = {
            "system": str(document.get("system")),
            "table": decided.table,
            "point": point,
            "choice": decided.choice,
            **({} if decided.to is None else {"to": decided.to}),
            "staff": book.staff,
            "before_sha256": digest_of(before),
            "after_sha256": digest_of(text),
        }
        swap(path, text, book.record(body))
    return digest_of(text)


def _changed(path: Path) -> MapChangedError:
    return MapChangedError(
        Text(
            en="the data map has changed since it was looked at; nothing was written",
            ja="確認した後にデータマップが変更されました。何も書き込んでいません",
        ),
        where=Where(file=f"datamap/{path.name}"),
        remedy=Text(
            en="look at the map as it is now, and decide again",
            ja="現在のデータマップを見て、もう一度決めてください",
        ),
    )


def _apply(
    document: CommentedMap, decided: Decided, path: Path, rules: Collection[str], day: date
) -> str:
    """Change the document; return what the point is called."""
    where = Where(file=f"datamap/{path.name}", table=decided.table[:100])
    entry, item = _found(document, decided, where)
    point = Unsure.model_validate(plain(item))
    placing = Placing(
        document=document, entry=entry, point=point, decided=decided, rules=rules, where=where
    )
    became = placing.place()
    said: dict[str, Any] = {"by": decided.by, "why": decided.why, "date": day}
    if became is not None:
        said["as"] = became
    # Behind a block's last line hangs a comment on what comes next.
    item.insert(len(item) if item.fa.flow_style() else 1, "decided", flow(said))
    try:
        DataMap.model_validate(plain(document))
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise placing.refused(
            Text(
                en="the data map would not be one any more with this decision",
                ja="この決定ではデータマップとして成り立たなくなります",
            ),
            Text(
                en=f"choose otherwise, or edit the file ({why})",
                ja=f"別の選択をするか、ファイルを編集してください({why})",
            ),
        ) from None
    placing.refuse_person_in_nobodys_table()
    return point.point


def _found(
    document: CommentedMap, decided: Decided, where: Where
) -> tuple[CommentedMap, CommentedMap]:
    tables = document.get("tables")
    entry = tables.get(decided.table) if isinstance(tables, CommentedMap) else None
    points = entry.get("unsure") if isinstance(entry, CommentedMap) else None
    item = None
    if isinstance(points, CommentedSeq) and 0 <= decided.number < len(points):
        item = points[decided.number]
    if entry is None or not isinstance(item, CommentedMap) or item.get("decided") is not None:
        raise DecisionRefusedError(
            Text(
                en=f"point {decided.number} of `{decided.table[:60]}` (counted from 0) is not open",
                ja=f"`{decided.table[:60]}` の {decided.number} 番の点(0 から数えて)は未決定ではありません",
            ),
            where=where,
            remedy=Text(en="see `upheld map check`", ja="`upheld map check` をご覧ください"),
        )
    return entry, item


def _keep_comments(before: str, text: str, path: Path) -> None:
    """Refuse a change that would lose what a person wrote for others to read."""
    if Counter(_comments(before)) - Counter(_comments(text)):
        raise DecisionRefusedError(
            Text(
                en="a comment in the file would be lost; nothing was written",
                ja="ファイルのコメントが失われるため、何も書き込んでいません",
            ),
            where=Where(file=f"datamap/{path.name}"),
            remedy=Text(
                en="decide this point by editing the file",
                ja="この点は、ファイルを編集して決めてください",
            ),
        )


def _comments(text: str) -> list[str]:
    return [found[0].strip() for line in text.splitlines() if (found := _COMMENT.search(line))]
