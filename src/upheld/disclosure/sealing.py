"""Encrypting a bundle with age (https://age-encryption.org/v1), as a stream.

To a recipient's public key `pyrage` does all of it. For a passphrase it would hold the whole
bundle in memory; the format's scrypt recipient is therefore written here, from the
specification, on the primitives of `cryptography`.
"""

import base64
import hashlib
import hmac
import os
import secrets
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from upheld.documents.secret_file import read_secret
from upheld.refusal import UsageError
from upheld.wording import Text

Seal: TypeAlias = Callable[[Iterator[bytes], BinaryIO], None]
"""Encrypts chunks of any size into a file."""

SCRYPT_LOG_N = 16
"""Work of guessing a passphrase: 64 MiB and a fraction of a second for each guess."""
DRAWN_LOG_N = 10
"""The same for one of `draw_passphrase`. Nobody guesses 128 random bits, so that work protects nothing
(NIST SP 800-63B, 5.1.2.2 asks for a derivation that costs something below 112 bits only)."""
_CHUNK = 64 * 1024
_BLOCK = tarfile.BLOCKSIZE


def to_recipient(key: str) -> Seal:
    """Encrypt to an age public key.

    Raises:
        UsageError: It is none.
    """
    import pyrage

    try:
        recipient = pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        recipient = None
    if recipient is None:
        # A secret key given by mistake must not be repeated in an error.
        raise UsageError(
            Text(en="this is not an age recipient", ja="age の受取人の公開鍵ではありません"),
            remedy=Text(
                en="give the public key that `age-keygen` prints: it begins with `age1`",
                ja="`age-keygen` が表示する `age1` で始まる公開鍵を指定してください",
            ),
        )

    def seal(chunks: Iterator[bytes], stream: BinaryIO) -> None:
        pyrage.encrypt_io(_Reader(chunks), stream, [recipient])

    return seal


def draw_passphrase() -> str:
    """Return a new passphrase of 128 random bits, to be read out and typed: `3f0a-91c2-…`."""
    return "-".join(secrets.token_hex(2) for _ in range(8))


def with_passphrase(path: Path, *, log_n: int = SCRYPT_LOG_N) -> Seal:
    """Encrypt with the passphrase in a file that only its owner may read.

    Args:
        path: The file; its mode is checked.
        log_n: The work of guessing, as a power of two; `DRAWN_LOG_N` where it was drawn.

    Raises:
        SecretMissingError: The file is not there or is empty.
        SecretExposedError: Others may read it.
    """
    passphrase = read_secret(path)

    def seal(chunks: Iterator[bytes], stream: BinaryIO) -> None:
        _seal_by_passphrase(passphrase, log_n, chunks, stream)

    return seal


def _seal_by_passphrase(
    passphrase: str, log_n: int, chunks: Iterator[bytes], stream: BinaryIO
) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    label = b"age-encryption.org/v1/scrypt"
    wrap = Scrypt(salt=label + salt, length=32, n=1 << log_n, r=8, p=1).derive(passphrase.encode())
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_b64(salt)} {log_n}\n{_b64(body)}\n---"
    mac = hmac.new(_derived(file_key, b"", b"header"), head.encode(), hashlib.sha256).digest()
    stream.write(f"{head} {_b64(mac)}\n".encode() + nonce)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    reader, number = _Reader(chunks), 0
    block = reader.read(_CHUNK)
    while True:
        following = reader.read(_CHUNK) if len(block) == _CHUNK else b""
        last = not following
        # STREAM: an 11-byte counter and a byte that marks the last chunk.
        stream.write(cipher.encrypt(number.to_bytes(11) + bytes([last]), block, None))
        if last:
            return
        block, number = following, number + 1


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(key)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


class _Reader:
    """Chunks as something to `read` from; every read but the last is full."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = bytearray()

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, fewer only at the end."""
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        cut = len(self._rest) if size < 0 else size
        taken = bytes(self._rest[:cut])
        del self._rest[:cut]
        return taken


def archive(members: Iterable[tuple[str, int, Iterator[bytes]]]) -> Iterator[bytes]:
    """Yield a tar archive (POSIX pax) of name, size and content, without holding any of it."""
    for name, size, content in members:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        yield member.tobuf(tarfile.PAX_FORMAT)
        yield from content
        yield bytes(-size % _BLOCK)
    yield bytes(2 * _BLOCK)
