"""What the API takes and gives of tokens; never a secret but in the one answer that made it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from upheld.web.api.shapes import Shape, example, only_visible
from upheld.web.signin.handing_on import LONGEST
from upheld.web.signin.tokens import Scope

_MINUTES_MOST = int(LONGEST.total_seconds()) // 60


class TokenShape(Shape):
    """A token, without its secret, which nobody has."""

    model_config = example(
        id="abcdef0123",
        label="nightly export",
        scopes=["requests:read"],
        made_by="S-0123456789",
        made_at="2026-12-24T01:00:00Z",
        ends_at="2026-12-24T02:00:00Z",
        used_at=None,
        state="counts",
        ended_at=None,
        parent="0123abcdef",
    )

    id: str = Field(description="What the ledger calls it, behind `uph_`.")
    label: str
    scopes: list[Scope]
    made_by: str = Field(description="Who of the staff answers for it.")
    made_at: datetime
    ends_at: datetime | None
    used_at: datetime | None
    state: Literal["counts", "expired", "ended"]
    ended_at: datetime | None = Field(description="When somebody ended it.")
    parent: str | None = Field(description="The token that handed it on.")


class TokenPage(Shape):
    """A page of tokens, by id; those that count no longer too."""

    model_config = example(tokens=[], cursor=None)

    tokens: list[TokenShape]
    cursor: str | None = Field(description="Gives the next page; none after the last.")


class HandingOn(Shape):
    """What a token hands on: some of its scopes, for some of its time."""

    model_config = example(label="nightly export", scopes=["requests:read"], minutes=60)

    label: Annotated[
        str,
        StringConstraints(min_length=1, max_length=100, pattern=r"^\S([^\r\n\t]*\S)?$"),
        AfterValidator(only_visible),
    ] = Field(description="What it is for.")
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)]
    minutes: Annotated[int, Field(ge=1, le=_MINUTES_MOST)]


class HandedOnShape(Shape):
    """A token that was handed on."""

    model_config = example(
        id="abcdef0123",
        token="uph_abcdef0123_…",  # noqa: S106 - none that counts
        ends_at="2026-12-24T02:00:00Z",
    )

    id: str
    token: str | None = Field(
        description="Given once: `null` where the same call is made again with its key."
    )
    ends_at: datetime | None
