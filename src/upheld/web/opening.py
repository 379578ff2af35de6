"""The site of an opened workspace: what pages need, from the settings and the policy."""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from upheld.assembly import Workspace
from upheld.desk.office import Office
from upheld.refusal import InvalidFileError, RefusalError, Where
from upheld.running.callers import callers_of
from upheld.running.following import Following, seen_of
from upheld.running.work import stripe_of
from upheld.settings import FILE_NAME
from upheld.web.openid.provider import PEOPLE_OTHERWISE, Accounts, Provider
from upheld.web.site import Site
from upheld.wording import Text

CONNECTIONS = 40
"""How many connections of the store are in use at once: a request has one thread, of 40."""


def followed_site(
    opened: Workspace, address: str, works: Callable[[], bool] = lambda: True
) -> Following[Site]:
    """Return the site, made anew whenever the policy in force or a data map is another.

    Raises:
        RefusalsError: The policy or a map cannot be read now.
        SecretMissingError: A secret is not where it should be.
    """

    def refusals() -> Sequence[RefusalError]:
        return following.refusals()

    following = Following(
        lambda: seen_of(opened), lambda: site_of_workspace(opened, address, works, refusals)
    )
    return following


def site_of_workspace(
    opened: Workspace,
    address: str,
    works: Callable[[], bool] = lambda: True,
    refusals: Callable[[], Sequence[RefusalError]] = tuple,
) -> Site:
    """Return the site.

    Args:
        opened: The workspace.
        address: What browsers call it.
        works: Whether what is due is still done in this process.
        refusals: Why files that changed since are not followed.

    Raises:
        RefusalsError: The policy or a map cannot be read.
        SecretMissingError: A secret is not where it should be.
    """
    settings = opened.settings
    office = opened.office()
    company = office.company
    return Site(
        engine=company.engine,
        clock=company.clock,
        policy=opened.versions.as_published(company.policy),
        company=company.policy.policy.company.text(),
        secret=hmac.digest(company.vault.key, b"upheld/web", hashlib.sha256),
        language=settings.language or "ja",
        zone=settings.zone,
        address=address,
        provider=_provider(opened),
        office=office,
        callers=callers_of(opened, office),
        cards=stripe_of(opened),
        accounts=_accounts(opened, office),
        works=works,
        refusals=refusals,
    )


def _provider(opened: Workspace) -> Provider | None:
    section = opened.settings.declared.sign_in
    if section is None:
        return None
    return Provider(
        issuer=section.issuer,
        client_id=section.client_id,
        client_secret=opened.settings.sign_in_secret(),
        label=Text(en=section.label_en, ja=section.label_ja),
    )


def _accounts(opened: Workspace, office: Office) -> Accounts | None:
    """Return where people have accounts.

    Raises:
        InvalidFileError: A claim stands for a kind of identifier by which no map knows people.
    """
    section = office.settings.account
    if section is None:
        return None
    kinds = office.company.known_kinds()
    unknown = sorted(set(section.claims.values()) - set(kinds))
    if unknown:
        named = ", ".join(f"`{kind}`" for kind in kinds)
        raise InvalidFileError(
            Text(
                en=f"`desk.account.claims`: no data map knows people by `{unknown[0]}`",
                ja=f"`desk.account.claims`: `{unknown[0]}` で人を識別するデータマップがありません",
            ),
            remedy=Text(en=f"use one of {named}", ja=f"次のいずれかを使ってください: {named}"),
            where=Where(file=FILE_NAME),
        )
    place = section.client_secret
    secret = None if place is None else opened.settings.secret(place, "desk.account.client_secret")
    provider = Provider(
        issuer=section.issuer,
        client_id=section.client_id,
        client_secret=secret,
        label=section.label.text(),
        scopes=section.scopes,
        otherwise=PEOPLE_OTHERWISE,
    )
    return Accounts(provider=provider, claims=section.claims)
