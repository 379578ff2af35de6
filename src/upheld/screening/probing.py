"""Is the gate shut? Calls with made-up values go through the very screening that real ones go through.

    probed = probe(policy, section, clock=clock)
    probed.blocked["health"].let_through     # 0: each example of it was refused

Nothing is sent and nothing is recorded. What is not among the examples is not shown by them.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from upheld.clock import Clock
from upheld.detection.kind import GROUPS, kinds
from upheld.policy.model import Policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.daily import DailyScanner
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.own_rules import Own
from upheld.screening.procedure import Screening, Terms
from upheld.screening.refused import InputProhibitedError, InputRefusedError
from upheld.screening.rulebook import rulebook_of
from upheld.screening.sought import child_bound_of, regions_of
from upheld.vocabulary import category
from upheld.vocabulary.country import name
from upheld.vocabulary.table import rows

_CHAT = "/v1/chat/completions"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of the examples of one group or category.

    Attributes:
        examples: How many there were.
        let_through: Of these, how many would have left as they are.
    """

    examples: int
    let_through: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What became of all of them.

    Attributes:
        blocked: By each group that the policy prohibits.
        masked: By each item that it takes out of what leaves; of some there is no example.
    """

    blocked: Mapping[str, Tried] = field(default_factory=dict)
    masked: Mapping[str, Tried] = field(default_factory=dict)


def probe(
    policy: Policy, section: GatewaySection, *, clock: Clock, own: Own | None = None
) -> Probed:
    """Send made-up values through the screening of a policy.

    Args:
        policy: What it prohibits and takes out.
        section: The settings of the gateway.
        clock: Which day it is.
        own: What a company adds to what is found.
    """
    screening = Screening(
        scanner=DailyScanner.by_policy(policy, clock=clock, own=own),
        rulebook=rulebook_of(policy, section),
        section=section,
        key=secrets.token_bytes(_KEY_BYTES),
    )
    return probe_with(screening, policy)


def probe_with(screening: Screening, policy: Policy) -> Probed:
    """Send made-up values through a screening; `policy` says which countries and ages to try."""
    book = screening.rulebook
    # Of purposes for which data is taken out, any will do: the decisions are the same.
    purpose = next(iter(sorted(book.purposes - book.masked_except)), "")
    return Probed(
        blocked={
            group: _tried(
                _refused(screening, text, purpose, group) for text in examples_of(group, policy)
            )
            for group in GROUPS
            if group in book.prohibited
        },
        masked={item: _tried(_masked(screening, item, purpose)) for item in sorted(book.masked)},
    )


def _tried(kept_back: Iterable[bool]) -> Tried:
    outcomes = list(kept_back)
    return Tried(examples=len(outcomes), let_through=outcomes.count(False))


def examples_of(what: str, policy: Policy) -> Iterator[str]:
    """Yield made-up texts: with each country that the policy closes, an age it counts for a child."""
    for told, language, text in rows("upheld.screening", "examples.tsv"):
        if told != what:
            continue
        filled = text.replace("{age}", str(child_bound_of(policy) - 1))
        if "{country}" not in filled:
            yield filled
            continue
        for code in sorted(regions_of(policy)):
            yield filled.replace(
                "{country}", name(code).in_language("ja" if language == "ja" else "en")
            )


def _refused(screening: Screening, text: str, purpose: str, group: str) -> bool:
    try:
        screening.screen(ENDPOINTS[_CHAT], _call(text), Terms(tenant="probe", purpose=purpose))
    except InputProhibitedError as refused:
        found = refused.told["found"]
        listed = found if isinstance(found, list) else []
        # Refused for something else in the sentence, it would show nothing.
        return any((one["group"], one["act"]) == (group, "block") for one in listed)
    return False


def _masked(screening: Screening, item: str, purpose: str) -> Iterator[bool]:
    """For each example of a kind below an item, whether its value is in nothing that leaves."""
    below = {
        kind
        for kind, one in kinds().items()
        if kind not in GROUPS and category.within(one.category, item)
    }
    for told, _, text in rows("upheld.screening", "examples.tsv"):
        if told not in below:
            continue
        (values,) = screening.scanner.scan_many([text])
        found = [text[one.start : one.end] for one in values if one.kind == told]
        try:
            terms = Terms(tenant="probe", purpose=purpose)
            left = screening.screen(ENDPOINTS[_CHAT], _call(text), terms).body.decode()
        except InputRefusedError:  # nothing of it leaves, or only once somebody agreed
            yield True
            continue
        said = json.loads(left)["messages"][0]["content"]
        yield bool(found) and not any(value in said for value in found)


def _call(text: str) -> bytes:
    call = {"model": "probe", "messages": [{"role": "user", "content": text}]}
    return json.dumps(call, ensure_ascii=False).encode()
