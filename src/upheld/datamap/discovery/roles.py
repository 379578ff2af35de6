"""Whose does a reference make a row? Owner, accessor, mention or custodian."""

from dataclasses import dataclass

from upheld.datamap.discovery.naming import stem
from upheld.datamap.model import Role
from upheld.detection.nouns import Noun
from upheld.detection.spelling import word_set

_CUSTODIANS = word_set("""
    staff operator handler assignee editor approver moderator publisher agent admin manager
    processor actor worker performer assigned responsible resolved approved locked finished closed
    judge examiner grader proctor supervisor inspector auditor verifier validator checker dispatcher
    technician planner authorizer authoriser cashier salesperson salesman salesrep coordinator curator
    caretaker maintainer custodian keeper steward secretary tester
    担当者 担当 対応者 作成者 更新者 承認者 tanto tantosha""")
_OWNING_ACTS = word_set(
    "submitted ordered requested purchased placed posted written reviewed bought booked paid "
    "reported"
)
_MENTIONS = word_set(
    "referrer referred inviter invited friend introducer mentioned target winner introduced"
)
_SENDERS = frozenset({"sender", "from", "author", "creator"})
_RECEIVERS = frozenset({"recipient", "receiver", "to", "addressee"})
_SUBMITTERS = frozenset({"submitter", "applicant", "requester", "requestor", "orderer", "buyer"})
_FOUNDERS = frozenset({"creator", "author", "owner", "organizer", "organiser", "host", "founder"})
_WRITERS = frozenset({"author", "writer", "poster"})
_READERS = frozenset({"reviewer", "proofreader"})
"""Who writes a review; of a row that names who made it, who looks it through."""
_PLAIN_OWNERS = frozenset({"user", "account", "person", "ユーザー"})
# Words for those a business serves: their register is a register, whoever logs in for them.
STRONG_OWNERS = frozenset(
    {
        "customer",
        "member",
        "buyer",
        "subscriber",
        "patient",
        "student",
        "client",
        "guest",
        "会員",
        "顧客",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGuess:
    """A role, how sure it is (0 to 1), and why."""

    role: Role
    confidence: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stands around a reference straight to a person.

    Attributes:
        noun: What the rows of its table are.
        others: Last words of the other columns of this table that mean a person.
        to_staff: Whether it refers to staff, where customers are kept elsewhere.
        optional: Whether the column may be NULL.
        part_of_another: Whether each row is part of some person's row anyway.
        log: Whether the table records who did what to which record.
        shared: Whether rows of many people refer to one row of the table.
        for_customers: Whether rows that name customers refer to the table, as bookings to a class.
        named: The table's own name in lower case, its words run together.
    """

    noun: Noun
    others: frozenset[str] = frozenset()
    to_staff: bool = False
    optional: bool = False
    part_of_another: bool = False
    log: bool = False
    shared: bool = False
    for_customers: bool = False
    named: str = ""


def towards_person(column: str, setting: Setting) -> RoleGuess:
    """Guess the role of a reference straight to a person."""
    about = stem(column)
    kinds = [word for word in about if word in _CUSTODIANS and setting.named.startswith(word)]
    if kinds and not setting.others and not setting.optional:
        why = "the table is about people of this kind: their hours, their absences"
        return RoleGuess(role="owner", confidence=0.82, why=why)
    looks_through = set(about) & _READERS and setting.others & (_FOUNDERS | _WRITERS | _SUBMITTERS)
    if looks_through or handles(column):
        alone = setting.noun == "record" and not setting.others and not setting.part_of_another
        return _custodian(0.6 if alone else 0.9, "who handled it, not whose it is")
    if set(about) & _MENTIONS:
        return RoleGuess(role="mention", confidence=0.8, why="names another person")
    if set(about) & _SENDERS and setting.others & _RECEIVERS:
        if setting.optional:
            return _custodian(0.8, "who sent it; the row is the recipient's")
        return RoleGuess(role="accessor", confidence=0.8, why="the row is the recipient's")
    return _plainly(about, setting)


def handles(column: str) -> bool:
    """Whether the name is of somebody who deals with a row that is another's."""
    about = stem(column)
    by = about[-1:] == ("by",) and not set(about) & _OWNING_ACTS
    # `history_user` of a copied row: who changed the row that was copied.
    return by or bool(set(about) & _CUSTODIANS) or about[:1] == ("history",)


def _plainly(about: tuple[str, ...], setting: Setting) -> RoleGuess:
    if setting.log:
        return _custodian(0.85, "who did something to another record")
    strong = bool(set(about) & STRONG_OWNERS)
    if setting.to_staff and (of_staff := _by_staff(about, setting, strong=strong)):
        return of_staff
    # A record (an order, a ticket) with many parts is its person's, as is what somebody submitted;
    # what somebody set up or looks after is not.
    named = _FOUNDERS | _PLAIN_OWNERS if setting.noun == "unknown" else _FOUNDERS
    # What somebody wrote is theirs, however many vote on it or answer; an event is not.
    # (Pages and articles have authors too, and are the business's.)
    theirs = setting.noun in {"record", "unknown", "thing"}
    written = theirs and not setting.optional and set(about) & _WRITERS
    if setting.shared and set(about) & named and not strong and not written:
        return _custodian(0.65, "rows of many people refer to one of these: it is nobody's own")
    if not strong and setting.part_of_another and setting.optional:
        return _custodian(
            0.7, "each row is part of a person's row already; this may be who wrote it"
        )
    confidence = 0.95 if strong else 0.9
    if not strong and setting.noun in {"content", "thing", "organisation"}:
        kept = setting.noun == "thing" and not setting.optional and set(about) & _PLAIN_OWNERS
        own = kept or written or set(about) & _SUBMITTERS
        if not own:
            return _custodian(0.65, "content of the business that somebody looks after")
        confidence = 0.82
    return RoleGuess(role="owner", confidence=confidence, why="names whose row it is")


def _by_staff(about: tuple[str, ...], setting: Setting, *, strong: bool) -> RoleGuess | None:
    """Guess the role of a reference to staff; `None` where it says no more than any other."""
    if setting.others - set(about[-1:]):
        return _custodian(0.85, "staff, beside a customer's key")
    if setting.for_customers and not strong:
        # Taken for the owner, a teacher would own the class, and with it the bookings of customers.
        return _custodian(0.6, "refers to staff: who looks after it, unless the row is their own")
    return None


def _custodian(confidence: float, why: str) -> RoleGuess:
    return RoleGuess(role="custodian", confidence=confidence, why=why)


def towards_owned(*, greater: bool = False) -> RoleGuess:
    """Guess the role of a reference to a row that is a person's; `greater`: from one with more parts."""
    if greater:
        why = "names a row that is a person's, but may do without, and more tables refer to it"
        return RoleGuess(role="owner", confidence=0.5, why=why)
    return RoleGuess(role="owner", confidence=0.92, why="part of a row that is a person's")
