"""Acts by token: the same functions as the console's, each once for an `Idempotency-Key`.

With a key, the same call made again changes nothing and is answered with the request as it is now;
the same key with another content is refused (422, `key-reused`). Keys count for two days.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Annotated, Self, TypeAlias

from fastapi import Depends, Header
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.clocks import slack
from upheld.desk.office import Office
from upheld.desk.once import once, sent_before
from upheld.refusal import RefusalError
from upheld.web.api.shapes import RequestShape, shape_of
from upheld.web.signin.tokens import Scoped, Token
from upheld.web.site import office_of

Key: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        description="The same call made again with it changes nothing.",
    ),
]
Make: TypeAlias = Callable[[Connection], object]
"""Acts within a transaction."""
Around: TypeAlias = Callable[[], AbstractContextManager[object]]


def case_of(office: Office, reference: str) -> Case:
    """Return a case.

    Raises:
        CaseUnknownError: There is none of that number.
    """
    with office.company.engine.connect() as connection:
        return store.load(connection, office.company.vault, reference[:20])


def standing(office: Office, case: Case) -> RequestShape:
    """Return a case as the API gives it."""
    return shape_of(case, slack(case.due_on, office.company.clock.today(), office.calendar))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that acts.

    Attributes:
        request: Its address is part of what its key stands for.
        token: Who calls: a key of two tokens is two keys.
        key: The caller's `Idempotency-Key`; `None` acts every time.
        body: What was sent.
    """

    request: Request
    token: Token
    key: str | None
    body: BaseModel | None = None

    @property
    def content(self) -> str:
        """What the key stands for, as one short text."""
        said = "" if self.body is None else self.body.model_dump_json()
        return hashlib.sha256(f"{self.request.url.path}\n{said}".encode()).hexdigest()


def once_for(
    call: Call, prepare: Callable[[], Callable[[Connection], str]], around: Around = nullcontext
) -> tuple[str, bool]:
    """Act, once for a key; return what it came to and whether it was done now.

    Args:
        call: Who acts, and how.
        prepare: Looks at everything that needs no transaction, and returns the act.
        around: What is held until the transaction is committed.
    """
    office = office_of(call.request)
    if call.key is None:
        make = prepare()
        with around(), office.company.engine.begin() as connection:
            return make(connection), True
    name = f"api:{call.token.id}:{call.key}"
    before = sent_before(office, name, call.content)
    if before is not None:
        return before, False
    try:
        make = prepare()
    except RefusalError:
        # The same call may have ended meanwhile, and made refusable what was prepared here.
        done = sent_before(office, name, call.content)
        if done is None:
            raise
        return done, False
    with around():
        return once(office, name, call.content, make)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCall(Call):
    """One call that acts on one request.

    Attributes:
        reference: The number of the request.
    """

    reference: str

    @property
    def office(self) -> Office:
        """Where it is acted."""
        return office_of(self.request)

    @property
    def by(self) -> str:
        """Who acts, as the ledger names them."""
        return self.token.actor

    def case(self, connection: Connection, turn: int | None = None) -> Case:
        """Return the request as it is within a transaction; with `turn`, as the caller saw it."""
        case = store.load(connection, self.office.company.vault, self.reference)
        return case if turn is None else replace(case, turn=turn)

    def saying(self, body: BaseModel) -> Self:
        """Return the call with what was sent, where that is known later than who calls."""
        return replace(self, body=body)

    def act(
        self, make: Make, body: BaseModel | None = None, around: Around = nullcontext
    ) -> RequestShape:
        """Act on the request and return it as it is then; see `once_for`."""
        return self.act_prepared(lambda: make, body, around)

    def act_prepared(
        self,
        prepare: Callable[[], Make],
        body: BaseModel | None = None,
        around: Around = nullcontext,
    ) -> RequestShape:
        """Do the same for an act that looks at something before its transaction."""

        def prepared() -> Callable[[Connection], str]:
            act = prepare()

            def make(connection: Connection) -> str:
                act(connection)
                return self.reference[:20]

            return make

        once_for(self if body is None else self.saying(body), prepared, around)
        return standing(self.office, case_of(self.office, self.reference))


def on_request(guard: Scoped) -> Callable[..., CaseCall]:
    """Return the dependency for calls that act on one request, by a token that may."""

    def call(
        reference: str, request: Request, token: Annotated[Token, Depends(guard)], key: Key = None
    ) -> CaseCall:
        return CaseCall(request=request, token=token, key=key, reference=reference)

    return call
