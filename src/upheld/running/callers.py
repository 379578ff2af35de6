"""Who calls us, and how their calls are verified: Stripe, and the declared parties."""

from dataclasses import dataclass, field

from upheld.assembly import Workspace
from upheld.desk.office import Office
from upheld.desk.others.telling import Means
from upheld.payments.stripe_events import Endpoint
from upheld.running.work import means_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Whose signed calls are taken.

    Attributes:
        stripe: How Stripe signs; `None` where no cards are taken.
        means: The parties, whose keys verify their answers.
    """

    stripe: Endpoint | None = None
    means: Means = field(default_factory=Means)


def callers_of(workspace: Workspace, office: Office) -> Callers:
    """Return whose calls the settings declare.

    Raises:
        SecretMissingError, InvalidFileError: A secret or a certificate is not where it should be.
    """
    section = workspace.settings.declared.desk.stripe
    stripe = None
    if section is not None:
        key = workspace.settings.secret(section.key, "desk.stripe.key")
        signing = workspace.settings.secret(section.webhook, "desk.stripe.webhook")
        # Test money never pays a real fee, and real money is not taken by a desk on trial.
        stripe = Endpoint(secrets=signing.split(), live="_live_" in key[:10])
    return Callers(stripe=stripe, means=means_of(workspace, office))
