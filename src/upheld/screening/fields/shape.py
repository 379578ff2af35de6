"""The language in which tables of fields are written.

A call is taken apart by a shape. What the shape does not name is refused with its place: a
new field of a provider is somebody's decision, never a way out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Opaque: TypeAlias = Literal["tokens", "image", "audio", "file", "encrypted"]
"""What cannot be read as text."""
Droppable: TypeAlias = Literal["metadata"]
"""Fields that do not leave unless a purpose keeps them: those of shape `DROPPED`."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words: scanned, and changed where the policy says so.

    Attributes:
        said: Whether somebody says them to somebody: what was said before may have asked for them.
    """

    said: bool = False


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON written into a string (arguments of a tool): taken apart, each text of it scanned."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name or an id that has to arrive as it is: scanned, refused where something is found."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number; one with many digits is scanned as text."""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Free:
    """Any JSON (a schema, a result): every text, number and key of it is scanned."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something opaque: refused, or passed where the settings pass this kind."""

    what: Opaque


@dataclass(frozen=True, slots=True)
class Digested:
    """Who uses the application: a keyed digest leaves instead, the same for the same person."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """No purpose needs it at the provider: it does not leave."""


@dataclass(frozen=True, slots=True)
class State:
    """Data that would stay with the provider, or that is there: refused unless it is `harmless`."""

    harmless: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these fields and no others.

    Attributes:
        fields: Each with its shape.
        always: Written whatever the call says, e.g. `store: false`.
    """

    fields: Mapping[str, "Shape"]
    always: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things of one shape."""

    of: "Shape"


@dataclass(frozen=True, slots=True)
class ByWord:
    """An object whose shape one of its fields tells.

    Attributes:
        tag: The field.
        cases: Its words; others are refused.
        untold: The word where the field is missing.
    """

    tag: str
    cases: Mapping[str, "Record"]
    untold: str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """What it is tells which shape it has."""

    text: "Shape | None" = None
    number: "Shape | None" = None
    items: "Shape | None" = None
    record: "Shape | None" = None


Shape: TypeAlias = (
    Text | JsonText | Name | Number | Flag | Free | Hidden | Digested | Dropped | State
    | Record | Items | ByWord | OneOf
)  # fmt: skip

TEXT, SAID, JSON_TEXT, NAME, NUMBER, FLAG, FREE = (
    Text(), Text(said=True), JsonText(), Name(), Number(), Flag(), Free(),
)  # fmt: skip
DIGESTED, DROPPED = Digested(), Dropped()
NAMES = Items(NAME)
