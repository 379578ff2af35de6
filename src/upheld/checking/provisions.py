"""The rule between the policy's third parties and the register of what they were given."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upheld.documents.positioned import Positioned
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Hit, Registry
from upheld.registers.provision_rules import asked_since, needing_records, uncovered
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What the register of provision holds.

    Attributes:
        counts: Records by recipient.
        declared: First and last days for which somebody answers that it is complete.
    """

    counts: Mapping[str, int]
    declared: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRegister:
    """What this rule looks at."""

    read: Positioned[Policy]
    registered: Registered
    today: dt.date

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.read.model


rule = Registry[GivenRegister]()


@rule(
    "UPH230", "provisions-unrecorded", "warning",
    title=Text(
        en="Provision to a third party without any record",
        ja="記録のない第三者提供",
    ),
    why=Text(
        en="Each provision has to be recorded, and people may ask for the records; without any, "
        "their question cannot be answered.",
        ja="第三者提供には記録の義務があり、本人はその開示を請求できます。記録がなければ答えられません。",
    ),
    law=("APPI 29(1)", "APPI 33(5)", "Rules 19-21"),
    bad='recipients: {ads: {ja: 広告会社, en: an advertiser, class: third-party, country: JP, '
    'purposes: [provide], receives: [contact.email], c: "3.1"}}',
    good='recipients: {ads: {ja: 配送会社, en: a carrier, class: processor, country: JP, '
    'purposes: [provide], receives: [contact.email], c: "3.1"}}',
)  # fmt: skip
def provisions_unrecorded(given: GivenRegister) -> Iterator[Hit]:
    yesterday = given.today - dt.timedelta(days=1)
    spans = list(given.registered.declared)
    if uncovered(spans, asked_since(given.today), yesterday) is None:
        return  # somebody answers for it that what is not there did not happen
    for name in needing_records(given.policy):
        if not given.registered.counts.get(name):
            yield Hit(
                path=("recipients", name),
                key=True,
                clause=given.policy.recipients[name].c[0],
                what=Text(
                    en=f"the register holds no record of provision to `{name}`",
                    ja=f"`{name}` への提供の記録が、記録簿に一件もありません",
                ),
                remedy=Text(
                    en="`upheld provision import FILE.csv`; if nothing was provided, "
                    "`upheld provision declare` that the register is complete",
                    ja="`upheld provision import FILE.csv` で記録してください。提供がなければ "
                    "`upheld provision declare` で漏れがないことを表明してください",
                ),
            )


__all__ = ["GivenRegister", "Registered", "rule"]
