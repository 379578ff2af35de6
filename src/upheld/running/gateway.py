"""The gateway of a workspace, put together."""

import hmac

from upheld.assembly import Workspace
from upheld.policy.reading import read_policy
from upheld.refusal import UsageError, Where
from upheld.rights.vault import open_vault
from upheld.screening.admission import Admission
from upheld.screening.configuration import GatewaySection
from upheld.screening.gateway.application import Gateway
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Keyring
from upheld.screening.procedure import Scans, Screening
from upheld.screening.rulebook import rulebook_of
from upheld.settings import FILE_NAME
from upheld.wording import Text

_USE = b"upheld/gateway/1"
CONNECTIONS = 4
"""Of our own store: one writes entries, one reads keys, one seals, one is for whoever asks."""


def screening_of(workspace: Workspace, scanner: Scans) -> Screening:
    """Return what screens calls by the workspace's policy.

    Raises:
        RefusalsError: The policy cannot be read: a gateway without a policy is none.
    """
    section = workspace.settings.declared.gateway
    vault = open_vault(workspace.store_key, workspace.environment, create=True)
    return Screening(
        scanner=scanner,
        rulebook=rulebook_of(read_policy(workspace.settings.policy_folder), section),
        section=section,
        key=hmac.digest(vault.key, _USE, "sha256"),
    )


def gateway_of(workspace: Workspace, scanner: Scans, upstream: str | None = None) -> Gateway:
    """Return the gateway of a workspace.

    Args:
        workspace: Whose policy, settings and store.
        scanner: Finds personal data.
        upstream: The provider's address, where it is not the one of `upheld.yaml`.

    Raises:
        UsageError: Nobody says where the provider is.
        SecretMissingError, SecretExposedError: Its key is not where it should be.
    """
    screening = screening_of(workspace, scanner)
    section = screening.section
    address = upstream or section.upstream
    if address is None:
        raise _no_provider()
    key = None if section.key is None else workspace.settings.secret(section.key, "gateway.key")
    return Gateway(
        screening,
        Keyring(workspace.engine),
        Admission(workspace.engine, workspace.clock),
        Upstream(section, address, key),
    )


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


def _no_provider() -> UsageError:
    return UsageError(
        Text(en="nobody says where the AI provider is", ja="AI 提供元のアドレスがありません"),
        remedy=Text(
            en=f"give `--upstream https://…`, or write `gateway: {{upstream: …}}` in {FILE_NAME}",
            ja=f"`--upstream https://…` を付けるか、{FILE_NAME} に `gateway: {{upstream: …}}` と書いてください",
        ),
        where=Where(file=FILE_NAME),
    )
