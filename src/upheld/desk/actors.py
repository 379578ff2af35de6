"""Who acts, as the ledger names them: a member of staff, or a token of the API by whom it was made.

A token is no person: it is the hand of whoever made it, and what it does is answered for by them.
So `S-…/uph_…` is written wherever `S-…` would stand, and two things follow where a company asks
that a second person approves:

1. What one person's tokens and that person did is done by one person.
2. Of two programs none has looked: at most one of the two acts may be a token's. A company whose
   programs decide still has a person who looks, and one whose officers decide may have a program
   of another officer approve.
"""

_MARK = "/uph_"


def by_token(maker: str, token: str) -> str:
    """Name a token and who made it.

    >>> by_token("S-0123456789", "abcdef0123")
    'S-0123456789/uph_abcdef0123'
    """
    return f"{maker}{_MARK}{token}"


def person_of(actor: str) -> str:
    """Return who answers for an act.

    >>> person_of("S-0123456789/uph_abcdef0123"), person_of("S-0123456789")
    ('S-0123456789', 'S-0123456789')
    """
    return actor.partition(_MARK)[0]


def two_pairs_of_eyes(one: str, other: str) -> bool:
    """Whether two acts were seen by two people, at least one of them with their own eyes.

    >>> two_pairs_of_eyes("S-1", "S-2"), two_pairs_of_eyes("S-1", "S-1/uph_a")
    (True, False)
    >>> two_pairs_of_eyes("S-1/uph_a", "S-2"), two_pairs_of_eyes("S-1/uph_a", "S-2/uph_b")
    (True, False)
    """
    programs = (_MARK in one) and (_MARK in other)
    return person_of(one) != person_of(other) and not programs
