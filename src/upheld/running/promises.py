"""The promise board of a running desk: computed from the stores, and again after five minutes."""

from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from upheld.checking.procedure import Subject
from upheld.datamap.reading import read_maps
from upheld.desk.office import Office
from upheld.policy.reading import locate_policy
from upheld.promises.board import Board, compute
from upheld.promises.gathering import gather
from upheld.promises.pages_made import clauses_on_pages
from upheld.refusal import RefusalError

FRESH = timedelta(minutes=5)
_LOCK = Lock()
_KEPT: "WeakKeyDictionary[Engine, Board]" = WeakKeyDictionary()
FAILED_FOR = timedelta(minutes=1)
"""A policy that cannot be read is not read again for each visitor of a public page."""
_FAILED: "WeakKeyDictionary[Engine, tuple[datetime, RefusalError]]" = WeakKeyDictionary()


def board_of(office: Office) -> Board:
    """Return the board, at most five minutes old; one computation at a time.

    Raises:
        RefusalError: The policy or a map cannot be read, or could not a minute ago.
    """
    company = office.company
    with _LOCK:
        kept = _KEPT.get(company.engine)
        now = company.clock.now()
        if kept is not None and timedelta(0) <= now - kept.at < FRESH:
            return kept
        failed = _FAILED.get(company.engine)
        if failed is not None and timedelta(0) <= now - failed[0] < FAILED_FOR:
            raise failed[1].with_traceback(None)
        try:
            board = _computed(office, now)
        except RefusalError as refusal:
            _FAILED[company.engine] = (now, refusal)
            raise
        _FAILED.pop(company.engine, None)
        _KEPT[company.engine] = board
        return board


def _computed(office: Office, now: datetime) -> Board:
    company = office.company
    read = locate_policy(office.folder / "policy")
    subject = Subject(
        policy=read,
        maps=read_maps(office.folder / "datamap"),
        places=company.places,
        calendar=company.calendar,
    )
    today = now.astimezone(office.zone).date()
    facts = gather(subject, company.clock, company.engine, clauses_on_pages(read.model, today))
    return compute(read.model, facts)
