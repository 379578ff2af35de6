"""`upheld detect --redact …`: what becomes of the values that were found, and the way back."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from upheld.documents.secret_file import read_secret
from upheld.refusal import UsageError, Where
from upheld.terminal.screen import SCREEN
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.detection import Finding
    from upheld.detection.transform import Pseudonyms, Scope

Way: TypeAlias = Literal["redact", "mask", "pseudonymise", "fake", "restore"]
MAP_HOURS = 72
"""How long a map can be opened: no longer than a prohibited input may be kept."""

SCOPE = "default"
"""The scope of those who name none."""
_BARE = re.compile(r"[A-Z]+(?:_[A-Z]+)*_[0-9]+")
_NAMED = 5
"""Placeholders that are named at most."""
_MAKE_A_KEY = Text(
    en="make a key: `(umask 077; openssl rand -base64 32 > pseudonym.key)`",
    ja="鍵を作ってください: `(umask 077; openssl rand -base64 32 > pseudonym.key)`",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the options ask for.

    Attributes:
        way: What becomes of a value.
        scope: Name within which placeholders and fakes mean the same.
        key_file: Its key; without one a key for this run alone.
        map_file: Where the sealed map is, or is put.
    """

    way: Way
    scope: str
    key_file: Path | None
    map_file: Path | None


def changed(change: Change, text: str, findings: "Sequence[Finding]") -> str:
    """Return a text with its values changed as asked.

    Raises:
        UsageError: A file that it needs was not given.
    """
    from upheld.detection.transform import Fakes, masked, redacted, with_quoted_numbers

    if change.way == "fake":
        return Fakes(_scope(change)).faked(text, findings)
    text, places = with_quoted_numbers(text, findings)
    if change.way == "redact":
        return redacted(text, places, SCREEN.language)
    if change.way == "mask":
        return masked(text, places)
    names = _names(change)
    new = names.pseudonymised(text, places)
    _put(change, names)
    return new


def restored(change: Change, text: str) -> str:
    """Return a text with the values of a map.

    Raises:
        UsageError: The map or the key was not given.
    """
    if change.key_file is None or change.map_file is None:
        raise UsageError(
            Text(en="`--restore` needs `--map` and `--key-file`",
                 ja="`--restore` には `--map` と `--key-file` が必要です"),
            remedy=Text(en="give both as for `--pseudonymise`",
                        ja="`--pseudonymise` のときと同じものを指定してください"),
        )  # fmt: skip
    from upheld.detection.transform.placeholder import BRACKETS

    names = _names(change)
    new = names.restored(text)
    _tell_bare(new, {one.strip("".join(BRACKETS)) for one in names.values()})
    return new


def written_like(file: str, raw: bytes, text: str) -> bytes:
    """Write a changed text in the encoding of the file it was, so that nothing but values differs.

    The brackets of placeholders are in no old Japanese encoding: there they are `[[…]]`, which
    `--restore` reads as well. The file itself cannot have had them.
    """
    from upheld.detection.reading import decoded, encoded_like
    from upheld.detection.transform.placeholder import ASCII_BRACKETS, BRACKETS

    read = decoded(raw)
    if encoded_like(raw, read.text) != raw and not read.damaged:
        SCREEN.note(
            f"{file}: some signs stand there with two codes in {read.encoding}; each is written with the first of them",
            f"{file}: {read.encoding} の二つの符号で書かれた文字があります。先に現れた符号に揃えて書き出します",
        )
    plain = str.maketrans(dict(zip(BRACKETS, ASCII_BRACKETS, strict=True)))
    written = encoded_like(raw, text) or encoded_like(raw, text.translate(plain))
    if written is not None:
        return written
    SCREEN.note(
        f"{file}: written in UTF-8: {read.encoding} lacks a sign of the changed text",
        f"{file}: {read.encoding} にない文字があるため、UTF-8 で書き出します",
    )
    return text.encode("utf-8", "surrogatepass")


def _tell_bare(text: str, known: set[str]) -> None:
    """Name placeholders that have lost their brackets: they may be words like any other."""
    bare = sorted(known.intersection(_BARE.findall(text)))
    if bare:
        some = ", ".join(bare[:_NAMED]) + (" …" if len(bare) > _NAMED else "")
        SCREEN.note(
            f"left as they are, without the brackets of placeholders: {some}",
            f"仮名の括弧がないため、元に戻していません: {some}",
        )


def read_key(path: Path) -> bytes:
    """Read a key.

    Raises:
        SecretMissingError: It cannot be read.
        SecretExposedError: Others may read it.
        UsageError: It is so short that it could be guessed.
    """
    from upheld.detection.transform.scope import KEY_BYTES_LEAST

    key = read_secret(path).encode()
    if len(key) < KEY_BYTES_LEAST:
        raise UsageError(
            Text(
                en=f"the key has {len(key)} bytes, fewer than {KEY_BYTES_LEAST}",
                ja=f"鍵が {len(key)} バイトで、{KEY_BYTES_LEAST} バイトに足りません",
            ),
            where=Where(file=str(path)),
            remedy=_MAKE_A_KEY,
        )
    return key


def _scope(change: Change) -> "Scope":
    from upheld.detection.transform import Scope

    if change.key_file is None and change.scope != SCOPE:
        raise UsageError(
            Text(
                en="`--scope` needs `--key-file`: without a key no other run gives the same names",
                ja="`--scope` には `--key-file` が必要です。鍵がないと次の実行で同じ仮名になりません",
            ),
            remedy=_MAKE_A_KEY,
        )
    key = secrets.token_bytes(32) if change.key_file is None else read_key(change.key_file)
    return Scope.derived(change.scope, key)


def _names(change: Change) -> "Pseudonyms":
    from upheld.detection.transform import Pseudonyms
    from upheld.screening.vault import HandleRefusedError, SealedVault

    scope = _scope(change)
    if change.map_file is None or change.key_file is None or not change.map_file.exists():
        if change.way == "restore":
            raise UsageError(
                Text(en="there is no map of placeholders", ja="仮名の対応表がありません"),
                where=Where(file=str(change.map_file)),
                remedy=Text(
                    en="`--pseudonymise --map FILE` writes one",
                    ja="`--pseudonymise --map ファイル` で作れます",
                ),
            )
        return Pseudonyms(scope, numbering="keyed")
    handle = change.map_file.read_text("ascii", errors="replace").strip()
    vault = SealedVault(read_key(change.key_file))
    try:
        return vault.open(handle, scope, datetime.now(UTC), numbering="keyed")
    except HandleRefusedError:
        raise UsageError(
            Text(
                en="the map does not open: of another key or scope, changed, or past its end",
                ja="対応表を開けません。鍵やスコープが違うか、変更されたか、期限を過ぎています",
            ),
            where=Where(file=str(change.map_file)),
            remedy=Text(
                en=f"give the `--key-file` and `--scope` it was made with; after {MAP_HOURS} hours make a new one",
                ja=f"作ったときの `--key-file` と `--scope` を指定してください。{MAP_HOURS} 時間を過ぎたら作り直してください",
            ),
        ) from None


def _put(change: Change, names: "Pseudonyms") -> None:
    if change.map_file is None:
        return
    if change.key_file is None:
        raise UsageError(
            Text(en="`--map` needs `--key-file`", ja="`--map` には `--key-file` が必要です"),
            remedy=_MAKE_A_KEY,
        )
    from upheld.screening.vault import SealedVault

    until = datetime.now(UTC) + timedelta(hours=MAP_HOURS)
    change.map_file.write_text(SealedVault(read_key(change.key_file)).seal(names, until) + "\n")
