r"""Patterns of keys and of paths: `cust:{id}:*`, `avatars/{id}.png`, `{key}`.

Names in braces stand for values, and a value matches itself only, whatever characters it
holds. `*` matches any characters; in a path it stops at `/`, and `**` as a whole component
matches any number of folders. Every other character is itself; a backslash takes away the
meaning of the character after it (`\*`, `\{`).

What could match somebody else's records is refused while the pattern is read: a wildcard or
another name touching a name in braces (`user{id}*` with 5 would match `user51`), and a
wildcard without any name.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias
from uuid import UUID

from upheld.connectors.contract import Selection, Value
from upheld.refusal import Exit, PlaceFailedError, Where
from upheld.wording import Text

Kind: TypeAlias = Literal["key", "path"]


@dataclass(frozen=True, slots=True)
class Hole:
    """A name in braces."""

    name: str


@dataclass(frozen=True, slots=True)
class Wild:
    """`*`, or `**` where `deep`."""

    deep: bool = False


Piece: TypeAlias = str | Hole | Wild
Component: TypeAlias = tuple[Piece, ...]

_TOKEN = re.compile(
    r"\\(?P<escaped>.)|\{(?P<hole>[^{}*\\]+)\}|(?P<wild>\*+)|(?P<rest>.)", re.DOTALL
)
DEEP: Component = (Wild(deep=True),)
"""Any number of folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern that was read, in components (a key has one).

    Attributes:
        text: As it was written.
        kind: Of keys or of paths.
        components: What stands between slashes, in pieces.
    """

    text: str
    kind: Kind
    components: tuple[Component, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in braces, each once, in order."""
        found = (
            piece.name for part in self.components for piece in part if isinstance(piece, Hole)
        )
        return tuple(dict.fromkeys(found))

    @property
    def exact(self) -> bool:
        """Whether the values leave one key or path only."""
        return not any(isinstance(piece, Wild) for part in self.components for piece in part)

    @property
    def fixed(self) -> int:
        """How many leading components hold no wildcard (the last component never counts)."""
        for number, part in enumerate(self.components[:-1]):
            if any(isinstance(piece, Wild) for piece in part):
                return number
        return len(self.components) - 1

    @property
    def first_named(self) -> int:
        """The number of the first component with a name in braces."""
        for number, part in enumerate(self.components):
            if any(isinstance(piece, Hole) for piece in part):
                return number
        return len(self.components)

    def head(self, length: int) -> "Pattern":
        """The pattern of its first components, e.g. to ask about a folder."""
        return Pattern(text=self.text, kind=self.kind, components=self.components[:length])

    def fill(self, values: dict[str, str]) -> str:
        """Put the values in; only for a pattern without wildcards."""
        return "/".join(
            "".join(literal(piece, values) for piece in part) for part in self.components
        )

    def glob(self, values: dict[str, str]) -> str:
        """Write it for a server's glob: values escaped, unknown names as `*`."""
        return "/".join(
            "".join(_globbed(piece, values) for piece in part) for part in self.components
        )

    def expression(self, values: dict[str, str]) -> re.Pattern[str]:
        """The exact regular expression for these values."""
        any_one = "[^/]*" if self.kind == "path" else ".*"
        source: list[str] = []
        last = len(self.components) - 1
        for number, part in enumerate(self.components):
            if part == DEEP and self.kind == "path":
                source.append("(?:[^/]+/)*" + ("[^/]+" if number == last else ""))
                continue
            for piece in part:
                wild = isinstance(piece, Wild)
                source.append(any_one if wild else re.escape(literal(piece, values)))
            if number != last:
                source.append("/")
        return re.compile("".join(source), re.DOTALL)


def read_pattern(text: str, *, kind: Kind, by: Sequence[str]) -> Pattern:
    """Read a pattern and check that it can name nobody else.

    Raises:
        PatternUnusableError: It is malformed, ambiguous, leaves its root, or its names in braces
            are not those of `by`.
    """
    pieces = _pieces(text)
    components = tuple(_components(pieces, text)) if kind == "path" else (tuple(pieces),)
    pattern = Pattern(text=text, kind=kind, components=components)
    if set(by) != set(pattern.names):
        raise _unusable(
            text,
            f"its names in braces ({', '.join(pattern.names) or 'none'}) are not those asked for "
            f"({', '.join(by) or 'none'})",
            f"波かっこ内の名前({'、'.join(pattern.names) or 'なし'})が、指定された名前"
            f"({'、'.join(by) or 'なし'})と一致しません",
        )
    if not pattern.names and not pattern.exact:
        raise _unusable(
            text,
            "it has a wildcard and no name in braces, so it would match everybody's records",
            "ワイルドカードだけで波かっこの名前がないため、全員の記録に一致してしまいます",
        )
    return pattern


def collection_of(text: str, *, kind: Kind) -> str | None:
    """Name the collection a pattern lies in, as `collections()` of that place spells it.

    `None` when only the values decide (`{key}`).
    """
    pieces = _pieces(text)
    separator, alone = (":", "*") if kind == "key" else ("/", ".")
    first = pieces[0] if pieces else ""
    if not isinstance(first, str):
        return None
    head, found, _ = first.partition(separator)
    if found:
        return head
    return alone if len(pieces) == 1 else None


def filled(pattern: Pattern, selection: Selection) -> Iterator[dict[str, str]]:
    """Turn a selection's values into text, each combination once.

    A combination with NULL or with an empty text names nothing and is left out: an empty
    `avatar` column means that there is no avatar. File names differ between systems in
    Unicode form only (NFC, NFD), so paths are tried in both; nothing looser, because ① and 1
    may be two people.

    Raises:
        PlaceFailedError: A value cannot be part of a key, or would leave the root.
    """
    seen: set[tuple[str, ...]] = set()
    for values in selection.values:
        if len(values) != len(selection.by):
            raise _unusable(
                pattern.text,
                f"{len(values)} values were given for {len(selection.by)} names",
                f"{len(selection.by)} 個の名前に対して値が {len(values)} 個です",
            )
        texts = tuple(_text(value, pattern) for value in values)
        if not all(texts):
            continue
        for variant in _spellings(texts, pattern.kind):
            if variant in seen:
                continue
            seen.add(variant)
            combination = dict(zip(selection.by, variant, strict=True))
            if pattern.kind == "path":
                _check_path(pattern, combination)
            yield combination


def _pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    for token in _TOKEN.finditer(text):
        plain = token["escaped"] or token["rest"]
        if plain is None:
            pieces.append(Hole(token["hole"]) if token["hole"] else Wild(deep=token["wild"] != "*"))
            continue
        if token["rest"] in {"{", "}", "\\"}:
            raise _unusable(
                text,
                f"`{plain}` stands alone",
                f"`{plain}` が対になっていません",
            )
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += plain
        else:
            pieces.append(plain)
    for left, right in pairwise(pieces):
        if not isinstance(left, str) and not isinstance(right, str):
            raise _unusable(
                text,
                "a name in braces touches a wildcard or another name, so that 5 would match 51",
                "波かっこの隣がワイルドカードか別の名前なので、5 が 51 にも一致してしまいます",
            )
    return pieces


def _components(pieces: Sequence[Piece], text: str) -> Iterator[Component]:
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if not isinstance(piece, str):
            parts[-1].append(piece)
            continue
        first, *others = piece.split("/")
        parts[-1].extend([first] if first else [])
        parts.extend([other] if other else [] for other in others)
    for part in parts:
        deep = any(isinstance(piece, Wild) and piece.deep for piece in part)
        if not part or part in (["."], [".."]) or "\0" in text or (deep and tuple(part) != DEEP):
            raise _unusable(
                text,
                "it is no path below the root: empty parts, `.`, `..`, NUL or `**` within a part",
                "ルート配下のパスではありません(空の要素、`.`、`..`、NUL、途中の `**` は不可)",
            )
        yield tuple(part)


def literal(piece: Piece, values: dict[str, str]) -> str:
    """The text of a piece that is no wildcard, with the values put in."""
    if isinstance(piece, Hole):
        return values[piece.name]
    if isinstance(piece, Wild):
        raise TypeError("a wildcard has no text")
    return piece


def _globbed(piece: Piece, values: dict[str, str]) -> str:
    if isinstance(piece, Wild) or (isinstance(piece, Hole) and piece.name not in values):
        return "*"
    return re.sub(r"([*?\[\]\\^])", r"\\\1", literal(piece, values))


def _text(value: Value, pattern: Pattern) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            raise _unsafe(pattern) from None
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, (int, UUID, Decimal, date)) and not isinstance(value, bool):
        return str(value)
    raise _unusable(
        pattern.text,
        f"a value of the type `{type(value).__name__}` cannot stand in a key or a path",
        f"型 `{type(value).__name__}` の値はキーやパスに使えません",
    )


def _spellings(texts: tuple[str | None, ...], kind: Kind) -> Iterator[tuple[str, ...]]:
    known = tuple(text for text in texts if text is not None)
    yield known
    if kind == "path":
        yield tuple(unicodedata.normalize("NFC", text) for text in known)
        yield tuple(unicodedata.normalize("NFD", text) for text in known)


def _check_path(pattern: Pattern, values: dict[str, str]) -> None:
    """Refuse values that would leave the root or reach into somebody else's folder."""
    for part in pattern.components:
        whole = len(part) == 1 and pattern.exact
        for piece in part:
            if not isinstance(piece, Hole):
                continue
            value = values[piece.name]
            inner = value.split("/")
            stray = len(inner) > 1 and (not whole or {"", ".", ".."} & set(inner))
            if "\0" in value or stray:
                raise _unsafe(pattern)
        if not any(isinstance(piece, Wild) for piece in part):
            text = "".join(literal(piece, values) for piece in part)
            if text in {".", ".."}:
                raise _unsafe(pattern)


def _unsafe(pattern: Pattern) -> PlaceFailedError:
    return _unusable(
        pattern.text,
        "a value would name a path outside the folder it belongs to (`..`, `/`, NUL)",
        "値が、本来のフォルダの外のパスを指しています(`..`、`/`、NUL)",
    )


class PatternUnusableError(PlaceFailedError):
    """A pattern could name somebody else's records, or nobody's: nothing was asked of the place."""

    code = "pattern-unusable"
    exit_code = Exit.REFUSED


def _unusable(text: str, why: str, why_ja: str) -> PatternUnusableError:
    return PatternUnusableError(
        Text(
            en=f"the pattern `{text}` cannot be used: {why}",
            ja=f"パターン `{text}` は使えません: {why_ja}",
        ),
        where=Where(table=text),
        remedy=Text(
            en="correct the pattern or its values, e.g. `cust:{id}:*` or `avatars/{id}.png`",
            ja="パターンか値を直してください(例: `cust:{id}:*`、`avatars/{id}.png`)",
        ),
    )
