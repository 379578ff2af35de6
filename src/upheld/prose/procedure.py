"""HOW A POLICY IS IMPORTED: read, sort sentences, take facts out, run the rules, propose."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upheld.prose.areas.classifying import Classified, classify
from upheld.prose.document import Reading
from upheld.prose.facts.gathering import Facts, gather
from upheld.prose.proposal.drafting import draft
from upheld.prose.proposal.line import Proposal
from upheld.prose.reading import read
from upheld.prose.rules.checking import check
from upheld.prose.rules.finding import TextFinding
from upheld.prose.rules.material import Material
from upheld.wording import Language, Text


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Everything known about a text.

    Attributes:
        findings: Where the rules fire.
        proposal: Declarations for a person to accept.
    """

    reading: Reading
    facts: Facts
    classified: tuple[Classified, ...]
    findings: tuple[TextFinding, ...]
    proposal: Proposal

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def unsure(self) -> Sequence[Classified]:
        """Return the sentences whose area is not decided."""
        return [one for one in self.classified if one.area is None]


Asking = Callable[[Sequence[Classified]], Sequence[Classified]]
"""Gives areas to sentences that are unsure; see `assistant`."""


def bring_in(
    data: bytes,
    *,
    file: str,
    today: date | None = None,
    language: Language | None = None,
    ask: Asking | None = None,
    progress: Callable[[Text], None] | None = None,
) -> Imported:
    """Import a text.

    Args:
        data: The whole file.
        file: Its name.
        today: Changes of law after this day are not held against the text.
        language: Read it in this language, whatever it looks like.
        ask: What to ask about unsure sentences; nothing is asked without it.
        progress: Told what is going on.

    Raises:
        TextUnreadableError: The file is no text in Japanese or English.
    """
    tell = progress or _silent
    tell(Text(en="reading", ja="読み取り中"))
    reading = read(data, file=file, language=language)
    tell(Text(en=f"{len(reading.sentences)} sentences", ja=f"{len(reading.sentences)} 文を分類中"))
    facts, classified = gather(reading), classify(reading)
    if ask is not None:
        tell(Text(en="asking the model", ja="モデルに問い合わせ中"))
        classified = tuple(_answered(classified, ask([c for c in classified if c.area is None])))
    findings = check(
        reading, facts, classified, today=today, progress=lambda rule: tell(rule.title)
    )
    material = Material(reading, facts, classified, today)
    return Imported(
        reading=reading,
        facts=facts,
        classified=classified,
        findings=findings,
        proposal=draft(material),
    )


def _silent(_text: Text) -> None:
    """Say nothing."""


def _answered(
    classified: Sequence[Classified], answers: Sequence[Classified]
) -> Iterator[Classified]:
    """Put the answers in the places of the sentences that were asked about."""
    by_span = {one.sentence.span: one for one in answers}
    for one in classified:
        yield by_span.get(one.sentence.span, one) if one.area is None else one
