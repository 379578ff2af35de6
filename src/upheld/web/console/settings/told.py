"""What `upheld.yaml` says, as a page may show it: where secrets are, and never a secret.

Of an address only what names a place is shown: user, password, path and parameters of a URL may
each be a secret (a webhook's address often is one).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from upheld.desk.configuration import DeskSection, PartySection
from upheld.documents.secret_place import (
    FILE_KINDS,
    Connection,
    SecretPlace,
    kind_of,
    without_user,
)
from upheld.settings import SettingsFile
from upheld.wording import Text

_NONE = Text(en="not set", ja="未設定")
_BY_OPTION = Text(
    en="not set: what `upheld serve --address` says",
    ja="未設定(`upheld serve --address` のアドレスを使用)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One setting.

    Attributes:
        key: What to change in `upheld.yaml`.
        value: What it says.
    """

    key: str
    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Settings that belong together.

    Attributes:
        docs: The page of the documentation that explains them.
    """

    title: Text
    docs: str
    lines: Sequence[Line]

    @property
    def extent(self) -> Text:
        """How much there is to see, for who has not looked inside."""
        keys = len(self.lines)
        if all(line.value == _NONE for line in self.lines):
            return _NONE
        return Text(en=f"{keys} keys" if keys > 1 else "1 key", ja=f"{keys} 件")


def groups_of(declared: SettingsFile) -> list[Group]:
    """Return every setting but the systems, which a table of their own shows, and the gateway's."""
    desk = declared.desk
    return [
        Group(title=Text(en="Company", ja="会社"), docs="start.md", lines=list(_company(declared))),
        Group(title=Text(en="Desk", ja="デスク"), docs="desk.md", lines=list(_desk(desk))),
        Group(title=Text(en="Mail", ja="メール"), docs="outside.md", lines=list(_mail(desk))),
        Group(
            title=Text(en="Other parties", ja="他の当事者"),
            docs="outside.md",
            lines=list(_parties(desk.parties)),
        ),
        Group(
            title=Text(en="The company's own systems that are told", ja="通知先の自社システム"),
            docs="outside.md",
            lines=[
                Line(
                    key=f"desk.webhooks.{name}",
                    value=_listed(host(one.url), ", ".join(one.events), place(one.key)),
                )
                for name, one in desk.webhooks.items()
            ]
            or [Line(key="desk.webhooks", value=_NONE)],
        ),
        Group(
            title=Text(en="Sign-in", ja="サインイン"), docs="web.md", lines=list(_sign_in(declared))
        ),
    ]


def place(found: SecretPlace | Connection | None) -> Text:
    """Say where something is kept, or how it is reached, and nothing that opens it."""
    if found is None:
        return _NONE
    if found.env is not None:
        return Text(en=f"environment variable {found.env}", ja=f"環境変数 {found.env}")
    if found.file is not None:
        return Text(en=f"file {found.file}", ja=f"ファイル {found.file}")
    return _same(host(getattr(found, "url", None) or ""))


def host(url: str) -> str:
    """Return a URL without what may be a secret in it.

    >>> host("https://hooks.example.com/services/T1/abc?token=x")
    'https://hooks.example.com'
    >>> host("postgresql://shop:pw@db.example:5433/shop?sslmode=require")
    'postgresql://db.example:5433/shop'
    >>> host("sqlite:///data/shop.db?mode=ro")
    'sqlite:///data/shop.db'
    >>> host("postgresql://shop:p/w@db.example/shop")
    'postgresql://db.example/shop'
    >>> host("https://hooks.example.com:8443/services/T1@abc")
    'https://hooks.example.com'
    """
    parts = urlsplit(url)
    kind = kind_of(parts.scheme)
    if kind in FILE_KINDS:  # their path is no secret, and the only thing to say
        return url.partition("?")[0]
    if kind not in ("http", "https"):
        parts = without_user(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    where = parts.netloc.rpartition("@")[2]
    if "@" in url.partition(parts.netloc)[2]:
        # A path with an `@`, or a password with a `/` that began behind the colon: both secret.
        where = where.partition(":")[0]
    return f"{parts.scheme}://{where}"


def _company(declared: SettingsFile) -> Iterator[Line]:
    calendar = declared.calendar
    yield Line(key="company", value=_same(declared.company) if declared.company else _NONE)
    yield Line(key="language", value=_same(declared.language) if declared.language else _NONE)
    yield Line(key="timezone", value=_same(declared.timezone))
    yield Line(key="calendar.days", value=_same(calendar.days))
    yield Line(key="calendar.closing", value=_same(calendar.closing))
    for key, days in (("closed", calendar.closed), ("opened", calendar.opened)):
        if days:
            yield Line(key=f"calendar.{key}", value=_same(", ".join(map(str, days))))
    if calendar.overrides:
        yield Line(key="calendar.overrides", value=_same(calendar.overrides))
    yield Line(key="drill", value=_yes(declared.drill))


def _desk(desk: DeskSection) -> Iterator[Line]:
    eyes = desk.four_eyes
    public = desk.public_url
    yield Line(key="desk.public_url", value=_BY_OPTION if public is None else _same(public))
    told = ", ".join(desk.escalate_to)
    yield Line(key="desk.escalate_to", value=_same(told) if told else _NONE)
    yield Line(key="desk.remind_at", value=_same(", ".join(map(str, desk.remind_at))))
    if eyes.always:
        yield Line(key="desk.four_eyes.always", value=_yes(True))
    else:
        rows = _NONE if eyes.rows is None else _same(f"{eyes.rows:,}")
        yield Line(key="desk.four_eyes.rows", value=rows)
    yield Line(key="desk.link_key", value=place(desk.link_key))
    yield from _account(desk)
    yield Line(key="desk.link_days", value=_same(str(desk.link_days)))
    yield Line(key="desk.upload_most", value=_same(f"{desk.upload_most:,}"))
    yield Line(key="desk.work", value=_same(desk.work))
    yield Line(key="desk.bank", value=desk.bank.text() if desk.bank else _NONE)
    if desk.stripe is None:
        yield Line(key="desk.stripe", value=_NONE)
    else:
        yield Line(key="desk.stripe.key", value=place(desk.stripe.key))
        yield Line(key="desk.stripe.webhook", value=place(desk.stripe.webhook))


def _account(desk: DeskSection) -> Iterator[Line]:
    section = desk.account
    if section is None:
        yield Line(key="desk.account", value=_NONE)
        return
    claims = ", ".join(f"{claim}: {kind}" for claim, kind in section.claims.items())
    yield Line(key="desk.account.issuer", value=_same(host(section.issuer)))
    yield Line(key="desk.account.client_id", value=_same(section.client_id))
    yield Line(key="desk.account.client_secret", value=place(section.client_secret))
    yield Line(key="desk.account.claims", value=_same(claims))


def _mail(desk: DeskSection) -> Iterator[Line]:
    yield Line(key="desk.sender", value=_same(desk.sender))
    folder = Text(
        en="not set: letters lie in .upheld/mail, and go to nobody",
        ja="未設定: 通知は .upheld/mail に置かれ、誰にも届きません",
    )
    yield Line(key="desk.smtp", value=place(desk.smtp) if desk.smtp else folder)
    yield Line(key="desk.mailbox", value=place(desk.mailbox))
    yield Line(key="desk.lmtp", value=_same(desk.lmtp) if desk.lmtp else _NONE)


def _parties(parties: Mapping[str, PartySection]) -> Iterator[Line]:
    if not parties:
        yield Line(key="desk.parties", value=_NONE)
    for name, one in parties.items():
        where = one.to or host(one.url or "")
        told = (one.kind, where, ", ".join(one.rights))
        yield Line(key=f"desk.parties.{name}", value=_listed(*told, place(one.key)))


def _sign_in(declared: SettingsFile) -> Iterator[Line]:
    section = declared.sign_in
    if section is None:
        yield Line(key="sign_in", value=_NONE)
        return
    yield Line(key="sign_in.issuer", value=_same(host(section.issuer)))
    yield Line(key="sign_in.client_id", value=_same(section.client_id))
    yield Line(key="sign_in.client_secret", value=place(section.client_secret))


def _same(text: str) -> Text:
    return Text(en=text, ja=text)


def _yes(told: bool) -> Text:
    return Text(en="yes", ja="はい") if told else Text(en="no", ja="いいえ")


def _listed(*parts: str | Text) -> Text:
    texts = [_same(one) if isinstance(one, str) else one for one in parts if one]
    known = [one for one in texts if one is not _NONE]
    return Text(en=" · ".join(one.en for one in known), ja=" · ".join(one.ja for one in known))
