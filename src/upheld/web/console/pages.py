"""`/console`: who is here, and what is still to be set up."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.web.console.second_person import second_person
from upheld.web.console.tasks import Task
from upheld.web.roles import anyone_signed_in
from upheld.web.routers import Entry
from upheld.web.signin import passkeys, store
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
NAVIGATION = (Entry(path="/console", label=Text(en="Start", ja="はじめに"), order=0),)


@router.get("/console")
def start(request: Request, staff: Annotated[Staff, Depends(anyone_signed_in())]) -> Response:
    """Greet, and show what keeps this desk from being safe to use."""
    site = site_of(request)
    with site.engine.connect() as connection:
        tasks = list(_tasks(connection, site, staff))
    return page(request, "console/start.html", tasks=tasks)


def _tasks(connection: Connection, site: Site, staff: Staff) -> Iterator[Task]:
    has_passkey = bool(passkeys.passkeys_of(connection, staff))
    yield Task(
        path="/console/account",
        title=Text(en="Add a passkey", ja="パスキーの追加"),
        hint=Text(
            en="it cannot be guessed, and foreign pages cannot ask for it",
            ja="推測されず、偽のページに入力してしまうこともありません",
        ),
        done=has_passkey,
    )
    if "privacy_officer" not in staff.roles:
        return
    yield Task(
        path="/console/staff",
        title=Text(en="Let in a second privacy officer", ja="二人目の個人情報保護担当の追加"),
        hint=Text(
            en="so that requests go on when one is away",
            ja="一人が不在でも請求への対応が止まりません",
        ),
        done=store.count_able(connection, "privacy_officer") > 1,
    )
    yield Task(
        path="/console/staff",
        title=Text(en="Let in a second approver", ja="二人目の承認者の追加"),
        hint=second_person(site),
        done=store.count_able(connection, "approver") > 1,
    )
