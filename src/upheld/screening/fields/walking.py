"""A call is taken apart by its shape and put together anew; its texts are listed on the way.

What leaves is built here from what was understood. Bytes of the client never leave as they came.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from upheld.detection.beside import VALUES, called
from upheld.screening.fields.enclosed import EnclosedFiles
from upheld.screening.fields.refusing import (
    DEPTH_LIMIT,
    PLAIN_NAME,
    joined,
    kept_there,
    opaque,
    too_deep,
    unfit,
    unknown_field,
    unreadable,
)
from upheld.screening.fields.shape import (
    ByWord,
    Digested,
    Dropped,
    Flag,
    Free,
    Hidden,
    Items,
    JsonText,
    Name,
    Number,
    OneOf,
    Record,
    Shape,
    State,
    Text,
)

_NAME = re.compile(r"[A-Za-z0-9_.:/@+#=-]{0,256}")
_ENCODED = re.compile(r"((?:data:[^,]{0,200};base64,)?)([A-Za-z0-9+/_\s-]{64,}={0,2}\s*)")
"""Bytes as base64, with or without what they are; what is shorter is scanned as a text."""
_FILES = frozenset({"image", "audio", "file"})
_TOKENS = 10_000_000
"""Above every id of a token, and fewer digits than any number that is looked for."""
_DIGITS_TOLD = 7  # digits; a telephone number is the shortest number that is looked for

_INSTRUCTING = ("system", "developer")
"""Roles of messages that tell a model what to do, and ask nobody for anything."""

Change: TypeAlias = Literal["free", "kept", "key"]
"""Whether a text may be changed, has to arrive as it is, or is the key of an object."""


@dataclass(slots=True)
class Spot:
    """A text of a call, and where it stands.

    Attributes:
        holder: The list or object that holds it, of the call that will leave.
        key: Its index or key there.
        text: What is scanned; for a number its digits.
        lead: The key before it, which is context for the scan.
        path: For people, e.g. `messages[0].content`.
        change: What may become of it.
        before: What somebody said just before it, which may have asked for it.
    """

    holder: Any = field(repr=False)
    key: Any
    text: str = field(repr=False)
    lead: str = field(repr=False)
    path: str
    change: Change
    before: str = field(default="", repr=False)


@dataclass(slots=True)
class Taken:
    """A call, taken apart.

    Attributes:
        call: What may leave once every spot is screened.
        spots: Its texts.
        nested: JSON in strings, innermost first: holder, key, tree.
        dropped: Fields that do not leave.
    """

    call: dict[str, Any] = field(default_factory=dict, repr=False)
    spots: list[Spot] = field(default_factory=list, repr=False)
    nested: list[tuple[Any, Any, Any]] = field(default_factory=list, repr=False)
    dropped: list[str] = field(default_factory=list)

    def write(self) -> bytes:
        """Return the bytes that leave."""
        for holder, key, tree in self.nested:
            holder[key] = json.dumps(tree, ensure_ascii=False)
        return json.dumps(self.call, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the settings let through beyond text.

    Attributes:
        opaque: Kinds of opaque things that pass.
        keep: Fields that leave although they are usually dropped, by name.
        digest: Who uses the application → what leaves instead.
    """

    opaque: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    digest: Callable[[str], str] = field(repr=False)


def read_json(raw: bytes) -> dict[str, Any]:
    """Read a call; the same key twice has no meaning that both sides share.

    Raises:
        CallUnreadableError: It is no JSON object of UTF-8, or goes too deep.
    """
    read = read_value(raw)
    if not isinstance(read, dict):
        raise unreadable("it is no object", "オブジェクトではありません")
    return read


def read_value(raw: bytes) -> Any:
    """Read JSON of any kind; the same key twice has no meaning that both sides share.

    Raises:
        CallUnreadableError: It is no JSON of UTF-8, or goes too deep.
    """
    try:
        read = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
        if b"\\u" in raw:
            _refuse_half_a_pair(read)
    except RecursionError:
        raise too_deep() from None
    except ValueError:
        # `from None`: the parser's message quotes what it could not read.
        raise unreadable("it is no JSON", "JSON ではありません") from None
    return read


def take(shape: Record, call: Mapping[str, Any], allowed: Allowed) -> Taken:
    """Take a call apart.

    Raises:
        CallRefusedError: It has a field that is not known, or one that may not leave.
    """
    walk = _Walk(allowed)
    walk.taken.call = walk.record(shape, call, _At("", 0))
    return walk.taken


class _At(NamedTuple):
    """Where a walk is: for people, and how deep; and what a value there is called, if not by its key."""

    path: str
    depth: int
    called: str = ""

    def field(self, name: str, called: str = "") -> "_At":
        return _At(joined(self.path, name), self.depth + 1, called)

    def item(self, number: int) -> "_At":
        return _At(f"{self.path}[{number}]", self.depth + 1)


class _Walk:
    def __init__(self, allowed: Allowed) -> None:
        self.taken = Taken()
        self._allowed = allowed
        self._enclosed = EnclosedFiles()
        self._said = ""

    def record(self, shape: Record, value: Any, at: _At) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise unfit(at.path, "an object", "オブジェクト")
        made: dict[str, Any] = {}
        role, said = value.get("role"), self._said
        if role == "assistant":
            self._said = ""  # a model knows of nobody what did not pass here
        for name, one in value.items():
            part = shape.fields.get(name)
            if part is None:
                known = [one for one, its in shape.fields.items() if not isinstance(its, State)]
                raise unknown_field(name, at.path, known)
            self.put(part, one, made, name, at.field(name))
        if role in _INSTRUCTING:
            self._said = said
        for name, fixed in shape.always.items():
            if made.get(name) is None:
                made[name] = fixed
        return made

    def put(  # noqa: C901, PLR0912 - one case a shape
        self, shape: Shape, value: Any, holder: Any, key: Any, at: _At
    ) -> None:
        """Put what may leave of a value into its new holder."""
        if at.depth > DEPTH_LIMIT:
            raise too_deep()
        if value is None:
            holder[key] = None
            return
        match shape:
            case Text(said):
                holder[key] = self._text(value, holder, key, at, said=said)
            case JsonText():
                self._json(value, holder, key, at)
            case Name():
                holder[key] = self._name(value, holder, key, at)
            case Number():
                holder[key] = self._number(value, holder, key, at)
            case Free():
                self._free(value, holder, key, at)
            case Dropped() if key not in self._allowed.keep:
                self.taken.dropped.append(at.path)
            case Dropped():
                self._free(value, holder, key, at)
            case Record():
                holder[key] = self.record(shape, value, at)
            case Items(of):
                self._items(of, value, holder, key, at)
            case ByWord():
                holder[key] = self._by_word(shape, value, at)
            case OneOf():
                self.put(_fitting(shape, value, at.path), value, holder, key, at)
            case Hidden(what):
                holder[key] = self._hidden(what, value, holder, key, at)
            case Flag() | Digested() | State():
                holder[key] = self._unscanned(shape, value, at)

    def _hidden(self, what: str, value: Any, holder: Any, key: Any, at: _At) -> Any:
        """Return what is opaque where the settings pass it; texts in its place, or in it, are scanned."""
        if what not in self._allowed.opaque:
            raise opaque(what, at.path)
        if what == "tokens":
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _TOKENS:
                raise unfit(at.path, "a token id", "トークン ID")
            return value
        if not isinstance(value, str):
            raise unfit(at.path, "text", "文字列")
        encoded = _ENCODED.fullmatch(value)
        head = value if encoded is None else encoded[1]
        if head:
            self._spot(holder, key, head, at, "kept")
        if encoded is not None and what in _FILES:
            for text in self._enclosed.texts_in(encoded[2], at.path):
                self._spot(holder, key, text, at, "kept")
        return value

    def _unscanned(self, shape: Flag | Digested | State, value: Any, at: _At) -> Any:
        """Return what leaves of a value that no scan reads: only what is sure to be harmless."""
        match shape:
            case Flag() if not isinstance(value, bool):
                raise unfit(at.path, "true or false", "true か false")
            case Digested() if not isinstance(value, str):
                raise unfit(at.path, "text", "文字列")
            case Digested():
                return self._allowed.digest(value)
            case State(harmless) if not any(value is one for one in harmless):
                raise kept_there(at.path)
        return value

    def _text(self, value: Any, holder: Any, key: Any, at: _At, *, said: bool) -> str:
        if not isinstance(value, str):
            raise unfit(at.path, "text", "文字列")
        self._spot(holder, key, value, at, "free", before=self._said if said else "")
        if said:
            self._said = value
        return value

    def _name(self, value: Any, holder: Any, key: Any, at: _At) -> str:
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise unfit(at.path, "a name of letters, digits and signs", "英数字と記号の名前")
        if not PLAIN_NAME.fullmatch(value):
            self._spot(holder, key, value, at, "kept")
        return value

    def _number(self, value: Any, holder: Any, key: Any, at: _At) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise unfit(at.path, "a number", "数値")
        if sum(char.isdigit() for char in str(value)) >= _DIGITS_TOLD:
            self._spot(holder, key, str(value), at, "kept")
        return value

    def _items(self, of: Shape, value: Any, holder: Any, key: Any, at: _At) -> None:
        if not isinstance(value, list):
            raise unfit(at.path, "a list", "配列")
        made: list[Any] = [None] * len(value)
        holder[key] = made
        for number, one in enumerate(value):
            self.put(of, one, made, number, at.item(number))

    def _by_word(self, shape: ByWord, value: Any, at: _At) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise unfit(at.path, "an object", "オブジェクト")
        word = value.get(shape.tag, shape.untold)
        found = shape.cases.get(word) if isinstance(word, str) else None
        if found is None:
            place = joined(at.path, shape.tag)
            raise unfit(place, _listed(shape.cases), _listed(shape.cases))
        return self.record(found, value, at)

    def _json(self, value: Any, holder: Any, key: Any, at: _At) -> None:
        """Take JSON in a string apart: an escape in it could hide what is scanned."""
        if not isinstance(value, str):
            raise unfit(at.path, "text", "文字列")
        holder[key] = value
        tree: Any = None
        if value.lstrip()[:1] in ("{", "["):
            try:
                tree = json.loads(value, object_pairs_hook=_once, parse_constant=_no_constant)
                if "\\u" in value:
                    _refuse_half_a_pair(tree)
            except RecursionError:
                raise too_deep() from None
            except ValueError:
                tree = None
        if tree is None:
            self._spot(holder, key, value, at, "free")
            return
        inside: list[Any] = [None]
        self._free(tree, inside, 0, _At(at.path, at.depth + 1))
        self.taken.nested.append((holder, key, inside[0]))

    def _free(self, value: Any, holder: Any, key: Any, at: _At) -> None:
        if at.depth > DEPTH_LIMIT:
            raise too_deep()
        if isinstance(value, dict):
            made: dict[str, Any] = {}
            holder[key] = made
            label = called(value) or (key if isinstance(key, str) else "")
            for name, one in value.items():
                if not PLAIN_NAME.fullmatch(name):
                    self._spot(made, name, name, at, "key")
                own = label if name.lower() in VALUES else ""
                self._free(one, made, name, at.field(name, own))
        elif isinstance(value, list):
            items: list[Any] = [None] * len(value)
            holder[key] = items
            for number, one in enumerate(value):
                self._free(one, items, number, at.item(number))
        elif isinstance(value, str):
            self._json(value, holder, key, at)
        else:
            holder[key] = value
            if isinstance(value, int | float) and not isinstance(value, bool):
                self._spot(holder, key, str(value), at, "free")

    def _spot(
        self, holder: Any, key: Any, text: str, at: _At, change: Change, *, before: str = ""
    ) -> None:
        if text:
            label = at.called or key
            lead = f"{label}: " if isinstance(label, str) and change == "free" else ""
            self.taken.spots.append(Spot(holder, key, text, lead, at.path, change, before))


def _fitting(shape: OneOf, value: Any, path: str) -> Shape:
    found: Shape | None = None
    if isinstance(value, str):
        found = shape.text
    elif isinstance(value, list):
        found = shape.items
    elif isinstance(value, Mapping):
        found = shape.record
    elif isinstance(value, int | float):
        found = shape.number
    if found is None:
        fits = (
            (shape.text, "text", "文字列"),
            (shape.number, "a number", "数値"),
            (shape.items, "a list", "配列"),
            (shape.record, "an object", "オブジェクト"),
        )
        en, ja = zip(*((en, ja) for part, en, ja in fits if part is not None), strict=True)
        raise unfit(path, " or ".join(en), "か".join(ja))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise unreadable("an object has a key twice", "同じキーが二度あります")
    return made


def _refuse_half_a_pair(read: Any) -> None:
    """Refuse a lone surrogate, which cannot leave; only an escape makes one."""
    try:
        json.dumps(read, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise unreadable("it has half a character", "文字の半分だけが含まれています") from None


def _no_constant(_: str) -> Any:
    raise unreadable("it has a number that JSON has not", "JSON にない数値があります")


def _listed(words: Mapping[str, Any]) -> str:
    return ", ".join(f"`{word}`" for word in words)
