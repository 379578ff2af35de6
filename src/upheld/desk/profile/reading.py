"""Who somebody is who has shown it, and what is held of the categories they may change."""

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from upheld.correction.current import Held, current
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.rights.candidates import people_in
from upheld.rights.case import Case as Request
from upheld.rights.case import Private
from upheld.rights.finding import asked_in, find_everywhere
from upheld.rights.holding import holds_on
from upheld.subject.lookup import IdentifierError
from upheld.wording import Text


class PersonUnclearError(RefusalError):
    """Who showed who they are is found by nothing that can be changed, or is several people."""

    code = "person-unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person, found in the connected places.

    Attributes:
        person: Keyed digests of the rows that are theirs; see `store.Change`.
        request: As the rooms below want them.
    """

    person: frozenset[str]
    request: Request = field(repr=False)


def find(office: Office, subject: Mapping[str, str]) -> Found:
    """Look for the one person who is meant.

    Raises:
        PersonUnclearError: There is nobody, or there are several.
        PlaceUnreachableError: A database does not answer.
    """
    company = office.company
    asked = Request(
        ref="-",
        batch=None,
        right="correction",
        state="received",
        opened_at=company.clock.now(),
        private=Private(asked=dict(subject)),
        salt="-",
    )
    try:
        find_everywhere(company.looking_up(company.clock.today()), [asked])
    except IdentifierError:
        raise _unclear() from None  # its words name tables and columns
    private = asked.private
    if asked.found != "one" or private is None or len(people_in(private.candidates)) != 1:
        raise _unclear()
    key = office.key("profile person")
    person = frozenset(
        hmac.new(
            key, json.dumps([system, kind, *map(str, row)]).encode(), hashlib.sha256
        ).hexdigest()
        for system, found in private.candidates.items()
        for kind, row in found
    )
    return Found(person=person, request=asked)


def read(office: Office, found: Found, categories: Collection[str]) -> dict[str, Held]:
    """Read what is held of these categories about a person.

    Raises:
        PlaceUnreachableError: A database does not answer.
    """
    systems = office.company.looking_up(office.company.clock.today())
    requests = [found.request]
    held = holds_on(office.company, systems, requests)
    return current(systems, {s.name: asked_in(s, requests, held) for s in systems}, categories)


def _unclear() -> PersonUnclearError:
    return PersonUnclearError(
        Text(
            en="nothing that can be changed here is found under this address or account",
            ja="このメールアドレスまたはアカウントでは、ここで変更できる情報が見つかりません",
        ),
        remedy=Text(
            en="ask for a correction: a person looks at it",
            ja="訂正を請求してください。担当者が確認します",
        ),
    )
