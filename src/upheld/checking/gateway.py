"""The rule between the policy and the settings of the AI gateway.

What contradicts is found by the gateway itself, which does not start with it; here each has its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.documents.positioned import Positioned
from upheld.policy.rules.rule import Hit, Registry
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGateway:
    """What this rule looks at.

    Attributes:
        settings: The file of settings, with the places of its lines.
        contradictions: Where it contradicts the policy.
    """

    settings: Positioned[Any]
    contradictions: Sequence[Hit] = ()


rule = Registry[GivenGateway]()


@rule(
    "UPH231", "gateway-contradicted", "error",
    title=Text(
        en="A setting of the gateway that the policy speaks against",
        ja="ポリシーと食い違うゲートウェイの設定",
    ),
    why=Text(
        en="The stricter side counts, so the setting has no effect, and whoever wrote it believes it has; the gateway does not start with it.",
        ja="厳しいほうが優先されるため設定は効きませんが、書いた人は効くと思います。この設定ではゲートウェイは起動しません。",
    ),
    bad="gateway: {acts: {health: allow}}",
    good="gateway: {acts: {health: block}}",
)  # fmt: skip
def gateway_contradicted(given: GivenGateway) -> Iterator[Hit]:
    yield from given.contradictions


__all__ = ["GivenGateway", "rule"]
