"""Which line of the declaration the company's own words stand for, and whether they still fit.

A key under `wording:` is a clause (`P1-7q`), where one line carries it out, or the place of a
line (`ai.delete_found`), with `#2` behind it for its second sentence alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upheld.documents.nearest import nearest
from upheld.documents.positioned import Positioned
from upheld.policy.language.line import ClauseId, Line, Steps, walk
from upheld.policy.language.wording import OwnWords
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.wording import Text

SHOWN_DIGITS = 12
"""Digits of a meaning that the program writes; an override may state at least 8 of them."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A line of the declaration that readers are told."""

    path: Steps
    line: Line
    ids: tuple[ClauseId, ...]

    @property
    def key(self) -> str:
        """Its place as one word."""
        return ".".join(str(step) for step in self.path)


def declared(policy: Policy) -> tuple[Declared, ...]:
    """Return every line that readers are told, in the order of the model."""
    about = Declared(("policy",), policy.policy, policy.policy.c or ())
    people = [
        Declared(("people", name), person, person.c or ()) for name, person in policy.people.items()
    ]
    lines = [Declared(one.path, one.promise, one.promise.c) for one in policy.promises]
    return (about, *people, *lines)


def meaning(line: Line) -> str:
    """Return the SHA-256 (hex) of what a line itself declares.

    Lines below it (a right's fee) have a meaning of their own and do not count.
    """
    below = {
        name
        for name in type(line).model_fields
        if next(walk(getattr(line, name)), None) is not None
    }
    canonical = json.dumps(
        line.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=below),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def split(key: str) -> tuple[str, int | None]:
    """Return a key of `wording:` without its sentence, and the sentence (from 1).

    >>> split("ai.training.0#2"), split("P1-7q")
    (('ai.training.0', 2), ('P1-7q', None))
    """
    head, sign, number = key.rpartition("#")
    if sign and number.isdigit() and int(number) > 0:
        return head, int(number)
    return key, None


def targets(policy: Policy) -> Mapping[str, tuple[Declared, ...]]:
    """Return for each key of `wording:` the lines it could stand for: one, if all is well."""
    lines = declared(policy)
    found: dict[str, tuple[Declared, ...]] = {}
    for key in policy.wording:
        name, _ = split(key)
        by_place = tuple(one for one in lines if one.key == name)
        found[key] = by_place or tuple(one for one in lines if name in one.ids)
    return found


def fits(words: OwnWords, line: Line) -> bool:
    """Say whether words were written for the line as it is declared now."""
    return meaning(line).startswith(words.meaning)


def unbound(read: Positioned[Policy]) -> Iterator[RefusalError]:
    """Yield a refusal for each override that stands for no line, or for several."""
    policy = read.model
    for key, lines in targets(policy).items():
        if len(lines) == 1:
            continue
        if lines:
            places = ", ".join(f"`{one.key}`" for one in lines)
            yield read.refuse(
                ("wording", key),
                Text(
                    en=f"clause `{key}` is carried out by several lines",
                    ja=f"条項 `{key}` は複数の行で実現されています",
                ),
                Text(
                    en=f"name one of them: {places}", ja=f"いずれか一つを指定してください: {places}"
                ),
            )
            continue
        known = [*(one.key for one in declared(policy)), *policy.clauses()]
        guess = nearest(split(key)[0], known)
        yield read.refuse(
            ("wording", key),
            Text(
                en=f"the words of `{key}` stand for a clause that is not there",
                ja=f"`{key}` の文言に対応する条項がありません",
            ),
            Text(
                en=f"did you mean `{guess}`? Else take them out" if guess else "take them out",
                ja=f"`{guess}` ではありませんか。そうでなければ削除してください"
                if guess
                else "削除してください",
            ),
        )
