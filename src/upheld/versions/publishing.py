"""How a version is published.

1. Its rules are run: a policy with an error is not published.
2. It is compared with the version before: who has to be told, how long before, who has to agree.
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
from upheld.documents.positioned import Positioned
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry, read_entry
from upheld.policy.change.compare import Comparison, compare
from upheld.policy.model import Policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.rule import Given
from upheld.refusal import Exit, RefusalError
from upheld.rendering.pages import documents
from upheld.rendering.writing import write
from upheld.versions.archive import Archive, Version, VersionAlteredError, dated, files_of
from upheld.wording import Text

PUBLISHED = "policy-published"
"""The kind of the ledger's entry."""


class PolicyHasErrorsError(RefusalError):
    """A policy with an error is not published."""

    code = "policy-has-errors"
    exit_code = Exit.REMAINING


class PublishingRefusedError(RefusalError):
    """The version, its day or its signatory does not allow publishing."""

    code = "publishing-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What publishing works with."""

    archive: Archive
    engine: Engine
    signer: Signer
    clock: Clock
    today: dt.date


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
    """
    policy = read.model
    _refuse_errors(read, desk.today)
    before = desk.archive.versions()
    comparison = compare(desk.archive.policy_of(before[-1]), policy) if before else None
    left = _taken_in(desk, policy.policy.version)
    if left is not None:
        finished, entry = left
        before = [*before, finished]
        if finished.policy_sha256 == policy.sha256 and finished.effective_day == effective:
            return Published(version=finished, entry=entry, comparison=comparison)
    _refuse_day(policy, before, comparison, effective, desk.today)
    if policy.policy.signatory is None:
        raise _unsigned()
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
    shutil.copytree(draft.folder, made / "policy")
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


def _seal(desk: Desk, version: Version) -> int:
    body: dict[str, JSON] = {
        "policy": version.id,
        "version": version.version,
        "effective": version.effective,
        "record_sha256": version.sha256,
        "consent": list(version.consent),
    }
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


def _entry_of(engine: Engine, version: Version) -> int | None:
    """Return the number of the entry that seals a version; `None` if the ledger knows of none."""
    for row in ledger.entries_of_kinds(engine, (PUBLISHED,)):
        body = read_entry(row.leaf).body
        if body["version"] == version.version and body["record_sha256"] == version.sha256:
            return row.index
    return None


def _refuse_errors(read: Positioned[Policy], today: dt.date) -> None:
    errors = [f for f in lint(Given(read=read, today=today)) if f.severity == "error"]
    if errors:
        first = errors[0]
        raise PolicyHasErrorsError(
            Text(
                en=f"the policy has {len(errors)} error(s), the first: {first.code} {first.what.en}",
                ja=f"ポリシーに誤りが {len(errors)} 件あります(最初: {first.code} {first.what.ja})",
            ),
            where=first.where,
            snippet=first.snippet,
            remedy=Text(en="see `upheld check`", ja="`upheld check` をご覧ください"),
        )


def _refuse_other_day(policy: Policy, effective: dt.date, today: dt.date) -> None:
    """The file may name the day itself; two days would leave it open which one binds."""
    written = policy.policy.effective
    if written is not None and written != effective:
        raise PublishingRefusedError(
            Text(
                en=f"the policy says `effective: {written}`, and it is to be published for {effective}",
                ja=f"ポリシーには `effective: {written}` とありますが、公表の指定は {effective} です",
            ),
            remedy=Text(
                en=f"use `--effective {written}`, or correct `effective:` under `policy:`",
                ja=f"`--effective {written}` を指定するか、`policy:` の `effective:` を正してください",
            )
            if written >= today
            else Text(
                en=f"write `effective: {effective}` under `policy:`, or take that line out",
                ja=f"`policy:` に `effective: {effective}` と書くか、その行を削除してください",
            ),
        )


def _refuse_day(
    policy: Policy,
    before: list[Version],
    comparison: Comparison | None,
    effective: dt.date,
    today: dt.date,
) -> None:
    _refuse_other_day(policy, effective, today)
    _refuse_known(policy.policy.version, before)
    wait = comparison.notice_days if comparison is not None else 0
    earliest = today + dt.timedelta(days=wait)
    why = Text(
        en=f"people have to know {wait} days before", ja=f"{wait} 日前までに知らせる必要があります"
    )
    if wait == 0:
        why = Text(en="that day has passed", ja="その日は過ぎています")
    if before and before[-1].effective_day > earliest:
        earliest = before[-1].effective_day
        why = Text(
            en=f"version `{before[-1].version}` comes into force later",
            ja=f"版 `{before[-1].version}` の適用日より前です",
        )
    if effective < earliest:
        raise PublishingRefusedError(
            Text(
                en=f"{effective} is too early: {why.en}", ja=f"{effective} では早すぎます。{why.ja}"
            ),
            remedy=Text(
                en=f"use `--effective {earliest}` or later",
                ja=f"`--effective {earliest}` 以降を指定してください",
            ),
        )


def _refuse_known(version: str, before: list[Version]) -> None:
    if any(one.version == version for one in before):
        raise PublishingRefusedError(
            Text(
                en=f"version `{version}` was published already",
                ja=f"版 `{version}` は公表済みです",
            ),
            remedy=Text(
                en="give the policy a new `version:` and a line under `history:`",
                ja="`version:` を新しくし、`history:` に行を加えてください",
            ),
        )


def _unsigned() -> PublishingRefusedError:
    return PublishingRefusedError(
        Text(en="nobody signs this version", ja="この版の署名者がありません"),
        remedy=Text(
            en="add `signatory: {name: …, title: …}` under `policy:`",
            ja="`policy:` に `signatory: {name: …, title: …}` を追加してください",
        ),
    )
