"""What a refusal says besides its reason, and whom else the person can turn to.

Japanese law asks for the reason alone (APPI 36). The Californian regulations list more: what is
still open to the person, and what becomes of the data that stays (11 CCR 7022(e)-(g), 7023(f),
7024). The sentences stand in the law pack, each with its article.
"""

from collections.abc import Iterator

from upheld.desk.case import Case
from upheld.desk.grounds import CCPA, Ground
from upheld.law.packs.shelf import pack
from upheld.wording import Language

_COMPLAINT = "ccpa-1798-199-45"


def said_besides(case: Case, ground: Ground | None, language: Language) -> Iterator[str]:
    """Yield what has to be told to whoever is refused, in whole or in part.

    Args:
        case: The case.
        ground: Why it is refused; `None` where a rule of the policy keeps some of the data.
        language: The letter's.
    """
    if case.kind.residence != "US-CA":
        return
    law = pack(CCPA)
    for duty in law.duties:
        for told in duty.told:
            named = not told.grounds or (ground is not None and ground.code in told.grounds)
            left = not told.rest or ground is None or ground.rest
            if case.right in told.rights and named and left:
                article = law.cite(told.article).in_language(language)
                yield f"{told.text.in_language(language)} ({article})"


def authorities(case: Case, language: Language) -> Iterator[str]:
    """Yield the authorities to which the law of the case lets the person complain."""
    if "US-CA" in (case.residence, case.kind.residence):
        law = pack(CCPA)
        duty = law.duty(_COMPLAINT)
        article = law.cite(duty.article).in_language(language)
        yield f"{duty.summary.in_language(language)} ({article})"
