"""Writing a backup's files into a workspace: all of them into a new one, none over others' work."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from upheld.operation.manifest import FilePart
from upheld.operation.reading_backup import Backup


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesBack:
    """What was written, and what is otherwise in the workspace and was left so."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def put_back(backup: Backup, folder: Path, *, replace: bool) -> FilesBack:
    """Write the files of a backup.

    Args:
        backup: Whose files.
        folder: The workspace, new or not.
        replace: Whether a file that is there and differs is replaced.
    """
    written, kept = [], []
    for part in backup.manifest.files:
        path = folder / part.path
        content = b"".join(backup.blocks(part)) if part.size <= _WHOLE else None
        if path.exists() and not replace:
            if content is None or path.read_bytes() != content:
                kept.append(part.path)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, iter([content]) if content is not None else backup.blocks(part), part)
        written.append(part.path)
    return FilesBack(written=tuple(written), kept=tuple(kept))


_WHOLE = 8 << 20
"""Files up to this are compared; larger ones are streamed, and count as other where they are."""


def _write(path: Path, blocks: Iterator[bytes], part: FilePart) -> None:
    """Write beside, then rename: a changed file in the backup never stands half in its place."""
    beside = path.with_name(f".{path.name}.{part.sha256[:8]}")
    try:
        with beside.open("wb") as stream:
            for block in blocks:
                stream.write(block)
        os.replace(beside, path)  # noqa: PTH105 - as one act
    finally:
        beside.unlink(missing_ok=True)
