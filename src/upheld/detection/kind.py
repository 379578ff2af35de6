"""What can be found in a text: a closed list of kinds, and the ten groups that AI inputs may not hold.

The groups are those a policy names under `ai.prohibited`. A kind brings its group with it;
some findings fall under a group by what they say (an age below 13, a telephone number of a
restricted region): those name it themselves (`Finding.groups`).
"""

from dataclasses import dataclass
from functools import cache

from upheld.vocabulary.table import rows
from upheld.wording import Text

GROUPS: tuple[str, ...] = (
    "health",
    "biometric_genetic",
    "child",
    "precise_location",
    "government_id",
    "financial_credential",
    "special_category",
    "criminal_history",
    "auth_secret",
    "restricted_region",
)
"""In the order in which the clauses of a policy usually name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of finding.

    Attributes:
        name: Stable, in snake case; never reused for something else.
        group: The prohibited group that it always falls under, if any.
        category: The data category of `upheld.vocabulary` that a column of it holds.
        label: For people.
    """

    name: str
    group: str | None
    category: str
    label: Text


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by name, in the order of the documentation."""
    return {
        name: Kind(
            name=name,
            group=None if group == "-" else group,
            category=category,
            label=Text(en=en, ja=ja),
        )
        for name, group, category, en, ja in rows("upheld.detection", "kind.tsv")
    }
