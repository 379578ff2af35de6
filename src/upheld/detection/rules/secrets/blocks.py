"""Private keys as whole blocks, and signed tokens that carry their own description."""

import binascii
import json
from base64 import urlsafe_b64decode

from upheld.detection.rule import Rule

_BODY = r"[A-Za-z0-9+/=,:;.()\s\\_-]*?"
_LONGEST = 16_384


def is_jwt(token: str) -> bool:
    """Whether the first part is a JOSE header: a JSON object that names an algorithm (RFC 7515)."""
    head = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(header, dict) and isinstance(header.get("alg"), str)


RULES: tuple[Rule, ...] = (
    Rule(
        id="secret.private-key",
        kind="secret",
        pattern=r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
        + _BODY
        + r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----",
        source="RFC 7468 (PEM), RFC 5958, OpenSSH PROTOCOL.key, RFC 9580 section 6.2 (OpenPGP)",
        edges="none",
        confidence=0.99,
        gate=r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY",
        longest=_LONGEST,
    ),
    Rule(
        id="secret.private-key-cut",
        kind="secret",
        pattern=r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s){1,4}[A-Za-z0-9+/=:, .\\\n\r-]{40,4000}",
        source="RFC 7468: a block whose end was cut off",
        edges="none",
        confidence=0.9,
        gate=r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY",
        longest=4200,
    ),
    Rule(
        id="secret.putty-key",
        kind="secret",
        pattern=r"PuTTY-User-Key-File-[23]: [^\n]{3,64}\n[\s\S]{0,8000}?Private-Lines: [0-9]{1,3}\r?\n(?:[A-Za-z0-9+/=]{1,64}\r?\n){1,200}(?:Private-(?:MAC|Hash): [0-9a-f]{40,64})?",
        source="PuTTY user manual, appendix C: PPK file format",
        edges="none",
        confidence=0.99,
        gate=r"PuTTY-User-Key-File-",
        longest=_LONGEST,
    ),
    Rule(
        id="secret.openvpn-key",
        kind="secret",
        pattern=r"-----BEGIN OpenVPN Static key V1-----[0-9a-f\s]*?-----END OpenVPN Static key V1-----",
        source="OpenVPN manual, static key file",
        edges="none",
        confidence=0.99,
        gate=r"-----BEGIN OpenVPN Static key",
        longest=2048,
    ),
    Rule(
        id="secret.jwt",
        kind="secret",
        pattern=r"ey[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{4,6000}\.[A-Za-z0-9_-]{10,2000}(?:\.[A-Za-z0-9_-]{4,6000}\.[A-Za-z0-9_-]{10,100})?",
        source="RFC 7519, RFC 7515, RFC 7516 compact serialisation",
        check=is_jwt,
        confidence=0.98,
        gate=r"ey[A-Za-z0-9_-]{10}",
        longest=8192,
    ),
)
