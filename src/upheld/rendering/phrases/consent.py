"""What is asked first, what can be stopped, what people change themselves."""

from upheld.policy.language.consent import ConsentItem, SelfService, StopSwitch
from upheld.rendering.document import say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase

_WHEN = {
    "before-collection": ("before we collect anything", "取得に先立ち"),
    "before-use": ("before the use begins", "利用を開始する前に"),
    "before-provision": ("before we provide the data to a third party", "第三者に提供する前に"),
}
_GIVEN_BY = {
    "person": ("consent", "本人の同意"),
    "guardian": ("the consent of the person's parent or guardian", "保護者の同意"),
    "person-and-guardian": (
        "the consent of the person and of the person's parent or guardian",
        "本人及び保護者の同意",
    ),
}


@phrase(ConsentItem)
def consent_item(line: ConsentItem, spot: Spot) -> Said:
    """Say what is asked, when, and how it is taken back."""
    names = spot.names
    yield Heading(line.label.text())
    en, ja = _WHEN[line.when]
    whose_en, whose_ja = _GIVEN_BY[line.given_by]
    if line.how == "implied":
        yield say(
            "Use of the service is taken as a sign of consent. By itself it permits nothing "
            "for which the law asks express consent.",
            "本サービスのご利用をもって同意の意思を推定します。法令が明示の同意を求める事項が、"
            "これだけで許可されることはありません。",
        )
    elif line.where == "where-law-requires":
        yield say(
            f"Where the law asks for it, we obtain {whose_en} {en}.",
            f"法令が求める場合には、{ja}{whose_ja}をいただきます。",
        )
    else:
        yield say(f"We obtain {whose_en} {en}.", f"{ja}{whose_ja}をいただきます。")
    if line.data:
        yield say("Data: {data}.", "対象の情報: {data}", data=names.data(line.data))
    if line.purposes:
        yield say(
            "Purposes: {purposes}.", "利用目的: {purposes}", purposes=names.purposes(line.purposes)
        )
    if line.withdraw:
        yield say(
            "Consent can be withdrawn: {ways}.",
            "同意は、次の方法で撤回できます: {ways}",
            ways=names.codes(line.withdraw),
        )


@phrase(StopSwitch)
def stop_switch(line: StopSwitch, spot: Spot) -> Said:
    """Say what a person can have stopped."""
    names = spot.names
    what = names.data(line.data) if line.data else names.purposes(line.purposes)
    if line.on_leaving_only:
        yield say(
            "The service needs {what}: it stops when the person leaves the service.",
            "{what}は本サービスに必要なため、退会された時に停止します。",
            what=what,
        )
        return
    if line.data and line.purposes:
        yield say(
            "A person can have the use of {data} for {purposes} stopped, in whole or in part: {where}.",
            "本人は、{data}の{purposes}のための利用の全部又は一部を停止させることができます。方法: {where}",
            data=what,
            purposes=names.purposes(line.purposes),
            where=names.codes(line.where),
        )
    else:
        yield say(
            "A person can have the collection or use of {what} stopped, in whole or in part: {where}.",
            "本人は、{what}の取得又は利用の全部又は一部を停止させることができます。方法: {where}",
            what=what,
            where=names.codes(line.where),
        )
    yield say("We act on it promptly.", "当社は、速やかに対応します。")


@phrase(SelfService)
def self_service(line: SelfService, spot: Spot) -> Said:
    """Say what people change at once."""
    yield say(
        "People can change {items} themselves in the product.",
        "{items}は、本人がサービス内で変更できます。",
        items=spot.names.codes(line.items),
    )
    if line.data:
        yield say(
            "Our privacy centre changes {data} at once.",
            "{data}は、プライバシーセンターの画面でもその場で変更できます。",
            data=spot.names.data(line.data),
        )
