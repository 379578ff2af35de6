"""What comes of an instruction to another party: a closed set, none of which means "done"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from upheld.refusal import RefusalError
from upheld.wording import Text

Kind: TypeAlias = Literal["erasure", "access", "portability"]
"""What is to be done about a person, in OpenDSR's words."""
IdentityFormat: TypeAlias = Literal["raw", "sha1", "md5", "sha256"]


class CallForgedError(RefusalError):
    """Nothing shows that a call came from the party that it names."""

    code = "call-forged"


class CallMalformedError(RefusalError):
    """A genuine call says something that cannot be understood."""

    code = "call-malformed"


class InstructionRefusedError(RefusalError):
    """An instruction that is not sent, because the party could not or need not act on it."""

    code = "instruction-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what the other party finds the person, e.g. `email`."""

    kind: str
    value: str = field(repr=False)
    format: IdentityFormat = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What another party is told to do.

    Attributes:
        id: Made once and kept for every try, so that a repeated instruction is one instruction.
        kind: What is to be done.
        received_at: When the person asked.
        identities: By what the party finds the person; no more than it needs.
    """

    id: UUID
    kind: Kind
    received_at: datetime
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The party has the instruction and says so; it has not carried it out.

    Attributes:
        reference: The party's or our name for it, for later questions.
        expected_by: When it expects to be done, if it says.
        proven: Whether the answer bears the party's own signature.
    """

    reference: str
    expected_by: datetime | None
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The party does not take it; `ours` says that our login or request has to be mended."""

    why: Text
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """No answer that counts; the same instruction may be sent again.

    Attributes:
        why: What happened.
        perhaps_received: Whether the party may have the instruction nevertheless.
        after_seconds: How long the party wishes to be left alone, if it says.
    """

    why: Text
    perhaps_received: bool
    after_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """An answer that lies or makes no sense; it counts as none, and is kept as what it is."""

    why: Text


Outcome: TypeAlias = Accepted | Refused | Silence | Malformed


def instant(value: object) -> datetime | None:
    """Read a time of RFC 3339; without a zone it is UTC, `None` if it is none."""
    if not isinstance(value, str) or len(value) > 40:  # noqa: PLR2004 - longer than any time
        return None
    try:
        read = datetime.fromisoformat(value)
        return (read.replace(tzinfo=UTC) if read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def text_of(found: Mapping[str, object], name: str) -> str | None:
    """Return a text of an object, `None` if it is missing, empty or something else."""
    value = found.get(name)
    return value if isinstance(value, str) and value else None
