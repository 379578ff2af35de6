"""The promise board of a running desk: computed from the stores, and again after five minutes."""

from datetime import datetime

from upheld.checking.procedure import Subject
from upheld.datamap.reading import read_maps
from upheld.desk.office import Office
from upheld.evidence.proven import ProvenLedger
from upheld.policy.reading import locate_policy
from upheld.promises.board import Board, compute
from upheld.promises.gathering import gather
from upheld.promises.pages_made import clauses_on_pages
from upheld.running.fresh import Fresh
from upheld.running.settings_checked import gateway_given, settings_checked
from upheld.settings import load


def _computed(office: Office, now: datetime) -> Board:
    company = office.company
    read, settings = locate_policy(office.policy_folder), load(office.folder)
    subject = Subject(
        policy=read,
        maps=read_maps(office.folder / "datamap"),
        places=company.places,
        calendar=company.calendar,
        settings=settings_checked(settings, read.model),
    )
    today = now.astimezone(office.zone).date()
    facts = gather(
        subject,
        company.clock,
        ProvenLedger(company.engine, company.signer.public),
        clauses_on_pages(read.model, today),
        calendar=settings.calendar(),
        gateway=gateway_given(settings),
    )
    return compute(read.model, facts)


_BOARD = Fresh(_computed)


def board_of(office: Office) -> Board:
    """Return the board, at most five minutes old; one computation at a time.

    Raises:
        RefusalError: The policy or a map cannot be read, or the ledger is not the one that was
            signed; or so it was a minute ago.
    """
    return _BOARD.of(office)
