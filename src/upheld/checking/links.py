"""Fetches every opt-out, help and policy page of a policy; the date is kept in the ledger."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy import Engine

from upheld.checking.procedure import Checked
from upheld.clock import Clock
from upheld.documents.positioned import Positioned
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import Entry
from upheld.policy.model import Policy
from upheld.policy.rules.online import wrong_with
from upheld.policy.rules.rule import Finding, clause_at
from upheld.policy.rules.texts import Said, links
from upheld.refusal import Where
from upheld.wording import Text

CODE, NAME = "UPH209", "link-dead"
CHECKED = "links-checked"
"""The kind of the ledger's entry."""
_SECONDS = 10
_AT_ONCE = 8
_GONE = 400


def check_links(
    checked: Checked,
    read: Positioned[Policy],
    *,
    engine: Engine,
    signer: Signer,
    clock: Clock,
    watch: Callable[[str], None] = lambda _message: None,
) -> Checked:
    """Add a finding for each page that does not answer, and note the date in the ledger."""
    well_formed = [said for said in links(read.model) if wrong_with(said.words) is None]
    watch(f"{len(well_formed)} links")
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        answers = list(pool.map(lambda said: fetch(said.words), well_formed))
    dead = [(s, a) for s, a in zip(well_formed, answers, strict=True) if a is not None]
    _note(engine, signer, clock, len(well_formed), (said for said, _ in dead))
    found = [_finding(read, said, why) for said, why in dead]
    return replace(checked, findings=(*checked.findings, *found))


class _StaySecure(HTTPRedirectHandler):
    """Follows redirects to https only."""

    def redirect_request(self, *given: object) -> Request | None:
        target = str(given[-1])
        if not target.startswith("https://"):
            return None
        return super().redirect_request(*given)  # type: ignore[arg-type]


def fetch(url: str) -> Text | None:
    """Ask for a page; return why it does not answer, `None` if it does."""
    request = Request(url, headers={"User-Agent": "upheld-link-check"})  # noqa: S310 - https, checked
    try:
        with build_opener(_StaySecure).open(request, timeout=_SECONDS) as answer:
            return None if answer.status < _GONE else _status(answer.status)
    except HTTPError as error:
        return _status(error.code)
    except (OSError, HTTPException, ValueError) as error:
        kind = type(error).__name__
        return Text(en=f"does not answer ({kind})", ja=f"が応答しません({kind})")


def _status(status: int) -> Text:
    return Text(en=f"answers {status}", ja=f"の応答は {status} です")


def _finding(read: Positioned[Policy], said: Said, why: Text) -> Finding:
    where = read.where(said.path)
    clause = clause_at(read.model, said.path)
    return Finding(
        code=CODE,
        name=NAME,
        severity="error",
        what=Text(en=f"the page {why.en}", ja=f"ページ{why.ja}"),
        remedy=Text(en="correct the address", ja="URL を正してください"),
        where=Where(file=where.file, line=where.line, column=where.column, clause=clause),
        snippet=read.snippet(said.path),
    )


def _note(
    engine: Engine, signer: Signer, clock: Clock, asked: int, dead: Iterable[Said]
) -> None:
    body = {"asked": asked, "dead": [".".join(map(str, said.path)) for said in dead]}
    entry = Entry(kind=CHECKED, at=clock.now(), case=None, drill=clock.drill, body=body)
    with engine.begin() as connection:
        ledger.append(connection, entry)
    ledger.seal(engine, signer, clock)
