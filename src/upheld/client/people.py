"""Who works at the desk, as calls: for the company's own directory of people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from upheld.client.answers import moments
from upheld.client.api import Client, path_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody who works with requests.

    Attributes:
        id: What the ledger calls them.
        state: `here`, `locked` (no password counts for a while) or `left`.
    """

    id: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    roles: Sequence[str]
    state: str
    has_password: bool
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which somebody is signed in."""

    session: str
    method: str
    browser: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStaff(Staff):
    """Somebody, with the browsers in which they are signed in."""

    sessions: Sequence[Session]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link for a colleague; `None` where the call was made before with its key."""

    id: str
    link: str | None = field(repr=False)
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role and what it is for, by language; `by_program` says whether a token may give it."""

    role: str
    label: Mapping[str, str]
    duty: Mapping[str, str]
    by_program: bool


class PeopleClient(Client):
    """A client that lets colleagues in and out.

    Who decides or approves is let in by a person in the console: a token is refused.
    """

    def roles(self) -> list[Role]:
        """List the roles there are, and what each is for."""
        return [Role(**one) for one in self._get("/roles")]

    def staff(self, *, page: int = 100) -> Iterator[Staff]:
        """Yield who works here, by id; those who left too."""
        for one in self._pages("/staff", "staff", limit=page):
            yield _staff(one)

    def one_staff(self, id_: str) -> OneStaff:
        """Read who somebody is, and where they are signed in."""
        found = moments(self._get(path_of("staff", id_)), "left_at")
        sessions = tuple(
            Session(**moments(one, "began_at", "seen_at")) for one in found.pop("sessions")
        )
        return OneStaff(**{**found, "roles": tuple(found["roles"])}, sessions=sessions)

    def let_in(
        self, name: str, address: str, roles: Sequence[str], *, key: str | None = None
    ) -> Link:
        """Let a colleague in; hand the link over, which comes back this once."""
        body = {"name": name, "address": address, "roles": list(roles)}
        return _link(self._post("/staff", body, key=key))

    def join_link(self, id_: str, *, key: str | None = None) -> Link:
        """Make a new one-time link for somebody; earlier ones count no longer."""
        return _link(self._post(path_of("staff", id_, "link"), key=key))

    def change_roles(self, id_: str, roles: Sequence[str], *, key: str | None = None) -> Staff:
        """Change what somebody may do."""
        return _staff(self._post(path_of("staff", id_, "roles"), {"roles": list(roles)}, key=key))

    def let_out(self, id_: str, *, key: str | None = None) -> Staff:
        """Let somebody in no longer; their browsers are signed out at once."""
        return _staff(self._post(path_of("staff", id_, "disable"), key=key))

    def let_in_again(self, id_: str, *, key: str | None = None) -> Staff:
        """Let somebody in again, with the proofs they had."""
        return _staff(self._post(path_of("staff", id_, "enable"), key=key))

    def sign_out(self, id_: str, session: str | None = None, *, key: str | None = None) -> int:
        """Sign somebody's browsers out, one of them or all; return how many."""
        found = self._post(path_of("staff", id_, "sign-out"), {"session": session}, key=key)
        return int(found["ended"])


def _staff(found: dict[str, Any]) -> Staff:
    return Staff(**{**moments(found, "left_at"), "roles": tuple(found["roles"])})


def _link(found: dict[str, Any]) -> Link:
    return Link(**moments(found, "ends_at"))
