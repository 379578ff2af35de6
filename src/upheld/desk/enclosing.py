"""Files that come along with a mail or a letter: judged by their content, and kept sealed.

What `uploads` takes is kept under the request it belongs to, for an officer to look at, or under
the mail as long as it belongs to none. What is not taken is named, with why: nothing that a person
sent is left out in silence. None of them identifies anybody; that stays an act of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk.case import OPEN, Case
from upheld.desk.identity import proofs
from upheld.desk.moving import SYSTEM
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.uploads.keeping import KeptUploads
from upheld.uploads.receiving import Taken
from upheld.uploads.shelf import Shelf
from upheld.wording import Text

UPLOADS = Path(".upheld") / "uploads"
"""Where documents lie, below the workspace."""
MOST_WAITING = 20
"""Files of one request that nobody has looked at yet; whoever knows its number can send more."""
CameBy: TypeAlias = Literal["mail-attachment", "letter-scan"]
_TOO_MANY = Text(
    en="too many files of this request wait to be looked at",
    ja="この請求には、確認待ちのファイルが多すぎます",
)


class EnclosureRefusedError(RefusalError):
    """A file that cannot be kept at this request."""

    code = "enclosure-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """One file that came along.

    Attributes:
        name: As the sender called it.
        taken: The sealed file; `None` where it was not taken.
        refused: Why it was not.
    """

    name: str = field(repr=False)
    taken: Taken | None = None
    refused: Text | None = None


def uploads_of(office: Office) -> KeptUploads:
    """Return where documents lie that people hand in: below the workspace, sealed."""
    company = office.company
    return KeptUploads(
        shelf=Shelf(office.folder / UPLOADS, office.key("uploads")),
        engine=company.engine,
        clock=company.clock,
        bytes_limit=office.settings.upload_most,
    )


def seal(office: Office, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[Enclosure]:
    """Judge and seal files (name, content) before a transaction keeps them.

    Sealed files that no transaction keeps are swept away once they are an hour old.
    """
    kept = uploads_of(office)
    found: list[Enclosure] = []
    for name, chunks in files:
        try:
            found.append(Enclosure(name=name, taken=kept.seal(chunks)))
        except RefusalError as refusal:
            found.append(Enclosure(name=name, refused=refusal.what))
    return found


def keep_at_case(
    office: Office,
    connection: Connection,
    case: Case,
    files: Sequence[Enclosure],
    came_by: CameBy,
    *,
    by: str = SYSTEM,
) -> list[Enclosure]:
    """Keep sealed files at a request, within the caller's transaction; return them as kept."""
    waiting = sum(proof.outcome is None for proof in proofs.of_case(connection, case.reference))
    kept = _within(files, MOST_WAITING - waiting)
    for name in _put(office, connection, kept, case.reference):
        proofs.add(office, connection, case, "enclosure", came_by, stored_as=name, by=by)
    return kept


def attach(
    office: Office, connection: Connection, case: Case, taken: Taken, came_by: CameBy, *, by: str
) -> str:
    """Keep one sealed file at an open request; return the number of the enclosure.

    Raises:
        EnclosureRefusedError: The request is over, or too many of its files wait already.
    """
    if case.state not in OPEN:
        raise _not_kept(
            Text(en="the request is over", ja="この請求は終了しています"),
            Text(en="enter a new request if the letter asks for something new",
                 ja="新しい請求であれば、請求として入力してください"),
        )  # fmt: skip
    waiting = sum(proof.outcome is None for proof in proofs.of_case(connection, case.reference))
    if waiting >= MOST_WAITING:
        raise _not_kept(
            _TOO_MANY,
            Text(en="look at those that wait, and decide them",
                 ja="確認待ちのファイルを先に確認してください"),
        )  # fmt: skip
    name = uploads_of(office).put_within(connection, taken, case.reference).name
    return proofs.add(office, connection, case, "enclosure", came_by, stored_as=name, by=by)


def _not_kept(what: Text, remedy: Text) -> EnclosureRefusedError:
    return EnclosureRefusedError(what, remedy=remedy)


def take_over(office: Office, connection: Connection, case: Case, owner: str, *, by: str) -> int:
    """Keep at a request what lay under the mail that belongs to it; return how many files.

    What has no room there, or comes when the request is over, stays with the mail until it expires.
    """
    if case.state not in OPEN:
        return 0
    shelf, now = uploads_of(office).shelf, office.company.clock.now()
    waiting = sum(proof.outcome is None for proof in proofs.of_case(connection, case.reference))
    there = shelf.of(connection, owner, now)[: max(0, MOST_WAITING - waiting)]
    for one in there:
        shelf.hand_over(connection, one.name, case.reference)
        proofs.add(
            office, connection, case, "enclosure", "mail-attachment", stored_as=one.name, by=by
        )
    return len(there)


def keep_for_now(
    office: Office, connection: Connection, owner: str, files: Sequence[Enclosure]
) -> list[Enclosure]:
    """Keep sealed files that belong to no request, under the key of the mail they came with."""
    _put(office, connection, files, owner)
    return list(files)


def _within(files: Sequence[Enclosure], room: int) -> list[Enclosure]:
    found: list[Enclosure] = []
    for one in files:
        if one.taken is not None and room <= 0:
            found.append(Enclosure(name=one.name, refused=_TOO_MANY))
            continue
        room -= one.taken is not None
        found.append(one)
    return found


def _put(
    office: Office, connection: Connection, files: Sequence[Enclosure], owner: str
) -> list[str]:
    kept = uploads_of(office)
    sealed = [one.taken for one in files if one.taken is not None]
    return [kept.put_within(connection, taken, owner).name for taken in sealed]
