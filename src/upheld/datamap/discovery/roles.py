"""In which direction does a reference make a row somebody's? Owner, accessor, mention, custodian."""

from dataclasses import dataclass

from upheld.datamap.discovery.naming import stem
from upheld.datamap.model import Role
from upheld.detection.nouns import Noun
from upheld.detection.spelling import word_set

_CUSTODIANS = word_set("""staff operator handler assignee editor approver moderator publisher agent admin manager
    processor actor worker performer 担当者 担当 作成者 更新者 承認者 tanto tantosha""")
_OWNING_ACTS = word_set(
    "submitted ordered requested purchased placed posted written reviewed bought booked paid reported"
)
_MENTIONS = word_set(
    "referrer referred inviter invited friend introducer mentioned target winner introduced"
)
_SENDERS = frozenset({"sender", "from", "author", "creator"})
_RECEIVERS = frozenset({"recipient", "receiver", "to", "addressee"})
_STRONG_OWNERS = frozenset(
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


def towards_person(column: str, noun: Noun, *, others: frozenset[str], to_staff: bool) -> RoleGuess:
    """Guess the role of a reference straight to a person.

    Args:
        column: The referring column.
        noun: What the rows of its table are.
        others: First words of the other columns of this table that mean a person.
        to_staff: Whether it refers to staff where customers are kept elsewhere.
    """
    about = stem(column)
    last = about[-1] if about else ""
    if (last == "by" and not set(about) & _OWNING_ACTS) or set(about) & _CUSTODIANS:
        sure = 0.9 if others or noun != "record" else 0.6
        return RoleGuess(role="custodian", confidence=sure, why="who handled it, not whose it is")
    if set(about) & _MENTIONS:
        return RoleGuess(role="mention", confidence=0.8, why="names another person")
    if last in _SENDERS and others & _RECEIVERS:
        return RoleGuess(role="accessor", confidence=0.8, why="the row is the recipient's")
    if to_staff and others - {last}:
        return RoleGuess(role="custodian", confidence=0.85, why="staff, beside a customer's key")
    if set(about) & _STRONG_OWNERS:
        return RoleGuess(role="owner", confidence=0.95, why="names whose row it is")
    if noun in {"content", "thing", "organisation"}:
        return RoleGuess(
            role="custodian",
            confidence=0.65,
            why="content of the business that somebody looks after",
        )
    return RoleGuess(role="owner", confidence=0.9, why="names whose row it is")


def towards_owned(*, optional: bool, has_owner: bool) -> RoleGuess:
    """Guess the role of a reference to a row that is a person's already.

    Args:
        optional: Whether the column may be NULL.
        has_owner: Whether the row names its person itself.
    """
    if optional and has_owner:
        return RoleGuess(
            role="accessor", confidence=0.85, why="the row names its person itself; this is a link"
        )
    return RoleGuess(role="owner", confidence=0.92, why="part of a row that is a person's")
