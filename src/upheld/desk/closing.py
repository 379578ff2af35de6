"""Closing: a case ends when its answer has reached the person, never because time has passed."""

from upheld.desk import answers
from upheld.desk.case import Case
from upheld.desk.letters import writing
from upheld.desk.moving import move
from upheld.desk.office import Office
from upheld.durable import outbox


def close(office: Office, case: Case) -> None:
    """Close a case whose answer went out, unless a bundle still waits to be fetched.

    A letter that was sent is an answer. A bundle is one too, but stays open for the person: the
    case is closed when it is fetched, or when its link has ended.
    """
    with office.company.engine.begin() as connection:
        answer = answers.of_case(connection, office.company.vault, case.reference)
        fetched = answer is None or answer.bundle is None or answer.collected > 0
        gone = answer is not None and answer.erased_at is not None
        if fetched or gone or _without_link(case):
            move(office, connection, case, "closed")


def _without_link(case: Case) -> bool:
    """Whoever has no address got the answer on paper."""
    return case.sealed is None or not case.sealed.contact


def say_withdrawn(office: Office, case: Case) -> None:
    """Confirm a withdrawal; the confirmation closes the case, or its writing where none is sent."""
    with office.company.engine.begin() as connection:
        outbox.cancel(connection, case.reference, office.company.clock.now(), kind="case-remind")
        told = {"status_url": office.link("/status")}
        writing.write(office, connection, case, "withdrawn", told, occasion="withdrawn")
        if _without_link(case):
            move(office, connection, case, "closed")
