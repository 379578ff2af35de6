"""Files that are encrypted while they are written: AES-256-GCM in pieces, a key for each file.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a counter and a mark of the
last piece are part of each nonce, so that pieces cannot be left out, exchanged or cut off.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from upheld.refusal import Exit, RefusalError
from upheld.wording import Text

MAGIC = b"upheld-sealed/1\n"
KEY_BYTES = 32
PIECE_BYTES = 65_536
_TAG_BYTES = 16
_PREFIX_BYTES = 7
_NONCE_BYTES = 12


class UploadDamagedError(RefusalError):
    """A sealed file is not what was written: changed, cut off, or of another key."""

    code = "upload-damaged"
    exit_code = Exit.EVIDENCE_FAILS


@dataclass(slots=True)
class Sealer:
    """Turns bytes into sealed bytes, piece by piece. Not to be used for two files."""

    name: str
    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)
    _prefix: bytes = field(default_factory=lambda: secrets.token_bytes(_PREFIX_BYTES), repr=False)
    _pending: bytearray = field(default_factory=bytearray, repr=False)
    _number: int = 0

    def head(self) -> bytes:
        """Return what the file begins with."""
        return MAGIC + self._prefix

    def feed(self, data: bytes) -> bytes:
        """Return the pieces that are full; one is kept back, since it may be the last."""
        self._pending += data
        sealed = bytearray()
        while len(self._pending) > PIECE_BYTES:
            sealed += self._seal(bytes(self._pending[:PIECE_BYTES]), last=False)
            del self._pending[:PIECE_BYTES]
        return bytes(sealed)

    def finish(self) -> bytes:
        """Return the last piece."""
        return self._seal(bytes(self._pending), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> bytes:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._number += 1
        return AESGCM(self.key).encrypt(nonce, piece, self.name.encode())


def unseal(stream: BinaryIO, name: str, key: bytes) -> Iterator[bytes]:
    """Yield the content of a sealed file, each piece only after it was found to be whole.

    Raises:
        UploadDamagedError: A piece is not what was written. What came before it was.
    """
    if stream.read(len(MAGIC)) != MAGIC:
        raise _damaged()
    prefix = stream.read(_PREFIX_BYTES)
    cipher, number = AESGCM(key), 0
    piece = stream.read(PIECE_BYTES + _TAG_BYTES)
    while True:
        following = stream.read(PIECE_BYTES + _TAG_BYTES)
        nonce = _nonce(prefix, number, last=not following)
        try:
            plain = cipher.decrypt(nonce, piece, name.encode())
        except (InvalidTag, ValueError):
            raise _damaged() from None
        if plain:
            yield plain
        if not following:
            return
        piece, number = following, number + 1


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    nonce = prefix + number.to_bytes(4, "big") + bytes([last])
    if len(nonce) != _NONCE_BYTES:
        raise _damaged()
    return nonce


def _damaged() -> UploadDamagedError:
    return UploadDamagedError(
        Text(
            en="a stored document was changed or cut off since it was taken",
            ja="保管した書類が、受け付けた後に変更されたか、途中で切れています",
        ),
        remedy=Text(
            en="ask for the document again; restore the file from a backup to look into it",
            ja="書類を再提出してもらってください。調べるにはバックアップから復元してください",
        ),
    )
