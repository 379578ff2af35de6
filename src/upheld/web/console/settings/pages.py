"""`/console/settings`: what `upheld.yaml` says, how it holds now, and where each is changed.

Nothing is changed here: the file is, by whoever keeps the machine, with its history.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import trying
from upheld.refusal import RefusalError
from upheld.settings import SettingsFile
from upheld.web.console.settings.at_work import at_work
from upheld.web.console.settings.reading import changed, declared_now
from upheld.web.console.settings.systems import systems_of
from upheld.web.console.settings.told import groups_of, place
from upheld.web.forms import Form, read_posted
from upheld.web.language import language_of
from upheld.web.roles import Role, allow
from upheld.web.routers import Entry
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of, site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
HERE = "/console/settings"
_READERS: tuple[Role, ...] = ("engineer", "privacy_officer", "auditor")
_TRIERS: tuple[Role, ...] = ("engineer", "privacy_officer")
NAVIGATION = (
    Entry(path=HERE, label=Text(en="Settings", ja="設定"), order=90, roles=frozenset(_READERS)),
)
Reader = Annotated[Staff, Depends(allow(*_READERS))]
Trier = Annotated[Staff, Depends(allow(*_TRIERS))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(HERE)
def show(request: Request, staff: Reader) -> Response:
    """Show every setting but the gateway's."""
    return _page(request, staff, Form())


@router.post(f"{HERE}/trial")
def trial(request: Request, staff: Trier, form: Posted) -> Response:
    """Mail a trial to whoever asks for it, by the road of every letter."""
    office = office_of(request)
    try:
        written = trying.send(office, staff.address, str(staff.id), language_of(request))
    except RefusalError as refusal:
        form.say("trial", refusal.what)
        return _page(request, staff, form, status=422)
    if written:
        with office.company.engine.begin() as connection:
            record(connection, site_of(request), "mail-tried", str(staff.id))
    return RedirectResponse(f"{HERE}#trial", status_code=303)


def _page(request: Request, staff: Staff, form: Form, *, status: int = 200) -> Response:
    office = office_of(request)
    declared, wrong = declared_now(office)
    shown = declared or SettingsFile()
    with office.company.engine.connect() as connection:
        tried = trying.newest(connection, str(staff.id))
    return page(
        request,
        "console/settings/settings.html",
        status=status,
        form=form,
        wrong=wrong,
        changed=declared is not None and changed(declared, office),
        systems=systems_of(shown.systems, office.company),
        groups=groups_of(shown) if declared is not None else [],
        places={"store": place(shown.store), "signing_key": place(shown.signing_key)},
        work=at_work(office),
        trial=tried,
        may_try=bool(set(_TRIERS) & staff.roles),
    )
