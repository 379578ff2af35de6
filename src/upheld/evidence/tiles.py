"""The files of an exported log (C2SP tlog-tiles): where each tile lies, written whole."""

import os
from collections.abc import Iterable
from pathlib import Path

from upheld.evidence.checkpoint import EvidenceFailsError
from upheld.evidence.tree import HASH_BYTES, TILE_LEVELS, TILE_WIDTH
from upheld.wording import Text

CHECKPOINT = "checkpoint"
_GROUP = 1000


def tile_path(level: int, number: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a hash tile.

    >>> tile_path(0, 1234067), tile_path(1, 0, 17)
    ('tile/0/x001/x234/067', 'tile/1/000.p/17')
    """
    return f"tile/{level}/{_numbered(number, width)}"


def entries_path(number: int, width: int = TILE_WIDTH) -> str:
    """Return the path of an entry bundle.

    >>> entries_path(0, 3)
    'tile/entries/000.p/3'
    """
    return f"tile/entries/{_numbered(number, width)}"


def _numbered(number: int, width: int) -> str:
    number, last = divmod(number, _GROUP)
    path = f"{last:03d}"
    while number:
        number, group = divmod(number, _GROUP)
        path = f"x{group:03d}/{path}"
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def tile_width(size: int, level: int, number: int) -> int:
    """Return how many hashes a tile has in a tree of that size."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_LEVELS * level)) - number * TILE_WIDTH))


def write_whole(folder: Path, name: str, data: bytes, *, durable: bool = False) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with waiting.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    waiting.replace(path)


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length in two big-endian bytes."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


class TileFolder:
    """Hash tiles on disk, read for a tree of one size."""

    def __init__(self, folder: Path, size: int) -> None:
        """Read tiles of the tree of that size."""
        self._folder = folder
        self._size = size

    def fetch(self, level: int, number: int) -> bytes:
        """Return a tile's hashes; a wider tile, kept from a larger tree, serves as well.

        Raises:
            EvidenceFailsError: No file holds enough hashes.
        """
        width = tile_width(self._size, level, number)
        full = self._folder / tile_path(level, number)
        for path in (self._folder / tile_path(level, number, width), full):
            if path.is_file():
                data = path.read_bytes()
                if len(data) >= width * HASH_BYTES:
                    return data[: width * HASH_BYTES]
        raise EvidenceFailsError(
            Text(
                en=f"the tile `{tile_path(level, number, width)}` is missing or too short",
                ja=f"タイル `{tile_path(level, number, width)}` がないか、短すぎます",
            ),
            remedy=Text(
                en="take an intact copy of the folder",
                ja="フォルダの無傷の写しを使ってください",
            ),
        )
