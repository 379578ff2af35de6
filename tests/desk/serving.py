"""A desk on a real port of the loopback, with an officer, for real browsers."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_centre import site_for
from tests.web.serving import free_port, running
from tests.web.sites import PASSWORD
from upheld.payments.stripe import Stripe
from upheld.web.openid.provider import Accounts
from upheld.web.signin import store as signin_store
from upheld.web.signin.passwords import hash_password, set_password
from upheld.web.signin.staff import new_staff_id


@contextmanager
def opened_desk(
    founded: Callable[[str], Path], folder: Path, company: str = "consumer-app"
) -> Iterator[Desk]:
    """A desk of an example company in a folder of its own."""
    shutil.copytree(founded(company), folder)
    drill = Drill(folder)
    yield Desk(drill)
    drill.workspace.close()


@contextmanager
def served(
    desk: Desk, accounts: Accounts | None = None, cards: Stripe | None = None
) -> Iterator[str]:
    """Serve it; the address."""
    port = free_port()
    found = f"http://localhost:{port}"
    app = site_for(desk.drill, address=found, accounts=accounts, cards=cards)
    app.state.buckets.now = count(step=60.0).__next__
    with running(app, port):
        yield found


def sign_in(page: Any, address: str) -> None:
    """Sign somebody in by their password."""
    page.goto("/sign-in")
    page.fill("#address", address)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: url.endswith("/console"))


def officer_of(desk: Desk) -> str:
    """Somebody who may decide and approve; the address to sign in with."""
    id_, mail = new_staff_id(), "sora@office.example"
    company = desk.drill.office.company
    with company.engine.begin() as connection:
        signin_store.add_staff(
            connection, id_=id_, name="青空 そら", address=mail,
            roles=("privacy_officer", "approver"), at=company.clock.now(),
        )  # fmt: skip
        set_password(connection, id_, hash_password(PASSWORD))
    return mail
