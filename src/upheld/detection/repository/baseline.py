"""What was in a repository before the guard came: known, so that only new findings stop a commit.

A line is an HMAC-SHA-256 of file, kind and value, so that a finding stays known when lines move and
no value is in the file. The key stands in the file unless one is given: then whoever has the
repository could try short values against it, which stand in the repository anyway. Give a key
(`--key-file`) before values are taken out of it.
"""

import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upheld.detection.finding import Finding
from upheld.detection.transform.normal import normal
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

SCHEMA = "upheld/baseline/1"
_KEY_BYTES, _SHOWN = 32, 32


class BaselineUnreadableError(RefusalError):
    """A baseline that is none, or whose key is elsewhere."""

    code = "baseline-unreadable"


@dataclass(slots=True)
class Baseline:
    """Which findings are known.

    Attributes:
        key: Of the fingerprints.
        own_key: Whether the key stands in the file.
        known: Fingerprints by file.
    """

    key: bytes = field(repr=False)
    own_key: bool
    known: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def empty(cls, key: bytes | None = None) -> "Baseline":
        """Begin one, with a key of its own unless one is given."""
        return cls(key or secrets.token_bytes(_KEY_BYTES), own_key=key is None)

    def unknown(self, file: str, text: str, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not known in a file."""
        known = self.known.get(file, set())
        return [one for one in findings if self._fingerprint(file, text, one) not in known]

    def add(self, file: str, text: str, findings: Iterable[Finding]) -> None:
        """Know the findings of a file from now on."""
        prints = {self._fingerprint(file, text, one) for one in findings}
        if prints:
            self.known.setdefault(file, set()).update(prints)

    def _fingerprint(self, file: str, text: str, one: Finding) -> str:
        value = normal(one.kind, text[one.start : one.end])
        said = f"{file}\0{one.kind}\0{value}".encode(errors="surrogatepass")
        return hmac.digest(self.key, said, "sha256").hex()[:_SHOWN]


def read_baseline(path: Path, key: bytes | None = None) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineUnreadableError: There is none, it is none, or its key was not given.
    """
    try:
        own, known = _parsed(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise _unreadable(
            path, Text(en="it is missing or no baseline", ja="ないか、ベースラインではありません")
        ) from None
    chosen = own or key
    if chosen is None:
        raise _unreadable(
            path,
            Text(
                en="its key is not in it and was not given", ja="鍵が含まれず、渡されてもいません"
            ),
        )
    return Baseline(chosen, own_key=own is not None, known=known)


def _parsed(document: Any) -> tuple[bytes | None, dict[str, set[str]]]:
    if document["schema"] != SCHEMA:
        raise ValueError
    known = {str(file): set(prints) for file, prints in document["known"].items()}
    return None if document["key"] is None else bytes.fromhex(document["key"]), known


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline; files and fingerprints in order, so that changes of it can be read."""
    document = {
        "schema": SCHEMA,
        "key": baseline.key.hex() if baseline.own_key else None,
        "known": {file: sorted(prints) for file, prints in sorted(baseline.known.items())},
    }
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _unreadable(path: Path, why: Text) -> BaselineUnreadableError:
    return BaselineUnreadableError(
        Text(en=f"the baseline cannot be used: {why.en}", ja=f"ベースラインを使えません: {why.ja}"),
        where=Where(file=str(path)),
        remedy=Text(
            en="write it with `upheld detect --write-baseline`, and give its key with `--key-file`",
            ja="`upheld detect --write-baseline` で作り、鍵は `--key-file` で渡してください",
        ),
    )
