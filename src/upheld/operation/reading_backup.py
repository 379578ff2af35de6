"""Reading a backup: what was written is there, whole, and signed; nothing else is believed."""

import base64
import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from upheld.evidence.checkpoint import KeyInvalidError, VerifierKey, read_verifier_key
from upheld.operation.manifest import (
    MANIFEST,
    SIGNATURE,
    FilePart,
    Manifest,
    TablePart,
    damaged,
    read_manifest,
)
from upheld.operation.workspace_files import is_ours

_BLOCK = 1 << 20
_MOST_BYTES_OF_A_LIST = 64 << 20
"""A manifest is small; a larger one was not written by us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """An opened backup."""

    name: str
    manifest: Manifest
    key: VerifierKey
    archive: zipfile.ZipFile

    def lines(self, table: TablePart) -> Iterator[str]:
        """Yield a table's lines; the last of them comes only if the member is as it was written.

        Raises:
            BackupDamagedError: It is not.
        """
        digest, rows = hashlib.sha256(), 0
        with self._member(f"store/{table.name}.jsonl") as member:
            for content in member:
                digest.update(content)
                rows += 1
                if rows == table.rows and digest.hexdigest() != table.sha256:
                    break
                yield content.decode("utf-8", "replace").rstrip("\n")
        if rows != table.rows or digest.hexdigest() != table.sha256:
            raise damaged(
                self.name,
                f"the rows of `{table.name}` are not those that were written",
                f"`{table.name}` の行が書き込まれたものと一致しません",
            )

    def blocks(self, file: FilePart) -> Iterator[bytes]:
        """Yield a file of the workspace.

        Raises:
            BackupDamagedError: It is not as it was written.
        """
        digest, size = hashlib.sha256(), 0
        with self._member(f"workspace/{file.path}") as member:
            # One byte more than declared is enough to know, however much would follow.
            while size <= file.size and (block := member.read(_BLOCK)):
                digest.update(block)
                size += len(block)
                yield block
        if size != file.size or digest.hexdigest() != file.sha256:
            raise damaged(
                self.name, f"`{file.path}` was changed", f"`{file.path}` が変更されています"
            )

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self.archive.open(name) as member:
                yield member
        except (KeyError, zipfile.BadZipFile, EOFError, OSError):
            raise damaged(self.name, f"`{name}` cannot be read", f"`{name}` を読めません") from None


@contextmanager
def opened(path: Path, key: VerifierKey | None) -> Iterator[Backup]:
    """Open a backup and check its manifest.

    Args:
        path: The file.
        key: The ledger's public key from elsewhere; without it the one in the backup itself is
            taken, which shows accidents and no forger.

    Raises:
        BackupDamagedError: It is none, or the key did not sign it.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise damaged(path.name, "it is not a whole archive", "完全な書庫ではありません") from None
    with archive:
        content = _small(archive, MANIFEST, path.name)
        manifest = read_manifest(content, path.name)
        key = key or _own_key(archive, path.name)
        try:
            signature = base64.b64decode(_small(archive, SIGNATURE, path.name), validate=True)
        except ValueError:
            signature = b""
        if not key.verifies(content, signature):
            raise damaged(
                path.name,
                f"its manifest is not signed by the key `{key.name}`",
                f"目録が鍵 `{key.name}` で署名されていません",
            )
        strange = [f.path for f in manifest.files if not is_ours(f.path, manifest.more)]
        if strange:
            raise damaged(
                path.name,
                "it holds a file that no backup holds",
                "バックアップに含まれないはずのファイルがあります",
            )
        yield Backup(name=path.name, manifest=manifest, key=key, archive=archive)


def _small(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    try:
        with archive.open(name) as member:
            content = member.read(_MOST_BYTES_OF_A_LIST + 1)
    except (KeyError, zipfile.BadZipFile, EOFError):
        content = b""
    if not content or len(content) > _MOST_BYTES_OF_A_LIST:
        raise damaged(file, f"`{name}` is missing", f"`{name}` がありません")
    return content


def _own_key(archive: zipfile.ZipFile, file: str) -> VerifierKey:
    content = _small(archive, "workspace/upheld.pub", file)
    try:
        return read_verifier_key(content.decode("utf-8", "replace"))
    except KeyInvalidError:
        raise damaged(file, "its public key cannot be read", "公開鍵を読めません") from None
