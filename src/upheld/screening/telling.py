"""The words in which a caller is told what may not leave: kinds, clauses and places, no value."""

from collections.abc import Sequence

from upheld.detection.kind import GROUPS, kinds
from upheld.evidence.entry import JSON
from upheld.screening.fields.walking import Spot
from upheld.screening.refused import (
    InputNeedsAskingError,
    InputProhibitedError,
)
from upheld.screening.rulebook import Decision
from upheld.wording import Text

AGREED_HEADER = "upheld-agreed"
"""Names the kinds that somebody agreed to send, with commas between."""
_MOST_PLACES = 5

Offence = tuple[Spot, Decision]


def prohibited(offences: Sequence[Offence], told: dict[str, JSON]) -> InputProhibitedError:
    """Return the refusal of a call that holds what may not leave."""
    return InputProhibitedError(
        Text(
            en=f"the call holds {named(_decisions(offences)).en}, which may not go to an AI provider"
            f"{clauses(_decisions(offences)).en}; nothing was sent",
            ja=f"{named(_decisions(offences)).ja}が含まれています。AI 提供元へは送れないため"
            f"{clauses(_decisions(offences)).ja}、何も送信していません",
        ),
        remedy=Text(
            en=f"take it out of {_places(offences)}",
            ja=f"{_places(offences)} から取り除いてください",
        ),
        param=offences[0][0].path,
        told=told,
        decisions=_decisions(offences),
    )


def asking(offences: Sequence[Offence], told: dict[str, JSON]) -> InputNeedsAskingError:
    """Return the refusal of a call that somebody has to agree to first."""
    names = ",".join(sorted({decision.kind for _, decision in offences}))
    return InputNeedsAskingError(
        Text(
            en=f"the call holds {named(_decisions(offences)).en}, which leaves only once somebody agreed",
            ja=f"{named(_decisions(offences)).ja}が含まれています。送信には確認が必要です",
        ),
        remedy=Text(
            en=f"ask, and then send it with the header `{AGREED_HEADER}: {names}`",
            ja=f"確認のうえ、ヘッダー `{AGREED_HEADER}: {names}` を付けて送ってください",
        ),
        param=offences[0][0].path,
        told=told,
        decisions=_decisions(offences),
    )


def named(decisions: Sequence[Decision]) -> Text:
    """Name what was found, each thing once."""
    each = list(dict.fromkeys(_named(one) for one in decisions))
    return Text(en=", ".join(one.en for one in each), ja="、".join(one.ja for one in each))


def _named(decision: Decision) -> Text:
    """Name a thing, and as what it may not leave: an age is one of a child, a telephone number of a region."""
    name, label = decision.kind, kinds()[decision.kind].label
    if decision.group in (None, name):
        return Text(en=f"{label.en} (`{name}`)", ja=f"{label.ja}(`{name}`)")
    group = GROUPS[decision.group]
    return Text(en=f"{label.en} (`{name}`: {group.en})", ja=f"{label.ja}(`{name}`: {group.ja})")


def clauses(decisions: Sequence[Decision]) -> Text:
    """Name the clauses that ask for it; nothing where none does."""
    found = list(dict.fromkeys(one.clause for one in decisions if one.clause is not None))
    if not found:
        return Text(en="", ja="")
    listed = ", ".join(found)
    return Text(en=f" (clause {listed})", ja=f"(条項 {listed})")


def _decisions(offences: Sequence[Offence]) -> list[Decision]:
    return [decision for _, decision in offences]


def _places(offences: Sequence[Offence]) -> str:
    places = list(dict.fromkeys(spot.path for spot, _ in offences))
    more = ", …" if len(places) > _MOST_PLACES else ""
    return ", ".join(f"`{place}`" for place in places[:_MOST_PLACES]) + more
