"""What programs show: tokens of the API, with scopes, kept as a hash, shown once.

A token reads `uph_ID_SECRET`: the id finds its row, the secret is compared in constant time.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, get_args

from sqlalchemy import ColumnElement, Connection, insert, select, update
from starlette.requests import Request

from upheld.desk.actors import by_token
from upheld.web.refused import ScopeMissingError, TokenMakerLeftError, TokenNeededError
from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.secrets_at_rest import fits, hash_of, new_secret
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.wording import Text

Scope: TypeAlias = Literal[
    "requests:read", "requests:write", "requests:work", "requests:identify", "requests:decide",
    "requests:approve", "people:search", "proofs:read", "proofs:decide", "fees:read", "fees:write", "mail:read", "mail:write",
    "restrictions:read", "evidence:read", "policy:read", "systems:read", "work:read", "work:write",
    "webhooks:read", "webhooks:write",
    "staff:read", "staff:write", "provisions:read", "provisions:write",
    "policy:draft", "policy:publish", "maps:read", "maps:decide",
    "tokens:read", "tokens:make", "tokens:end",
    "settings:read", "settings:try",
]  # fmt: skip
SCOPES: tuple[Scope, ...] = get_args(Scope)
SCOPE_NAMES: Mapping[Scope, Text] = {
    "requests:read": Text(en="read requests", ja="請求の閲覧"),
    "requests:write": Text(en="open and withdraw requests", ja="請求の受付と取下げ"),
    "requests:work": Text(
        en="work on requests: enter letters, ask, choose the person, extend, hold, settle tasks",
        ja="請求の処理(書面の入力、質問、対象者の選択、延長、保留、タスクの完了)",
    ),
    "requests:identify": Text(en="note that staff saw who asks", ja="担当者による本人確認の記録"),
    "requests:decide": Text(en="decide requests", ja="請求の判断"),
    "requests:approve": Text(en="approve plans", ja="計画の承認"),
    "people:search": Text(en="find a person's requests", ja="本人の請求の検索"),
    "proofs:read": Text(
        en="look at documents that people handed in (personal)",
        ja="提出された書類の閲覧(個人情報を含む)",
    ),
    "proofs:decide": Text(en="accept and reject documents", ja="提出された書類の採否"),
    "fees:read": Text(
        en="read what is to be given back, and the book", ja="返金が必要な額と帳簿の閲覧"
    ),
    "fees:write": Text(
        en="note that a fee came in, is let go or was given back",
        ja="手数料の受領・免除・返金の記録",
    ),
    "mail:read": Text(
        en="read mail that came to the desk (personal)", ja="届いたメールの閲覧(個人情報を含む)"
    ),
    "mail:write": Text(
        en="deal with mail and put it to requests", ja="メールの対応済みの記録と請求への割当て"
    ),
    "restrictions:read": Text(en="ask whether use is suspended", ja="利用停止の有無の照会"),
    "evidence:read": Text(en="read the ledger and receipts", ja="台帳と受領証の閲覧"),
    "policy:read": Text(en="read the policy and the promises", ja="ポリシーと約束の状態の閲覧"),
    "policy:draft": Text(
        en="read the draft of the policy, what is found in it and what it changes",
        ja="ポリシーの草案、その指摘事項と変更点の閲覧",
    ),
    "policy:publish": Text(en="publish the draft of the policy", ja="ポリシーの草案の公表"),
    "maps:read": Text(
        en="read the data maps' points and whether the databases agree",
        ja="データマップの未決定の点と、データベースとの一致の閲覧",
    ),
    "maps:decide": Text(
        en="decide points of the data maps", ja="データマップの未決定の点についての決定"
    ),
    "systems:read": Text(en="read how the systems stand", ja="システムの状態の閲覧"),
    "work:read": Text(en="read which work is stuck", ja="止まった作業の閲覧"),
    "work:write": Text(en="try stuck work again, or give it up", ja="止まった作業の再実行と中止"),
    "webhooks:read": Text(en="read what webhooks were sent", ja="Webhook の送信状況の閲覧"),
    "webhooks:write": Text(en="send webhooks again", ja="Webhook の再送"),
    "provisions:read": Text(
        en="read records of third-party provision (personal)",
        ja="第三者提供記録の閲覧(個人情報を含む)",
    ),
    "provisions:write": Text(
        en="record provisions to third parties, and declare the register complete",
        ja="第三者提供の記録と、記録簿に漏れがないことの表明",
    ),
    "tokens:read": Text(en="read which tokens there are", ja="トークンの一覧の閲覧"),
    "tokens:make": Text(
        en="hand on shorter tokens with fewer of these scopes (reading, opening, withdrawing)",
        ja="より短期で、この中の一部のスコープ(閲覧・受付・取下げ)だけを持つトークンの作成",
    ),
    "tokens:end": Text(en="end tokens", ja="トークンの失効"),
    "settings:read": Text(
        en="read the settings, without secrets, and what the desk runs on",
        ja="設定(秘密を除く)と稼働の状態の閲覧",
    ),
    "settings:try": Text(
        en="mail a trial to whoever made the token", ja="トークンの作成者への試験メールの送信"
    ),
    "staff:read": Text(en="read who works here, and their roles", ja="職員と役割の閲覧"),
    "staff:write": Text(
        en="let engineers, auditors and viewers in, and anybody out",
        ja="エンジニア・監査人・閲覧者の利用開始と、職員の利用終了",
    ),
}
_FORM = re.compile(r"uph_([0-9a-f]{10})_([A-Za-z0-9_-]{43})")
_NOTED_EVERY = timedelta(minutes=1)
_NOBODY = hash_of("nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token, without its secret.

    Attributes:
        parent: The token that handed it on; `None` where a person made it.
    """

    id: str
    label: str
    scopes: frozenset[str]
    made_by: str
    made_at: datetime
    ends_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    parent: str | None = None

    @property
    def actor(self) -> str:
        """What the ledger calls whoever acts by this token; see `desk.actors`."""
        return by_token(self.made_by, self.id)


@dataclass(frozen=True, slots=True)
class Scoped:
    """A dependency that lets programs through whose token has a scope, and returns the token."""

    scope: Scope

    def __call__(self, request: Request) -> Token:
        """Return the token a program showed (RFC 6750).

        Raises:
            TokenNeededError: There is none, or it does not count.
            ScopeMissingError: It is for something else.
        """
        token = _shown(request)
        if token is None:
            raise TokenNeededError
        if self.scope not in token.scopes:
            raise ScopeMissingError
        return token


def scoped(scope: Scope) -> Scoped:
    """Return the dependency for programs whose token has a scope."""
    return Scoped(scope)


@dataclass(frozen=True, slots=True)
class Acting(Scoped):
    """A dependency for what staff do: the token's maker must still be one who may do it.

    A token is a hand of whoever made it, and can do no more than they may now: it ends with their
    role. What a program does for the company itself (open a request, read) outlives its maker.
    """

    roles: frozenset[str]

    def __call__(self, request: Request) -> Token:
        """Return the token; see `Scoped`.

        Raises:
            TokenMakerLeftError: Whoever made it has left, or has none of the roles any more.
        """
        token = Scoped.__call__(self, request)
        with site_of(request).engine.connect() as connection:
            maker = store.staff_by_id(connection, token.made_by)
        if maker is None or maker.disabled_at is not None or not maker.roles & self.roles:
            raise TokenMakerLeftError
        return token


def acting(scope: Scope, *roles: str) -> Acting:
    """Return the dependency for acts of staff with one of these roles, by a token with a scope."""
    return Acting(scope, frozenset(roles))


def make(
    connection: Connection,
    site: Site,
    by: Staff,
    *,
    label: str,
    scopes: Sequence[Scope],
    days: int | None,
) -> str:
    """Make a token and return it; nobody can read it again."""
    ends_at = None if days is None else site.clock.now() + timedelta(days=days)
    return keep(
        connection, site, by=by.id, maker=by.id, parent=None,
        label=label, scopes=scopes, ends_at=ends_at,
    )  # fmt: skip


def keep(
    connection: Connection,
    site: Site,
    *,
    by: str,
    maker: str,
    parent: str | None,
    label: str,
    scopes: Sequence[Scope],
    ends_at: datetime | None,
) -> str:
    """Make a token of a maker, for whoever acts; see `make` and `handing_on`."""
    id_, secret = secrets.token_hex(5), new_secret()
    connection.execute(
        insert(store.tokens).values(
            id=id_,
            secret_hash=hash_of(secret),
            label=label,
            scopes=",".join(scopes),
            made_by=maker,
            made_at=site.clock.now(),
            ends_at=ends_at,
            parent=parent,
        )
    )
    record(connection, site, "token-made", by, token=id_, scopes=list(scopes))
    return f"uph_{id_}_{secret}"


def revoke(connection: Connection, site: Site, by: str, id_: str) -> bool:
    """Revoke a token and what it handed on; say whether it was not revoked until now."""
    mine = store.tokens.c
    if not _revoke(connection, site, by, mine.id == id_):
        return False
    # Behind the first statement: whoever hands on holds this row until then.
    _revoke(connection, site, by, mine.parent == id_)
    return True


def _revoke(connection: Connection, site: Site, by: str, which: ColumnElement[bool]) -> bool:
    mine = store.tokens.c
    change = (
        update(store.tokens)
        .where(which, mine.revoked_at.is_(None))
        .values(revoked_at=site.clock.now())
        .returning(mine.id)
    )
    ended = sorted(connection.scalars(change))
    for id_ in ended:
        record(connection, site, "token-revoked", by, token=id_)
    return bool(ended)


def some_tokens(connection: Connection, *, after: str | None, most: int) -> Sequence[Token]:
    """Return tokens by id, behind one of them."""
    wanted = select(store.tokens).order_by(store.tokens.c.id).limit(most)
    if after is not None:
        wanted = wanted.where(store.tokens.c.id > after)
    return [_token(row) for row in connection.execute(wanted)]


def token_by_id(connection: Connection, id_: str) -> Token | None:
    """Return a token; `None` where there is none of this id."""
    row = connection.execute(select(store.tokens).where(store.tokens.c.id == id_)).one_or_none()
    return None if row is None else _token(row)


def all_tokens(connection: Connection) -> Sequence[Token]:
    """Return every token, the newest first."""
    rows = connection.execute(select(store.tokens).order_by(store.tokens.c.made_at.desc()))
    return [_token(row) for row in rows]


def counts(token: Token, now: datetime) -> bool:
    """Say whether a token is neither revoked nor too old."""
    return token.revoked_at is None and (token.ends_at is None or now < token.ends_at)


def _shown(request: Request) -> Token | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    found = _FORM.fullmatch(value.strip())
    if kind.lower() != "bearer" or found is None:
        return None
    site = site_of(request)
    with site.engine.connect() as connection:
        wanted = select(store.tokens).where(store.tokens.c.id == found[1])
        row = connection.execute(wanted).one_or_none()
    right = fits(found[2], _NOBODY if row is None else row.secret_hash)
    if row is None or not right:
        return None
    token, now = _token(row), site.clock.now()
    if not counts(token, now):
        return None
    if token.used_at is None or now - token.used_at > _NOTED_EVERY:
        with site.engine.begin() as connection:
            connection.execute(
                update(store.tokens).where(store.tokens.c.id == token.id).values(used_at=now)
            )
    return token


def _token(row: object) -> Token:
    names = ("id", "label", "made_by", "made_at", "ends_at", "used_at", "revoked_at", "parent")
    scopes = frozenset(str(getattr(row, "scopes", "")).split(","))
    return Token(scopes=scopes, **{name: getattr(row, name) for name in names})
