"""An import as a document: what `--json` prints and `--out` writes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from upheld.prose.areas.classifying import Classified
from upheld.prose.areas.lexicon import AREAS
from upheld.prose.document import Clause, Span
from upheld.prose.facts.durations import DurationFact
from upheld.prose.procedure import Imported
from upheld.prose.proposal.writing import rendered, shown, visible
from upheld.prose.rules.finding import Severity, TextFinding
from upheld.wording import Language

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")


def as_document(imported: Imported, language: Language) -> dict[str, Any]:
    """Return everything as JSON can hold it; offsets count code points of `text`."""
    reading = imported.reading
    return {
        "file": reading.file,
        "source": reading.source,
        "charset": reading.charset,
        "language": reading.language,
        "characters": len(reading.text),
        "left_out": dict(reading.left_out),
        "invisible_characters": list(reading.controls),
        "text": reading.text,
        "clauses": [_clause(one) for one in reading.clauses],
        "sentences": [_sentence(one) for one in imported.classified],
        "areas": areas(imported),
        "unsure": len(imported.unsure()),
        "facts": _facts(imported),
        "findings": [finding(one, language) for one in imported.findings],
        "proposal": {
            "missing": imported.proposal.missing(),
            "yaml": rendered(imported.proposal, file=reading.file, language=language),
        },
    }


def areas(imported: Imported) -> dict[str, int]:
    """Count the sentences of each area, in the order of the list of areas."""
    counts = Counter(one.area for one in imported.classified)
    return {area: counts[area] for area in AREAS if counts[area]}


def finding(one: TextFinding, language: Language) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": one.code,
        "severity": one.severity,
        "clause": one.clause,
        "start": one.span.start,
        "end": one.span.end,
        "what": one.what.in_language(language),
        "remedy": one.remedy.in_language(language),
        "missing_in_capture": one.capture_loss,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "number": clause.number.printed if clause.number else None,
        "heading": clause.heading,
        "parent": clause.parent,
        "start": clause.span.start,
        "end": clause.span.end,
    }


def _sentence(one: Classified) -> dict[str, Any]:
    return {
        "clause": one.sentence.clause,
        "start": one.sentence.span.start,
        "end": one.sentence.span.end,
        "kind": one.sentence.kind,
        "area": one.area,
        "confidence": one.confidence,
        "reasons": list(one.reasons),
        "nearest": list(one.nearest),
        "by": one.by,
    }


def _facts(imported: Imported) -> dict[str, Any]:
    facts = imported.facts
    return {
        entry.name: [_fact(one) for one in getattr(facts, entry.name)] for entry in fields(facts)
    }


def _fact(one: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in fields(one):
        value = getattr(one, entry.name)
        if isinstance(value, Span):
            values |= {"start": value.start, "end": value.end}
        elif is_dataclass(value) and not isinstance(value, type):
            values |= _fact(value)
        else:
            values[entry.name] = value.isoformat() if isinstance(value, date) else value
    if isinstance(one, DurationFact):
        values["written"] = one.written()
    return values


def sentences_table(imported: Imported) -> str:
    """Return all sentences as a table of tab-separated values, one line each."""
    rows = [
        _row(["clause", "start", "end", "kind", "area", "confidence", "by", "words", "reasons"])
    ]
    for one in imported.classified:
        sentence = one.sentence
        rows.append(
            _row([
                sentence.clause, sentence.span.start, sentence.span.end, sentence.kind,
                one.area or "unsure", one.confidence, one.by, visible(sentence.text),
                visible(" | ".join(one.reasons)),
            ])
        )  # fmt: skip
    return "\n".join(rows) + "\n"


def _row(cells: Iterable[object]) -> str:
    # A spreadsheet must not take a cell for a formula.
    return "\t".join(
        f"'{cell}" if str(cell)[:1] in ("=", "+", "@") else str(cell) for cell in cells
    )


def count_by_severity(imported: Imported) -> Mapping[Severity, int]:
    """Count the findings of each severity, zero included."""
    counts = Counter(one.severity for one in imported.findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def excerpt(imported: Imported, span: Span) -> str:
    """Return the words of a span, safe to print."""
    return shown(span.of(imported.reading.text))
