"""A fee that somebody saw come in: a transfer on the account, money at the counter."""

from typing import Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk.case import Case
from upheld.desk.fees import book, charging
from upheld.desk.office import Office
from upheld.wording import Text

SeenWay: TypeAlias = Literal["bank", "counter"]


def pay_seen(
    office: Office, connection: Connection, case: Case, way: SeenWay, *, by: str, number: str = ""
) -> str:
    """Note that what is left of a fee came in; return the receipt's number.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        way: How it came.
        by: Who saw it.
        number: Of the transfer. It may lead to an account: kept as a digest, it counts once.

    Raises:
        FeeRefusedError: No fee is asked, it is paid, or this payment was noted before.
    """
    found = book.account(connection, case.reference)
    if found is None:
        raise book.refused(
            Text(en="no fee is asked for this request", ja="この請求に手数料はありません"),
            Text(en="look at the number of the request", ja="受付番号を確かめてください"),
        )
    named = f"{way}:{case.reference}:{number}"
    outside = office.digest("transfer", named) if number else None
    receipt = charging.pay(office, connection, case, found.left, way, by=by, outside=outside)
    if receipt is None:
        raise book.refused(
            Text(en="this payment is in the book already", ja="この入金は記録済みです"),
            Text(en="look at what was paid", ja="受領済みの額を確かめてください"),
        )
    return receipt
