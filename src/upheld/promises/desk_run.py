"""Is the procedure for requests followed? What the desk answered says so, and what it did not."""

from collections.abc import Iterable

from upheld.desk.standing import Standing
from upheld.policy.language import consent, rights
from upheld.promises.control import Asked, Seen
from upheld.wording import Text

_TIMED = (rights.Clock, rights.Extension, rights.RightOffered)
"""Lines that say by when, or which right: a late answer is against them."""


def answered_by_desk(asked: Asked) -> Seen:
    """Requests that fall under the line were answered by the desk, and in time where it says so.

    The desk asks for identity, a fee or an agent's power, and takes grounds, only as the policy
    says: a request that it answered is evidence for all of these lines.
    """
    own = list(_standings(asked))
    answered = sum(one.answered for one in own)
    late = sum(one.late for one in own)
    overdue = sum(one.overdue for one in own)
    newest = max((one.newest for one in own if one.newest), default=None)
    if isinstance(asked.line.promise, _TIMED) and overdue:
        return Seen(
            state="broken",
            why=Text(
                en=f"{overdue} request(s) have no answer and are past their last day",
                ja=f"期限を過ぎて未回答の請求が {overdue} 件あります",
            ),
            at=asked.facts.now,
            evidence="now",
        )
    if not answered:
        return _nothing(
            "the desk has answered no such request in a year",
            "この 1 年に、窓口で回答した該当の請求はありません",
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


def _standings(asked: Asked) -> Iterable[Standing]:
    """Those of the right that the line stands under; of every right for a line about all."""
    found = asked.facts.requests
    if isinstance(asked.line.promise, consent.SelfService):
        return [found["correction"]] if "correction" in found else []
    steps = [str(step) for step in asked.line.path]
    for at, step in enumerate(steps[:-1]):
        if step == "rights":
            one = found.get(steps[at + 1])
            return [one] if one else []
    return found.values()


def _nothing(en: str, ja: str) -> Seen:
    return Seen(state="no_evidence_yet", why=Text(en=en, ja=ja))
