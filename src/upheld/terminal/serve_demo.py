"""What `upheld serve --demo` serves: a workspace of its own, which goes when it ends."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from upheld.terminal.screen import SCREEN, say

if TYPE_CHECKING:
    from upheld.assembly import Workspace
    from upheld.web.signin.staff import Staff
    from upheld.web.site import Site

ADDRESS = "officer@staff.example.jp"
_COLLEAGUE = "approver@staff.example.jp"
_PASSWORD_BYTES = 12  # 16 characters


@contextmanager
def founded() -> "Iterator[Workspace]":
    """Found the workspace in a temporary folder, and open it."""
    from upheld.running import demo
    from upheld.terminal.founding import Start, found
    from upheld.terminal.opening import workspace

    with tempfile.TemporaryDirectory(prefix="upheld-demo-") as base:
        folder = Path(base) / "demo"
        SCREEN.progress(say("founding a company", "架空の会社を作っています"))
        found(folder, "demo", drill=False, start=Start(template=demo.TEMPLATE, samples=True))
        demo.more_people(folder / "data" / "app.db")
        with (folder / "upheld.yaml").open("a", encoding="utf-8") as settings:
            settings.write(demo.SETTINGS)
        with workspace(folder) as opened:
            yield opened


def furnish(opened: "Workspace", site: "Site") -> tuple[str, str]:
    """Let two people in and make the requests; return how the first of them signs in."""
    from upheld.running import demo
    from upheld.running.work import durable_of
    from upheld.web.console import staffing

    if site.office is None:
        raise AssertionError("a demo has a desk")
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    officer = _officer(site, password)
    with site.engine.begin() as connection:
        colleague = staffing.add(
            connection, site, officer.id, name="雪白 澪", address=_COLLEAGUE, roles=("approver",)
        )
    SCREEN.progress(say("making requests", "請求を作っています"))
    office = site.office
    durable = durable_of(opened, lambda: office)
    durable.launch()
    desk = demo.Desk(office=office, durable=durable, officer=officer.id, approver=colleague.id)
    try:
        demo.fill(desk)
    finally:
        durable.close()
        SCREEN.progress_over()
    return officer.address, password


def _officer(site: "Site", password: str) -> "Staff":
    from upheld.web.signin import passwords
    from upheld.web.signin.link_pages import add_first

    with site.engine.begin() as connection:
        officer = add_first(connection, site, "木漏 楓", ADDRESS)
        passwords.set_password(connection, officer.id, passwords.hash_password(password))
    return officer
