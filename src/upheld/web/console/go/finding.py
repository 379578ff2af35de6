"""What somebody may mean by a few letters: pages of their roles, one request, clauses."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from upheld.desk import store
from upheld.desk.office import Office
from upheld.policy.model import Policy
from upheld.promises.pages_made import sentences_of
from upheld.web.routers import Entry, navigation
from upheld.wording import Text

MOST = 20
_LEAST = 2
"""Letters from which on the words of clauses are looked at: one letter is in all of them."""
_OFFICER = frozenset({"privacy_officer"})
_MORE = (
    Entry(path="/console/enter", label=Text(en="Enter a request", ja="請求の入力"), order=11,
          roles=_OFFICER),
    Entry(path="/console/people-search", label=Text(en="People search", ja="本人の検索"), order=12,
          roles=_OFFICER),
    Entry(path="/console/account", label=Text(en="Your account", ja="自分のアカウント"), order=95),
    Entry(path="/trust", label=Text(en="How we keep our word", ja="約束の守られ方"), order=96),
    Entry(path="/", label=Text(en="Privacy centre", ja="プライバシーセンター"), order=97),
)  # fmt: skip
"""Pages that the menu does not name."""
_SAID: "WeakKeyDictionary[Engine, tuple[Policy, Mapping[str, Text]]]" = WeakKeyDictionary()
"""What clauses of the policy say, by store: to make it takes a tenth of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place to go to.

    Attributes:
        exact: Whether it bears the very name that was typed.
    """

    path: str
    title: Text
    kind: Text
    exact: bool = False


_PAGE = Text(en="page", ja="ページ")
_REQUEST = Text(en="request", ja="請求")
_CLAUSE = Text(en="clause", ja="条項")


def find(office: Office | None, roles: Collection[str], typed: str) -> list[Found]:
    """Return where one can go, what is meant most likely first; every page where nothing is typed.

    Args:
        office: The desk; `None` for a site without one.
        roles: Of whoever asks: nothing is shown that they could not open.
        typed: In 全角 or 半角, in any case.
    """
    plain = folded(typed)
    found = list(_pages(roles, plain))
    if office is not None and plain:
        found = [*_request(office, plain), *found, *_clauses(office, plain)]
    return list(islice(sorted(found, key=lambda one: not one.exact), MOST))


def folded(text: str) -> str:
    """Return a text as it is compared: NFKC, without case, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pages(roles: Collection[str], plain: str) -> Iterator[Found]:
    for entry in (*navigation(), *_MORE):
        if entry.roles and entry.roles.isdisjoint(roles):
            continue
        names = (folded(entry.label.en), folded(entry.label.ja))
        if any(plain in name for name in names) or plain in entry.path.split("/"):
            yield Found(path=entry.path, title=entry.label, kind=_PAGE, exact=plain in names)


def _request(office: Office, plain: str) -> Iterator[Found]:
    """A number is found whole or not at all: parts of numbers say how many requests there are."""
    reference = plain.upper()
    if not store.NUMBER.fullmatch(reference):
        return
    with office.company.engine.connect() as connection:
        there = store.state_of(connection, reference) is not None
    if there:
        title = Text(en=reference, ja=reference)
        path = f"/console/requests/{reference}"
        yield Found(path=path, title=title, kind=_REQUEST, exact=True)


def _clauses(office: Office, plain: str) -> Iterator[Found]:
    for clause, said in _said(office).items():
        name = folded(clause)
        in_words = len(plain) >= _LEAST and (plain in folded(said.en) or plain in folded(said.ja))
        if name.startswith(plain) or in_words:
            title = Text(en=f"{clause} {said.en}", ja=f"{clause} {said.ja}")
            path = f"/console/promises/{quote(clause)}"
            yield Found(path=path, title=title, kind=_CLAUSE, exact=name == plain)


def _said(office: Office) -> Mapping[str, Text]:
    engine = office.company.engine
    policy, known = office.company.policy, _SAID.get(engine)
    if known is None or known[0] is not policy:
        known = _SAID[engine] = (policy, sentences_of(policy))
    return known[1]
