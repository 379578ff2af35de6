"""Every other change: lines added, taken away or changed that no topic has told already."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from upheld.policy.change.difference import Difference
from upheld.policy.language.line import ClauseId, Label, Promise, Steps
from upheld.policy.model import Policy
from upheld.wording import Text


def differences(old: Policy, new: Policy, told: Collection[Steps]) -> Iterator[Difference]:
    """Yield what differs between the declarations and stands under no told path."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    for path in [*after, *(p for p in before if p not in after)]:
        if before.get(path) == after.get(path) or _told(path, before, after, told):
            continue
        wording = isinstance(after.get(path, before.get(path)), str) and path[-1] in ("ja", "en")
        clauses = _clauses_at(new if path in after else old, path)
        name = ".".join(map(str, path))
        yield Difference(
            kind="wording" if wording else "different",
            path=path,
            clauses=clauses,
            what=Text(
                en=f"`{name}` {_how(path, before, after).en}",
                ja=f"`{name}` {_how(path, before, after).ja}",
            ),
        )


def _how(path: Steps, before: Mapping[Steps, Any], after: Mapping[Steps, Any]) -> Text:
    if path not in before:
        return Text(en="is new", ja="が加わりました")
    if path not in after:
        return Text(en="is gone", ja="がなくなりました")
    return Text(en="is different", ja="が変わりました")


_COMPARED = frozenset(
    {"items", "purposes", "source", "receives", "sends", "country", "countries", "worldwide"}
)
"""Keys whose growth the topics tell in their own words."""


def _told(
    path: Steps, before: Mapping[Steps, Any], after: Mapping[Steps, Any], told: Collection[Steps]
) -> bool:
    """Say whether a topic has told this: the very key, or the whole line that came or went."""
    if path in told:
        return True
    if path[-1] in _COMPARED and isinstance(after.get(path), tuple):
        return set(after[path]) >= set(before.get(path) or ())
    lines = [path[:length] for length in range(1, len(path)) if path[:length] in told]
    return any(_absent(line, before) or _absent(line, after) for line in lines)


def _absent(line: Steps, leaves: Mapping[Steps, Any]) -> bool:
    return not any(path[: len(line)] == line for path in leaves)


def _leaves(part: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if value != field.default or field.is_required():
                yield from _leaves(value, (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from _leaves(child, (*path, name))
    elif isinstance(part, tuple) and part and isinstance(part[0], BaseModel):
        for number, child in enumerate(part):
            yield from _leaves(child, (*path, number))
    else:
        yield path, part


def _clauses_at(policy: Policy, path: Steps) -> tuple[ClauseId, ...]:
    part: Any = policy
    found: tuple[ClauseId, ...] = ()
    for step in path:
        if isinstance(part, Mapping):
            part = part.get(step)
        elif isinstance(part, tuple):
            part = part[step] if isinstance(step, int) and step < len(part) else None
        elif isinstance(part, BaseModel) and not isinstance(part, Label):
            names = {f.alias or n: n for n, f in type(part).model_fields.items()}
            part = getattr(part, names[str(step)]) if str(step) in names else None
        if isinstance(part, Promise):
            found = part.c
    return found
