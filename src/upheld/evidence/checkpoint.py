"""Signed tree heads: C2SP `tlog-checkpoint` inside a C2SP `signed-note`."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from upheld.evidence.entry import read_time, write_time
from upheld.evidence.tree import HASH_BYTES
from upheld.refusal import Exit, RefusalError
from upheld.wording import Text

ALGORITHM = b"\x01"
"""Ed25519, in the numbering of C2SP signed-note."""
TIME_LINE = "upheld/time "
_DIGITS = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")
_TEXT_LINES = 4
_HASH_ID_BYTES = 4


class EvidenceFailsError(RefusalError):
    """Evidence does not hold: something was changed, cut, or signed by somebody else."""

    code = "evidence-fails"
    exit_code = Exit.EVIDENCE_FAILS


class KeyInvalidError(RefusalError):
    """A key cannot be read as a key."""

    code = "key-invalid"


class Signer(Protocol):
    """Whoever can sign checkpoints; `signing.SigningKey` is the one that ships."""

    @property
    def public(self) -> "VerifierKey":
        """The key that checks what this one signs."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """The public key of a ledger; its text is what `upheld.pub` holds."""

    name: str
    public_bytes: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which a signature line names its key (C2SP signed-note)."""
        named = self.name.encode() + b"\n" + ALGORITHM + self.public_bytes
        return hashlib.sha256(named).digest()[:_HASH_ID_BYTES]

    def text(self) -> str:
        """Return `name+hash+base64`, one line, without a newline."""
        key = base64.b64encode(ALGORITHM + self.public_bytes).decode()
        return f"{self.name}+{self.key_hash.hex()}+{key}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Say whether the signature is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_bytes).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_verifier_key(text: str) -> VerifierKey:
    """Read the text of `upheld.pub`.

    Raises:
        KeyInvalidError: It is no such text.
    """
    name, _, rest = text.strip().partition("+")
    digits, _, encoded = rest.partition("+")
    raw = strict_base64(encoded)
    if raw is not None and raw[:1] == ALGORITHM and len(raw) == 1 + HASH_BYTES and valid_name(name):
        key = VerifierKey(name=name, public_bytes=raw[1:])
        if key.key_hash.hex() == digits:
            return key
    raise KeyInvalidError(
        Text(en="this is no public key of a ledger", ja="台帳の公開鍵として読めません"),
        remedy=Text(
            en="give the file `upheld.pub`, one line `name+hash+base64`",
            ja="`upheld.pub`(1行、`name+hash+base64`)を指定してください",
        ),
    )


def valid_name(name: str) -> bool:
    """Say whether a key may be called that: no spaces, no plus sign."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed tree head.

    Attributes:
        origin: The name of the log, which is the name of its key.
        size: How many entries the tree has: the signed count.
        root: The tree's root hash.
        at: When it was signed; never before the checkpoint before it.
        note: The whole signed note.
    """

    origin: str
    size: int
    root: bytes
    at: datetime
    note: str = field(repr=False)

    def body(self) -> str:
        """Return the signed text."""
        return self.note[: self.note.index("\n\n") + 1]


def sign_checkpoint(*, size: int, root: bytes, at: datetime, signer: Signer) -> Checkpoint:
    """Sign a tree head."""
    key = signer.public
    encoded = base64.b64encode(root).decode()
    body = f"{key.name}\n{size}\n{encoded}\n{TIME_LINE}{write_time(at)}\n"
    signature = base64.b64encode(key.key_hash + signer.sign(body.encode())).decode()
    note = f"{body}\n\u2014 {key.name} {signature}\n"
    return Checkpoint(origin=key.name, size=size, root=root, at=at, note=note)


def read_checkpoint(note: str) -> Checkpoint:
    """Read a checkpoint without checking any signature.

    Raises:
        EvidenceFailsError: It has not the form of a checkpoint.
    """
    body, gap, _ = note.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != _TEXT_LINES or not lines[3].startswith(TIME_LINE):
        raise _unreadable()
    root = strict_base64(lines[2])
    if root is None or len(root) != HASH_BYTES or not _DIGITS.fullmatch(lines[1]):
        raise _unreadable()
    try:
        at = read_time(lines[3].removeprefix(TIME_LINE))
    except ValueError as error:
        raise _unreadable() from error
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, at=at, note=note)


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """Read a checkpoint and check that the key signed it.

    Raises:
        EvidenceFailsError: It has not the form of a checkpoint, or the signature is not the key's.
    """
    checkpoint = read_checkpoint(note)
    signed = checkpoint.body().encode()
    for line in note[len(checkpoint.body()) + 1 :].split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        raw = strict_base64(encoded)
        if dash != "\u2014" or raw is None or (name, raw[:4]) != (key.name, key.key_hash):
            continue
        if checkpoint.origin == key.name and key.verifies(signed, raw[4:]):
            return checkpoint
    raise EvidenceFailsError(
        Text(
            en=f"the checkpoint of size {checkpoint.size} is not signed by the key `{key.name}`",
            ja=f"件数 {checkpoint.size} のチェックポイントは鍵 `{key.name}` の署名ではありません",
        ),
        remedy=Text(
            en="compare `upheld.pub` with a copy you received by another road; if they are "
            "the same, the ledger was signed by somebody else",
            ja="別の経路で受け取った `upheld.pub` と比べてください。"
            "同じなら、台帳は別の者に署名されています",
        ),
    )


def strict_base64(text: str) -> bytes | None:
    """Decode base64 that has one spelling only; None if this is another."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def _unreadable() -> EvidenceFailsError:
    return EvidenceFailsError(
        Text(en="this is no checkpoint", ja="チェックポイントとして読めません"),
        remedy=Text(
            en="its form is section 3 of docs/evidence-format.md; take an intact copy",
            ja="形式は docs/evidence-format.md 第3節です。無傷の写しを使ってください",
        ),
    )
