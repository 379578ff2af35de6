"""What a gateway would have left behind that keeps everything a policy says about AI inputs."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from upheld.desk.standing import FoundStanding
from upheld.detection.kind import GROUPS
from upheld.evidence.entry import JSON
from upheld.policy.model import Policy
from upheld.promises.ai_seen import AiSeen, Told
from upheld.screening.probing import Probed, Tried

TRIED = Tried(examples=2, let_through=0)


def told(kind: str, at: datetime, **body: JSON) -> Told:
    """One entry about AI inputs."""
    return Told(entry=40, kind=kind, at=at, body=body)


def call(at: datetime, **more: JSON) -> Told:
    """A call that left for the provider of the examples, with nothing in it."""
    said: Mapping[str, JSON] = {
        "tenant": "acme", "key": "0a1b", "purpose": "ai", "recipient": "ai-models",
        "outcome": "sent", "found": [], "policy": "another", **more,
    }  # fmt: skip
    return told("ai-call", at, **said)


def setting(at: datetime, name: str, new: str, tenant: str = "acme") -> Told:
    """A setting that an administrator changed."""
    old = {"on": "off", "off": "on"}[new]
    body: dict[str, JSON] = {
        "tenant": tenant,
        "by": "0c2d",
        "setting": name,
        "old": old,
        "new": new,
    }
    return told("ai-setting-changed", at, **body)


def export(at: datetime, *tenants: str, denied: int = 0, **more: JSON) -> Told:
    """An export for training: three rows of each customer."""
    rows = 3 * len(tenants)
    return told("training-export", at, rows=rows, denied=denied, tenants=list(tenants), **more)


def ai_well(policy: Policy, at: datetime) -> AiSeen | None:
    """What is seen where everything about AI inputs is kept, up to an hour before `at`."""
    terms = policy.ai
    if terms is None:
        return None
    begun = at - timedelta(days=2)
    masked = () if terms.masking is None else terms.masking.data
    recipients = {name for one in (terms.providers, terms.provider_terms) if one for name in one.to}
    never = any(one.default == "never" for one in terms.training)
    return AiSeen(
        recipient=next(iter(sorted(recipients)), None),
        probed=Probed(
            blocked=dict.fromkeys(GROUPS, TRIED),
            masked={item: TRIED for name in masked for item in policy.items_of(name)},
        ),
        calls=[
            *(call(at - timedelta(hours=1), recipient=one) for one in sorted(recipients)),
            call(at - timedelta(hours=1), key="0e3f", outcome="caller-suspended"),
        ],
        acts=[
            setting(begun, "training", "on"),
            export(begun + timedelta(hours=1), *([] if never else ["acme"]), denied=4),
            setting(begun + timedelta(hours=2), "ai", "off"),
            setting(begun + timedelta(hours=3), "ai", "on"),
            told("ai-use-suspended", begun + timedelta(hours=4), tenant="acme", who="0e3f"),
        ],
        cases=FoundStanding(erased=1, newest=begun),
    )
