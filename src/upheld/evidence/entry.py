"""One fact of the ledger, and its canonical bytes (RFC 8785)."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias, cast

import rfc8785

from upheld.refusal import RefusalError
from upheld.wording import Text

JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"

SCHEMA = "upheld/entry/1"
BYTES_LIMIT = 65_535
"""Largest leaf, in bytes: an entry bundle gives its length in 16 bits (C2SP tlog-tiles)."""
SALT_BYTES_LEAST = 16

_KIND = re.compile(r"[a-z][a-z0-9-]{0,63}")
_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class EntryInvalidError(RefusalError):
    """Something that may not enter the ledger."""

    code = "entry-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact, stated once.

    Attributes:
        kind: What happened, e.g. `step-verified`; lower case and hyphens.
        at: When, with a time zone.
        case: The request it belongs to, e.g. `R-2026-0001`, if any.
        drill: Whether the clock was a simulated one.
        body: What else is known. Whole numbers, text, lists and objects; no fractions, and
            nothing personal: callers pass `salted_digest`s.
    """

    kind: str
    at: datetime
    case: str | None
    drill: bool
    body: Mapping[str, JSON]

    def leaf(self) -> bytes:
        """Return the canonical bytes that the tree hashes.

        Raises:
            EntryInvalidError: It breaks a rule of section 1 of the format.
        """
        if not _KIND.fullmatch(self.kind):
            raise _invalid("its kind is not a lower-case word", "kind が小文字の語ではありません")
        if self.case is not None and not _CASE.fullmatch(self.case):
            raise _invalid("its case is not a reference", "case が参照番号の形ではありません")
        # The members in the order of RFC 8785. All but the body are ASCII that needs no escape,
        # and thousands of entries have their time and kind in common.
        leaf = b'{"at":"%b","body":%b,"case":%b,"drill":%b,"kind":"%b","schema":"%b"}' % (
            _time_as_bytes(self.at),
            canonical(self.body),
            b"null" if self.case is None else b'"%b"' % self.case.encode("ascii"),
            b"true" if self.drill else b"false",
            self.kind.encode("ascii"),
            SCHEMA.encode("ascii"),
        )
        # No escape of JSON hides the sign, so that most entries need no walk.
        if b"@" in leaf and any(_ADDRESS.search(text) for text in _texts(self.body)):
            raise _invalid(
                "its body holds text shaped like an e-mail address",
                "本文にメールアドレスの形の文字列があります",
            )
        if len(leaf) > BYTES_LIMIT:
            raise _invalid(
                f"it has {len(leaf)} bytes, at most {BYTES_LIMIT} are possible",
                f"{len(leaf)} バイトあります(上限 {BYTES_LIMIT})",
            )
        return leaf


def read_entry(leaf: bytes) -> Entry:
    """Read an entry back from its canonical bytes.

    Raises:
        EntryInvalidError: The bytes are no entry.
    """
    try:
        fields = json.loads(leaf)
        return Entry(
            kind=fields["kind"],
            at=read_time(fields["at"]),
            case=fields["case"],
            drill=fields["drill"],
            body=fields["body"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid("these bytes are no entry", "このバイト列は記録ではありません") from error


def salted_digest(salt: bytes, value: bytes | str) -> str:
    """Return the digest that stands for a value in the ledger, as lower-case hex.

    SHA-256 over salt and value, each with its length in 8 big-endian bytes before it, so that
    no other pair of salt and value gives the same input.

    Raises:
        EntryInvalidError: The salt is shorter than 16 bytes.

    >>> salted_digest(bytes(16), "a") == salted_digest(bytes(17), "a")
    False
    """
    if len(salt) < SALT_BYTES_LEAST:
        raise _invalid(
            f"a salt needs at least {SALT_BYTES_LEAST} bytes",
            f"ソルトは {SALT_BYTES_LEAST} バイト以上必要です",
        )
    data = value.encode() if isinstance(value, str) else value
    framed = len(salt).to_bytes(8, "big") + salt + len(data).to_bytes(8, "big") + data
    return hashlib.sha256(framed).hexdigest()


def canonical(value: JSON) -> bytes:
    """Return the RFC 8785 form.

    Raises:
        EntryInvalidError: It cannot be written canonically (too large a number, a lone surrogate).
    """
    try:
        if type(value) is str or _ordinary(value):
            # For these the standard library's C encoder writes the same bytes, in a quarter of the time.
            return _ENCODER.encode(value).encode()
        return rfc8785.dumps(cast("Any", _plain(value)))
    except (rfc8785.CanonicalizationError, ValueError, RecursionError) as error:
        raise _invalid(
            "it cannot be written as canonical JSON", "正準形の JSON として書けません"
        ) from error


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_SAFE_INTEGER = 2**53 - 1
_FIRST_SURROGATE = "\ud800"


def _ordinary(value: JSON) -> bool:
    """Whether the two forms agree: plain types, exact integers, keys below the surrogates.

    RFC 8785 sorts keys by UTF-16 units and Python by code points: the same below U+D800.
    """
    waiting: list[Any] = [value]
    for one in waiting:  # which grows meanwhile
        kind = type(one)
        if kind is str or kind is bool or one is None:
            continue
        if kind is dict:
            for key in one:
                if type(key) is not str or not (key.isascii() or max(key) < _FIRST_SURROGATE):
                    return False
            waiting.extend(one.values())
        elif kind is list:
            waiting.extend(one)
        elif kind is not int or not -_SAFE_INTEGER <= one <= _SAFE_INTEGER:
            return False
    return True


def write_time(instant: datetime) -> str:
    """Write an instant in the only form the format knows.

    Raises:
        EntryInvalidError: It has no time zone.
    """
    if instant.tzinfo is None:
        raise _invalid("its time has no time zone", "時刻にタイムゾーンがありません")
    moment = instant.astimezone(UTC)
    # Not strftime: its %Y drops leading zeros on some platforms.
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=16)
def _time_as_bytes(instant: datetime) -> bytes:
    return write_time(instant).encode("ascii")


def read_time(text: str) -> datetime:
    """Read an instant written by `write_time`; a ValueError says that it was not."""
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


def _plain(value: JSON) -> JSON:
    """Return the value as lists and dicts; fractions have no canonical form we accept."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    raise _invalid(
        "its body holds a value that is neither text, whole number, list nor object",
        "本文に文字列・整数・配列・オブジェクト以外の値があります",
    )


def _texts(value: JSON) -> Iterator[str]:
    """Yield every text in it, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def _invalid(en: str, ja: str) -> EntryInvalidError:
    return EntryInvalidError(
        Text(en=f"an entry was refused by the ledger: {en}", ja=f"台帳が記録を拒否しました: {ja}"),
        remedy=Text(
            en="write references, counts and salted digests only; larger things by their hash",
            ja="参照番号・件数・ソルト付きダイジェストだけを書き、大きなものはハッシュで記録してください",
        ),
    )
