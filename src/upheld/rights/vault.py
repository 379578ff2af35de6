"""Seals what a request says about a person: encrypted at rest, forgotten when its rule says.

AES-256-GCM (NIST SP 800-38D) with the case's reference as associated data, so that a sealed
text cannot be moved to another case.
"""

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from upheld.refusal import RefusalError, Where
from upheld.wording import Text

if TYPE_CHECKING:  # it takes time to load, and most commands open nothing
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ENVIRONMENT_VARIABLE = "UPHELD_STORE_KEY"
_NONCE_BYTES = 12


class VaultClosedError(RefusalError):
    """What is sealed cannot be opened with this key."""

    code = "vault-closed"


@dataclass(frozen=True, slots=True)
class Vault:
    """Holds the key; its `repr` shows nothing of it."""

    key: bytes = field(repr=False)

    def seal(self, case: str, content: Mapping[str, Any]) -> bytes:
        """Encrypt a JSON object for one case."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        text = json.dumps(content, default=_plain, ensure_ascii=False).encode()
        return nonce + _cipher(self.key).encrypt(nonce, text, case.encode())

    def open(self, case: str, sealed: bytes) -> dict[str, Any]:
        """Decrypt what was sealed for a case.

        Raises:
            VaultClosedError: Another key, another case, or it was changed.
        """
        from cryptography.exceptions import InvalidTag

        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = _cipher(self.key).decrypt(nonce, text, case.encode())
        except InvalidTag:
            raise VaultClosedError(
                Text(
                    en=f"what is sealed for `{case}` cannot be opened: another key, or it was changed",
                    ja=f"`{case}` の封印を開けません。鍵が違うか、内容が変更されています",
                ),
                remedy=Text(
                    en=f"restore the workspace's store key (or `{ENVIRONMENT_VARIABLE}`)",
                    ja=f"ワークスペースの保管鍵(または `{ENVIRONMENT_VARIABLE}`)を元に戻してください",
                ),
            ) from None
        # Most hold plain values only, and a batch has thousands of them: no call for each object.
        marked = _typed if b'"$' in plain else None
        loaded: dict[str, Any] = json.loads(plain.decode(), object_hook=marked)
        return loaded


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> "AESGCM":
    """The cipher of a key, set up once for the thousands of cases of a batch."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _plain(value: Any) -> Any:
    """Write what JSON has no type for; keys of rows may be any of these."""
    match value:
        case UUID():
            return {"$uuid": str(value)}
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case Decimal():
            return {"$decimal": str(value)}
        case bytes() | memoryview():
            return {"$bytes": base64.b64encode(bytes(value)).decode()}
    raise TypeError(f"a key of type {type(value).__name__} cannot be kept")


_READ: Mapping[str, Callable[[str], Any]] = {
    "$uuid": UUID,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$decimal": Decimal,
    "$bytes": base64.b64decode,
}


def _typed(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    ((name, text),) = value.items()
    read = _READ.get(name)
    return value if read is None else read(text)


def open_vault(path: Path, environment: Mapping[str, str], *, create: bool) -> Vault:
    """Read the store key from the environment, else from its file (mode 0600).

    Raises:
        VaultClosedError: There is none and none may be made, or others can read it.
    """
    text = environment.get(ENVIRONMENT_VARIABLE)
    if text is None and not path.exists() and create:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
    if text is None:
        if not path.is_file():
            raise _unreadable(path, "it is not there", "ありません")
        if path.stat().st_mode & 0o077:
            raise _unreadable(path, "others can read it", "他の利用者が読める状態です")
        text = path.read_text(encoding="ascii", errors="replace")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:  # noqa: PLR2004 - AES-256
        raise _unreadable(path, "it is not a key", "鍵として読めません")
    return Vault(key)


def _unreadable(path: Path, en: str, ja: str) -> VaultClosedError:
    return VaultClosedError(
        Text(en=f"the store key cannot be used: {en}", ja=f"保管鍵を使えません: {ja}"),
        where=Where(file=path.name),
        remedy=Text(
            en=f"`chmod 600` it, restore it from your backup, or set `{ENVIRONMENT_VARIABLE}`",
            ja=f"`chmod 600` にするか、バックアップから戻すか、`{ENVIRONMENT_VARIABLE}` を設定してください",
        ),
    )
