"""One difference in meaning between two versions."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from upheld.law.periods import Period
from upheld.policy.language.line import ClauseId, Steps
from upheld.wording import Language, Text

Kind: TypeAlias = Literal[
    "new-category", "new-purpose", "new-recipient", "wider-recipient", "new-country",
    "new-source", "joint-use", "longer-retention", "weaker-right", "weaker-protection",
    "new-transmission", "narrower", "different", "wording",
]  # fmt: skip
Relation: TypeAlias = Literal["within", "beyond", "unsure"]
"""Of a new purpose to the old ones (APPI art. 17(2)); `unsure` is treated as beyond."""


NOTHING = Text(en="nothing follows", ja="必要な手続はありません")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What follows from a difference.

    Attributes:
        tell: Kinds of person who have to be told; empty for nobody.
        before: How long before it takes effect, where a promise or a law says so.
        consent: Whether those people have to agree first.
        law: The articles it rests on.
        why: One sentence.
    """

    tell: tuple[str, ...] = ()
    before: Period | None = None
    consent: bool = False
    law: tuple[str, ...] = ()
    why: Text = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is different, where, and what follows.

    Attributes:
        kind: What it means.
        path: Leads to the line, in the new version (or in the old one, if it is gone).
        clauses: Clauses of either version that it touches.
        what: One clause, for people.
        also: Further places that it tells about, so that they are not told a second time.
    """

    kind: Kind
    path: Steps
    clauses: tuple[ClauseId, ...]
    what: Text
    duty: Duty = field(default_factory=Duty)
    relation: Relation | None = None
    also: tuple[Steps, ...] = ()

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented object of `upheld policy diff --format json`."""
        duty = self.duty
        return {
            "kind": self.kind,
            "line": ".".join(map(str, self.path)),
            "clauses": list(self.clauses),
            "what": self.what.in_language(language),
            "relation": self.relation,
            "tell": list(duty.tell),
            "before": None if duty.before is None else str(duty.before),
            "consent": duty.consent,
            "law": list(duty.law),
            "why": duty.why.in_language(language),
        }
