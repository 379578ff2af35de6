"""The company's own sign-in, as the settings name it."""

from dataclasses import dataclass, field

from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of OpenID Connect.

    Attributes:
        issuer: Its name, an https address; its documents are found below it.
        client_id: Who we are to it.
        client_secret: How we prove it; `None` for a public client.
        label: What staff call it.
    """

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    label: Text = field(
        default_factory=lambda: Text(en="the company account", ja="会社のアカウント")
    )
