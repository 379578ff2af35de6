"""How the policy changes, what limits it, and what else is published."""

from upheld.policy.language.about import (
    Change,
    Changes,
    CustomerTerms,
    Limit,
    Links,
    Notice,
)
from upheld.rendering.document import Part, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import day, period
from upheld.wording import Text

_MEANS = {
    "site": Text(en="on our site", ja="当社のサイトへの掲載"),
    "email": Text(en="by e-mail", ja="電子メール"),
    "in-product": Text(en="in the product", ja="サービス内の表示"),
    "notice": Text(en="by other notice", ja="その他の通知"),
}
_LIMITS: dict[str, tuple[str, str]] = {
    "no-perfect-security": (
        "No method of protection is fully secure.",
        "完全に安全な保護の方法は存在しません。",
    ),
    "third-party-sites": (
        "Linked sites and integrations of other companies follow their own policies.",
        "リンク先のサイト及び他社の連携サービスは、それぞれの定めるポリシーに従います。",
    ),
    "as-is-deliverables": (
        (
            "Deliverables are provided as they are, with reasonable efforts; the customer checks "
            "them and keeps backups."
        ),
        "成果物は、合理的な努力の上、現状のまま提供します。お客様において検証し、控えを保存してください。",
    ),
    "rendering-differences": (
        (
            "We are not liable for broken links or for differences of layout, encoding or fonts "
            "that arise from outside causes."
        ),
        "外部の要因によるリンク切れ及びレイアウト、文字コード又はフォントの差異について、当社は責任を負いません。",
    ),
}
_NOTICES = {
    "california": Text(en="Notice to Californian residents", ja="カリフォルニア州の居住者への通知"),
    "collection": Text(en="Notice at collection", ja="取得時の通知"),
    "purpose": Text(en="Notice of the purpose of use", ja="利用目的の明示"),
    "external-transmission": Text(en="External transmission", ja="外部送信"),
    "explanation": Text(en="Explanation", ja="説明"),
}


@phrase(Change)
def change(line: Change, spot: Spot) -> Said:
    """Say what changed when."""
    if line.version is None:
        yield say(
            "{date}: {reason}", "{date}: {reason}", date=day(line.date), reason=line.reason.text()
        )
    else:
        yield say(
            "{date}, version {version}: {reason}",
            "{date} 第{version}版: {reason}",
            date=day(line.date),
            version=line.version,
            reason=line.reason.text(),
        )
    if line.company is not None:
        yield say(
            "At that time the business was {company}.",
            "当時の事業者は、{company}です。",
            company=line.company.text(),
        )
    if line.clauses:
        yield say(
            "Clauses: {clauses}.",
            "対象の条項: {clauses}",
            clauses=Part(", ".join(line.clauses), "、".join(line.clauses)),
        )


@phrase(Changes)
def changes(line: Changes, spot: Spot) -> Said:
    """Say how a change reaches people and whom it binds."""
    means = [_MEANS.get(one) or spot.names.code(one) for one in line.announce]
    joined = Part(
        ", ".join(one.en for one in means), "、".join(one.ja for one in means), tuple(means)
    )
    if means and line.before is not None:
        yield say(
            "We announce a change and its effective date {before} before it takes effect: {means}.",
            "このポリシーを変更する場合は、適用の{before}前までに、変更の内容と適用開始日を告知します。方法: {means}",
            before=period(line.before),
            means=joined,
        )
    elif means:
        yield say(
            "We announce a change and its effective date: {means}.",
            "このポリシーを変更する場合は、変更の内容と適用開始日を告知します。方法: {means}",
            means=joined,
        )
    yield from _binding(line)


def _binding(line: Changes) -> Said:
    if line.without_notice:
        yield say(
            "As far as the law permits, we may change this policy without prior notice.",
            "法令が認める範囲で、予告なくこのポリシーを変更することがあります。",
        )
    if line.accept == "use-after-date":
        yield say(
            "Use of the service after the effective date counts as acceptance of a change that needs no consent.",
            "同意を要しない変更については、適用開始日の後に本サービスを利用された時に受け入れられたものとします。",
        )
    elif line.accept == "ask":
        yield say(
            "We ask for acceptance of a change.", "変更については、受け入れの確認をお願いします。"
        )
    if line.needing_consent == "ask":
        yield say(
            "Where a change needs consent, we ask for it.",
            "同意を要する変更については、同意をお願いします。",
        )
    else:
        yield say(
            "A change that needs consent binds only those who have consented.",
            "同意を要する変更は、同意された方に限り適用されます。",
        )


@phrase(Limit)
def limit(line: Limit, spot: Spot) -> Said:
    """Say what is not promised."""
    if spot.key in _LIMITS:
        en, ja = _LIMITS[spot.key]
        yield say(en, ja)
    else:
        yield say("{limit}", "{limit}", limit=spot.names.code(spot.key))
    if line.override is not None:
        yield say(
            "An agreement with the customer may provide otherwise: {document}.",
            "お客様との次の合意文書に別段の定めがある場合は、それによります: {document}",
            document=spot.names.code(line.override),
        )


@phrase(CustomerTerms)
def customer_terms(line: CustomerTerms, spot: Spot) -> Said:
    """Say which lines an agreement with a customer replaces."""
    yield say(
        "For the customer concerned, the individual agreement {document} replaces: {lines}.",
        "該当するお客様には、次の定めに代えて、個別の合意文書である{document}を適用します: {lines}",
        document=Text(en=line.document, ja=line.document),
        lines=listed([_overridden(one, spot) for one in line.overrides]),
    )


def _overridden(name: str, spot: Spot) -> Text:
    limit = spot.policy.limits.get(name)
    if limit is None:
        return spot.names.word(name)
    return Text(en=f"clause {limit.c[0]}", ja=f"条項{limit.c[0]}")


@phrase(Links)
def links(line: Links, spot: Spot) -> Said:
    """Say how links to other companies' sites are treated."""
    if line.marked:
        yield say(
            "Links to the sites of other companies are marked.",
            "他社のサイトへのリンクには、その旨を表示します。",
        )
    yield say(
        "We are not responsible for how those sites handle personal information.",
        "リンク先における個人情報の取扱いについて、当社は責任を負いません。",
    )


@phrase(Notice)
def notice(line: Notice, spot: Spot) -> Said:
    """Say which further notice is published."""
    yield Heading(_NOTICES.get(line.page) or spot.names.code(line.page))
    yield say("We publish this notice.", "当社は、この掲載を行います。")
    if line.window is not None:
        yield say(
            "It looks back over {window}.",
            "過去{window}間を対象とします。",
            window=period(line.window),
        )
    if line.required_when is not None:
        yield say(
            "It must be shown once this purpose is switched on: {purpose}.",
            "次の利用目的を有効にする場合には、必ず掲載します: {purpose}",
            purpose=spot.names.purposes([line.required_when]),
        )
    if line.except_source:
        yield say(
            "It may be left out where the purpose is plain from the circumstances: {sources}.",
            "取得の状況から利用目的が明らかな場合には、省略することがあります: {sources}",
            sources=spot.names.codes(line.except_source),
        )
