"""HOW DECLARATIONS ARE PROPOSED: from sentences with an area to lines of a policy."""

import re
from collections.abc import Iterator, Sequence

from upheld.prose.areas.classifying import Classified
from upheld.prose.proposal import people_and_places, rights_and_periods, uses
from upheld.prose.proposal.line import Proposal, ProposedLine
from upheld.prose.rules.material import Material
from upheld.wording import Text

_VERSION = re.compile(r"\b(?:v|version\s*|第)(\d{1,3}(?:\.\d{1,3}){0,2})(?:版)?\b", re.IGNORECASE)


def draft(material: Material) -> Proposal:
    """Propose everything that the text says and the language of a policy can hold."""
    purposes = list(uses.purposes(material))
    recipients = list(people_and_places.recipients(material))
    lines = [
        *_about(material),
        *people_and_places.handler(material),
        *people_and_places.channels(material),
        *_history(material),
        *people_and_places.people(material),
        *purposes,
        *uses.data(material, [str(line.name) for line in purposes]),
        *uses.not_collected(material),
        *recipients,
        *uses.transmissions(material, {str(line.name) for line in recipients}),
        *rights_and_periods.children(material),
        *rights_and_periods.retention(material),
        *rights_and_periods.rights(material),
    ]
    return Proposal(lines=tuple(lines), unsure=tuple(_unsure(material.classified)))


def _about(material: Material) -> Iterator[ProposedLine]:
    latest = max((one.day for one in material.facts.dates), default=None)
    printed = _VERSION.search(material.text[:4_000])
    laws = {one.law for one in material.facts.laws}
    law = ["JP-APPI@2024-04"] + (["US-CA-CCPA@2026-01"] if "US-CA-CCPA" in laws else [])
    values = {
        "id": "imported",
        "version": printed.group(1) if printed else None,
        "company": material.handler,
        **({"date": latest} if latest else {}),
        "law": law,
    }
    yield ProposedLine(
        section="policy",
        name=None,
        values=values,
        words=material.handler or "",
        confidence=0.7 if material.handler else 0.2,
        note=Text(
            en="check the company, and the laws that apply",
            ja="会社名と、適用される法令を確認してください",
        ),
    )


def _history(material: Material) -> Iterator[ProposedLine]:
    seen: set[object] = set()
    for one in sorted(material.facts.dates, key=lambda fact: fact.day):
        sentence = material.at(one.span.start)
        if one.day in seen or material.area(sentence) not in ("policy-versioning", "contact"):
            continue
        seen.add(one.day)
        yield ProposedLine(
            section="history",
            name=None,
            values={"date": one.day, "reason": sentence.text[:500], "c": [sentence.clause]},
            words=sentence.text,
            confidence=0.8,
        )


def _unsure(classified: Sequence[Classified]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for one in classified:
        if one.area is None:
            yield str(one.sentence.clause), one.sentence.text, tuple(one.nearest)
