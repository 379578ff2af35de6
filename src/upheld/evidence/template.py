"""Canonical JSON of many objects that have most of their values in common.

A batch of ten thousand people has ten thousand receipts: company, policy and plan are the same
in all of them, and their canonical form is written once.
"""

from collections.abc import Mapping

from upheld.evidence.entry import JSON, canonical


class Template:
    """Objects with some values that they share; keys are ASCII, which sorts as RFC 8785 does."""

    def __init__(self, shared: Mapping[str, JSON]) -> None:
        """Write what is shared.

        Raises:
            EntryInvalidError: One of the values cannot be written canonically.
        """
        self._names: dict[str, bytes] = {}
        self._shared = {key: self._member(key, canonical(value)) for key, value in shared.items()}

    def sharing(self, more: Mapping[str, JSON]) -> "Template":
        """Return a template of objects that have these values in common as well."""
        narrower = Template(more)
        narrower._shared = {**self._shared, **narrower._shared}
        return narrower

    def fill(self, own: Mapping[str, bytes]) -> bytes:
        """Return the canonical form of the object of the shared and these values.

        Args:
            own: Each value in its canonical form; a key that is shared is overridden.

        Raises:
            UnicodeEncodeError: A key is not ASCII.

        >>> Template({"b": 1}).sharing({"c": None}).fill({"a": b'"x"'})
        b'{"a":"x","b":1,"c":null}'
        """
        members = dict(self._shared)
        for key, value in own.items():
            members[key] = self._member(key, value)
        return b"{" + b",".join([members[key] for key in sorted(members)]) + b"}"

    def _member(self, key: str, value: bytes) -> bytes:
        if key not in self._names:
            key.encode("ascii")
            self._names[key] = canonical(key) + b":"
        return self._names[key] + value
