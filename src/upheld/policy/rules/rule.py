"""What a rule is: a code, a reason in law, a failing and a repaired example, and a check."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel

from upheld.documents.positioned import Positioned
from upheld.policy.language.line import Promise, Steps
from upheld.policy.model import Policy
from upheld.policy.rules.texts import Said, sentences
from upheld.refusal import Where
from upheld.wording import Language, Text

Severity: TypeAlias = Literal["error", "warning", "information"]


@dataclass(frozen=True, kw_only=True)  # without slots: what it gathers is kept
class Given:
    """What a rule looks at.

    Attributes:
        read: The policy with the places of its lines.
        today: The company's day, for rules about age.
    """

    read: Positioned[Policy]
    today: dt.date

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.read.model

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every sentence for people; gathered once for all rules."""
        return tuple(sentences(self.policy))

    def follows(self, law: str) -> bool:
        """Say whether a law pack applies, e.g. `JP-APPI`, in any of its dated forms."""
        return any(name.partition("@")[0] == law for name in self.policy.policy.law)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change that is right whatever the company meant.

    Attributes:
        path: The line to change.
        value: Its new value; `None` takes the line away.
    """

    path: Steps
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a rule is broken.

    Attributes:
        path: Leads to the line (or to where it should be).
        what: One clause, lower case, no full stop.
        remedy: What to write instead.
        key: Whether the key is meant and not its value.
        severity: Where this hit is less (or more) serious than its rule.
        source: The file it is in, where that is not the policy.
        clause: The clause it breaks, where the path does not lead through its line.
        fix: Where a change is safe.
    """

    path: Steps
    what: Text
    remedy: Text
    key: bool = False
    severity: Severity | None = None
    source: Positioned[Any] | None = None
    clause: str | None = None
    fix: Fix | None = None


GivenT = TypeVar("GivenT")
Check: TypeAlias = Callable[[GivenT], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[GivenT]):
    """One rule of the linter.

    Attributes:
        code: `UPH…`, never reused.
        name: The same in words, for people who search.
        title: What it finds, as a short heading.
        why: The reason, for the rule's page.
        law: Articles behind it; empty where it is plain consistency.
        bad: Lines of a policy (or of a data map) that break it, laid over a small sound one.
        good: The same, repaired.
    """

    code: str
    name: str
    severity: Severity
    title: Text
    why: Text
    law: tuple[str, ...]
    bad: str
    good: str
    check: Check[GivenT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A broken rule at its place, ready to be shown."""

    code: str
    name: str
    severity: Severity
    what: Text
    remedy: Text
    where: Where
    snippet: str | None = None
    fix: Fix | None = None

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented object of `upheld check --format json`."""
        return {
            "code": self.code,
            "rule": self.name,
            "severity": self.severity,
            "what": self.what.in_language(language),
            "where": self.where.known(),
            "remedy": self.remedy.in_language(language),
            "fixable": self.fix is not None,
        }


class Registry(Generic[GivenT]):
    """Gathers the rules of a file as they are defined."""

    def __init__(self) -> None:
        self.rules: list[Rule[GivenT]] = []

    def __call__(
        self,
        code: str,
        name: str,
        severity: Severity,
        *,
        title: Text,
        why: Text,
        bad: str,
        good: str,
        law: tuple[str, ...] = (),
    ) -> Callable[[Check[GivenT]], Check[GivenT]]:
        """Register the function below as the check of a rule."""

        def register(check: Check[GivenT]) -> Check[GivenT]:
            self.rules.append(
                Rule(
                    code=code,
                    name=name,
                    severity=severity,
                    title=title,
                    why=why,
                    law=law,
                    bad=bad,
                    good=good,
                    check=check,
                )
            )
            return check

        return register


def findings(rule: Rule[Any], given: Given) -> Iterator[Finding]:
    """Yield what a rule of the policy finds, each with file, line, column and clause."""
    for hit in rule.check(given):
        yield placed(rule, hit, given.read, clause=clause_at(given.policy, hit.path))


def placed(
    rule: Rule[Any], hit: Hit, read: Positioned[Any], *, clause: str | None = None
) -> Finding:
    """Return a hit as it is shown, with its place in the file it is about."""
    where = read.where(hit.path, key=hit.key)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=hit.severity or rule.severity,
        what=hit.what,
        remedy=hit.remedy,
        where=Where(file=where.file, line=where.line, column=where.column, clause=clause),
        # What is nowhere in the file has no line of its own: the first one would mislead.
        snippet=read.snippet(hit.path, key=hit.key) if _stands(read, hit) else None,
        fix=hit.fix,
    )


def _stands(read: Positioned[Any], hit: Hit) -> bool:
    return not hit.path or hit.path[0] in read.tree.children


def clause_at(policy: Policy, path: Steps) -> str | None:
    """Return the clause of the innermost promise that a path leads through."""
    promises = [part for part in parts_along(policy, path) if isinstance(part, Promise)]
    return promises[-1].c[0] if promises else None


def parts_along(part: Any, path: Steps) -> Iterator[Any]:
    """Yield what a path leads through, step by step; `None` where there is nothing."""
    for step in path:
        if isinstance(part, Mapping):
            part = part.get(step)
        elif isinstance(part, tuple) and isinstance(step, int):
            part = part[step] if step < len(part) else None
        else:
            part = _attribute(part, str(step))
        yield part


def _attribute(part: Any, name: str) -> Any:
    for field, info in type(part).model_fields.items() if isinstance(part, BaseModel) else ():
        if name in (field, info.alias):
            return getattr(part, field)
    return None
