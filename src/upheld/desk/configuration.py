"""What `upheld.yaml` says about the desk, under `desk:`: addresses, limits, and who helps.

desk:
  public_url: https://privacy.example.jp
  sender: privacy@example.jp
  smtp: {file: secrets/smtp.url}          # smtp://USER:PASSWORD@mail.example.jp:587
  mailbox: {file: secrets/imap.url}       # imaps://USER:PASSWORD@mail.example.jp
  escalate_to: [privacy-manager@example.jp]
  four_eyes: {rows: 100}
  stripe: {key: {env: STRIPE_KEY}, webhook: {env: STRIPE_WEBHOOK_SECRET}}
  account:                                # the company's own sign-in for the people it serves
    {issuer: "https://id.example.jp", client_id: upheld-privacy, claims: {sub: customer_id}}
  parties:
    delivery: {kind: opendsr, url: "https://opendsr.example.com/v3"}
  webhooks:
    helpdesk: {url: "https://helpdesk.example.jp/hook", key: {file: secrets/helpdesk.key}}
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from upheld.documents.problem import problem
from upheld.documents.secret_place import Connection, SecretPlace, Section, exactly_one_of
from upheld.documents.words import Word
from upheld.policy.language.line import Label
from upheld.subject.identity import fold_of

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url.rstrip("/")
    raise problem(
        en="this address is not https",
        ja="この URL は https ではありません",
        remedy_en="write `https://…`; `http` only for this machine itself",
        remedy_ja="`https://…` と書いてください。`http` はこの機械自身に限ります",
    )


WebAddress: TypeAlias = Annotated[str, AfterValidator(_address)]
Event: TypeAlias = Literal[
    "request.received", "request.identified", "request.decided", "request.answered",
    "request.closed",
]  # fmt: skip
"""What the company's own systems can be told of."""
MailAddress: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}$")
]


class FourEyes(Section):
    """When the person who approves must be another than the one who decided.

    Attributes:
        always: For every request.
        rows: From so many rows to erase on.
    """

    always: bool = False
    rows: Annotated[int, Field(ge=1)] | None = None


class StripeSection(Section):
    """Cards, by Stripe Checkout.

    Attributes:
        key: Where the secret API key is.
        webhook: Where the signing secret of the webhook is.
        api: The address of the API; another one in tests.
    """

    key: SecretPlace
    webhook: SecretPlace
    api: WebAddress = "https://api.stripe.com"


_VERIFIED: Mapping[str, str] = {"lower": "email", "digits": "phone_number"}
"""By how identifiers are compared: the only claim for addresses and for telephone numbers, since a
provider says of these alone whether it has verified them (OpenID Connect Core 1.0, section 5.1)."""


class AccountSection(Section):
    """Where people have an account of the company's, and what of it shows who they are (OIDC).

    Attributes:
        issuer: The provider's name, an https address.
        client_id: Who this desk is to the provider.
        client_secret: Where the secret is; none for a public client.
        claims: Claim of the id token → kind of identifier of the data maps. The first claim that
            an account has finds its person.
        scopes: What is asked for beside `openid`.
        label: What people call the account.
    """

    issuer: WebAddress
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    client_secret: SecretPlace | None = None
    claims: Annotated[
        Mapping[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/-]{1,120}$")], Word],
        Field(min_length=1),
    ]
    scopes: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/-]{1,80}$")], ...] = (
        "email",
    )
    label: Label = Label(ja="アカウント", en="your account")

    @model_validator(mode="after")
    def _only_what_is_verified(self) -> "AccountSection":
        for claim, kind in self.claims.items():
            needed = _VERIFIED.get(fold_of(kind))
            if needed is not None and claim != needed:
                raise problem(
                    en=f"`{kind}` may only be read from the claim `{needed}`",
                    ja=f"`{kind}` はクレーム `{needed}` からのみ読み取れます",
                    remedy_en=f"write `{needed}: {kind}`: of other claims nobody says whether they were verified",
                    remedy_ja=f"`{needed}: {kind}` と書いてください。他のクレームは確認済みかどうかが分かりません",
                    at=("claims", claim),
                )
        return self


class PartySection(Section):
    """A processor or a third party that is told what to delete, correct or stop.

    Attributes:
        kind: How it is told: `opendsr`, a signed `webhook`, `mail`, or `task` for a system
            that a person works by hand.
        url: Its address, for `opendsr` and `webhook`.
        domain: The domain its callbacks are signed for, for `opendsr`.
        certificate: A file with the certificate of its callbacks, PEM.
        to: Its mail address, for `mail`; who does it, for `task`.
        key: Where the shared secret of the webhook is.
        rights: What it is told about.
        answer_within: Business days until it is reminded.
        recipient: The policy's name of it, under `recipients:`.
    """

    kind: Literal["opendsr", "webhook", "mail", "task"]
    url: WebAddress | None = None
    domain: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]{1,253}$")] | None = None
    certificate: str | None = None
    to: MailAddress | None = None
    key: SecretPlace | None = None
    rights: tuple[Literal["deletion", "correction", "restriction"], ...] = ("deletion",)
    answer_within: Annotated[int, Field(ge=1, le=90)] = 5
    recipient: Word | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> "PartySection":
        exactly_one_of(self, ("to",) if self.kind in ("mail", "task") else ("url",))
        if self.kind == "webhook" and self.key is None:
            raise problem(
                en="a webhook needs `key`, the secret that signs it",
                ja="webhook には署名の鍵 `key` が必要です",
                remedy_en="write `key: {file: secrets/NAME.key}`",
                remedy_ja="`key: {file: secrets/名前.key}` と書いてください",
            )
        return self


class WebhookSection(Section):
    """A system of the company's own that is told how requests move on; nothing personal.

    Attributes:
        url: Where it takes messages.
        key: Where the secret is that signs them (`whsec_…`).
        events: What it is told.
        networks: Inner networks it may lie in, e.g. `10.1.2.0/24`; others are not called.
    """

    url: WebAddress
    key: SecretPlace
    events: Annotated[tuple[Event, ...], Field(min_length=1)] = get_args(Event)
    networks: tuple[str, ...] = ()


class DeskSection(Section):
    """The request desk.

    Attributes:
        public_url: Where people reach the privacy centre, and where links in mail lead; `None`
            for what `upheld serve --address` says.
        sender: From which address mail goes out.
        smtp: Where the mail server's URL is: `smtp://`, `smtps://`.
        mailbox: Where the URL of the declared mailbox is: `imap://`, `imaps://`.
        lmtp: On which `HOST:PORT` mail is taken by LMTP instead.
        escalate_to: Who is told when a case runs out of time.
        remind_at: Business days left at which the officer, then `escalate_to`, is told.
        four_eyes: When two people are needed.
        link_key: Where the key is that the company's own site signs links with.
        account: Where people have an account that shows who they are.
        link_days: Days until an answer's link expires.
        upload_most: Bytes of one upload.
        stripe: Cards.
        bank: To which account fees are paid by transfer; shown to the person.
        parties: Who is told what was deleted, by a name of one's own.
        webhooks: Which of the company's own systems are told of events, by a name of one's own.
        work: Who carries out work of steps and waits: our store alone, or DBOS Transact.
    """

    public_url: WebAddress | None = None
    sender: MailAddress = "privacy@upheld.invalid"
    smtp: Connection | None = None
    mailbox: Connection | None = None
    lmtp: Annotated[str, StringConstraints(pattern=r"^[^:\s]+:[0-9]{1,5}$")] | None = None
    escalate_to: tuple[MailAddress, ...] = ()
    remind_at: tuple[Annotated[int, Field(ge=0, le=60)], ...] = (5, 2, 0)
    four_eyes: FourEyes = FourEyes()
    link_key: SecretPlace | None = None
    account: AccountSection | None = None
    link_days: Annotated[int, Field(ge=1, le=90)] = 14
    upload_most: Annotated[int, Field(ge=1_000, le=30_000_000)] = 10_000_000
    stripe: StripeSection | None = None
    bank: Label | None = None
    parties: Mapping[Word, PartySection] = Field(default_factory=dict)
    webhooks: Mapping[Word, WebhookSection] = Field(default_factory=dict)
    work: Literal["direct", "dbos"] = "direct"
