"""What a token may hand on: a child that can less than it, for a shorter time, and ends with it.

1. A child has scopes of its parent and no others, of those only what a program does for the
   company itself: reading what is not personal, opening and withdrawing requests (`HANDED_ON`).
   Acts of staff, what is personal, people and tokens are given to a program by a person.
2. It ends no later than its parent, and is ended with it, in the same transaction.
3. It has no children, since no child has `tokens:make`.
4. It is made by whoever made the parent: for the ledger and for four eyes they are one person.

`docs/decisions/0021-what-a-token-hands-on.md` says why.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, update

from upheld.web.refused import TokenNeededError, WebRefusalError
from upheld.web.signin import store
from upheld.web.signin.tokens import SCOPES, Scope, Token, keep
from upheld.web.site import Site
from upheld.wording import Text

HANDED_ON: frozenset[Scope] = frozenset(
    {
        "requests:read", "requests:write", "evidence:read", "policy:read", "policy:draft",
        "systems:read", "maps:read", "webhooks:read",
    }
)  # fmt: skip
"""An allowlist: what is new is handed on by nobody until somebody has thought about it."""
LONGEST = timedelta(days=31)
CHILDREN_MOST = 100
"""Of one token, that count at the same time."""


class TokenTooWideError(WebRefusalError):
    """A token would make one that can more than it may hand on."""

    code = "token-too-wide"
    status = 403
    usual_what = Text(
        en="a token hands on only scopes of its own, and of those only reading what is not "
        "personal, opening and withdrawing",
        ja="トークンが渡せるのは自身のスコープのうち、個人情報を含まない閲覧と請求の受付・取下げだけです",
    )
    usual_remedy = Text(
        en="leave scopes out, or ask a privacy officer for a token of its own",
        ja="スコープを減らすか、個人情報保護担当に専用のトークンの作成を依頼してください",
    )


class TokenTooLongError(WebRefusalError):
    """A token would make one that outlives it."""

    code = "token-too-long"
    status = 403
    usual_what = Text(
        en="a token hands on nothing that ends later than itself",
        ja="自身より期限の遅いトークンは渡せません",
    )
    usual_remedy = Text(en="ask for a shorter time", ja="期間を短くしてください")


class TokensTooManyError(WebRefusalError):
    """A token has handed on as many as it may."""

    code = "tokens-too-many"
    status = 409
    usual_what = Text(
        en=f"{CHILDREN_MOST} tokens that this one handed on count already",
        ja=f"このトークンが渡した有効なトークンが、上限の {CHILDREN_MOST} 個に達しています",
    )
    usual_remedy = Text(
        en="end those that nobody needs, or make them shorter",
        ja="不要なものを失効させるか、期間を短くしてください",
    )


def hand_on(
    connection: Connection,
    site: Site,
    parent: Token,
    *,
    label: str,
    scopes: Sequence[Scope],
    lasting: timedelta,
) -> str:
    """Make a child of a token and return it; nobody can read it again.

    Raises:
        TokenTooWideError: The parent has not all of the scopes, or may not hand one on.
        TokenTooLongError: It would outlive its parent.
        TokensTooManyError: There are as many as there may be.
        TokenNeededError: The parent was ended meanwhile.
    """
    now = site.clock.now()
    ends_at = now + lasting
    if not set(scopes) <= parent.scopes & HANDED_ON:
        raise TokenTooWideError
    if lasting > LONGEST or (parent.ends_at is not None and ends_at > parent.ends_at):
        raise TokenTooLongError
    _take_turn(connection, parent)
    if _living(connection, parent, now) >= CHILDREN_MOST:
        raise TokensTooManyError
    return keep(
        connection,
        site,
        by=parent.actor,
        maker=parent.made_by,
        parent=parent.id,
        label=label,
        scopes=[one for one in SCOPES if one in scopes],
        ends_at=ends_at,
    )


def _take_turn(connection: Connection, parent: Token) -> None:
    """Whoever ends the parent in this moment comes before, or finds the child to end.

    The row is locked by this statement on PostgreSQL; on SQLite the whole store is.
    """
    mine = store.tokens.c
    changed = connection.execute(
        update(store.tokens)
        .where(mine.id == parent.id, mine.revoked_at.is_(None))
        .values(used_at=mine.used_at)
    ).rowcount
    if not changed:
        raise TokenNeededError


def _living(connection: Connection, parent: Token, now: datetime) -> int:
    mine = store.tokens.c
    counted = select(func.count()).where(
        mine.parent == parent.id,
        mine.revoked_at.is_(None),
        or_(mine.ends_at.is_(None), mine.ends_at > now),
    )
    return int(connection.execute(counted).scalar_one())
