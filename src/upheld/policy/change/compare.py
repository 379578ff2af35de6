"""All differences in meaning between two versions, the ones with duties first.

1. Each topic compares what it knows: data, recipients, promises.
2. What no topic told is told by its path, so that nothing changes silently.
3. The whole says who has to be told, how long before, and who has to agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from upheld.policy.change import data, promises, recipients, rest
from upheld.policy.change.difference import Difference
from upheld.policy.model import Policy
from upheld.policy.rules.retention import days_at_least
from upheld.wording import Language

SCHEMA = "upheld/policy-diff/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions and what lies between them."""

    old: Policy
    new: Policy
    differences: tuple[Difference, ...]

    @property
    def consent_from(self) -> tuple[str, ...]:
        """Kinds of person who have to agree before it binds them."""
        asked = {p for d in self.differences if d.duty.consent for p in d.duty.tell}
        return tuple(p for p in self.new.people if p in asked)

    @property
    def tell(self) -> tuple[str, ...]:
        """Kinds of person who have to be told."""
        told = {p for d in self.differences for p in d.duty.tell}
        return tuple(p for p in self.new.people if p in told)

    @property
    def notice_days(self) -> int:
        """How many days before it takes effect people have to know, at least."""
        periods = [d.duty.before for d in self.differences if d.duty.before is not None]
        return max((days_at_least(one) for one in periods), default=0)

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented object of `upheld policy diff --format json`."""
        return {
            "schema": SCHEMA,
            "old": {"version": self.old.policy.version, "sha256": self.old.sha256},
            "new": {"version": self.new.policy.version, "sha256": self.new.sha256},
            "tell": list(self.tell),
            "consent": list(self.consent_from),
            "notice_days": self.notice_days,
            "differences": [one.as_json(language) for one in self.differences],
        }


def compare(old: Policy, new: Policy) -> Comparison:
    """Compare two versions of a policy; see the module."""
    found = [
        *data.differences(old, new),
        *recipients.differences(old, new),
        *promises.differences(old, new),
    ]
    found += rest.differences(old, new, [path for one in found for path in (one.path, *one.also)])
    return Comparison(old=old, new=new, differences=tuple(_ordered(found)))


def _ordered(found: Sequence[Difference]) -> list[Difference]:
    quiet = ("narrower", "different", "wording")
    return sorted(
        dict.fromkeys(found),
        key=lambda d: (not d.duty.consent, not d.duty.tell, d.kind in quiet, d.kind == "wording"),
    )
