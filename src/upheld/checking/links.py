"""Fetches every opt-out, help and policy page of a policy; the date is kept in the ledger."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sqlalchemy import Engine

from upheld.checking.procedure import Checked
from upheld.clock import Clock
from upheld.documents.no_answer import Cause, has_way_out, no_answer
from upheld.documents.positioned import Positioned
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry
from upheld.policy.model import Policy
from upheld.policy.rules.links import wrong_with
from upheld.policy.rules.rule import Hit, Registry, clause_at, placed
from upheld.policy.rules.texts import Said, links
from upheld.refusal import PlaceUnreachableError, Where
from upheld.wording import Text

CHECKED = "links-checked"
"""The kind of the ledger's entry."""
_SECONDS = 10
_AT_ONCE = 8
_GONE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLinks:
    """The links of a policy and what their pages answered; `None` is an answer that is fine."""

    read: Positioned[Policy]
    answers: Sequence[tuple[Said, Text | None]]


rule = Registry[GivenLinks]()


@rule(
    "UPH209", "link-dead", "error",
    title=Text(en="A link that is dead", ja="開けないリンク"),
    why=Text(
        en="An opt-out or a procedure behind a dead link is not offered at all.",
        ja="開けないリンクの先にある手続は、示したことになりません。",
    ),
    law=("APPI 32(1)(iii)", "CCPA 1798.135"),
    bad="desk: {procedure_url: https://sample-store.jp/gone}",
    good="desk: {procedure_url: https://sample-store.jp/privacy/request}",
)  # fmt: skip
def link_dead(given: GivenLinks) -> Iterator[Hit]:
    """Yield a hit for each page that did not answer well."""
    for said, why in given.answers:
        if why is not None:
            yield Hit(
                path=said.path,
                what=Text(en=f"the page {why.en}", ja=f"ページ{why.ja}"),
                remedy=Text(en="correct the address", ja="URL を正してください"),
            )


def check_links(
    checked: Checked,
    read: Positioned[Policy],
    *,
    engine: Engine,
    signer: Signer,
    clock: Clock,
    watch: Callable[[str], None] = lambda _message: None,
) -> Checked:
    """Add a finding for each page that does not answer, and note the date in the ledger.

    Where this machine is cut off from the web, that is told as a place out of reach, and nothing
    is noted, since a promise must not read as broken for it.
    """
    well_formed = [said for said in links(read.model) if wrong_with(said.words) is None]
    watch(f"{len(well_formed)} links")
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        answers = list(pool.map(lambda said: fetch(said.words), well_formed))
    if cut_off([(said.words, why) for said, why in zip(well_formed, answers, strict=True)],
               way_out=has_way_out()):  # fmt: skip
        return replace(checked, unreachable=(*checked.unreachable, _no_network(len(answers))))
    given = GivenLinks(read=read, answers=list(zip(well_formed, answers, strict=True)))
    (dead,) = rule.rules
    found = [
        placed(dead, hit, read, clause=clause_at(read.model, hit.path)) for hit in dead.check(given)
    ]
    _note(engine, signer, clock, given)
    return replace(checked, findings=(*checked.findings, *found))


@dataclass(frozen=True, slots=True)
class Silence(Text):
    """Why an address gave no answer at all, good or bad."""

    cause: Cause


def cut_off(answers: Sequence[tuple[str, Text | None]], *, way_out: bool) -> bool:
    """Say whether it is this machine that does not reach the web, rather than the pages being gone.

    A name that does not exist and a host that refuses are answers: somebody was reached. One
    host that stays silent may be dead; several that all do are no accident.

    Args:
        answers: Each address with what came of it.
        way_out: Whether this machine knows any route out of itself.
    """
    silent = [(url, why) for url, why in answers if isinstance(why, Silence)]
    if not silent or len(silent) < len(answers):
        return False
    causes = {why.cause for _, why in silent}
    hosts = {urlsplit(url).hostname for url, _ in silent}
    if not way_out or causes == {"no-network"}:
        return True
    return causes <= {"no-network", "time-out"} and len(hosts) > 1


def _no_network(asked: int) -> PlaceUnreachableError:
    return PlaceUnreachableError(
        Text(
            en=f"none of the {asked} linked pages could be reached",
            ja=f"リンク先 {asked} 件のいずれにも接続できません",
        ),
        remedy=Text(
            en="check that this machine may reach the web, then run `upheld check --links` again",
            ja="この端末からウェブに接続できることを確認し、`upheld check --links` を再実行してください",
        ),
        where=Where(system="web"),
    )


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
        why = no_answer(error)
        return Silence(
            en=f"does not answer: {why.words.en}",
            ja=f"が応答しません({why.words.ja})",
            cause=why.cause,
        )


def _status(status: int) -> Text:
    return Text(en=f"answers {status}", ja=f"の応答は {status} です")


def _note(engine: Engine, signer: Signer, clock: Clock, given: GivenLinks) -> None:
    dead = [".".join(map(str, said.path)) for said, why in given.answers if why is not None]
    body: dict[str, JSON] = {"asked": len(given.answers), "dead": dead}
    entry = Entry(kind=CHECKED, at=clock.now(), case=None, drill=clock.drill, body=body)
    with engine.begin() as connection:
        ledger.append(connection, entry)
    ledger.seal(engine, signer, clock)
