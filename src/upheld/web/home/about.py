"""What the first page says: data, purposes, recipients and periods, from the declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from upheld.policy.language.rights import RightKind
from upheld.policy.model import Policy
from upheld.rendering.document import Page, Passage, Section, Table
from upheld.rendering.pages import Documents, documents
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One of the four things a person can want.

    Attributes:
        name: Its place in an address: `/ask/see`.
        word: What it is called.
        note: What it means, in one sentence.
        rights: The rights it stands for.
    """

    name: str
    word: Text
    note: Text
    rights: frozenset[RightKind]


VERBS: Sequence[Verb] = (
    Verb(
        name="see",
        word=Text(en="See", ja="見る"),
        note=Text(en="what we hold about you, and what for", ja="保有している情報と、その利用目的"),
        rights=frozenset({"disclosure", "purpose-notice", "provision-records", "know", "export"}),
    ),
    Verb(
        name="correct",
        word=Text(en="Correct", ja="直す"),
        note=Text(en="what is wrong or missing", ja="誤っている情報、足りない情報"),
        rights=frozenset({"correction", "addition", "content-deletion", "correct"}),
    ),
    Verb(
        name="stop",
        word=Text(en="Stop", ja="止める"),
        note=Text(en="its use, or passing it on to others", ja="情報の利用や、第三者への提供"),
        rights=frozenset(
            {
                "suspension",
                "suspension-unneeded",
                "provision-stop",
                "opt-out-sale-sharing",
                "limit-use",
            }
        ),
    ),
    Verb(
        name="erase",
        word=Text(en="Erase", ja="消す"),
        note=Text(en="what we need no longer", ja="不要になった情報"),
        rights=frozenset({"deletion", "delete", "suspension", "suspension-unneeded"}),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The parts of the first page.

    Attributes:
        data: The table of data, purposes, recipients and periods.
        points: What else a person should know.
        verbs: What can be asked for here.
    """

    data: Table | None
    points: Sequence[Passage]
    verbs: Sequence[Verb]


def about(policy: Policy, today: date) -> About:
    """Return what the first page says on a day."""
    sections: Mapping[str, Section] = {
        section.name: section for section in _page(made(policy, today), "summary").sections
    }
    tables = [block for block in sections["what"].body if isinstance(block, Table)]
    points = [block for block in sections["points"].body if isinstance(block, Passage)]
    return About(
        data=next((table for table in tables if table.rows), None),
        points=points,
        verbs=offered(policy),
    )


def offered(policy: Policy) -> list[Verb]:
    """Return the verbs behind which the policy offers at least one right."""
    kinds = {kind for kind, right in policy.rights.items() if right.offered}
    return [verb for verb in VERBS if verb.rights & kinds]


@lru_cache(maxsize=4)
def _made(held: "_Same", today: date) -> Documents:
    return documents(held.policy, today=today)


def made(policy: Policy, today: date) -> Documents:
    """Return all pages of a policy; made once a day."""
    return _made(_Same(policy), today)


class _Same:
    """A policy as a key: the same text of a declaration makes the same pages."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return hash(self.policy.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.policy.sha256 == self.policy.sha256


def _page(all_: Documents, name: str) -> Page:
    return next(page for page in all_.pages if page.name == name)
