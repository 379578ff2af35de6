"""Decoders: references hidden in an encoding, e.g. a web framework's session.

Found by entry point (`upheld.decoders`). What cannot be read is counted as not proven, never
taken for empty.
"""

from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any

from upheld.refusal import UsageError
from upheld.wording import Text


@lru_cache(maxsize=32)
def _loaded(name: str) -> Callable[[Any], Any]:
    known = {point.name: point for point in entry_points(group="upheld.decoders")}
    if name not in known:
        named = ", ".join(f"`{n}`" for n in sorted(known)) or "none"
        raise UsageError(
            Text(en=f"no decoder is called `{name}`", ja=f"`{name}` という復号器はありません"),
            remedy=Text(en=f"use one of {named}", ja=f"次のいずれかを使ってください: {named}"),
        )
    loaded: Callable[[Any], Any] = known[name].load()
    return loaded


def decoder_named(name: str, path: str | None) -> Callable[[Any], str | None]:
    """Return a function from a stored value to the reference in it.

    The function returns `None` where the value cannot be read, and an empty text where it
    was read and holds no reference (an anonymous session).
    """
    decode = _loaded(name)
    steps = [step for step in (path or "").removeprefix("$").split(".") if step]

    def read(value: Any) -> str | None:
        from upheld.documents.django_session import UndecodableError

        try:
            found: Any = decode(value)
        except UndecodableError:
            return None
        for step in steps:
            if not isinstance(found, dict) or step not in found:
                return ""
            found = found[step]
        return str(found)

    return read
