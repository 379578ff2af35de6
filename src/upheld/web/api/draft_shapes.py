"""What the API gives of the policy's draft, and takes to publish it."""

from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import Field, StringConstraints

from upheld.policy.change.difference import Kind, Relation
from upheld.policy.rules.rule import Severity
from upheld.web.api.board_shapes import VersionShape
from upheld.web.api.shapes import Shape, example

_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class FaultShape(Shape):
    """Something that keeps a file from being read, or a draft from being published."""

    code: str
    what: str = Field(description="In the language of the call.")
    remedy: str
    where: dict[str, Any] = Field(description="What is known of `file line column clause …`.")


class FindingShape(FaultShape):
    """What the linter says of a place."""

    rule: str
    severity: Severity
    fixable: bool = Field(description="Whether `upheld check --fix` can mend it.")


class ChangeShape(Shape):
    """One difference in meaning from the newest published version, and what follows from it."""

    kind: Kind
    line: str = Field(description="The line of the policy, e.g. `retention.orders`.")
    clauses: list[str]
    what: str
    relation: Relation | None = Field(description="Of a new purpose to the old ones.")
    tell: list[str] = Field(description="Kinds of person who have to be told.")
    before: str | None = Field(description="How long before (ISO 8601).")
    consent: bool = Field(description="Whether they have to agree first.")
    law: list[str]
    why: str


_CHANGE = {
    "kind": "longer-retention",
    "line": "retention.orders.keep",
    "clauses": ["4.2"],
    "what": "`orders` are kept for 5 years instead of 3",
    "relation": None,
    "tell": ["member"],
    "before": "P30D",
    "consent": False,
    "law": ["APPI art. 21(3)"],
    "why": "the policy promises to tell people of changes 30 days before",
}


class DraftShape(Shape):
    """The workspace's policy folder as it is now, against the newest published version."""

    model_config = example(
        version="2.2",
        sha256=_SHA256,
        faults=[],
        findings=[],
        before="2.1",
        unchanged=False,
        changes=[_CHANGE],
        tell=["member"],
        consent=[],
        notice_days=30,
        refusals=[],
        effective_on=None,
        earliest_on="2027-01-23",
    )

    version: str | None = Field(description="`null` where the folder cannot be read.")
    sha256: str | None = Field(description="Of what is declared; publishing names it.")
    faults: list[FaultShape] = Field(description="Why it cannot be read.")
    findings: list[FindingShape] = Field(description="What the linter says, the worst first.")
    before: str | None = Field(description="The newest published version.")
    unchanged: bool
    changes: list[ChangeShape] | None = Field(
        description="`null` where nothing was published before."
    )
    tell: list[str]
    consent: list[str]
    notice_days: int = Field(description="How many days before people have to know, at least.")
    refusals: list[FaultShape] = Field(description="What keeps it from being published at all.")
    effective_on: date | None = Field(description="The day that the file names itself.")
    earliest_on: date | None = Field(description="The first day that is allowed.")


class Publishing(Shape):
    """Which draft is published, and from when it is in force."""

    model_config = example(sha256=_SHA256, effective_on="2027-02-01")

    sha256: Sha256 = Field(description="Of the draft that was read.")
    effective_on: date


class PublishedShape(VersionShape):
    """A version that was published, and what it obliges the company to."""

    model_config = example(
        version="2.2", effective_on="2027-02-01", published_at="2026-12-24T01:00:00Z",
        standing="coming", sha256=_SHA256, entry=18, altered=None,
        publisher="S-0123456789/uph_abcdef0123", languages=["ja", "en"],
        tell=["member"], consent=[],
    )  # fmt: skip

    tell: list[str] = Field(description="Kinds of person who have to be told.")
    consent: list[str] = Field(description="Kinds of person who have to agree first.")
