"""`/api/v1/tokens`: which there are, ending them, and handing on a shorter one that can less.

What may be handed on, and why no more: `web.signin.handing_on`.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.shapes import PROBLEMS
from upheld.web.api.token_shapes import HandedOnShape, HandingOn, TokenPage, TokenShape
from upheld.web.refused import WebRefusalError
from upheld.web.signin import tokens
from upheld.web.signin.handing_on import hand_on
from upheld.web.signin.tokens import SCOPES, Token, acting
from upheld.web.site import Site, site_of
from upheld.wording import Text

router = APIRouter(prefix="/api/v1/tokens", responses=PROBLEMS, tags=["tokens"])
Reader = Annotated[Token, Depends(acting("tokens:read", "privacy_officer", "engineer", "auditor"))]
Maker = Annotated[Token, Depends(acting("tokens:make", "privacy_officer"))]
Ender = Annotated[Token, Depends(acting("tokens:end", "privacy_officer"))]
_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": HandedOnShape, "description": "It was made before, by this key"}
}


class TokenUnknownError(WebRefusalError):
    """There is no token of this id."""

    code = "token-unknown"
    status = 404
    usual_what = Text(en="there is no token of this id", ja="その識別番号のトークンはありません")
    usual_remedy = Text(en="list the tokens again", ja="トークンの一覧を確かめてください")


class TokenEndedError(WebRefusalError):
    """The token counts no longer."""

    code = "token-ended"
    status = 409
    usual_what = Text(en="this token was ended already", ja="このトークンは既に失効しています")
    usual_remedy = Text(en="nothing is left to do", ja="必要な操作はありません")


@router.get("")
def list_tokens(
    request: Request,
    _token: Reader,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TokenPage:
    """List tokens by id, without their secrets; those that count no longer too."""
    site = site_of(request)
    with site.engine.connect() as connection:
        found = tokens.some_tokens(connection, after=cursor, most=limit + 1)
    return TokenPage(
        tokens=[_shape(site, one) for one in found[:limit]],
        cursor=found[limit - 1].id if len(found) > limit else None,
    )


@router.post("", status_code=201, responses=_AGAIN)
def make_token(
    body: HandingOn, request: Request, response: Response, token: Maker, key: Key = None
) -> HandedOnShape:
    """Hand on a token with fewer scopes for a shorter time; it comes back once."""
    site, made = site_of(request), []

    def act(within: Connection) -> str:
        lasting = timedelta(minutes=body.minutes)
        secret = hand_on(within, site, token, label=body.label, scopes=body.scopes, lasting=lasting)
        made.append(secret)
        return secret.split("_")[1]

    id_, new = once_for(Call(request=request, token=token, key=key, body=body), lambda: act)
    if not new:
        response.status_code = 200
    with site.engine.connect() as connection:
        child = _known(connection, id_)
    return HandedOnShape(id=id_, token=made[0] if new else None, ends_at=child.ends_at)


@router.post("/{id_}/end")
def end_token(id_: str, request: Request, token: Ender, key: Key = None) -> TokenShape:
    """End a token, and what it handed on; they count no longer from this moment on."""
    site = site_of(request)

    def act(within: Connection) -> str:
        found = _known(within, id_)
        if not tokens.revoke(within, site, token.actor, found.id):
            raise TokenEndedError
        return found.id

    ended, _new = once_for(Call(request=request, token=token, key=key), lambda: act)
    with site.engine.connect() as connection:
        return _shape(site, _known(connection, ended))


def _known(connection: Connection, id_: str) -> Token:
    found = tokens.token_by_id(connection, id_[:16])
    if found is None:
        raise TokenUnknownError
    return found


def _shape(site: Site, one: Token) -> TokenShape:
    state: Literal["counts", "expired", "ended"] = "counts"
    if one.revoked_at is not None:
        state = "ended"
    elif not tokens.counts(one, site.clock.now()):
        state = "expired"
    return TokenShape(
        id=one.id,
        label=one.label,
        scopes=[scope for scope in SCOPES if scope in one.scopes],
        made_by=one.made_by,
        made_at=one.made_at,
        ends_at=one.ends_at,
        used_at=one.used_at,
        state=state,
        ended_at=one.revoked_at,
        parent=one.parent,
    )
