"""Settings of the gateway that the policy speaks against: they would have no effect, in silence.

The gateway does not start with one, and `upheld check` names each at its line. A policy that is
published while it runs is followed all the same: of the two, the stricter one counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from upheld.detection.kind import kinds
from upheld.documents.nearest import nearest
from upheld.policy.language.line import Steps
from upheld.policy.model import Policy
from upheld.screening.acts import Act, rank
from upheld.screening.configuration import GatewaySection
from upheld.screening.rulebook import Rulebook, masking_of, rulebook_of
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """One of them.

    Attributes:
        path: Leads to it from the top of the settings.
        what: One clause, lower case, no full stop.
        remedy: What to write instead.
    """

    path: Steps
    what: Text
    remedy: Text


def contradictions(policy: Policy, section: GatewaySection) -> Iterator[Contradiction]:
    """Yield every setting that the policy speaks against."""
    yield from _unknown_recipient(policy, section)
    for purpose in section.keep:
        if purpose not in policy.purposes:
            yield _no_purpose(purpose, policy)
    book = rulebook_of(policy, section)
    for name, act in section.acts.items():
        yield from _looser(name, act, book)


def _unknown_recipient(policy: Policy, section: GatewaySection) -> Iterator[Contradiction]:
    """Who receives what leaves is part of the policy; that nobody is named the gateway says itself."""
    if section.recipient is not None and section.recipient not in providers_of(policy):
        what, remedy = no_provider(policy)
        yield Contradiction(path=("gateway", "recipient"), what=what, remedy=remedy)


def providers_of(policy: Policy) -> tuple[str, ...]:
    """Return the recipients to whom AI inputs may go: any, where the policy names none for them."""
    declared = () if policy.ai is None or policy.ai.providers is None else policy.ai.providers.to
    return declared or tuple(policy.recipients)


def no_provider(policy: Policy) -> tuple[Text, Text]:
    """Say that the settings name no AI provider of a policy, and whom they may name."""
    listed = ", ".join(f"`{name}`" for name in providers_of(policy))
    return Text(
        en="`gateway.recipient` names no AI provider of the policy",
        ja="`gateway.recipient` がポリシーの AI 提供元を指していません",
    ), Text(
        en=f"write one of {listed}: who receives what leaves is part of the policy",
        ja=f"次のいずれかを書いてください: {listed}。送信先はポリシーの一部です",
    )


def no_purpose(purpose: str, policy: Policy) -> tuple[Text, Text]:
    """Say that a policy has no such purpose, and what may have been meant."""
    guess = nearest(purpose, tuple(policy.purposes))
    known = ", ".join(f"`{name}`" for name in policy.purposes)
    return Text(
        en=f"the policy has no purpose `{purpose[:60]}`",
        ja=f"ポリシーに目的 `{purpose[:60]}` はありません",
    ), Text(
        en=f"did you mean `{guess}`?" if guess else f"use one of {known}",
        ja=f"`{guess}` ではありませんか" if guess else f"次のいずれかです: {known}",
    )


def not_received(purpose: str, policy: Policy, section: GatewaySection) -> tuple[Text, Text] | None:
    """Say that the provider receives nothing for a purpose, and for which it does; `None` where it may.

    Where the settings name no provider yet, one of those that the policy names has to.
    """
    declared = () if policy.ai is None or policy.ai.providers is None else policy.ai.providers.to
    names = declared if section.recipient is None else (section.recipient,)
    each = [policy.recipients[name].purposes for name in names if name in policy.recipients]
    if not all(each) or not each or any(purpose in purposes for purposes in each):
        return None
    to = ", ".join(f"`{name}`" for name in names)
    listed = ", ".join(f"`{one}`" for one in dict.fromkeys(one for some in each for one in some))
    return Text(
        en=f"{to} receives nothing for the purpose `{purpose}`: every call of this key would be refused",
        ja=f"{to} へは目的 `{purpose}` では何も送れず、このキーの呼び出しはすべて拒否されます",
    ), Text(
        en=f"use one of {listed}, which the policy names for this recipient",
        ja=f"ポリシーがこの提供先に認めた目的のいずれかにしてください: {listed}",
    )


def _no_purpose(purpose: str, policy: Policy) -> Contradiction:
    what, remedy = no_purpose(purpose, policy)
    return Contradiction(path=("gateway", "keep", purpose), what=what, remedy=remedy)


def _looser(name: str, act: Act, book: Rulebook) -> Iterator[Contradiction]:
    kind = kinds().get(name)
    group = name if kind is None else kind.group
    clause = book.prohibited.get(group or "")
    if clause is not None:
        if act != "block":
            yield _overruled(name, act, "block", clause)
        return
    masked = None if kind is None else masking_of(book, kind.category)
    # Where some purposes are excepted, the setting decides for those.
    if masked is not None and not book.masked_except and rank(act) < rank("pseudonymise"):
        yield _overruled(name, act, "pseudonymise", masked)


def _overruled(name: str, act: Act, instead: Act, clause: str) -> Contradiction:
    return Contradiction(
        path=("gateway", "acts", name),
        what=Text(
            en=f"`{name}: {act}` is looser than clause {clause} of the policy, and would have no effect",
            ja=f"`{name}: {act}` はポリシーの条項 {clause} より緩く、効きません",
        ),
        remedy=Text(
            en=f"remove it, or write `{name}: {instead}`; what may leave is changed in the policy",
            ja=f"外すか、`{name}: {instead}` としてください。出てよいものを変えるには、ポリシーを変えます",
        ),
    )
