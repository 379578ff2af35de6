"""Who makes the promises, whom it is for, and how to reach the business."""

from upheld.policy.language.about import About, Audience, Languages
from upheld.policy.language.company import (
    AuthorisedBody,
    Channel,
    Handler,
    LegalText,
    Officer,
    Opening,
)
from upheld.policy.language.people import Person
from upheld.rendering.document import Link, Part, listed, say
from upheld.rendering.names import CHANNELS, Spot, channel_name
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import day
from upheld.wording import Text

LANGUAGES = {"ja": Text(en="Japanese", ja="日本語"), "en": Text(en="English", ja="英語")}
_USES = {
    "requests": Text(en="requests", ja="開示等の請求"),
    "complaints": Text(en="complaints", ja="苦情"),
    "enquiries": Text(en="enquiries", ja="お問い合わせ"),
    "child-reports": Text(en="reports about children's data", ja="子どもの情報に関する連絡"),
    "agents": Text(en="requests by representatives", ja="代理人による請求"),
}
_DAYS = {
    "mon": Text(en="Monday", ja="月曜日"),
    "tue": Text(en="Tuesday", ja="火曜日"),
    "wed": Text(en="Wednesday", ja="水曜日"),
    "thu": Text(en="Thursday", ja="木曜日"),
    "fri": Text(en="Friday", ja="金曜日"),
    "sat": Text(en="Saturday", ja="土曜日"),
    "sun": Text(en="Sunday", ja="日曜日"),
}
_CUSTOMERS = {
    "anyone": (
        "The service is open to anyone.",
        "本サービスは、どなたでもご利用いただけます。",
    ),
    "organisations-only": (
        "The service is offered to companies and other organisations only.",
        "本サービスは、法人その他の団体に限り提供します。",
    ),
    "consumers": (
        "The service is offered to consumers.",
        "本サービスは、消費者の方に提供します。",
    ),
}


@phrase(About)
def about(line: About, spot: Spot) -> Said:
    """Name the policy, its version and its days."""
    yield say(
        "{company} sets this policy for the personal data that it handles.",
        "{company}は、取り扱う個人データについて、このポリシーを定めます。",
        company=spot.names.company(),
    )
    if line.date is None:
        yield say(
            "This is version {version}.", "本ポリシーの版は{version}です。", version=line.version
        )
    else:
        yield say(
            "This is version {version} of {date}.",
            "本ポリシーは{date}付の第{version}版です。",
            version=line.version,
            date=day(line.date),
        )
    if line.effective is not None:
        yield say("It takes effect on {date}.", "{date}から適用します。", date=day(line.effective))
    if line.signatory is not None:
        yield say(
            "Signed by {name}, {title}.",
            "署名者: {title} {name}",
            name=line.signatory.name.text(),
            title=line.signatory.title.text(),
        )


@phrase(Handler)
def handler(line: Handler, spot: Spot) -> Said:
    """Name the business, as the Act asks."""
    yield say(
        "The business handling personal information is {name}, {address}.",
        "個人情報取扱事業者は、{name}(住所: {address})です。",
        name=line.name.text(),
        address=line.address.text(),
    )
    if line.representative is not None:
        yield say(
            "It is represented by {name}, {title}.",
            "代表者は、{title} {name}です。",
            name=line.representative.name.text(),
            title=line.representative.title.text(),
        )
    if line.service is not None:
        yield say(
            "This policy covers {service}.",
            "このポリシーは、{service}に適用します。",
            service=line.service.text(),
        )


@phrase(Person)
def person(line: Person, spot: Spot) -> Said:
    """Name one kind of person."""
    yield say("{label}", "{label}", label=line.label.text())


@phrase(Audience)
def audience(line: Audience, spot: Spot) -> Said:
    """Say who may become a customer."""
    en, ja = _CUSTOMERS[line.customers]
    yield say(en, ja)


@phrase(Languages)
def languages(line: Languages, spot: Spot) -> Said:
    """Say which language prevails."""
    yield say(
        "This policy is published in {languages}.",
        "このポリシーは、{languages}で公表します。",
        languages=listed([LANGUAGES[one] for one in line.published]),
    )
    if len(line.published) > 1:
        yield say(
            "Where the versions differ, the {language} one prevails.",
            "内容に相違がある場合は、{language}版が優先します。",
            language=LANGUAGES[line.controlling],
        )


@phrase(Officer)
def officer(line: Officer, spot: Spot) -> Said:
    """Name who holds an office now; earlier holders stay in the history."""
    holder = line.holders[-1]
    yield say(
        "{title}: {name} (since {since})",
        "{title}: {name}({since}就任)",
        title=holder.title.text(),
        name=holder.name.text(),
        since=day(holder.since),
    )


@phrase(Channel)
def channel(line: Channel, spot: Spot) -> Said:
    """Say how to reach the business, for what, and when."""
    kind = CHANNELS[line.kind]
    yield Heading(channel_name(line))
    url = line.to.en.startswith(("https://", "http://"))
    links = (Link(line.to.en, kind, external=False),) if url else ()
    unit = line.unit.text() if line.unit else None
    to = line.to.text()
    if not url and unit:
        yield say("{to} ({unit})", "{to}({unit})", to=to, unit=unit)
    elif not url:
        yield say("{to}", "{to}", to=to)
    yield say(
        "It takes {uses}.",
        "{uses}を受け付けます。",
        links=links,
        uses=listed([_USES.get(use) or spot.names.code(use) for use in line.uses]),
    )
    if line.hours is not None:
        yield from opening(line.hours)


def opening(hours: Opening) -> Said:
    """Say when somebody answers."""
    times = listed([Text(en=span, ja=span.replace("-", "〜")) for span in hours.times])
    yield say(
        "Open: {days}, {times}.",
        "受付時間は、{days}の{times}です。",
        days=listed([_DAYS[one] for one in hours.days]),
        times=Part(times.en, times.ja),
    )
    if hours.holidays == "closed":
        yield say("Closed on public holidays.", "祝日は休業します。")
    if hours.closing is not None:
        first, _, last = hours.closing.partition("/")
        yield say(
            "Closed each year from {first} to {last}.",
            "毎年{first}から{last}まで休業します。",
            first=_month_day(first),
            last=_month_day(last),
        )


def _month_day(text: str) -> Part:
    month, _, number = text.partition("-")
    names = (
        "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December",
    )  # fmt: skip
    return Part(f"{int(number)} {names[int(month) - 1]}", f"{int(month)}月{int(number)}日")


@phrase(AuthorisedBody)
def authorised_body(line: AuthorisedBody, spot: Spot) -> Said:
    """Name the accredited organisation and where complaints go."""
    name = line.name.text()
    yield say(
        "We are covered by the accredited personal information protection organisation {name}, "
        "which takes complaints about our handling of personal information.",
        "当社は、認定個人情報保護団体である{name}の対象事業者です。当社の個人情報の取扱いに関する"
        "苦情は、同団体にお申し出いただけます。",
        links=(Link(line.url, name),) if line.url else (),
        name=name,
    )


@phrase(LegalText)
def legal_text(line: LegalText, spot: Spot) -> Said:
    """Name a law or rule that is followed."""
    yield say("We follow {name}.", "当社は、{name}を遵守します。", name=line.name.text())
    if line.reviewed is not None:
        yield say(
            "We last reviewed it on {date}.",
            "最終確認日は、{date}です。",
            date=day(line.reviewed),
        )
