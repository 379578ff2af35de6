"""Programs of officers: tokens of people who are on the staff, and the calls they make."""

from dataclasses import dataclass
from functools import cached_property

from fastapi import FastAPI

from tests.desk.driving import Desk
from tests.desk.test_api import Inside
from tests.desk.test_centre import site_for as app_of
from upheld.client import StaffClient
from upheld.web.signin import store, tokens
from upheld.web.signin.staff import Staff, new_staff_id
from upheld.web.signin.tokens import SCOPES, Scope


@dataclass
class Programs:
    """A desk and the programs that work at it."""

    desk: Desk

    @cached_property
    def app(self) -> FastAPI:
        return app_of(self.desk.drill)

    def officer(self, *roles: str) -> Staff:
        """Somebody new on the staff; a privacy officer by default."""
        id_ = new_staff_id()
        with self.desk.drill.office.company.engine.begin() as connection:
            store.add_staff(
                connection, id_=id_, name="sora", address=f"{id_}@office.example",
                roles=roles or ("privacy_officer",), at=self.desk.drill.office.company.clock.now(),
            )  # fmt: skip
            found = store.staff_by_id(connection, id_)
        assert found is not None
        return found

    def of(self, maker: Staff | None = None, *scopes: Scope) -> StaffClient:
        """A program with a token that somebody made; with every scope by default."""
        return self.by(self.token(maker or self.officer(), *scopes))

    def token(self, maker: Staff, *scopes: Scope) -> str:
        """A token that somebody made."""
        with self.desk.drill.office.company.engine.begin() as connection:
            return tokens.make(
                connection, self.app.state.site, maker, label="t", scopes=scopes or SCOPES, days=30
            )

    def by(self, token: str) -> StaffClient:
        """A process of a program with this token."""
        return StaffClient("http://localhost:8420", token=token, transport=Inside(self.app))
