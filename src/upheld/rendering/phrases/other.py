"""Statistics, payments, regions and children."""

from upheld.policy.language.payments import CardRule, PaymentMode
from upheld.policy.language.people import ChildRule
from upheld.policy.language.regions import (
    ClosedRegions,
    MaintainedList,
    OverlayRule,
    RestrictedData,
)
from upheld.policy.language.statistics import Anonymised, Pseudonymised, Statistics
from upheld.policy.references import SELF
from upheld.rendering.document import Link, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import day
from upheld.vocabulary import country
from upheld.wording import Text

_EEA = Text(en="the European Economic Area", ja="欧州経済領域(EEA)")
_CHILDREN = {
    "refuse-collection": (
        "We do not knowingly collect personal data of people under {age} years of age.",
        "当社は、{age}歳未満の方の個人データを、それと知りながら取得することはありません。",
    ),
    "block-ai-input": (
        "Data of people under {age} years of age must not be put into AI features.",
        "{age}歳未満の方の情報をAI機能に入力することを禁止します。",
    ),
    "ask-guardian": (
        "For people under {age} years of age we ask a guardian for consent.",
        "{age}歳未満の方については、保護者の同意をいただきます。",
    ),
    "delete-on-report": (
        "If we learn that we hold data of a person under {age} years of age, we erase it.",
        "{age}歳未満の方の情報を保有していることが判明した場合は、これを消去します。",
    ),
}


@phrase(Statistics)
def statistics(line: Statistics, spot: Spot) -> Said:
    """Say who may have statistics and how small a group may be."""
    yield say(
        "We make statistics that identify no person, for {use}.",
        "当社は、本人を特定しない統計情報を作成します。利用の範囲: {use}",
        use=spot.names.codes(line.use),
    )
    if line.by:
        yield say("They are grouped by {by}.", "集計の軸: {by}", by=spot.names.data(line.by))
    yield say(
        "Groups of fewer than {count} people are left out.",
        "{count}人未満の区分は表示を省きます。",
        count=line.smallest_group,
    )
    if line.rows_need == "consent":
        yield say(
            "Data row by row is given only with consent.",
            "個票の提供は、同意がある場合に限ります。",
        )
    else:
        yield say("Data row by row is never given.", "個票を提供することはありません。")


@phrase(Pseudonymised)
def pseudonymised(line: Pseudonymised, spot: Spot) -> Said:
    """Say what pseudonymously processed information is made and used for."""
    yield say(
        "We make pseudonymously processed information for: {label}.",
        "当社は、次の利用目的で仮名加工情報を作成します: {label}",
        label=line.label.text(),
    )
    yield say("Removed: {drop}.", "削除する項目: {drop}", drop=spot.names.data(line.drop))
    yield say("Kept: {keep}.", "残す項目: {keep}", keep=spot.names.data(line.keep))
    yield say(
        "The information that was removed is held apart by {holder}.",
        "削除情報等は、{holder}が分離して管理します。",
        holder=spot.names.word(line.key_holder),
    )
    yield say(
        "Results on fewer than {count} people are left out.",
        "{count}人未満の結果は表示を省きます。",
        count=line.smallest_group,
    )


@phrase(Anonymised)
def anonymised(line: Anonymised, spot: Spot) -> Said:
    """Say what anonymously processed information contains."""
    yield say(
        "We make anonymously processed information with these items: {items}.",
        "当社は、次の項目を含む匿名加工情報を作成します: {items}",
        items=spot.names.data(line.items),
    )
    if line.given:
        yield say("We provide it to third parties.", "これを第三者に提供します。")
    if line.method is not None:
        yield say("Method: {method}", "提供の方法: {method}", method=line.method.text())


@phrase(PaymentMode)
def payment_mode(line: PaymentMode, spot: Spot) -> Said:
    """Say who sells and who issues the receipt."""
    yield Heading(line.label.text())
    merchant = spot.names.recipient(line.merchant)
    yield say(
        "{merchant} is the seller and issues the receipt.",
        "販売者は{merchant}であり、領収書も同社が発行します。",
        merchant=merchant,
    )
    if line.receives and line.merchant != SELF:
        yield say(
            "What we receive from {merchant} is limited to: {data}.",
            "当社が{merchant}から受け取る情報は、次のものに限ります: {data}",
            merchant=merchant,
            data=spot.names.data(line.receives),
        )
    elif line.receives:
        yield say(
            "What we receive is limited to: {data}.",
            "当社が受け取る情報は、次のものに限ります: {data}",
            data=spot.names.data(line.receives),
        )


@phrase(CardRule)
def card_rule(line: CardRule, spot: Spot) -> Said:
    """Say where card data goes."""
    yield say(
        "Card details go directly to {processors}.",
        "クレジットカード情報は、{processors}に直接送信されます。",
        processors=spot.names.recipients(line.processors),
    )
    if not line.stored:
        yield say("We do not store card numbers.", "当社は、カード番号を保存しません。")


@phrase(ClosedRegions)
def closed_regions(line: ClosedRegions, spot: Spot) -> Said:
    """Say where the service is not offered."""
    places = [*(_EEA for _ in line.groups), *(country.name(one) for one in line.countries)]
    yield say(
        "The service is not offered to people in {places}.",
        "本サービスは、{places}にいる方には提供しません。",
        places=listed(places),
    )
    if line.except_:
        yield say(
            "It is offered in {places}.",
            "{places}では提供します。",
            places=spot.names.countries(line.except_),
        )
    if line.at:
        yield say("We check this at {at}.", "確認する場面: {at}", at=spot.names.codes(line.at))


@phrase(MaintainedList)
def maintained_list(line: MaintainedList, spot: Spot) -> Said:
    """Say where the list of closed regions is kept."""
    yield say(
        "Regions are also closed for this reason: {reason}.",
        "次の理由によっても、対象外の地域を定めます: {reason}",
        reason=spot.names.code(line.reason),
    )
    if line.adds:
        yield say(
            "These are {places}.", "該当する地域: {places}", places=spot.names.countries(line.adds)
        )
    yield say(
        "The list of {date} is published here.",
        "{date}版の一覧は、次のページで公表しています。",
        links=(Link(line.url, Text(en="list of regions", ja="地域の一覧"), external=False),),
        date=day(line.version),
    )


@phrase(RestrictedData)
def restricted_data(line: RestrictedData, spot: Spot) -> Said:
    """Say that data of people in closed regions must stay out."""
    yield say(
        "Personal data of people in closed regions must not be submitted.",
        "対象外の地域にいる方の個人データを送信することを禁止します。",
    )
    yield say(
        "If we detect it, this may follow: {measures}.",
        "検知した場合は、次の措置を講じることがあります: {measures}",
        measures=spot.names.codes(line.on_detect),
    )


@phrase(OverlayRule)
def overlay_rule(line: OverlayRule, spot: Spot) -> Said:
    """Say that a regional supplement wins."""
    yield say(
        "For residents of a region with a supplement, the supplement prevails over the main text.",
        "補足条項のある地域にお住まいの方には、補足条項が本文に優先して適用されます。",
    )


@phrase(ChildRule)
def child_rule(line: ChildRule, spot: Spot) -> Said:
    """Say what happens at an age."""
    en, ja = _CHILDREN[line.action]
    yield say(en, ja, age=line.under)
    if line.verify:
        yield say(
            "We learn the age by: {ways}.",
            "年齢の確認方法: {ways}",
            ways=spot.names.codes(line.verify),
        )
    if line.why is not None:
        yield say("{why}", "{why}", why=line.why.text())
