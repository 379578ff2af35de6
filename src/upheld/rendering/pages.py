"""All pages of one policy: read `documents`; the formats only write what it returns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upheld.datamap.model import DataMap
from upheld.documents.nearest import nearest
from upheld.policy.language.line import Steps
from upheld.policy.model import Policy
from upheld.rendering.california_page import california_page
from upheld.rendering.document import Page
from upheld.rendering.finding import Finding
from upheld.rendering.history_page import history_page
from upheld.rendering.names import Names, words
from upheld.rendering.policy_page import policy_page
from upheld.rendering.requests_page import requests_page
from upheld.rendering.summary_page import summary_page
from upheld.rendering.telling import tell
from upheld.rendering.views import ai_page, joint_use_page, processors_page, transmissions_page
from upheld.wording import Text

NAMES = (
    "summary", "policy", "external-transmission", "processors", "joint-use", "requests", "ai",
    "history", "california",
)  # fmt: skip
"""Every page there can be, in the order of the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """All pages of one policy.

    Attributes:
        pages: Those that have something to say.
        missing: Names of the pages for which nothing is declared.
        findings: What is wrong with the words or the computed tables.
    """

    policy: Policy
    pages: tuple[Page, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def documents(
    policy: Policy,
    *,
    today: date,
    maps: Mapping[str, DataMap] | None = None,
    earlier: Sequence[Policy] = (),
    customer: str | None = None,
) -> Documents:
    """Make all pages of a policy.

    Args:
        policy: The declaration.
        today: The company's day, for the notice that looks back.
        maps: The data maps, by system: what is really held.
        earlier: Earlier versions, the oldest first.
        customer: Whose own contract terms are shown; `None` shows all of them.
    """
    names = Names(policy)
    told = tell(policy, names)
    california = california_page(policy, told, names, maps=maps or {}, earlier=earlier, today=today)
    made = [
        summary_page(policy, told, names),
        policy_page(policy, told, customer=customer),
        transmissions_page(policy, told, names),
        processors_page(policy, told, names),
        joint_use_page(policy, told),
        requests_page(policy, told),
        ai_page(policy, told),
        history_page(policy, told, earlier),
        california[0] if california else None,
    ]
    pages = tuple(page for page in made if page is not None)
    have = {page.name for page in pages}
    return Documents(
        policy=policy,
        pages=pages,
        missing=tuple(name for name in NAMES if name not in have),
        findings=(
            *told.findings,
            *(california[1] if california else ()),
            *(no_words(code, policy, lines) for code, lines in sorted(names.unknown.items())),
        ),
    )


def no_words(code: str, policy: Policy, lines: Iterable[Steps]) -> Finding:
    """Say that a word has none for people, at the first of the lines that say it."""
    guess = nearest(code, (*words(), *policy.channels))
    return Finding(
        code="no-words",
        key=".".join(map(str, next(iter(lines)))),
        what=Text(
            en=f"`{code}` has no words for people in both languages",
            ja=f"`{code}` には両言語の表示名がありません",
        ),
        remedy=Text(
            en=(f"did you mean `{guess}`? Else " if guess else "")
            + "use one of the words in docs/rendering.md, or give the line its own `text:`",
            ja=(f"`{guess}` ではありませんか。そうでなければ、" if guess else "")
            + "docs/ja/rendering.md の語を使うか、その行に `text:` を書いてください",
        ),
    )
