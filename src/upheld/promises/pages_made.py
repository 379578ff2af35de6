"""Which clauses stand on the pages made from a declaration, in every published language."""

import datetime as dt
import re

from upheld.policy.model import Policy
from upheld.rendering.pages import documents
from upheld.rendering.writing import texts

_ANCHOR = re.compile(r' id="([^"]+)"')


def clauses_on_pages(policy: Policy, today: dt.date) -> frozenset[str]:
    """Render every page and return the clauses that have a place in each language."""
    made = documents(policy, today=today)
    languages = policy.languages.published if policy.languages is not None else ("ja", "en")
    pages = texts(made, languages, "html", today)
    found = [
        {
            anchor
            for (_, of), page in pages.items()
            if of == language
            for anchor in _ANCHOR.findall(page)
        }
        for language in languages
    ]
    clauses = {str(clause) for clause in policy.clauses()}
    return frozenset(clauses.intersection(*found))
