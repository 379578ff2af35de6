"""Reads what Django keeps in `session_data`, without Django and without its secret key.

Three forms, all of JSON: `payload:time:signature` as `django.core.signing` writes it (since
3.1), the same with a leading `.` where the payload is compressed, and the older Base64 of
`hash:json`. The signature is not checked: reading decides whose row it is, and nobody gains
by forging the owner of a session that is then erased from that owner's point of view only.
Pickled sessions are refused, because reading them would run what they contain.

Source: https://docs.djangoproject.com/en/5.0/topics/signing/ and `contrib.sessions`.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from upheld.documents.undecodable import UndecodableError

__all__ = ["BYTES_LIMIT", "FORMAT", "UndecodableError", "decode"]

FORMAT = "django-session"
BYTES_LIMIT = 4_000_000
"""Bytes of a session after decompression; Django's own cookies stay below 4,096."""

_SIGNED_PARTS = 3  # payload, time, signature
_HASH_LENGTHS = (40, 64)  # hex digits of SHA-1 and of SHA-256


def decode(value: str | bytes) -> Mapping[str, Any]:
    """Return the session as a mapping.

    Raises:
        UndecodableError: It is none of the three forms, holds no JSON object, or is larger
            than `BYTES_LIMIT`.
    """
    try:
        raw = value.encode("ascii") if isinstance(value, str) else bytes(value)
        document = json.loads(_payload(raw.strip()))
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        # `from None`: the parser's own message may quote the session.
        raise UndecodableError(FORMAT) from None
    if not isinstance(document, dict):
        raise UndecodableError(FORMAT)
    return document


def _payload(raw: bytes) -> bytes:
    parts = raw.split(b":")
    if len(parts) == _SIGNED_PARTS:
        compressed = parts[0].startswith(b".")
        payload = _base64(parts[0].removeprefix(b"."))
        return _inflate(payload) if compressed else payload
    if len(parts) == 1:
        digest, colon, payload = _base64(raw).partition(b":")
        if colon and len(digest) in _HASH_LENGTHS and _is_hex(digest):
            return payload
    raise UndecodableError(FORMAT)


def _base64(text: bytes) -> bytes:
    padded = text + b"=" * (-len(text) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except binascii.Error:
        return base64.b64decode(padded, validate=True)


def _inflate(payload: bytes) -> bytes:
    # A few kilobytes can unpack to gigabytes: stop at the limit and not after it.
    inflater = zlib.decompressobj()
    unpacked = inflater.decompress(payload, BYTES_LIMIT)
    if not inflater.eof:
        raise UndecodableError(FORMAT)
    return unpacked


def _is_hex(digest: bytes) -> bool:
    return all(character in b"0123456789abcdef" for character in digest.lower())
