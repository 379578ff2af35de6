"""A finding: which rule, where, what, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.prose.document import ClauseKey, Span
from upheld.prose.rules.material import Material
from upheld.wording import Text

Severity: TypeAlias = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule's function reports.

    Attributes:
        span: The words it is about.
        what: What is wrong: lower case, no full stop.
        remedy: What to do, as an instruction.
        lost: Whether the words may be missing in the capture only, not in the original.
        severity: Where this case weighs more or less than the rule in general.
    """

    span: Span
    what: Text
    remedy: Text
    lost: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """One rule.

    Attributes:
        code: UPH101 to UPH152; never changes.
        severity: As a rule.
        title: What it looks for.
        law: The article behind it, if there is one.
        check: Finds all places.
    """

    code: str
    severity: Severity
    title: Text
    law: str
    check: Callable[[Material], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFinding:
    """One place where a rule fires.

    Attributes:
        clause: The clause that holds the place; `None` if the text as a whole is meant and
            has no clause.
        capture_loss: The words may be missing in this capture only; it weighs one step less.
    """

    code: str
    severity: Severity
    clause: ClauseKey | None
    span: Span
    what: Text
    remedy: Text
    capture_loss: bool
