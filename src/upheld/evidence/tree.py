"""The Merkle tree of RFC 6962 over tiles of 256 hashes (C2SP tlog-tiles).

`Frontier` extends a tree and knows only its right edge. `HashTree` answers for any range of a tree
whose tiles can be fetched. Neither knows where tiles are kept.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

HASH_BYTES = 32
TILE_LEVELS = 8
"""A tile spans 8 levels of the tree (C2SP tlog-tiles)."""
TILE_WIDTH = 1 << TILE_LEVELS
EMPTY_ROOT = hashlib.sha256(b"").digest()

FetchTile: TypeAlias = Callable[[int, int], bytes]
"""Given level and number, return at least those hashes of a tile that the tree's size implies."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash an entry (RFC 6962, 2.1).

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_point(count: int) -> int:
    """Return the largest power of two below `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Up to 256 consecutive hashes of one level; level 0 holds leaf hashes."""

    level: int
    number: int
    hashes: bytes = field(repr=False)

    @property
    def width(self) -> int:
        """How many hashes it holds."""
        return len(self.hashes) // HASH_BYTES


def partial_tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield level, number and width of the partial tiles of a tree of that size."""
    level = 0
    while size:
        size, width = divmod(size, TILE_WIDTH)
        if width:
            yield level, size, width
        level += 1


class Frontier:
    """The right edge of a growing tree: at most 255 hashes a level, never the whole of it."""

    def __init__(self, size: int = 0, edges: Iterable[Tile] = ()) -> None:
        """Continue a tree of `size` leaves from its partial tiles (longer ones are cut)."""
        self.size = size
        self._levels: list[list[bytes]] = []
        given = {tile.level: tile for tile in edges}
        for level, number, width in partial_tiles(size):
            tile = given.get(level)
            if tile is None or tile.number != number or tile.width < width:
                raise ValueError(f"the partial tile of level {level} is missing or too short")
            while len(self._levels) <= level:
                self._levels.append([])
            self._levels[level] = _split(tile.hashes)[:width]

    def extend(self, leaf_hashes: Iterable[bytes]) -> list[Tile]:
        """Append leaves, and return the tiles that became full."""
        full: list[Tile] = []
        for hashed in leaf_hashes:
            self._push(0, hashed, full)
            self.size += 1
        return full

    def _push(self, level: int, hashed: bytes, full: list[Tile]) -> None:
        if level == len(self._levels):
            self._levels.append([])
        row = self._levels[level]
        row.append(hashed)
        if len(row) == TILE_WIDTH:
            number = ((self.size + 1) >> (TILE_LEVELS * (level + 1))) - 1
            full.append(Tile(level=level, number=number, hashes=b"".join(row)))
            above = _layers(row)[TILE_LEVELS][0]
            self._levels[level] = []
            self._push(level + 1, above, full)

    def partial(self) -> list[Tile]:
        """Return the partial tiles of the right edge."""
        return [
            Tile(level=level, number=number, hashes=b"".join(self._levels[level]))
            for level, number, _ in partial_tiles(self.size)
        ]

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        if self.size == 0:
            return EMPTY_ROOT
        peaks: list[bytes] = []
        for row in reversed(self._levels):
            start = 0
            for bit in reversed(range(TILE_LEVELS)):
                if len(row) >> bit & 1:
                    peaks.append(_layers(row[start : start + (1 << bit)])[bit][0])
                    start += 1 << bit
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root)
        return root


class HashTree:
    """Any subtree hash of a tree of `size` leaves, from its tiles; each tile is read once."""

    def __init__(self, size: int, fetch: FetchTile) -> None:
        """Answer for a tree of that size."""
        self.size = size
        self._fetch = fetch
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}
        self._edges: dict[tuple[int, int], bytes] = {}

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves (of all, if not given)."""
        return self.range_hash(0, self.size if size is None else size)

    def range_hash(self, start: int, end: int) -> bytes:
        """Return MTH(D[start:end]) of RFC 6962; `start` is a multiple of the span's split."""
        count = end - start
        if count == 0:
            return EMPTY_ROOT
        if count & (count - 1) == 0:
            return self._complete(count.bit_length() - 1, start)
        known = self._edges.get((start, end))
        if known is None:
            middle = start + split_point(count)
            known = node_hash(self.range_hash(start, middle), self.range_hash(middle, end))
            self._edges[start, end] = known
        return known

    def _complete(self, height: int, start: int) -> bytes:
        level, inner = divmod(height, TILE_LEVELS)
        position = start >> (TILE_LEVELS * level)
        number, offset = divmod(position, TILE_WIDTH)
        layers = self._tiles.get((level, number))
        if layers is None:
            width = min(TILE_WIDTH, (self.size >> (TILE_LEVELS * level)) - number * TILE_WIDTH)
            hashes = self._fetch(level, number)
            if len(hashes) < width * HASH_BYTES:
                raise ValueError(f"tile {level}/{number} holds fewer than {width} hashes")
            layers = _layers(_split(hashes)[:width])
            self._tiles[level, number] = layers
        return layers[inner][offset >> inner]


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)]


def _layers(row: list[bytes]) -> list[list[bytes]]:
    """Return the complete subtrees over a row: layer k holds those of 2^k hashes."""
    layers = [row]
    sha256 = hashlib.sha256
    while len(row) > 1:
        row = [sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        layers.append(row)
    return layers
