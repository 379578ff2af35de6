"""Which grounds can apply to one request: of the list of its kind, those that its facts allow.

Nobody is refused for a fee that is not owed, or for the power of an agent where none acts.
"""

from sqlalchemy import Connection

from upheld.desk.case import Case
from upheld.desk.fees import book
from upheld.desk.grounds import FEE, POWER, Ground, GroundUnknownError, grounds_for, known_among
from upheld.desk.kinds import kind_of
from upheld.desk.office import Office
from upheld.wording import Text

_WHY_NOT = {
    FEE: Text(
        en="`fee-not-paid` does not apply: this request owes no fee",
        ja="`fee-not-paid` は当たりません。この請求に未払いの手数料はありません",
    ),
    POWER: Text(
        en="`power-not-shown` does not apply: no agent acts in this request",
        ja="`power-not-shown` は当たりません。この請求に代理人はいません",
    ),
}


def grounds_of(office: Office, connection: Connection, case: Case) -> tuple[Ground, ...]:
    """Return every ground on which this request may be refused now."""
    known = grounds_for(office.company.policy, case.right, case.residence)
    left_out = {POWER} if case.agent == "none" else set()
    fee = book.account(connection, case.reference)
    if fee is None or fee.settled:
        left_out.add(FEE)
    return tuple(one for one in known if one.code not in left_out)


def applying(office: Office, connection: Connection, case: Case, code: str | None) -> Ground:
    """Return one ground of those that can apply.

    Raises:
        GroundUnknownError: It is not on the list of the kind, or cannot apply to this request.
    """
    can = grounds_of(office, connection, case)
    every = grounds_for(office.company.policy, case.right, case.residence)
    found = known_among(every, code, kind_of(case.right).label, offered=can)
    if found not in can:
        listed = ", ".join(f"`{one.code}`" for one in can)
        raise GroundUnknownError(
            _WHY_NOT[found.code],
            remedy=Text(en=f"give one of {listed}", ja=f"次のいずれかを指定してください: {listed}"),
        )
    return found
