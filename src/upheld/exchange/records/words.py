"""Words of the records: classes and bases in both languages, periods, lists, empty states."""

from collections.abc import Iterable, Mapping

from upheld.exchange.records.holdings import Holding, Kept, Place
from upheld.law.periods import Period, spoken
from upheld.policy.language.duration import Duration
from upheld.policy.language.recipients import Recipient
from upheld.policy.model import Policy
from upheld.vocabulary.category import label
from upheld.vocabulary.source import SOURCES
from upheld.wording import Language, Text

NONE = Text(en="none", ja="なし")
"""Somebody has said that there is none."""
NOT_DECLARED = Text(en="not declared", ja="宣言なし")
"""Nobody has said anything."""
NOT_IN_MAPS = Text(en="in no data map", ja="データマップに該当なし")
NO_PERIOD = Text(en="no period declared", ja="期間の定めなし")

RECIPIENT_CLASSES: Mapping[str, Text] = {
    "processor": Text(en="processor", ja="委託先"),
    "sub-processor": Text(en="sub-processor", ja="再委託先"),
    "contractor": Text(en="contractor", ja="業務委託先"),
    "third-party": Text(en="third party", ja="第三者"),
    "merchant": Text(en="merchant of record", ja="販売者"),
    "customer-directed": Text(en="by the customer's direction", ja="利用者の指示による提供先"),
    "public-body": Text(en="public body", ja="公的機関"),
    "joint-user": Text(en="joint user", ja="共同利用者"),
}
ENTRUSTED: frozenset[str] = frozenset({"processor", "sub-processor", "contractor"})
"""Classes to whom handling is entrusted (委託, APPI arts. 25, 27(5)(i))."""
BASES: Mapping[str, Text] = {
    "contract": Text(en="contract", ja="契約の履行"),
    "consent": Text(en="consent", ja="本人の同意"),
    "legitimate-interest": Text(en="legitimate interest", ja="正当な利益"),
    "legal-duty": Text(en="legal duty", ja="法令上の義務"),
    "vital-interest": Text(en="vital interest", ja="生命・身体・財産の保護"),
    "published-purpose": Text(en="published purpose of use", ja="公表した利用目的"),
}
MEASURES: Mapping[str, Text] = {
    "tls": Text(en="encryption in transfer", ja="通信の暗号化"),
    "access": Text(en="access control", ja="アクセス制御"),
    "log-monitor": Text(en="logging and monitoring", ja="ログの取得と監視"),
    "vulnerability": Text(en="vulnerability management", ja="脆弱性の管理"),
    "physical": Text(en="physical measures", ja="物理的安全管理措置"),
    "personnel": Text(en="personnel measures", ja="人的安全管理措置"),
    "organisation": Text(en="organisational measures", ja="組織的安全管理措置"),
    "intrusion": Text(en="intrusion prevention", ja="不正侵入の防止"),
    "encryption": Text(en="encryption", ja="暗号化"),
    "backup": Text(en="backup", ja="バックアップ"),
    "external-environment": Text(en="knowing the systems of other countries", ja="外的環境の把握"),
}
TRANSFERS: Mapping[str, Text] = {
    "consent": Text(en="consent", ja="本人の同意"),
    "equivalent-measures": Text(en="equivalent measures", ja="相当措置"),
    "designated-country": Text(en="designated country", ja="同等水準国"),
    "none": Text(en="no basis declared", ja="根拠の宣言なし"),
}
AFTER: Mapping[str, Text] = {
    "delete": Text(en="deleted", ja="消去"),
    "deidentify": Text(en="de-identified", ja="個人を識別できない形に加工"),
}
ROLES: Mapping[str, Text] = {
    "controller": Text(en="on our own account", ja="自社で取得・利用"),
    "processor": Text(en="on behalf of others", ja="受託"),
}


class Voice:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, text: Text) -> str:
        """Return a text in the language."""
        return text.in_language(self.language)

    def listed(self, texts: Iterable[Text | str], empty: Text = NONE) -> str:
        """Return a list one item a line; what it means to be empty where it is."""
        lines = [one if isinstance(one, str) else self.say(one) for one in texts]
        return "\n".join(dict.fromkeys(lines)) or self.say(empty)

    def categories(self, names: Iterable[str]) -> str:
        """Return categories in words, with their names."""
        return self.listed(f"{self.say(label(n))} ({n})" for n in names)

    def people(self, policy: Policy, kinds: Iterable[str]) -> str:
        """Return kinds of person in words."""
        known = policy.people
        return self.listed(known[k].label.text() if k in known else k for k in kinds)

    def sources(self, holdings: Iterable[Holding]) -> str:
        """Return where data comes from."""
        return self.listed(SOURCES[name] for one in holdings for name in one.use.source)

    def recipient(self, one: Recipient) -> str:
        """Return a recipient with its class and countries."""
        kind = self.say(RECIPIENT_CLASSES[one.class_])
        places = list(dict.fromkeys([*([one.country] if one.country else []), *one.countries]))
        if one.worldwide:
            places.append(self.say(Text(en="worldwide", ja="国を特定せず")))
        where = f", {', '.join(places)}" if places else ""
        return f"{self.say(one.words())} ({kind}{where})"

    def abroad(self, recipients: Iterable[Recipient], home: Iterable[str]) -> str:
        """Return who is in another country, and on what the transfer rests (APPI art. 28)."""
        at_home = set(home)
        found: list[str] = []
        for one in recipients:
            countries = [c for c in (one.country, *one.countries) if c and c not in at_home]
            if countries or one.worldwide:
                where = ", ".join(dict.fromkeys(countries)) or self.say(
                    Text(en="worldwide", ja="国を特定せず")
                )
                found.append(
                    f"{self.say(one.words())}: {where} ({self.say(TRANSFERS[one.transfer])})"
                )
        return self.listed(found)

    def duration(self, keep: Duration) -> str:
        """Return how long something lasts."""
        if keep.period is None:
            return self.say(Text(en=f"until {keep.event}", ja=f"{keep.event} まで"))
        said = self.duration_of(keep.period)
        if keep.event is None:
            return said
        return self.say(Text(en=f"{said} after {keep.event}", ja=f"{keep.event} から{said}"))

    def duration_of(self, period: Period) -> str:
        """Return a period, in the words of the policy's page."""
        return self.say(spoken(period))

    def kept(self, one: Kept) -> str:
        """Return a retention rule: how long, why, from when."""
        longest = Text(en="at most ", ja="最長") if one.rule.at_most else Text(en="", ja="")
        head = f"{self.say(longest)}{self.duration(one.rule.keep)}"
        why = self.say((one.rule.duty or one.rule.basis).text())
        starts = ", ".join(one.counted_from)
        begin = self.say(Text(en=f"; from {starts}", ja=f"、起点 {starts}")) if starts else ""
        return f"{one.name}: {head} ({why}{begin})"

    def systems(self, places: Iterable[Place], kinds: Mapping[str, str]) -> str:
        """Return the systems, with the kind of store where it is known."""
        names = dict.fromkeys(place.system for place in places)
        named = (f"{n} ({kinds[n]})" if n in kinds else n for n in names)
        return self.listed(named, NOT_IN_MAPS)

    def unmapped(self, system: str) -> str:
        """Say that a system is connected and nothing is known of what it holds."""
        return self.say(
            Text(
                en=f"the system `{system}` has no data map and is not in these records",
                ja=f"システム `{system}` にはデータマップがなく、この記録に含まれていません",
            )
        )

    def places(self, places: Iterable[Place]) -> str:
        """Return columns, a line each; copies are marked."""
        copy = self.say(Text(en=" (copy)", ja=" (写し)"))
        return self.listed(
            (f"{place}{copy if place.copy else ''}" for place in places), empty=NOT_IN_MAPS
        )
