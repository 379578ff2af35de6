"""Providers of OpenID Connect, as the settings name them: the staff's own, and the people's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of OpenID Connect.

    Attributes:
        issuer: Its name, an https address; its documents are found below it.
        client_id: Who we are to it.
        client_secret: How we prove it; `None` for a public client.
        label: What people call it.
        scopes: What is asked for beside `openid`.
        otherwise: What else somebody can do where it fails.
    """

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    label: Text = field(
        default_factory=lambda: Text(en="the company account", ja="会社のアカウント")
    )
    scopes: tuple[str, ...] = ("email",)
    otherwise: Text = field(
        default_factory=lambda: Text(
            en="try again, or sign in with a passkey or a password",
            ja="もう一度試すか、パスキーまたはパスワードでサインインしてください",
        )
    )


PEOPLE_OTHERWISE = Text(
    en="try again later, or confirm who you are in another way: by a code or by documents",
    ja="時間をおいてもう一度試すか、確認コードや書類など別の方法でご本人の確認を行ってください",
)
"""What somebody of the public can do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Where people have their accounts, and what of an account shows who they are to us.

    Attributes:
        claims: Claim → kind of identifier, in the order of the settings: the first one that an
            account has is what its person is looked for by.
    """

    provider: Provider
    claims: Mapping[str, str]
