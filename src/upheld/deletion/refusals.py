"""What is refused wherever a plan is approved and carried out: a request's, a sweep's.

The words differ, because what is to be done about it does; what it is called does not.
"""

import re

from upheld.refusal import RefusalError, UsageError
from upheld.wording import Text

_HASH = re.compile("[0-9A-Fa-f]{64}")


class PlanStaleError(RefusalError):
    """What was approved is no longer what would be done."""

    code = "plan-stale"


class NotApprovedError(RefusalError):
    """There is no approved plan."""

    code = "not-approved"


class WrongStateError(RefusalError):
    """What is asked for cannot be done in the state that a request or a sweep is in."""

    code = "wrong-state"


def refuse_part_of_hash(given: str) -> None:
    """Refuse what is no whole hash of a plan: whoever approves names exactly one.

    Raises:
        UsageError: It has not 64 hexadecimal digits.
    """
    if _HASH.fullmatch(given.strip()):
        return
    raise UsageError(
        Text(
            en="the hash of a plan has 64 hexadecimal digits, and this one has not",
            ja="計画のハッシュは 64 桁の 16 進数ですが、指定されたものは異なります",
        ),
        remedy=Text(
            en="give the whole hash as the plan shows it (`plan_sha256`)",
            ja="計画に表示されたハッシュ(`plan_sha256`)の全体を指定してください",
        ),
    )
