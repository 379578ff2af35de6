"""The gateway of a workspace, put together."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from upheld.assembly import Workspace, kept_values
from upheld.evidence import ledger
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.refusal import RefusalsError, UsageError, Where
from upheld.rights.vault import open_vault
from upheld.running.following import Following, seen_of
from upheld.screening.admission import Admission
from upheld.screening.batches.beside import beside_of
from upheld.screening.configuration import GatewaySection
from upheld.screening.contradictions import contradictions, no_provider, providers_of
from upheld.screening.daily import DailyScanner
from upheld.screening.destination import destination_of
from upheld.screening.fields.endpoints import MODELS
from upheld.screening.gateway.application import Gateway
from upheld.screening.gateway.models import ModelsEndpoint
from upheld.screening.gateway.readiness import Readiness
from upheld.screening.gateway.settings import PATH, SettingsEndpoint
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Keyring
from upheld.screening.own_rules import Own, read_own
from upheld.screening.procedure import Screening, user_digest
from upheld.screening.rulebook import rulebook_of
from upheld.screening.standing import tidy_journal
from upheld.settings import FILE_NAME
from upheld.wording import Text

_USE = b"upheld/gateway/1"
WARMING = "山田太郎さん 090-1234-5678、Dear John Smith, j@example.jp"
"""A text for which every dictionary is loaded."""
CONNECTIONS = 4
"""Of our own store: one writes entries, one reads keys, one seals, one is for whoever asks."""


def screening_of(workspace: Workspace, policy: Policy) -> Screening:
    """Return what screens calls by the workspace's policy.

    Args:
        workspace: Whose settings and key.
        policy: Its policy.

    Raises:
        UsageError: The policy does not know the provider.
        RefusalsError: The file of rules has mistakes.
    """
    section = workspace.settings.declared.gateway
    _know_provider(policy, section)
    return Screening(
        scanner=DailyScanner.by_policy(policy, clock=workspace.clock, own=_own(workspace)),
        rulebook=rulebook_of(policy, section),
        section=section,
        key=_key_of_users(workspace),
    )


def digest_of_user(workspace: Workspace, tenant: str, user: str) -> str:
    """Return by which digest a person leaves whom a customer's application names so."""
    return user_digest(_key_of_users(workspace), tenant, user)


def _key_of_users(workspace: Workspace) -> bytes:
    vault = open_vault(workspace.store_key, workspace.environment, create=True)
    return hmac.digest(vault.key, _USE, "sha256")


def _own(workspace: Workspace) -> Own:
    file = workspace.settings.declared.gateway.rules
    return Own() if file is None else read_own(workspace.folder / file, file=file)


@dataclass(frozen=True, slots=True)
class Followed:
    """What was made of one policy: taken over as a whole, so that no call sees two."""

    policy: Policy
    screening: Screening


@dataclass(frozen=True, slots=True)
class FollowedScreening:
    """The screening by the policy as it is; settings and the key of digests are those of the start."""

    section: GatewaySection
    current: Callable[[], Followed]

    def now(self) -> Screening:
        """That of the newest whole policy."""
        return self.current().screening


def following_of(workspace: Workspace) -> Following[Followed]:
    """Follow the policy in force: what was published is screened by without a restart.

    Raises:
        RefusalsError: The policy cannot be read, or speaks against the settings.
        UsageError: It does not know the provider.
    """
    _refuse_contradictions(workspace)

    def make() -> Followed:
        policy = read_policy(workspace.policy_in_force())
        screening = screening_of(workspace, policy)
        # Whoever calls first does not wait for dictionaries.
        next(screening.scanner.scan_many([WARMING]))
        return Followed(policy, screening)

    return Following(lambda: seen_of(workspace), make)


def gateway_of(
    workspace: Workspace, following: Following[Followed], upstream: str | None = None
) -> Gateway:
    """Return the gateway of a workspace.

    Args:
        following: Its policy, as it is from now on.
        workspace: Whose policy, settings and store.
        upstream: The provider's address, where it is not the one of `upheld.yaml`.

    Raises:
        UsageError: Nobody says where the provider is.
        SecretMissingError, SecretExposedError: Its key is not where it should be.
    """
    section = workspace.settings.declared.gateway
    address = _address(section, upstream)
    key = None if section.key is None else workspace.settings.secret(section.key, "gateway.key")
    engine, clock, signer = workspace.engine, workspace.clock, workspace.signer
    screening = FollowedScreening(section, following.current)
    admission = Admission(engine, clock, going=destination_of(section, address).told)
    provider = Upstream(section, address, key)
    kept = kept_values(workspace)

    models = ModelsEndpoint(screening, admission, provider)

    def policy() -> Policy:
        return following.current().policy

    def tidy() -> None:
        kept.sweep()
        ledger.seal(engine, signer, clock)
        tidy_journal(engine)

    return Gateway(
        screening,
        Keyring(engine),
        admission,
        provider,
        beside={
            PATH: SettingsEndpoint(engine, clock, policy),
            MODELS: models,
            f"{MODELS}/": models,
            **beside_of(screening, admission, provider, kept, policy),
        },
        public=Readiness(engine, following.refusals).addresses(),
        seal=tidy,
    )


def undeclared_host(workspace: Workspace, upstream: str | None) -> str | None:
    """Return where calls go, if a recipient is declared and nobody has declared that it is there.

    Raises:
        UsageError: Nobody says where the provider is.
    """
    section = workspace.settings.declared.gateway
    going = destination_of(section, _address(section, upstream))
    return None if section.recipient is None or going.declared else going.host


def _address(section: GatewaySection, upstream: str | None) -> str:
    address = upstream or section.upstream
    if address is None:
        raise _no_provider()
    return address


def checked_upstream(address: str) -> str:
    """Return a provider's address from the command line.

    Raises:
        UsageError: It is not one that may be called.
    """
    from pydantic import ValidationError

    try:
        found = GatewaySection(upstream=address).upstream
    except ValidationError:
        found = None
    if found is None:
        raise UsageError(
            Text(
                en="`--upstream` is not an https address",
                ja="`--upstream` が https のアドレスではありません",
            ),
            remedy=Text(
                en="write `https://…`; `http` only for this machine itself",
                ja="`https://…` と書いてください。`http` はこの機械自身に限ります",
            ),
        )
    return found


def _refuse_contradictions(workspace: Workspace) -> None:
    """Refuse settings that would have no effect.

    Only at the start: of a policy that comes later the stricter side counts. To refuse it then
    would be to go on with the one before, which may be looser than both.
    """
    policy = read_policy(workspace.policy_in_force())
    found = list(contradictions(policy, workspace.settings.declared.gateway))
    if found:
        settings = workspace.settings.located()
        raise RefusalsError(
            [
                UsageError(
                    one.what,
                    remedy=one.remedy,
                    where=settings.where(one.path, key=True),
                    snippet=settings.snippet(one.path, key=True),
                )
                for one in found
            ]
        )


def _know_provider(policy: Policy, section: GatewaySection) -> None:
    if section.recipient is None and (policy.ai is None or policy.ai.providers is None):
        return
    if section.recipient not in providers_of(policy):
        what, remedy = no_provider(policy)
        raise UsageError(what, remedy=remedy, where=Where(file=FILE_NAME))


def _no_provider() -> UsageError:
    return UsageError(
        Text(en="nobody says where the AI provider is", ja="AI 提供元のアドレスがありません"),
        remedy=Text(
            en=f"give `--upstream https://…`, or write `gateway: {{upstream: …}}` in {FILE_NAME}",
            ja=f"`--upstream https://…` を付けるか、{FILE_NAME} に `gateway: {{upstream: …}}` と書いてください",
        ),
        where=Where(file=FILE_NAME),
    )
