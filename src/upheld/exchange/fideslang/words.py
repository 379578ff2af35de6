"""Words that have one translation: kinds of identifier, and ways of masking."""

from collections.abc import Mapping
from typing import Any

EXTENSION = "upheld"
"""The key under a dataset's `meta` where ours stands."""
CARRIED = "fideslang"
"""The key under a data map's `carried` where theirs stands."""

_IDENTITIES: Mapping[str, str] = {"phone_number": "phone"}
_REDACTED = "[redacted]"
_MASKINGS: Mapping[str, str] = {
    "null_rewrite": "null",
    "random_string_rewrite": "token",
    "hash": "token",
    "hmac": "token",
    "aes_encrypt": "token",
}
"""A hash or a cipher of a value still leads back to its person; a random value does not."""
_STRATEGIES: Mapping[str, str] = {"null": "null_rewrite", "token": "random_string_rewrite"}


def identifier_kind(identity: str) -> str:
    """Return our name for a kind of identifier."""
    return _IDENTITIES.get(identity, identity)


def identity(kind: str) -> str:
    """Return their name for a kind of identifier."""
    return next((theirs for theirs, ours in _IDENTITIES.items() if ours == kind), kind)


def how_masked(override: Mapping[str, Any]) -> Any:
    """Return the way of anonymising that a masking strategy stands for; `None` for unknown."""
    strategy = override.get("strategy")
    if strategy == "string_rewrite":
        value = (override.get("configuration") or {}).get("rewrite_value")
        if not isinstance(value, str):
            return None
        return "redact" if value == _REDACTED else {"set": value}
    return _MASKINGS.get(str(strategy))


def masking(how: Any) -> dict[str, Any] | None:
    """Return the masking strategy for a way of anonymising; `None` where they have none."""
    if how is None:
        how = "null"
    if how == "redact":
        return _rewritten(_REDACTED)
    if isinstance(how, Mapping):
        value = how.get("set")
        return _rewritten(value) if isinstance(value, str) else None
    strategy = _STRATEGIES.get(str(how))
    return None if strategy is None else {"strategy": strategy}


def _rewritten(value: str) -> dict[str, Any]:
    return {"strategy": "string_rewrite", "configuration": {"rewrite_value": value}}
