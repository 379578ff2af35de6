"""What an answer says besides its outcome, and whom else the person can turn to.

Japanese law asks for the reason of a refusal alone (APPI 36). The Californian regulations list
more: what is still open to the person, what becomes of the data that stays, and that a record of
the request is kept, whatever the answer (11 CCR 7022(e)-(g), 7023(f), 7024). The sentences stand
in the law pack, each with its article.
"""

from collections.abc import Iterator

from upheld.desk.case import Case
from upheld.desk.clocks import offered
from upheld.desk.grounds import CCPA, Ground
from upheld.law.packs.entries import Told
from upheld.law.packs.shelf import pack
from upheld.policy.model import Policy
from upheld.wording import Language

_COMPLAINT = "ccpa-1798-199-45"
_SHARING = frozenset({"sharing", "cross-context-ads"})
"""Californian sharing is for advertising across contexts, by whichever word it is denied."""


def said_besides(
    policy: Policy, case: Case, ground: Ground | None, language: Language, *, refused: bool = True
) -> list[str]:
    """Return what has to be told besides the outcome.

    Args:
        policy: The declaration: a company that sells nothing offers no opt-out of sale.
        case: The case.
        ground: Why it is refused; `None` where a rule of the policy keeps some of the data.
        language: The letter's.
        refused: Whether anything is refused or kept; some is told to everybody (11 CCR 7022(e)).
    """
    return [
        line
        for told, line in _sentences(case, language)
        if (refused or told.always)
        and (not told.grounds or (ground is not None and ground.code in told.grounds))
        and (not told.rest or ground is None or ground.rest)
        and (not told.if_sold or sells(policy))
    ]


def sells(policy: Policy) -> bool:
    """Say whether the company sells or shares, as far as its declaration goes.

    It does not if it offers no opt-out, or denies both always and of everything.
    """
    line = offered(policy, "opt-out-sale-sharing", "US-CA")
    if line is None or not line.offered:
        return False
    denied = {one.deny for one in policy.prohibitions if "all" in one.data}
    return not ("sale" in denied and denied & _SHARING)


def _sentences(case: Case, language: Language) -> Iterator[tuple[Told, str]]:
    if case.kind.residence != "US-CA":
        return
    law = pack(CCPA)
    for duty in law.duties:
        for told in duty.told:
            if case.right in told.rights:
                article = law.cite(told.article).in_language(language)
                yield told, f"{told.text.in_language(language)} ({article})"


def authorities(case: Case, language: Language) -> Iterator[str]:
    """Yield the authorities to which the law of the case lets the person complain."""
    if "US-CA" in (case.residence, case.kind.residence):
        law = pack(CCPA)
        duty = law.duty(_COMPLAINT)
        article = law.cite(duty.article).in_language(language)
        yield f"{duty.summary.in_language(language)} ({article})"
