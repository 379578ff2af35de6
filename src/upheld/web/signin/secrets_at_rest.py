"""Secrets that we give out and keep only as a hash: sessions, one-time links, challenges, tokens.

They are 32 random bytes, so that a plain SHA-256 is enough: nobody can guess one from its hash.
"""

import hashlib
import hmac
import secrets

_BYTES = 32


def new_secret() -> str:
    """Return a secret as text that fits an address or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """Return what the store keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fits(secret: str, kept: str) -> bool:
    """Say whether a secret is the kept one, in constant time."""
    return hmac.compare_digest(hash_of(secret), kept)
