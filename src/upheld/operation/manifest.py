"""The manifest of a backup: what is in it, with a hash of everything, signed by the ledger's key."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT: Literal["upheld-backup/1"] = "upheld-backup/1"


class BackupDamagedError(RefusalError):
    """A backup is not what was written: cut off, changed, or no backup at all."""

    code = "backup-damaged"
    exit_code = Exit.EVIDENCE_FAILS


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TablePart(_Part):
    """One table.

    Attributes:
        columns: In the order of each line's values.
        rows: How many.
        digest: The sum of the lines' SHA-256, whatever their order; see `plain_rows.Tally`.
        sha256: Of the member itself.
        last: The last number that the table's counter gave out, where it has one.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    digest: str
    sha256: str
    last: int | None = None


class FilePart(_Part):
    """One file of the workspace, by its path in it."""

    path: str
    size: int
    sha256: str


class Manifest(_Part):
    """All of a backup.

    Attributes:
        made_at: ISO 8601, UTC.
        program: The version of `upheld` that made it.
        revision: The last step of the schema that the store had taken.
        size: How many entries the newest checkpoint counts.
        checkpoint: That checkpoint; `None` for a ledger that was never sealed.
        more: Files that the settings name.
    """

    format: Literal["upheld-backup/1"] = FORMAT
    made_at: str
    program: str
    revision: str
    size: int
    checkpoint: str | None
    more: tuple[str, ...] = ()
    tables: tuple[TablePart, ...]
    files: tuple[FilePart, ...]


def read_manifest(content: bytes, file: str) -> Manifest:
    """Read a manifest.

    Raises:
        BackupDamagedError: It is none.
    """
    try:
        return Manifest.model_validate_json(content)
    except ValidationError:
        raise damaged(file, "its manifest cannot be read", "目録を読めません") from None


def damaged(file: str, en: str, ja: str) -> BackupDamagedError:
    """A refusal that says what is wrong with a backup."""
    return BackupDamagedError(
        Text(
            en=f"this backup cannot be relied on: {en}; nothing was changed",
            ja=f"このバックアップは信頼できません: {ja}。何も変更していません",
        ),
        where=Where(file=file),
        remedy=Text(
            en="use another backup; compare this file's hash with the one noted when it was made",
            ja="別のバックアップを使い、作成時に記録したハッシュとこのファイルを比べてください",
        ),
    )
