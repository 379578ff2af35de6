"""The settings of the gateway, as the check and the board look at them."""

from upheld.checking.gateway import GivenGateway
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Hit
from upheld.promises.ai_seen import GatewayGiven
from upheld.screening.contradictions import contradictions
from upheld.settings import Settings


def gateway_checked(settings: Settings, policy: Policy) -> GivenGateway:
    """Return what the check looks at: the settings, and where the policy speaks against them."""
    found = [
        Hit(path=one.path, key=True, what=one.what, remedy=one.remedy)
        for one in contradictions(policy, settings.declared.gateway)
    ]
    return GivenGateway(settings=settings.located(), contradictions=found)


def gateway_given(settings: Settings) -> GatewayGiven:
    """Return what the board tries."""
    return GatewayGiven(section=settings.declared.gateway, folder=settings.folder)
