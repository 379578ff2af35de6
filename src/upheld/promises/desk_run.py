"""Is the procedure for requests followed? What the desk answered says so, and what it did not."""

from itertools import pairwise

from upheld.desk.clocks import offered
from upheld.desk.entering import CHANNELS as BY_NO_FORM
from upheld.desk.kinds import KINDS
from upheld.desk.standing import Standing
from upheld.policy.language import consent, regions, rights
from upheld.policy.model import Policy
from upheld.promises.control import Asked, Seen
from upheld.vocabulary import category
from upheld.wording import Text

_TIMED = (rights.Clock, rights.Extension, rights.RightOffered)
"""Lines that say by when, or which right: a late answer is against them."""


def answered_by_desk(asked: Asked) -> Seen:
    """Requests that fall under the line were answered by the desk, and in time where it says so.

    A request is evidence for what happened to it and for nothing else: only what an agent asked
    shows how agents are met, and only an absence that was told shows that absences are. The desk
    asks for identity and fees, and takes grounds, as the policy says and in no other way: for
    these lines every answer counts.
    """
    under = [one for one in asked.facts.requests if _falls_under(asked, one)]
    answered = sum(one.answered for one in under)
    late = sum(one.late for one in under)
    overdue = sum(one.overdue for one in under)
    newest = max((one.newest for one in under if one.newest), default=None)
    if isinstance(asked.line.promise, _TIMED) and overdue:
        return Seen(
            state="broken" if _promises_a_day(asked) else "at_risk",
            why=Text(
                en=f"{overdue} request(s) have no answer and are past their last day",
                ja=f"期限を過ぎて未回答の請求が {overdue} 件あります",
            ),
            at=asked.facts.now,
            evidence="now",
        )
    if not answered:
        return Seen(
            state="no_evidence_yet",
            why=Text(
                en="the desk has answered no such request in a year",
                ja="この 1 年に、窓口で回答した該当の請求はありません",
            ),
        )
    if isinstance(asked.line.promise, _TIMED) and late:
        return Seen(
            state="at_risk",
            why=Text(
                en=f"{late} of {answered} answered late in a year",
                ja=f"この 1 年の回答 {answered} 件中 {late} 件が期限後でした",
            ),
            at=newest,
            evidence="now",
        )
    return Seen(
        state="kept",
        why=Text(
            en=f"{answered} answered by the desk in a year",
            ja=f"この 1 年に窓口で {answered} 件に回答しました",
        ),
        at=newest,
        evidence="now",
    )


def _promises_a_day(asked: Asked) -> bool:
    """Whether the text names a day: who answers `without delay` has a target that is on no page."""
    promise = asked.line.promise
    return isinstance(promise, rights.Clock) and promise.due is not None


def _falls_under(asked: Asked, one: Standing) -> bool:
    return _of_its_place(asked, one) and _of_its_promise(asked, one)


def _of_its_place(asked: Asked, one: Standing) -> bool:
    """Of the right under which the line stands, and of the region whose part of the text it is."""
    after = dict(pairwise(str(step) for step in asked.line.path))
    if "rights" in after and after["rights"] != one.right:
        return False
    if "overlays" in after:
        return after["overlays"] == one.region
    # Which part of the text holds for whom is asked below, of the line that says so.
    about_all = "rights" in after or isinstance(asked.line.promise, regions.OverlayRule)
    return about_all or one.region not in _overlays(asked.policy)


def _of_its_promise(asked: Asked, one: Standing) -> bool:
    """Whether what the line promises could have happened to such a request."""
    happened = True
    match asked.line.promise:
        case rights.Clock() if "rights" not in asked.line.path:
            # A right whose own line names a day is answered by that one, and not by the desk's.
            own = offered(asked.policy, one.right, one.region)
            happened = own is None or own.clock is None or own.clock.due is None
        case rights.Agents(kinds=kinds):
            happened = one.agent in kinds
        case rights.AbsenceNotice():
            happened = one.decision == "absent"
        case rights.Referral():  # the answer to a disclosure names them too
            happened = one.decision == "referred" or KINDS[one.right].by == "disclosure"
        case rights.OutsideProcedure():
            happened = one.channel in BY_NO_FORM
        case rights.ByResidence():
            happened = one.residence is not None
        case regions.OverlayRule():
            happened = one.region in _overlays(asked.policy)
        case consent.SelfService(data=data):
            happened = one.changed is not None and any(
                category.within(one.changed, item)
                for name in data
                for item in asked.policy.items_of(name)
            )
        case _:
            pass
    return happened


def _overlays(policy: Policy) -> frozenset[str]:
    return frozenset(policy.regions.overlays if policy.regions is not None else ())
