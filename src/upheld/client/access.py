"""Tokens of the API, as calls: which there are, ending them, and handing on one that can less."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from upheld.client.answers import moments
from upheld.client.api import Client, path_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEntry:
    """A token, without its secret.

    Attributes:
        made_by: Who of the staff answers for it.
        state: `counts`, `expired` or `ended`.
        parent: The token that handed it on.
    """

    id: str
    label: str
    scopes: Sequence[str]
    made_by: str
    made_at: datetime
    ends_at: datetime | None
    used_at: datetime | None
    state: str
    ended_at: datetime | None
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """A token that was handed on; `token` is `None` where the call was made before with its key."""

    id: str
    token: str | None = field(repr=False)
    ends_at: datetime | None


class AccessClient(Client):
    """A client that ends tokens and hands some of its own on."""

    def tokens(self, *, page: int = 100) -> Iterator[TokenEntry]:
        """Yield all tokens, by id; those that count no longer too."""
        for one in self._pages("/tokens", "tokens", limit=page):
            yield _token(one)

    def hand_on(
        self, label: str, scopes: Sequence[str], lasting: timedelta, *, key: str | None = None
    ) -> HandedOn:
        """Make a token with some of this one's scopes, which ends no later and with it.

        Args:
            label: What it is for.
            scopes: Reading what is not personal, opening and withdrawing; see `docs/api.md`.
            lasting: In whole minutes, at most 31 days.
            key: Makes one act of several calls; the secret comes back only the first time.
        """
        minutes = int(lasting.total_seconds()) // 60
        body = {"label": label, "scopes": list(scopes), "minutes": minutes}
        return HandedOn(**moments(self._post("/tokens", body, key=key), "ends_at"))

    def end_token(self, id_: str, *, key: str | None = None) -> TokenEntry:
        """End a token and what it handed on."""
        return _token(self._post(path_of("tokens", id_, "end"), key=key))


def _token(found: dict[str, Any]) -> TokenEntry:
    read = moments(found, "made_at", "ends_at", "used_at", "ended_at")
    return TokenEntry(**{**read, "scopes": tuple(found["scopes"])})
