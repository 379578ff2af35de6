"""How a version is published.

1. Its rules are run: a policy with an error is not published.
2. It is compared with the version before: who has to be told, how long before, who has to agree
   (`conditions`).
3. Declaration and texts are kept with their hashes, and the ledger seals them from that day.

What the ledger has sealed is published. A crash after the seal leaves the finished folder beside
the archive; publishing again takes it in, and writes no second entry.
"""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.documents.locked_folder import locked
from upheld.documents.positioned import Positioned
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry, read_entry
from upheld.policy.change.compare import Comparison, compare
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.refusal import RefusalError
from upheld.rendering.pages import documents
from upheld.rendering.writing import write
from upheld.versions.archive import Archive, Version, VersionAlteredError, dated, files_of
from upheld.versions.conditions import (
    DraftMovedError,
    refuse_day,
    refuse_errors,
    refuse_unsigned,
)
from upheld.wording import Text

PUBLISHED = "policy-published"
"""The kind of the ledger's entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What publishing works with.

    Attributes:
        by: Who publishes, as the ledger says it: an id of staff, or a token of theirs; `None` for
            whoever holds the machine.
    """

    archive: Archive
    engine: Engine
    signer: Signer
    clock: Clock
    today: dt.date
    by: str | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A version before it is made: declaration, its folder, its day, and what came before."""

    policy: Policy
    folder: Path
    effective: dt.date
    before: tuple[Version, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version and what it changed; `None` for the first one."""

    version: Version
    entry: int
    comparison: Comparison | None


def publish(
    desk: Desk,
    read: Positioned[Policy],
    policy_folder: Path,
    effective: dt.date,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Publish the policy as it stands, in force from a day; see the module.

    Raises:
        PolicyHasErrorsError: The linter finds an error.
        PublishingRefusedError: The version was published already, the day is too early, or
            nobody signs it.
        DraftMovedError: The folder does not say any more what was read.
    """
    with locked(desk.archive.opened()):
        return _published(desk, read, policy_folder, effective, progress)


def _published(
    desk: Desk,
    read: Positioned[Policy],
    policy_folder: Path,
    effective: dt.date,
    progress: Callable[[str], None],
) -> Published:
    policy = read.model
    refuse_errors(read, desk.today)
    before = desk.archive.versions()
    comparison = compare(desk.archive.policy_of(before[-1]), policy) if before else None
    left = _taken_in(desk, policy.policy.version)
    if left is not None:
        finished, entry = left
        before = [*before, finished]
        if finished.policy_sha256 == policy.sha256 and finished.effective_day == effective:
            return Published(version=finished, entry=entry, comparison=comparison)
    refuse_day(policy, before, comparison, effective, desk.today)
    refuse_unsigned(policy)
    progress("texts")
    draft = _Draft(policy, policy_folder, effective, tuple(before), comparison)
    version, made = _made(desk, draft)
    entry = _seal(desk, version)
    desk.archive.put(version, made)
    return Published(version=version, entry=entry, comparison=comparison)


def _taken_in(desk: Desk, version: str) -> tuple[Version, int] | None:
    """Finish what a crash kept from being finished: the ledger has sealed it already."""
    left = desk.archive.left_behind(version)
    if left is None:
        return None
    ledger.seal(desk.engine, desk.signer, desk.clock)  # its entry may be written and not numbered
    found, folder = left
    entry = _entry_of(desk.engine, found)
    if entry is None:
        return None
    desk.archive.put(found, folder)
    return found, entry


def _made(desk: Desk, draft: _Draft) -> tuple[Version, Path]:
    """Write declaration, texts and record into a folder of their own."""
    policy, effective, comparison = draft.policy, draft.effective, draft.comparison
    made = desk.archive.scratch(policy.policy.version)
    _copy(draft, made)
    earlier = [dated(desk.archive.policy_of(one), one.effective_day) for one in draft.before]
    # The texts say the day from which they bind, whatever the file said before it was decided.
    pages = documents(dated(policy, effective), today=desk.today, earlier=earlier)
    languages = policy.languages.published if policy.languages is not None else ("ja", "en")
    for format_ in ("html", "txt"):
        write(pages, made / "texts", languages=languages, format_=format_, today=desk.today)
    signatory = policy.policy.signatory
    version = Version(
        id=policy.policy.id,
        version=policy.policy.version,
        effective=effective.isoformat(),
        published_at=desk.clock.now().isoformat(),
        policy_sha256=policy.sha256,
        files=files_of(made),
        consent=comparison.consent_from if comparison is not None else (),
        tell=comparison.tell if comparison is not None else tuple(policy.people),
        signed_by=signatory.title.en if signatory is not None else "",
    )
    desk.archive.record(version, made)
    return version, made


def _copy(draft: _Draft, made: Path) -> None:
    """Copy the declaration, and make sure that it is the one that was read and is recorded."""
    shutil.copytree(draft.folder, made / "policy")
    try:
        same = read_policy(made / "policy").sha256 == draft.policy.sha256
    except RefusalError:
        same = False
    if same:
        return
    shutil.rmtree(made)
    raise DraftMovedError(
        Text(
            en="the policy was changed while it was being published; nothing was published",
            ja="公表の途中でポリシーのファイルが変更されました。公表していません",
        ),
        remedy=Text(
            en="read the draft again, and publish what was read",
            ja="草案をもう一度読み、確認した内容を公表してください",
        ),
    )


def _seal(desk: Desk, version: Version) -> int:
    body: dict[str, JSON] = {
        "policy": version.id,
        "version": version.version,
        "effective": version.effective,
        "record_sha256": version.sha256,
        "consent": list(version.consent),
    }
    if desk.by is not None:
        body["staff"] = desk.by
    entry = Entry(kind=PUBLISHED, at=desk.clock.now(), case=None, drill=desk.clock.drill, body=body)
    with desk.engine.begin() as connection:
        ledger.append(connection, entry)
    ledger.seal(desk.engine, desk.signer, desk.clock)
    return ledger.entries_of_kinds(desk.engine, (PUBLISHED,))[-1].index


def sealed(archive: Archive, engine: Engine, version: Version) -> int:
    """Prove a version against its files and the ledger; return the entry's number.

    Raises:
        VersionAlteredError: A file differs from the record, or the record from the ledger.
    """
    archive.verify(version)
    entry = _entry_of(engine, version)
    if entry is not None:
        return entry
    raise VersionAlteredError(
        Text(
            en=f"the ledger knows no such version `{version.version}`",
            ja=f"台帳に版 `{version.version}` の記録がありません",
        ),
        remedy=Text(
            en="restore the version's folder, or publish it anew under another version",
            ja="版のフォルダを復元するか、別の版として公表し直してください",
        ),
    )


def publisher_of(engine: Engine, version: Version) -> str | None:
    """Return who published a version, as the ledger says it; `None` where that was at a terminal."""
    for row in ledger.entries_of_kinds(engine, (PUBLISHED,)):
        body = read_entry(row.leaf).body
        if body["record_sha256"] == version.sha256:
            return str(body["staff"]) if "staff" in body else None
    return None


def _entry_of(engine: Engine, version: Version) -> int | None:
    """Return the number of the entry that seals a version; `None` if the ledger knows of none."""
    for row in ledger.entries_of_kinds(engine, (PUBLISHED,)):
        body = read_entry(row.leaf).body
        if body["version"] == version.version and body["record_sha256"] == version.sha256:
            return row.index
    return None
