"""`/api/v1/settings`: what is set and what the desk runs on, as the console's page says it.

Nothing is changed here, as nothing is there: the file is, by whoever keeps the machine.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk import trying
from upheld.desk.office import Office
from upheld.desk.trying import Trial
from upheld.settings import SettingsFile
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.draft_endpoints import fault_shape
from upheld.web.api.settings_shapes import (
    GroupShape,
    ScheduleShape,
    SettingShape,
    SettingsShape,
    TrialShape,
)
from upheld.web.api.shapes import PROBLEMS
from upheld.web.console.settings.at_work import at_work
from upheld.web.console.settings.reading import changed, declared_now
from upheld.web.console.settings.told import Group, Line, groups_of, place
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of, site_of
from upheld.wording import Text

router = APIRouter(prefix="/api/v1/settings", responses=PROBLEMS, tags=["systems"])
Reader = Annotated[
    Token, Depends(acting("settings:read", "engineer", "privacy_officer", "auditor"))
]
Trier = Annotated[Token, Depends(acting("settings:try", "engineer", "privacy_officer"))]


@router.get("")
def read_settings(request: Request, token: Reader) -> SettingsShape:
    """Read every setting but the gateway's, without a secret, and what the desk runs on."""
    office, language = office_of(request), language_of(request)
    declared, wrong = declared_now(office)
    work = at_work(office)
    return SettingsShape(
        faults=[fault_shape(one, language) for one in wrong],
        changed=declared is not None and changed(declared, office),
        groups=[] if declared is None else [_group(one) for one in _groups(declared)],
        store=work.store,
        tables=work.version,
        newest_tables=work.newest,
        ledger=work.key_name,
        ledger_key=work.key_hash,
        working=work.alive,
        seen_at=work.seen_at,
        stuck=work.stuck,
        schedules=[
            ScheduleShape(
                name=one.name.by_language(),
                every=one.every.by_language(),
                last_at=one.last_at,
                next_at=one.next_at,
            )
            for one in work.schedules
        ],
        trial=_newest(office, token.made_by),
    )


@router.post("/trial")
def try_mail(request: Request, token: Trier, key: Key = None) -> TrialShape:
    """Mail a trial to the token's maker, by the road of every letter; at most one a minute."""
    office, site = office_of(request), site_of(request)

    def prepare() -> Callable[[Connection], str]:
        to = _maker(office, token).address
        written = trying.send(office, to, token.made_by, language_of(request))

        def make(within: Connection) -> str:
            if written:
                record(within, site, "mail-tried", token.actor)
            return "tried"

        return make

    once_for(Call(request=request, token=token, key=key), prepare)
    found = _newest(office, token.made_by)
    if found is None:
        raise PageUnknownError
    return found


def _maker(office: Office, token: Token) -> Staff:
    with office.company.engine.connect() as connection:
        found = store.staff_by_id(connection, token.made_by)
    if found is None:
        raise PageUnknownError
    return found


def _newest(office: Office, by: str) -> TrialShape | None:
    with office.company.engine.connect() as connection:
        found: Trial | None = trying.newest(connection, by)
    if found is None:
        return None
    return TrialShape(**{name: getattr(found, name) for name in TrialShape.model_fields})


def _groups(declared: SettingsFile) -> list[Group]:
    """Return the groups of the page, with the systems and the store, which it shows apart."""
    systems = [
        Line(key=f"systems.{name}", value=place(one)) for name, one in declared.systems.items()
    ]
    kept = [
        Line(key="store", value=place(declared.store)),
        Line(key="signing_key", value=place(declared.signing_key)),
    ]
    return [
        Group(title=Text(en="Systems", ja="システム"), docs="connectors.md", lines=systems),
        *groups_of(declared),
        Group(title=Text(en="Store and key", ja="保管庫と鍵"), docs="operation.md", lines=kept),
    ]


def _group(group: Group) -> GroupShape:
    return GroupShape(
        title=group.title.by_language(),
        docs=group.docs,
        settings=[SettingShape(key=one.key, value=one.value.by_language()) for one in group.lines],
    )
