"""A member of staff, as every page may know them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

StaffId = NewType("StaffId", str)
"""`S-` and 10 hex digits: what the ledger names a person of the staff by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Someone who works with requests.

    Attributes:
        id: What the ledger calls them.
        name: What colleagues call them.
        address: Where mail reaches them, in the spelling they gave.
        roles: What they may do; see `web.roles.ROLES`.
        has_password: Whether they can sign in with one.
        locked_until: Until when no password counts, after too many wrong ones.
        disabled_at: When they left, if they did.
    """

    id: StaffId
    name: str
    address: str
    roles: frozenset[str]
    has_password: bool = False
    locked_until: datetime | None = None
    disabled_at: datetime | None = None


def new_staff_id() -> StaffId:
    """Return an id that nobody has."""
    return StaffId(f"S-{secrets.token_hex(5)}")
