"""What a policy says of what is looked for: the people of which regions, children of which age.

Whatever screens or searches by a policy takes it from here, so that all of them find the same.
"""

from datetime import date

from upheld.detection import Scanner
from upheld.detection.about.child import BOUND
from upheld.detection.standard import REGIONS, standard
from upheld.policy.model import Policy


def regions_of(policy: Policy) -> frozenset[str]:
    """Return the countries whose people's data is restricted (ISO 3166-1).

    They are those that `regions` closes, by whichever of its lines; where it closes none, the standard ones.
    """
    closed = frozenset[str]() if policy.regions is None else policy.regions.all_closed()
    return closed or frozenset(REGIONS)


def child_bound_of(policy: Policy) -> int:
    """Return the age under which somebody is a child: the highest that the policy names."""
    prohibited = () if policy.ai is None else policy.ai.prohibited
    named = [one.under for one in prohibited if one.kind == "child" and one.under is not None]
    return max(named, default=BOUND)


def scanner_of(policy: Policy, today: date) -> Scanner:
    """Return the scanner that goes by a policy; `today` is the day on which ages are computed."""
    return standard(today=today, regions=regions_of(policy), child_under=child_bound_of(policy))
