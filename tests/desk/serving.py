"""A desk on a real port of the loopback, with an officer, for real browsers."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.web.serving import free_port, running
from tests.web.sites import PASSWORD
from upheld.web.application import create
from upheld.web.signin import store as signin_store
from upheld.web.signin.passwords import hash_password, set_password
from upheld.web.signin.staff import new_staff_id
from upheld.web.site import Site


@contextmanager
def opened_desk(founded: Callable[[str], Path], folder: Path) -> Iterator[Desk]:
    """A desk of the consumer app in a folder of its own."""
    shutil.copytree(founded("consumer-app"), folder)
    drill = Drill(folder)
    yield Desk(drill)
    drill.workspace.close()


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve it; the address."""
    company, port = desk.drill.office.company, free_port()
    found = f"http://localhost:{port}"
    app = create(
        Site(
            engine=company.engine,
            clock=company.clock,
            policy=company.policy,
            company=company.policy.policy.company.text(),
            secret=bytes(range(32)),
            office=desk.drill.office,
            address=found,
        )
    )
    app.state.buckets.now = count(step=60.0).__next__
    with running(app, port):
        yield found


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
