"""Small things that a browser keeps for us and cannot read or change: AES-256-GCM (SP 800-38D).

Each purpose has a key of its own, so that what was sealed for one opens nothing of another.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from upheld.web.site import Site

_NONCE = 12


def seal(site: Site, purpose: str, content: Mapping[str, Any]) -> str:
    """Return content as text that fits a cookie."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    plain = json.dumps(dict(content), ensure_ascii=False).encode()
    sealed = nonce + AESGCM(site.key(purpose)).encrypt(nonce, plain, None)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(site: Site, purpose: str, text: str) -> dict[str, Any] | None:
    """Return the content; `None` for what is not ours, or was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = AESGCM(site.key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    content: dict[str, Any] = json.loads(plain)
    return content
