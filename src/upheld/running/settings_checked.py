"""The settings, as the check looks at them, and those of the gateway, as the board does."""

from upheld.checking.settings import GivenSettings
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Hit
from upheld.promises.ai_seen import GatewayGiven
from upheld.screening.contradictions import contradictions
from upheld.settings import Settings


def settings_checked(settings: Settings, policy: Policy) -> GivenSettings:
    """Return what the check looks at: the settings, and where the policy speaks against them."""
    found = [
        Hit(path=one.path, key=True, what=one.what, remedy=one.remedy)
        for one in contradictions(policy, settings.declared.gateway)
    ]
    return GivenSettings(
        settings=settings.located(),
        zone=settings.declared.timezone,
        policy_zone=policy.policy.tz,
        contradictions=found,
    )


def gateway_given(settings: Settings) -> GatewayGiven:
    """Return what the board tries."""
    return GatewayGiven(section=settings.declared.gateway, folder=settings.folder)
