"""The policy and the maps as linked data: JSON-LD in the words of W3C DPV 2.3.

Each purpose of use is a process with its data, people, sources, recipients, storage and basis.
What DPV has no word for keeps the general class and our label; what the Japanese Act adds is in
our own table, whose terms are defined in the document itself (`docs/vocabulary.md`).

Source: https://w3id.org/dpv (version 2.3), https://www.w3.org/TR/json-ld11/.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from upheld.exchange.records.holdings import Holding, Holdings, Kept
from upheld.law.periods import BusinessDays
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.language.recipients import Recipient
from upheld.vocabulary.alias import Kind, alias, extension
from upheld.vocabulary.category import find
from upheld.vocabulary.category import label as category_label
from upheld.wording import Text

Node = dict[str, Any]

CONTEXT: Mapping[str, str] = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "legal-jp": "https://w3id.org/dpv/legal/jp#",
    "jp": "urn:upheld:vocabulary:jp#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_JAPANESE_ACT = "JP-APPI@"


def linked_data(holdings: Holdings) -> Node:
    """Return the document; the same for the same policy and maps."""
    return {"@context": dict(CONTEXT), "@graph": _Graph(holdings).nodes()}


class _Graph:
    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self.policy = holdings.policy
        self.base = f"urn:upheld:policy:{self.policy.policy.id}:"
        joint = self.policy.joint_use
        self.home = set(self.policy.transfers.home if self.policy.transfers else ("JP",))
        self.joint = joint

    def nodes(self) -> list[Node]:
        """Every node, in the order of the policy."""
        return [
            self._notice(),
            self._controller(),
            *(self._process(n, p) for n, p in self.policy.purposes.items()),
            *(self._purpose(n, p) for n, p in self.policy.purposes.items()),
            *(self._data(one) for one in self.holdings.declared),
            *(self._undeclared(category) for category in self.holdings.undeclared),
            *(self._person(kind) for kind in self.policy.people),
            *(self._recipient(n, r) for n, r in self.policy.recipients.items()),
            *(self._storage(kept) for kept in self._rules()),
            *(self._right(kind) for kind in self.policy.rights),
            *self._prohibitions(),
            *self._joint_use(),
            *self._transmissions(),
            *self._processed(),
            *map(_defined, extension()),
        ]

    def _ref(self, kind: str, name: str) -> Node:
        return {"@id": f"{self.base}{kind}:{quote(name, safe='.-_')}"}

    def _refs(self, kind: str, names: Iterable[str]) -> list[Node]:
        return [self._ref(kind, name) for name in dict.fromkeys(names)]

    def _notice(self) -> Node:
        about = self.policy.policy
        node: Node = {
            **self._ref("notice", about.version),
            "@type": ["dpv:PrivacyNotice"],
            "dct:identifier": about.id,
            "dct:hasVersion": about.version,
            "dpv:hasDataController": self._ref("controller", "self"),
            "dpv:hasProcess": self._refs("process", self.policy.purposes),
        }
        if about.date is not None:
            node["dct:issued"] = {"@value": about.date.isoformat(), "@type": "xsd:date"}
        if any(pack.startswith(_JAPANESE_ACT) for pack in about.law):
            node["dpv:hasApplicableLaw"] = {"@id": "legal-jp:law-APPI"}
        return node

    def _controller(self) -> Node:
        measures = [
            {"@type": [alias("measure", one.measure).dpv], "dct:source": list(one.c)}
            for one in self.policy.security
        ]
        return _said(
            {
                **self._ref("controller", "self"),
                "@type": ["dpv:DataController"],
                "dpv:hasName": _labels(self.policy.policy.company.text()),
                "dpv:hasRight": self._refs(
                    "right", (kind for kind, one in self.policy.rights.items() if one.offered)
                ),
                "dpv:hasTechnicalOrganisationalMeasure": measures,
                "dpv:hasProhibition": self._refs(
                    "prohibition", map(str, range(1, len(self.policy.prohibitions) + 1))
                ),
            }
        )

    def _process(self, name: str, purpose: PurposeOfUse) -> Node:
        served = self.holdings.serving(name)
        recipients = {k: v for one in served for k, v in one.recipients.items()}
        processing = ["dpv:Use"] + (["dpv:Share"] if recipients else [])
        if any(self._abroad(one) for one in recipients.values()):
            processing.append("dpv:CrossBorderTransfer")
        rules = [kept.name for one in served for kept in one.kept]
        return _said(
            {
                **self._ref("process", name),
                "@type": ["dpv:PersonalDataProcess"],
                "dpv:hasPurpose": self._ref("purpose", name),
                "dpv:hasDataController": self._ref("controller", "self"),
                "dpv:hasLegalBasis": _terms("basis", purpose.basis),
                "dpv:hasProcessing": [{"@id": term} for term in processing],
                "dpv:hasPersonalData": self._refs("data", (one.name for one in served)),
                "dpv:hasDataSubject": self._refs(
                    "person", self.holdings.people_of(purpose, served)
                ),
                "dpv:hasRecipient": self._refs("recipient", recipients),
                "dpv:hasStorageCondition": self._refs("storage", rules),
                "dct:source": list(purpose.c),
            }
        )

    def _purpose(self, name: str, purpose: PurposeOfUse) -> Node:
        term = f"dpv:{purpose.dpv}" if purpose.dpv else alias("purpose", name).dpv
        return {
            **self._ref("purpose", name),
            "@type": _classes("dpv:Purpose", term),
            "skos:prefLabel": _labels(purpose.words()),
        }

    def _data(self, one: Holding) -> Node:
        terms = [alias("category", category).dpv for category in one.categories]
        if one.special_care:
            terms.append("jp:SpecialCareRequiredInformation")
        return _said(
            {
                **self._ref("data", one.name),
                "@type": _classes("dpv:PersonalData", *terms),
                "skos:prefLabel": _labels(one.label),
                "dpv:hasDataSource": _terms("source", one.use.source),
                "dpv:hasRecipient": self._refs("recipient", one.recipients),
                "dpv:hasStorageCondition": [
                    *self._refs("storage", (kept.name for kept in one.kept)),
                    *_locations(map(str, one.places)),
                ],
                "dct:source": list(one.use.c),
            }
        )

    def _undeclared(self, category: str) -> Node:
        """What a map holds and no line of the policy declares: it is there all the same."""
        found = find(category)
        special = "jp:SpecialCareRequiredInformation" if found and found.special_care else None
        places = map(str, self.holdings.undeclared[category])
        return {
            **self._ref("undeclared", category),
            "@type": _classes("dpv:PersonalData", alias("category", category).dpv, special),
            "skos:prefLabel": _labels(category_label(category)),
            "dpv:hasStorageCondition": _locations(places),
            "rdfs:comment": _labels(
                Text(en="not declared in the policy", ja="ポリシーに宣言がありません")
            ),
        }

    def _person(self, kind: str) -> Node:
        return {
            **self._ref("person", kind),
            "@type": _classes("dpv:DataSubject", alias("person", kind).dpv),
            "skos:prefLabel": _labels(self.policy.people[kind].label.text()),
        }

    def _recipient(self, name: str, one: Recipient) -> Node:
        countries = dict.fromkeys([*([one.country] if one.country else []), *one.countries])
        return _said(
            {
                **self._ref("recipient", name),
                "@type": _classes("dpv:Recipient", alias("recipient", one.class_).dpv),
                "skos:prefLabel": _labels(one.words()),
                "dpv:hasCountry": [
                    {
                        "@type": ["dpv:Country" if code in self.home else "dpv:ThirdCountry"],
                        "dct:identifier": code,
                    }
                    for code in countries
                ],
                "dct:source": list(one.c),
            }
        )

    def _abroad(self, one: Recipient) -> bool:
        countries = {*([one.country] if one.country else []), *one.countries}
        return one.worldwide or bool(countries - self.home)

    def _rules(self) -> list[Kept]:
        rules = self.policy.retention.items()
        return [Kept(name=name, rule=rule, counted_from=()) for name, rule in rules]

    def _storage(self, kept: Kept) -> Node:
        keep, rule = kept.rule.keep, kept.rule
        durations: list[Node] = []
        if keep.period is not None:
            value: Any = {"@value": str(keep.period), "@type": "xsd:duration"}
            if isinstance(keep.period, BusinessDays):  # no duration of XML Schema
                value = str(keep.period)
            durations.append({"@type": ["dpv:TemporalDuration"], "rdf:value": value})
        if keep.event is not None:
            durations.append({"@type": ["dpv:UntilEventDuration"], "dct:identifier": keep.event})
        return {
            **self._ref("storage", kept.name),
            "@type": _classes("dpv:StorageDuration", alias("retention", rule.after).dpv),
            "skos:prefLabel": _labels(rule.label.text() if rule.label else rule.basis.text()),
            "dpv:hasDuration": durations,
            "dct:source": list(rule.c),
        }

    def _right(self, kind: str) -> Node:
        right = self.policy.rights[kind]  # type: ignore[index]
        term = alias("right", kind).dpv
        node: Node = {
            **self._ref("right", kind),
            "@type": ["dpv:DataSubjectRight"],
            "dct:identifier": kind,
            "dct:source": list(right.c),
        }
        if not right.offered:
            node["rdfs:comment"] = _labels(Text(en="not offered", ja="応じていません"))
        if term is not None:
            node["dpv:hasProcessing"] = {"@id": term}
        if right.fee is not None:
            amount = f"{right.fee.amount} {right.fee.currency}"
            node["dpv:hasFee"] = {"@type": ["dpv:FeeRequired"], "rdf:value": amount}
        return node

    def _prohibitions(self) -> list[Node]:
        return [
            {
                **self._ref("prohibition", str(number)),
                "@type": ["dpv:Prohibition"],
                "dct:identifier": one.deny,
                "dct:description": list(one.data),
                "dct:source": list(one.c),
            }
            for number, one in enumerate(self.policy.prohibitions, start=1)
        ]

    def _joint_use(self) -> list[Node]:
        if self.joint is None:
            return []
        used = [one.name for one in self.holdings.declared if one.jointly_used]
        users = [
            {"@type": ["jp:JointUsers"], "dpv:hasName": _labels(company.text())}
            for company in self.joint.users.companies.values()
        ]
        purposes = [
            {
                "@type": ["dpv:Purpose"],
                "skos:prefLabel": _labels(Text(en=one.en, ja=one.ja)),
            }
            for one in self.joint.purposes.values()
        ]
        responsible = {
            "@type": ["dpv:LegalEntity"],
            "dpv:hasName": _labels(self.joint.responsible.name.text()),
            "dpv:hasAddress": _labels(self.joint.responsible.address.text()),
        }
        return [
            _said(
                {
                    **self._ref("joint-use", "1"),
                    "@type": ["jp:JointUse"],
                    "dpv:hasPersonalData": self._refs("data", used),
                    "dpv:hasEntity": users,
                    "dpv:hasPurpose": purposes,
                    "dpv:hasResponsibleEntity": responsible,
                    "dct:source": list(self.joint.c),
                }
            )
        ]

    def _transmissions(self) -> list[Node]:
        return [
            {
                **self._ref("external-transmission", name),
                "@type": ["jp:ExternalTransmission"],
                "dpv:hasRecipient": self._ref("recipient", one.to),
                "dpv:hasPersonalData": [
                    {
                        "@type": _classes("dpv:PersonalData", alias("category", sent).dpv),
                        "skos:prefLabel": _labels(category_label(sent)),
                    }
                    for sent in one.sends
                ],
                "dpv:hasPurpose": self._refs("purpose", one.purposes),
                "dct:source": list(one.c),
            }
            for name, one in self.policy.external_transmissions.items()
        ]

    def _processed(self) -> list[Node]:
        pseudonymised = [
            {
                **self._ref("pseudonymised", str(number)),
                "@type": ["jp:PseudonymouslyProcessedInformation"],
                "skos:prefLabel": _labels(one.label.text()),
                "dct:source": list(one.c),
            }
            for number, one in enumerate(self.policy.pseudonymised, start=1)
        ]
        anonymised = [
            {
                **self._ref("anonymised", str(number)),
                "@type": ["jp:AnonymouslyProcessedInformation"],
                "dct:description": list(one.items),
                "dct:source": list(one.c),
            }
            for number, one in enumerate(self.policy.anonymised, start=1)
        ]
        return [*pseudonymised, *anonymised]


def _defined(term: Any) -> Node:
    return {
        "@id": f"jp:{term.name}",
        "@type": ["rdfs:Class"],
        "rdfs:subClassOf": {"@id": term.parent},
        "skos:prefLabel": _labels(term.label),
        "dct:references": term.law,
    }


def _labels(text: Text) -> list[Node]:
    return [
        {"@value": text.en, "@language": "en"},
        {"@value": text.ja, "@language": "ja"},
    ]


def _classes(general: str, *terms: str | None) -> list[str]:
    return list(dict.fromkeys([general, *(term for term in terms if term is not None)]))


def _terms(kind: Kind, names: Sequence[str]) -> list[Node]:
    found = dict.fromkeys(alias(kind, name).dpv for name in names)
    return [{"@id": term} for term in found if term is not None]


def _locations(places: Iterable[str]) -> list[Node]:
    return [
        {"@type": ["dpv:StorageLocation"], "dct:identifier": place}
        for place in dict.fromkeys(places)
    ]


def _said(node: Node) -> Node:
    """Leave out what would be an empty list: it would say nothing."""
    return {key: value for key, value in node.items() if value != []}
