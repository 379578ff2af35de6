"""A map that is kept by nobody: it goes to the caller as a handle, encrypted, and comes back.

AES-256-GCM (NIST SP 800-38D) under a key of handles alone; the scope is associated data, so that
a handle opens in its own scope only, and the end time stands inside. What a handle is of can be
told from its length alone.
"""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from upheld.detection.transform import Pseudonyms, Scope
from upheld.detection.transform.pseudonyms import Kept, Numbering
from upheld.refusal import RefusalError
from upheld.wording import Text

_PREFIX = "uph1."
_NONCE_BYTES = 12
_USE = b"upheld/vault/handle/1"


class HandleRefusedError(RefusalError):
    """A handle that opens nothing: another scope, another key, changed, or past its end."""

    code = "vault-handle-refused"


@dataclass(frozen=True, slots=True)
class SealedVault:
    """Seals maps and opens them; holds nothing but the key.

    Attributes:
        key: 32 bytes, the operator's; a key of handles is derived from it.
    """

    key: bytes = field(repr=False)

    def seal(self, pseudonyms: Pseudonyms, until: datetime) -> str:
        """Return the handle of a map, good until an instant."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        content = {"until": int(until.timestamp()), "kept": [list(one) for one in pseudonyms]}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = nonce + AESGCM(self._key()).encrypt(nonce, text, _bound(pseudonyms.scope))
        return _PREFIX + base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(
        self,
        handle: str,
        scope: Scope,
        now: datetime,
        *,
        numbering: Numbering = "sequence",
    ) -> Pseudonyms:
        """Return the map of a handle.

        Raises:
            HandleRefusedError: It is of another scope or key, was changed, or is past its end.
        """
        opened = self._opened(handle, scope)
        if opened is None or opened[0] <= now:
            raise _refused()
        return Pseudonyms(scope, numbering=numbering, kept=opened[1])

    def _opened(self, handle: str, scope: Scope) -> tuple[datetime, list[Kept]] | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        body = handle.removeprefix(_PREFIX)
        try:
            raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
            nonce, text = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            plain = AESGCM(self._key()).decrypt(nonce, text, _bound(scope))
        except (binascii.Error, ValueError, InvalidTag):
            return None
        content = json.loads(plain)
        until = datetime.fromtimestamp(content["until"], UTC)
        return until, [Kept(*one) for one in content["kept"]]

    def _key(self) -> bytes:
        return hmac.digest(self.key, _USE, "sha256")


def _bound(scope: Scope) -> bytes:
    """A scope is its name and its key: the digest of both, so that neither alone opens it."""
    return hmac.digest(scope.key, _USE + scope.name.encode(), "sha256")


def _refused() -> HandleRefusedError:
    """Say the same in every case: which it was would tell a stranger something."""
    return HandleRefusedError(
        Text(
            en="the handle opens nothing here: of another scope, changed, or past its end",
            ja="このハンドルでは開けません。別のスコープのものか、変更されたか、期限を過ぎています",
        ),
        remedy=Text(
            en="send the text again; a new handle comes with the answer",
            ja="文章を送り直してください。新しいハンドルが応答に付きます",
        ),
    )
