"""All rules of policies by code, and the run of all of them."""

from collections.abc import Iterator, Mapping

from upheld.policy.rules import (
    californian,
    company,
    consent,
    incidents,
    links,
    online,
    purposes,
    recipients,
    retention,
    rights,
    special_care,
    tax_books,
    times,
    wording,
)
from upheld.policy.rules.rule import Finding, Given, Rule, findings

_TOPICS = (
    californian,
    company,
    consent,
    incidents,
    links,
    online,
    purposes,
    recipients,
    retention,
    rights,
    special_care,
    tax_books,
    times,
    wording,
)
RULES: Mapping[str, Rule[Given]] = {
    one.code: one
    for one in sorted(
        (one for topic in _TOPICS for one in topic.rule.rules), key=lambda one: one.code
    )
}
_ORDER = {"error": 0, "warning": 1, "information": 2}


def lint(given: Given) -> list[Finding]:
    """Return everything that all rules find, by file and line, errors first on one line."""
    found: Iterator[Finding] = (f for one in RULES.values() for f in findings(one, given))
    return sorted(
        found,
        key=lambda f: (f.where.file or "", f.where.line or 0, _ORDER[f.severity], f.code),
    )
