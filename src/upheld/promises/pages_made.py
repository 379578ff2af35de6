"""Which clauses stand on the pages made from a declaration, in every published language."""

import datetime as dt
import re
from collections.abc import Mapping

from upheld.policy.model import Policy
from upheld.rendering.document import Passage
from upheld.rendering.names import Names
from upheld.rendering.pages import documents
from upheld.rendering.telling import tell
from upheld.rendering.writing import texts
from upheld.wording import Text

_ENDS = (".", "!", "?", "。")
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
            said.setdefault(str(clause), []).append(_run_on(passage))
    return {
        clause: Text(en=" ".join(t.en for t in texts_), ja="".join(t.ja for t in texts_))
        for clause, texts_ in said.items()
    }


def _run_on(passage: Passage) -> Text:
    """Return a passage as running text: on the page a line break ends what has no full stop."""
    heading = passage.heading
    begun = (
        Text(en="", ja="")
        if heading is None
        else Text(en=f"{heading.en} – ", ja=f"{heading.ja} – ")
    )
    said = [sentence.text for sentence in passage.sentences]
    return Text(
        en=begun.en + " ".join(one.en if one.en.endswith(_ENDS) else f"{one.en}." for one in said),
        ja=begun.ja + "".join(one.ja if one.ja.endswith(_ENDS) else f"{one.ja}。" for one in said),
    )
