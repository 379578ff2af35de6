"""Clauses whose reference text falls into a trap: what breaks the example again, and the rule for it."""

from dataclasses import dataclass
from typing import Any

_B2B, _AI, _APP, _MSG, _WIFI = (
    "b2b-platform", "ai-research", "consumer-app", "messaging", "wifi-rental",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trap:
    """One way to break a repaired line.

    Attributes:
        clause: The clause that the line carries out.
        rule: The linter's rule that has to find it.
        template: The example.
        path: The line, keys and numbers divided by `/`.
        value: What is written there; `None` takes it away.
        more: Further changes, where one alone leaves the rule satisfied.
    """

    clause: str
    rule: str
    template: str
    path: str
    value: Any = None
    more: tuple[tuple[str, Any], ...] = ()


def _both(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


_SELLER = {
    "ja": "タリーハンド・ペイメンツ社(決済)",
    "en": "Tallyhand Payments, Inc. (payments)",
    "class": "merchant",
    "country": "US",
    "c": ["P1-2e"],
}
TRAPS = (
    Trap("P1-C1", "UPH108", _B2B, "handler/representative"),
    Trap("P1-C2", "UPH104", _B2B, "channels/privacy-mail/to", "[redacted]"),
    Trap("P1-0c", "UPH150", _B2B, "regions/maintained"),
    Trap("P1-2e", "UPH124", _B2B, "recipients/seller", _SELLER),
    Trap("P1-4a", "UPH207", _B2B, "purposes/provide/basis", []),
    Trap("P1-4d", "UPH132", _B2B, "consent/optional-cookies/how", "implied"),
    Trap("P1-5b", "UPH125", _B2B, "recipients/edge/class", "sub-processor", (("recipients/edge/receives", ["technical-data"]),)),
    Trap("P1-7a", "UPH152", _B2B, "purposes/provide/en", "providing and improving the service"),
    Trap("P1-5e", "UPH126", _B2B, "recipients/ai-models/country"),
    Trap("P1-8b", "UPH140", _B2B, "purposes/marketing/opt_out", []),
    Trap("P1-8f", "UPH122", _B2B, "rights/disclosure/offered", False),
    Trap("P1-10f", "UPH118", _B2B, "retention/tax-books/prevails", [], (("retention/tax-books/data", ["payment-data"]),)),
    Trap("P1-12a", "UPH121", _B2B, "children/0/why"),
    Trap("P1-13d", "UPH149", _B2B, "signals/1/scope", ["browser", "session"]),
    Trap("P1-13h", "UPH203", _B2B, "recipients/mail/contract"),
    Trap("P1-13l", "UPH119", _B2B, "retention/requests/keep", "P365D"),
    Trap("P1-A6", "UPH103", _B2B, "choices/links", []),
    Trap("P2-1.1f", "UPH130", _AI, "data/research/open_ended", True),
    Trap("P2-2.8", "UPH140", _AI, "purposes/own-mail/opt_in", False),
    Trap("P2-2.11", "UPH129", _AI, "purposes/agreed/en", "other purposes", (("purposes/agreed/open_ended", None),)),
    Trap("P2-4.1", "UPH134", _AI, "external_transmissions/ads"),
    Trap("P2-6.3", "UPH102", _AI, "provision/exceptions/display/purposes", ["ads"]),
    Trap("P2-6.4", "UPH127", _AI, "provision/exceptions/vital/code", "own-rights"),
    Trap("P2-6.7", "UPH127", _AI, "provision/exceptions/modules/law", "APPI 27(1)(i)"),
    Trap("P2-6.12", "UPH102", _AI, "ads/advertiser/purposes", ["tailor"]),
    Trap("P2-6.13", "UPH148", _AI, "recipients/payment/named", False, (("recipients/payment/class", "merchant"),)),
    Trap("P2-7a", "UPH141", _AI, "incidents/report"),
    Trap("P2-8", "UPH109", _AI, "joint_use/responsible/representative"),
    Trap("P2-9a", "UPH112", _AI, "rights/provision-records"),
    Trap("P2-9a", "UPH113", _AI, "rights/disclosure/forms", []),
    Trap("P2-10.1b", "UPH114", _AI, "rights/suspension-unneeded"),
    Trap("P2-10.2", "UPH115", _AI, "rights/deletion/discretion", True),
    Trap("P2-10.3", "UPH101", _AI, "rights/correction/text", _both("P2-8.1")),
    Trap("P2-11", "UPH104", _AI, "channels/mail/to", "[email protected]"),
    Trap("P2-L1", "UPH103", _AI, "choices/links", []),
    Trap("P3-2.3", "UPH101", _APP, "data/location-data/text", _both("P3-3-1")),
    Trap("P3-5.2", "UPH126", _APP, "recipients/analytics/measures"),
    Trap("P3-7", "UPH142", _APP, "security", []),
    Trap("P3-10.3", "UPH101", _APP, "rights/correction/text", _both("P3-8.1")),
    Trap("P3-11c", "UPH151", _APP, "channels/phone/hours/closing"),
    Trap("P3-12.3a", "UPH135", _APP, "external_transmissions/ads/sends", ["device.id"]),
    Trap("P3-D", "UPH106", _APP, "policy/date", "2023-09-01"),
    Trap("P4-PD", "UPH106", _MSG, "policy/date", "2021-04-01"),
    Trap("P4-2c", "UPH140", _MSG, "purposes/information/opt_out", []),
    Trap("P4-2h", "UPH120", _MSG, "retention/camera/data", []),
    Trap("P4-2k", "UPH139", _MSG, "pseudonymised/0/published", False),
    Trap("P4-3e", "UPH203", _MSG, "recipients/distributor/contract"),
    Trap("P4-5a", "UPH111", _MSG, "desk", None, (("channels/mail/uses", ["enquiries"]),)),
    Trap("P4-5b", "UPH117", _MSG, "desk/clock/internal"),
    Trap("P4-6", "UPH147", _MSG, "security/6/detail", _both("SSL")),
    Trap("P4-8b", "UPH138", _MSG, "ads/lantern/text", _both("irreversibly unidentified")),
    Trap("P4-8e", "UPH146", _MSG, "ads/harbour/opt_out/0/url", "http://harbour-ads.example.jp/o"),
    Trap("P4-8f", "UPH146", _MSG, "ads/meadow/help_url", "https://meadow.example.com/bus iness"),
    Trap("P5-1", "UPH105", _WIFI, "policy/law", []),
    Trap("P5-1.4b", "UPH145", _WIFI, "data/terminal/recipients", ["carrier", "network-provider", "network-provider"]),
    Trap("P5-1.12", "UPH129", _WIFI, "purposes/campaign/en", "other purposes", (("purposes/campaign/open_ended", None),)),
    Trap("P5-3.1", "UPH109", _WIFI, "joint_use/items/of", ["all"]),
    Trap("P5-3.2", "UPH109", _WIFI, "joint_use/users/companies", {}, (("joint_use/users/list_url", None),)),
    Trap("P5-4b", "UPH141", _WIFI, "incidents/tell"),
    Trap("P5-4.1", "UPH143", _WIFI, "officers/privacy-manager/text", _both("(e.g., a statement that somebody is appointed)")),
    Trap("P5-7", "UPH133", _WIFI, "changes/without_notice", True),
    Trap("P5-7", "UPH107", _WIFI, "policy/date"),
    Trap("P5-8b", "UPH132", _WIFI, "consent/cookies/how", "implied"),
    Trap("P5-8c", "UPH134", _WIFI, "external_transmissions/retarget"),
    Trap("P5-9b", "UPH146", _WIFI, "choices/links/0/url", "http://optout.example.org/all"),
    Trap("P5-10b", "UPH137", _WIFI, "ads/affiliate/confirms_consent", False),
    Trap("P5-10c", "UPH145", _WIFI, "recipients/affiliate/text", _both("とりつぎ、")),
    Trap("P5-11b", "UPH136", _WIFI, "external_transmissions/recorder/masks", []),
    Trap("P5-12a", "UPH144", _WIFI, "external_transmissions/social/text", _both("株式会社別会社が運営するサイトです。 / Another Shop, Inc. runs it.")),
    Trap("P5-15c", "UPH111", _WIFI, "desk", None, (("channels/mail/uses", ["enquiries"]), ("channels/post/uses", ["enquiries"]))),
    Trap("P5-C1", "UPH104", _WIFI, "channels/mail/to", "[email protected]"),
)  # fmt: skip
