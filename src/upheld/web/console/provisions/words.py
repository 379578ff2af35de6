"""What the pages of the register say, and which records a page is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from upheld.policy.model import Policy
from upheld.registers.provision import Basis, Direction, Form, KeptRecord, Wanted
from upheld.registers.provision_rules import needing_records
from upheld.vocabulary import category
from upheld.web.forms import Form as Typed
from upheld.wording import Text

DIRECTION: Mapping[Direction, Text] = {
    "provided": Text(en="provided by us", ja="当社からの提供"),
    "received": Text(en="received by us", ja="当社の受領"),
}
BASIS: Mapping[Basis, Text] = {
    "consent": Text(en="consent of the person", ja="本人の同意"),
    "opt-out": Text(en="opt-out (APPI 27(2))", ja="オプトアウト(第27条第2項)"),
    "referable": Text(
        en="personally referable information (APPI 31(1))", ja="個人関連情報(第31条第1項)"
    ),
}
FORM: Mapping[Form, Text] = {
    "single": Text(en="one provision", ja="提供ごと"),
    "batch": Text(en="many provisions in one record", ja="一括(複数回の提供)"),
    "contract": Text(en="a contract serves as the record", ja="契約書等で代替"),
}


def party(policy: Policy, one: KeptRecord) -> Text:
    """Name a third party: a recipient by the policy's words, a provider by its short name."""
    recipient = policy.recipients.get(one.party) if one.direction == "provided" else None
    if recipient is None:
        return Text(en=one.party, ja=one.party)
    return Text(en=recipient.en, ja=recipient.ja)


def item(policy: Policy, name: str) -> Text:
    """Name a data category, or a group of the policy by its own label."""
    own = policy.data.get(name)
    if own is not None and own.label is not None:
        return own.label.text()
    return category.label(name)


def recipients(policy: Policy) -> list[tuple[str, Text]]:
    """Return the recipients of the policy provisions to which have to be recorded."""
    found = [(name, policy.recipients[name]) for name in needing_records(policy)]
    return [(name, Text(en=one.en, ja=one.ja)) for name, one in found]


def items(policy: Policy) -> list[tuple[str, Text]]:
    """Return what a record can say was provided: the policy's groups, and what recipients get."""
    received = [one for name in needing_records(policy) for one in policy.recipients[name].receives]
    names = list(dict.fromkeys([*received, *policy.data]))
    return [(name, item(policy, name)) for name in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is asked for, as it stands in its address.

    Attributes:
        form: What was typed, with what is wrong about it.
        wanted: The records that are meant.
    """

    form: Typed
    wanted: Wanted

    def address(self, path: str, **more: object) -> str:
        """Return a path that asks for the same."""
        said = {
            "party": self.wanted.party,
            "direction": self.wanted.direction,
            "since": self.wanted.since,
            "through": self.wanted.through,
            **more,
        }
        query = urlencode({name: str(one) for name, one in said.items() if one is not None})
        return f"{path}?{query}" if query else path


def asked(given: Mapping[str, str]) -> Asked:
    """Read what the list is asked for; what cannot be read is said beside its field."""
    form = Typed(values={name: [value] for name, value in given.items()})
    since, through = (form.day(name, required=False) for name in ("since", "through"))
    which = form.choice("direction", tuple(DIRECTION), required=False)
    direction = next((one for one in DIRECTION if one == which), None)
    name = form.line("party", required=False, most=80)
    wanted = Wanted(party=name or None, direction=direction, since=since, through=through)
    return Asked(form=form, wanted=wanted)
