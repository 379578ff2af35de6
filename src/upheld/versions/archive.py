"""Every published version with its declaration and its texts, in `versions/`.

A version is a folder: `policy/` as it was, `texts/` as people read them, `version.json` with
the hash of each. The ledger holds the hash of `version.json`, so that a text shown later can
be proven to be the text of that day.
"""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from upheld.evidence.entry import canonical
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

RECORD = "version.json"
SCHEMA = "upheld/policy-version/1"
_PUBLISH_ONE = Text(
    en="publish one with `upheld policy publish --effective DATE`",
    ja="`upheld policy publish --effective 日付` で公表してください",
)


class VersionUnknownError(RefusalError):
    """There is no such version, or none was in force on that day."""

    code = "version-unknown"


class VersionAlteredError(RefusalError):
    """A published version is not what was sealed."""

    code = "version-altered"
    exit_code = Exit.EVIDENCE_FAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version.

    Attributes:
        effective: The first day on which it is in force.
        published_at: ISO 8601, UTC.
        policy_sha256: Of what is declared; layout does not change it.
        files: SHA-256 of every file of its folder, by path below it.
        consent: Kinds of person who have to agree before it binds them.
        tell: Kinds of person who have to be told.
        signed_by: The signatory's office.
    """

    id: str
    version: str
    effective: str
    published_at: str
    policy_sha256: str
    files: Mapping[str, str]
    consent: tuple[str, ...]
    tell: tuple[str, ...]
    signed_by: str

    @property
    def effective_day(self) -> dt.date:
        """The first day on which it is in force."""
        return dt.date.fromisoformat(self.effective)

    def as_json(self) -> dict[str, Any]:
        """Return the document that `version.json` holds."""
        return {
            "schema": SCHEMA,
            **asdict(self),
            "consent": list(self.consent),
            "tell": list(self.tell),
        }

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the canonical record; the ledger holds it."""
        return hashlib.sha256(canonical(self.as_json())).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dated(policy: Policy, effective: dt.date) -> Policy:
    """Return a declaration that says from which day it binds, whatever its file says.

    Its hash stays that of the declaration as it is written, by which the record knows it.
    """
    _ = policy.sha256  # the copy takes it along
    about = policy.policy.model_copy(update={"effective": effective})
    return policy.model_copy(update={"policy": about})


@dataclass(frozen=True, slots=True)
class Archive:
    """The folder `versions/` of a workspace."""

    folder: Path

    def opened(self) -> Path:
        """Return the folder, made if nothing was published yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder

    def versions(self) -> list[Version]:
        """Return every version, by the day from which it is in force."""
        records = sorted(self.folder.glob(f"*/{RECORD}"))
        # A folder that begins with a dot is one that a crash left half made.
        found = [self._read(path) for path in records if not path.parent.name.startswith(".")]
        return sorted(found, key=lambda one: (one.effective, one.published_at))

    def named(self, version: str) -> Version:
        """Return the version of this name.

        Raises:
            VersionUnknownError: It was never published.
        """
        known = self.versions()
        for one in known:
            if one.version == version:
                return one
        names = ", ".join(f"`{one.version}`" for one in known)
        raise VersionUnknownError(
            Text(
                en=f"version `{version[:40]}` was never published",
                ja=f"版 `{version[:40]}` は公表されていません",
            ),
            remedy=Text(en=f"use one of {names}", ja=f"公表済みの版は {names} です")
            if names
            else _PUBLISH_ONE,
        )

    def in_force(self, on: dt.date) -> Version:
        """Return the version in force on a day.

        Raises:
            VersionUnknownError: None was.
        """
        passed = [one for one in self.versions() if one.effective_day <= on]
        if passed:
            return passed[-1]
        first = next(iter(self.versions()), None)
        raise VersionUnknownError(
            Text(en=f"no version was in force on {on}", ja=f"{on} に有効な版はありません"),
            remedy=_PUBLISH_ONE
            if first is None
            else Text(
                en=f"version `{first.version}`, the first one, is in force from {first.effective}: "
                f"use `--on {first.effective}` or `--version {first.version}`",
                ja=f"最初の版 `{first.version}` の適用日は {first.effective} です。`--on {first.effective}` "
                f"または `--version {first.version}` を指定してください",
            ),
        )

    def newest(self) -> Version:
        """Return the version that comes into force last, whether it is in force yet or not.

        Raises:
            VersionUnknownError: None was published.
        """
        known = self.versions()
        if known:
            return known[-1]
        raise VersionUnknownError(
            Text(en="no version was published yet", ja="公表済みの版がありません"),
            remedy=_PUBLISH_ONE,
        )

    def folder_of(self, version: Version) -> Path:
        """The folder of a version."""
        return self.folder / _name(version.version)

    def policy_of(self, version: Version) -> Policy:
        """Read the declaration of a version as it was."""
        return read_policy(self.folder_of(version) / "policy")

    def as_published(self, policy: Policy) -> Policy:
        """Return a declaration as its pages say it: with the day from which its version binds.

        The day is decided when a version is published, and the record holds it. It is taken from
        there, and only for the very declaration that was published (by its hash): a day written
        into the file would go stale with the next change of the file.
        """
        return next(
            (
                dated(policy, one.effective_day)
                for one in reversed(self.versions())
                if one.policy_sha256 == policy.sha256
            ),
            policy,
        )

    def verify(self, version: Version) -> None:
        """Compare every file of a version with what its record says.

        Raises:
            VersionAlteredError: A file is gone, new or different.
        """
        folder = self.folder_of(version)
        now = files_of(folder)
        for name in sorted({*now, *version.files}):
            if now.get(name) != version.files.get(name):
                raise VersionAlteredError(
                    Text(
                        en="a file of this published version is not what was sealed",
                        ja="公表済みの版のファイルが、封印された内容と異なります",
                    ),
                    where=Where(file=f"versions/{_name(version.version)}/{name}"),
                    remedy=Text(
                        en="restore it from a backup or from version control",
                        ja="バックアップまたはバージョン管理から復元してください",
                    ),
                )

    def record(self, version: Version, made: Path) -> None:
        """Write a version's record into its finished folder, before the ledger seals it."""
        text = json.dumps(version.as_json(), ensure_ascii=False, indent=2) + "\n"
        (made / RECORD).write_text(text, "utf-8")

    def put(self, version: Version, made: Path) -> None:
        """Take a recorded folder in under the version's name, in one step."""
        made.replace(self.folder_of(version))

    def left_behind(self, version: str) -> tuple[Version, Path] | None:
        """Return a recorded folder that a crash kept from being taken in; `None` if none is whole."""
        folder = self._making(version)
        try:
            found = self._read(folder / RECORD)
        except (OSError, VersionAlteredError):
            return None
        whole = found.version == version and files_of(folder) == dict(found.files)
        return (found, folder) if whole else None

    def scratch(self, version: str) -> Path:
        """Return an empty folder to make a version in; a crash leaves it and nothing else.

        Raises:
            VersionAlteredError: Something without a record stands where the version belongs.
        """
        taken = self.folder / _name(version)
        if taken.exists():
            # Found before anything is sealed: the ledger must not know what has no place.
            raise VersionAlteredError(
                Text(
                    en="something that is no published version stands here",
                    ja="公表済みの版ではないものがここにあります",
                ),
                where=Where(file=f"versions/{taken.name}"),
                remedy=Text(
                    en="restore its `version.json`, or move it away",
                    ja="`version.json` を復元するか、別の場所に移してください",
                ),
            )
        folder = self._making(version)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def _making(self, version: str) -> Path:
        return self.folder / f".{_name(version)}.new"

    def _read(self, path: Path) -> Version:
        try:
            document = json.loads(path.read_text("utf-8"))
            document.pop("schema")
            for key in ("consent", "tell"):
                document[key] = tuple(document[key])
            return Version(**document)
        except (ValueError, KeyError, TypeError) as error:
            raise VersionAlteredError(
                Text(en="this record cannot be read", ja="この記録を読めません"),
                where=Where(file=f"versions/{path.parent.name}/{path.name}"),
                remedy=Text(
                    en="restore it from a backup or from version control",
                    ja="バックアップまたはバージョン管理から復元してください",
                ),
            ) from error


def files_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a version's folder but its record."""
    return {
        str(path.relative_to(folder)): digest_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RECORD
    }


def _name(version: str) -> str:
    """A folder's name for any version text: letters, digits, dots and hyphens stay."""
    kept = "".join(c if c.isalnum() or c in ".-_" else "_" for c in version).strip(".")
    if kept == version:
        return kept
    return f"{kept or 'v'}-{hashlib.sha256(version.encode()).hexdigest()[:8]}"
