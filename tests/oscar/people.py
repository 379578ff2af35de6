"""The customers that tests of deletion and disclosure ask for, and what each of them owns.

Reads the files that the filling left behind; Django is not started.
"""

from dataclasses import dataclass

from tests.oscar.invented import ROLES, by_email, needles
from tests.oscar.prepared import owned_rows

__all__ = ["ROLES", "Customer", "customer", "customers", "needles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One chosen customer.

    Attributes:
        role: One of `ROLES`, where it says what is special, or "ordinary".
        email: The address, in the letters in which the account has it.
        rows: Rows that lead to the customer by table, counted through Django's models.
    """

    role: str
    email: str
    rows: dict[str, int]


def customers() -> tuple[Customer, ...]:
    """Return every chosen customer, the special ones first, in the order of `ROLES`."""
    return tuple(
        Customer(role=by_email(email).role, email=email, rows=rows)
        for email, rows in owned_rows().items()
    )


def customer(role: str) -> Customer:
    """Return the customer who is special in this way.

    Raises:
        LookupError: no such role.
    """
    for found in customers():
        if found.role == role:
            return found
    raise LookupError(f"no customer of the shop has the role {role}")
