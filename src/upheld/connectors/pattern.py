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
from upheld.refusal import PlaceFailedError, Where
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
_DEEP: Component = (Wild(deep=True),)


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
            "".join(_literal(piece, values) for piece in part) for part in self.components
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
            if part == _DEEP and self.kind == "path":
                source.append("(?:[^/]+/)*" + ("[^/]+" if number == last else ""))
                continue
            for piece in part:
                wild = isinstance(piece, Wild)
                source.append(any_one if wild else re.escape(_literal(piece, values)))
            if number != last:
                source.append("/")
        return re.compile("".join(source), re.DOTALL)


def read_pattern(text: str, *, kind: Kind, by: Sequence[str]) -> Pattern:
    """Read a pattern and check that it can name nobody else.

    Raises:
        PlaceFailedError: It is malformed, ambiguous, leaves its root, or its names in braces
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


class Matcher:
    """Decides for any key or path whether it belongs to one of many combinations of values.

    The work for one key does not grow with the number of people: the text in the place of
    the first name is looked up, and only candidates found there are compared in full.
    """

    def __init__(self, pattern: Pattern, combinations: Sequence[dict[str, str]]) -> None:
        """Index the combinations by the value of the first name."""
        self.pattern = pattern
        self.combinations = combinations
        self._expressions: dict[int, re.Pattern[str]] = {}
        self._folders: dict[int, Matcher] = {}
        self._before, self._anchored = _before_first_hole(pattern)
        self._after = _after_first_hole(pattern)
        names = pattern.names
        self._first: dict[str, list[int]] = {}
        for number, combination in enumerate(combinations):
            key = combination[names[0]] if names else ""
            self._first.setdefault(key, []).append(number)
        self._lengths = sorted({len(value) for value in self._first})

    def matches(self, text: str) -> bool:
        """Whether `text` belongs to one of the combinations."""
        return any(self._full(number, text) for number in self._candidates(text))

    def reaches(self, folder: str) -> bool:
        """Whether a file somewhere below `folder` may match (paths only)."""
        depth = folder.count("/") + 1
        parts = self.pattern.components
        deep = parts.index(_DEEP) + 1 if _DEEP in parts else None
        if deep is None and depth >= len(parts):
            return False
        length = depth if deep is None else min(depth, deep)
        if length not in self._folders:
            self._folders[length] = Matcher(self.pattern.head(length), self.combinations)
        return self._folders[length].matches(folder)

    def _candidates(self, text: str) -> Iterator[int]:
        if not self.pattern.names:
            yield from self._first.get("", ())
            return
        at = text.find(self._before)
        while at >= 0 and not (self._anchored and at > 0):
            start = at + len(self._before)
            for length in self._lengths:
                if text.startswith(self._after, start + length):
                    yield from self._first.get(text[start : start + length], ())
            at = text.find(self._before, at + 1)

    def _full(self, number: int, text: str) -> bool:
        if number not in self._expressions:
            self._expressions[number] = self.pattern.expression(self.combinations[number])
        return self._expressions[number].fullmatch(text) is not None


def _before_first_hole(pattern: Pattern) -> tuple[str, bool]:
    """The literal text before the first name, and whether it begins the pattern."""
    before, anchored = "", True
    for number, part in enumerate(pattern.components):
        # `**/` may stand for nothing at all, not even its slash.
        if number and part != _DEEP and pattern.components[number - 1] != _DEEP:
            before += "/"
        for piece in part:
            if isinstance(piece, Hole):
                return before, anchored
            before, anchored = (
                ("", False) if isinstance(piece, Wild) else (before + piece, anchored)
            )
    return before, anchored


def _after_first_hole(pattern: Pattern) -> str:
    """The literal text right behind the first name; two names never touch."""
    number = pattern.first_named
    if number == len(pattern.components):
        return ""
    part = pattern.components[number]
    at = next(place for place, piece in enumerate(part) if isinstance(piece, Hole))
    if at + 1 < len(part):
        return _literal(part[at + 1], {})
    return "/" if number + 1 < len(pattern.components) else ""


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
        if not part or part in (["."], [".."]) or "\0" in text or (deep and tuple(part) != _DEEP):
            raise _unusable(
                text,
                "it is no path below the root: empty parts, `.`, `..`, NUL or `**` within a part",
                "ルート配下のパスではありません(空の要素、`.`、`..`、NUL、途中の `**` は不可)",
            )
        yield tuple(part)


def _literal(piece: Piece, values: dict[str, str]) -> str:
    if isinstance(piece, Hole):
        return values[piece.name]
    if isinstance(piece, Wild):
        raise TypeError("a wildcard has no text")
    return piece


def _globbed(piece: Piece, values: dict[str, str]) -> str:
    if isinstance(piece, Wild) or (isinstance(piece, Hole) and piece.name not in values):
        return "*"
    return re.sub(r"([*?\[\]\\^])", r"\\\1", _literal(piece, values))


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
            text = "".join(_literal(piece, values) for piece in part)
            if text in {".", ".."}:
                raise _unsafe(pattern)


def _unsafe(pattern: Pattern) -> PlaceFailedError:
    return _unusable(
        pattern.text,
        "a value would name a path outside the folder it belongs to (`..`, `/`, NUL)",
        "値が、本来のフォルダの外のパスを指しています(`..`、`/`、NUL)",
    )


def _unusable(text: str, why: str, why_ja: str) -> PlaceFailedError:
    return PlaceFailedError(
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
