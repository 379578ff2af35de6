"""The key that signs checkpoints: made once, kept in a file or in the environment."""

import base64
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from upheld.evidence.checkpoint import (
    ALGORITHM,
    KeyInvalidError,
    VerifierKey,
    strict_base64,
    valid_name,
)
from upheld.evidence.tree import HASH_BYTES
from upheld.refusal import Where
from upheld.wording import Text

ENVIRONMENT_VARIABLE = "UPHELD_SIGNING_KEY"
"""May hold the text of the private key, instead of a file."""
_PREFIX = "PRIVATE+KEY"
_FORMAT_PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """An Ed25519 key with the name of its ledger. Its `repr` shows no secret."""

    name: str
    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> VerifierKey:
        """The key that checks what this one signs."""
        return VerifierKey(
            name=self.name, public_bytes=self._private.public_key().public_bytes_raw()
        )

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature (RFC 8032)."""
        return self._private.sign(message)

    def secret_text(self) -> str:
        """Return the one line that is the private key: for its file, never for a screen."""
        seed = base64.b64encode(ALGORITHM + self._private.private_bytes_raw()).decode()
        return f"{_PREFIX}+{self.name}+{self.public.key_hash.hex()}+{seed}"


def new_key(name: str) -> SigningKey:
    """Make a key in memory.

    Raises:
        KeyInvalidError: The name is empty or has spaces or a plus sign.
    """
    if not valid_name(name):
        raise KeyInvalidError(
            Text(
                en="a ledger's name has no spaces and no plus sign",
                ja="台帳の名前に空白とプラス記号は使えません",
            ),
            remedy=Text(en="choose e.g. `mycompany`", ja="`mycompany` のような名前にしてください"),
        )
    return SigningKey(name=name, _private=Ed25519PrivateKey.generate())


def create_key(path: Path, name: str, *, public: Path | None = None) -> SigningKey:
    """Make a key, write it with mode 0600, and its public half to `public` if given.

    Raises:
        KeyInvalidError: A file is there already, or the name cannot be used.
    """
    key = new_key(name)
    try:
        # O_EXCL: a key that was overwritten could never again extend its own ledger.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyInvalidError(
            Text(en="there is a key already", ja="鍵がすでにあります"),
            where=Where(file=str(path)),
            remedy=Text(
                en="keep it: a ledger has one key; remove it only together with its ledger",
                ja="そのまま使ってください。台帳の鍵は一つです。消すのは台帳ごと捨てるときだけです",
            ),
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key.secret_text() + "\n")
        file.flush()
        os.fsync(file.fileno())
    if public is not None:
        public.write_text(key.public.text() + "\n", encoding="utf-8")
    return key


def load_key(path: Path | None, environment: Mapping[str, str]) -> SigningKey:
    """Read the key from `UPHELD_SIGNING_KEY`, else from the file.

    Raises:
        KeyInvalidError: Neither is there, the file is readable by others, or it is no key.
    """
    text = environment.get(ENVIRONMENT_VARIABLE)
    if text:
        return _read(text, Where(file=ENVIRONMENT_VARIABLE))
    if path is None or not path.is_file():
        raise KeyInvalidError(
            Text(en="the signing key is not there", ja="署名鍵がありません"),
            where=Where(file=None if path is None else str(path)),
            remedy=Text(
                en=f"put the file back from its backup, or set `{ENVIRONMENT_VARIABLE}`",
                ja=f"バックアップから戻すか、`{ENVIRONMENT_VARIABLE}` を設定してください",
            ),
        )
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyInvalidError(
            Text(
                en="others than its owner may read the signing key",
                ja="署名鍵を所有者以外が読めます",
            ),
            where=Where(file=str(path)),
            remedy=Text(en=f"run `chmod 600 {path}`", ja=f"`chmod 600 {path}` を実行してください"),
        )
    return _read(path.read_text(encoding="utf-8", errors="replace"), Where(file=str(path)))


def _read(text: str, where: Where) -> SigningKey:
    parts = text.strip().split("+", _FORMAT_PARTS - 1)
    if len(parts) == _FORMAT_PARTS and f"{parts[0]}+{parts[1]}" == _PREFIX:
        name, digits, encoded = parts[2:]
        raw = strict_base64(encoded)
        if raw is not None and len(raw) == 1 + HASH_BYTES and raw[:1] == ALGORITHM:
            key = SigningKey(name=name, _private=Ed25519PrivateKey.from_private_bytes(raw[1:]))
            if valid_name(name) and key.public.key_hash.hex() == digits:
                return key
    raise KeyInvalidError(
        Text(en="this is no signing key", ja="署名鍵として読めません"),
        where=where,
        remedy=Text(
            en="its form is section 3 of docs/evidence-format.md; restore the key from its backup",
            ja="形式は docs/evidence-format.md 第3節です。バックアップから戻してください",
        ),
    )
