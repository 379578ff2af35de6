"""The promise board of a running desk: computed from the stores, and again after five minutes."""

from datetime import timedelta
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

FRESH = timedelta(minutes=5)
_LOCK = Lock()
_KEPT: "WeakKeyDictionary[Engine, Board]" = WeakKeyDictionary()


def board_of(office: Office) -> Board:
    """Return the board, at most five minutes old; one computation at a time.

    Raises:
        RefusalsError: The policy or a map cannot be read.
    """
    company = office.company
    with _LOCK:
        kept = _KEPT.get(company.engine)
        now = company.clock.now()
        if kept is not None and timedelta(0) <= now - kept.at < FRESH:
            return kept
        read = locate_policy(office.folder / "policy")
        subject = Subject(
            policy=read,
            maps=read_maps(office.folder / "datamap"),
            places=company.places,
            calendar=company.calendar,
        )
        today = now.astimezone(office.zone).date()
        facts = gather(subject, company.clock, company.engine, clauses_on_pages(read.model, today))
        board = compute(read.model, facts)
        _KEPT[company.engine] = board
        return board
