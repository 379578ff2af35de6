"""Until when a request's own identifiers are kept: the retention rule `requests`."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from upheld.law.periods import last_day_kept
from upheld.refusal import RefusalError
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.wording import Text

RULE = "requests"


class RequestForgottenError(RefusalError):
    """Whom the request was about has been forgotten: its retention period has ended."""

    code = "request-forgotten"


def forget_on(company: Company, opened_at: datetime) -> datetime:
    """The first instant at which a request is to be forgotten, in UTC."""
    zone = ZoneInfo(company.policy.policy.tz)
    opened = opened_at.astimezone(zone).date()
    last = last_day_kept(opened, company.policy.retention[RULE].period, calendar=company.calendar)
    return datetime.combine(last + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)


def refuse_forgotten(case: Case) -> None:
    """Refuse to go on with a request of which nobody knows any more whom it is about.

    Raises:
        RequestForgottenError: See above.
    """
    if case.private is None:
        raise RequestForgottenError(
            Text(
                en=f"`{case.ref}` was forgotten: its retention period has ended",
                ja=f"`{case.ref}` は保存期間が終わり、内容が消去されています",
            ),
            remedy=Text(
                en="open a new request with `upheld request open`",
                ja="`upheld request open` で新しい請求を受け付けてください",
            ),
        )
