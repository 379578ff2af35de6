"""What is refused wherever a plan is approved and carried out: a request's, a sweep's.

The words differ, because what is to be done about it does; what it is called does not.
"""

from upheld.refusal import RefusalError


class PlanStaleError(RefusalError):
    """What was approved is no longer what would be done."""

    code = "plan-stale"


class NotApprovedError(RefusalError):
    """There is no approved plan."""

    code = "not-approved"


class WrongStateError(RefusalError):
    """What is asked for cannot be done in the state that a request or a sweep is in."""

    code = "wrong-state"
