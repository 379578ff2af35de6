"""Where a placeholder means the same: one scope, one key."""

import hmac
from dataclasses import dataclass, field

from upheld.detection.transform.normal import normal
from upheld.refusal import RefusalError
from upheld.wording import Text

KEY_BYTES_LEAST = 32
_USE = b"upheld/pseudonym/1\0"


class PseudonymKeyError(RefusalError):
    """A key that could be guessed."""

    code = "pseudonym-key-short"


@dataclass(frozen=True, slots=True)
class Scope:
    """A conversation, a data set, a customer: whatever was declared under this name.

    Attributes:
        name: Chosen by whoever declares it; never a personal value.
        key: Of this scope alone; derived from a key that many scopes share.
    """

    name: str
    key: bytes = field(repr=False)

    @classmethod
    def derived(cls, name: str, secret: bytes) -> "Scope":
        """Derive the key of a scope: HMAC-SHA-256 of its name.

        Raises:
            PseudonymKeyError: The secret is shorter than 32 bytes.
        """
        if len(secret) < KEY_BYTES_LEAST:
            raise PseudonymKeyError(
                Text(
                    en=f"the key of pseudonyms has {len(secret)} bytes, fewer than {KEY_BYTES_LEAST}",
                    ja=f"仮名化の鍵が {len(secret)} バイトで、{KEY_BYTES_LEAST} バイトに足りません",
                ),
                remedy=Text(
                    en="make one: `(umask 077; openssl rand -base64 32 > pseudonym.key)`",
                    ja="鍵を作ってください: `(umask 077; openssl rand -base64 32 > pseudonym.key)`",
                ),
            )
        return cls(name, hmac.digest(secret, _USE + name.encode(), "sha256"))

    def digest(self, kind: str, value: str) -> bytes:
        """Return the HMAC-SHA-256 of a normalised value: says which, and not what."""
        return hmac.digest(self.key, f"{kind}\0{normal(kind, value)}".encode(), "sha256")
