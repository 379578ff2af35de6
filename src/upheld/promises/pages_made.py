"""Which clauses stand on the pages made from a declaration, in every published language."""

import datetime as dt
import re
from collections.abc import Mapping

from upheld.policy.model import Policy
from upheld.rendering.names import Names
from upheld.rendering.pages import documents
from upheld.rendering.telling import tell
from upheld.rendering.writing import texts
from upheld.wording import Text

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


def sentences_of(policy: Policy) -> Mapping[str, Text]:
    """Return what each clause says on the pages, from all lines that carry it out."""
    said: dict[str, list[Text]] = {}
    for passage in tell(policy, Names(policy)).passages.values():
        for clause in passage.ids:
            heads = [passage.heading] if passage.heading is not None else []
            said.setdefault(str(clause), []).extend([*heads, *(s.text for s in passage.sentences)])
    return {
        clause: Text(en=" ".join(t.en for t in texts_), ja=" ".join(t.ja for t in texts_))
        for clause, texts_ in said.items()
    }
