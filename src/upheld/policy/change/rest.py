"""Every other change: lines added, taken away or changed that no topic has told already."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from upheld.policy.change.difference import Difference
from upheld.policy.language.line import ClauseId, Promise, Steps
from upheld.policy.model import Policy
from upheld.wording import Text


@dataclass(frozen=True, slots=True)
class _Leaf:
    value: Any
    clauses: tuple[ClauseId, ...]


def differences(old: Policy, new: Policy, told: Collection[Steps]) -> Iterator[Difference]:
    """Yield what differs between the declarations and stands under no told path."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    renumbered = _renumbered(before, after, told)
    if len(renumbered) > 1:
        yield _other_numbers(renumbered, before, after)
        told = {*told, *(place for pair in renumbered for place in pair)}
    whole: set[Steps] = set()
    for path in [*after, *(p for p in before if p not in after)]:
        was, one = before.get(path), after.get(path)
        if (was and was.value) == (one and one.value) and was and one:
            continue
        if _told(path, before, after, told):
            continue
        line = _whole_line(path, before, after)
        if line is not None:
            if line not in whole:
                whole.add(line)
                yield _come_or_gone(line, before, after)
            continue
        words = all(isinstance(leaf.value, str) for leaf in (was, one) if leaf is not None)
        clauses = [c for leaf in (was, one) if leaf is not None for c in leaf.clauses]
        name = ".".join(map(str, path))
        how = _how(path, before, after)
        yield Difference(
            kind="wording" if words and path[-1] in ("ja", "en") else "different",
            path=path,
            clauses=tuple(dict.fromkeys(clauses)),
            what=Text(en=f"`{name}` {how.en}", ja=f"`{name}` {how.ja}"),
        )


def _renumbered(
    before: Mapping[Steps, _Leaf], after: Mapping[Steps, _Leaf], told: Collection[Steps]
) -> list[tuple[Steps, Steps]]:
    """Return the lines whose clauses alone have other ids: where they stood, where they stand.

    Of a line of a list it is the line, since its clauses are its name; of any other its key `c`.
    """
    found = [
        (path, path)
        for path, leaf in after.items()
        if path[-1] == "c" and path in before and before[path].value != leaf.value
    ]
    was, now = _listed(before), _listed(after)
    gone = [line for line in was if line not in now]
    for line in (line for line in now if line not in was):
        same = next((g for g in gone if g[:-1] == line[:-1] and was[g] == now[line]), None)
        if same is not None:
            gone.remove(same)
            found.append((same, line))
    return [pair for pair in found if pair[1] not in told and pair[0] not in told]


def _listed(leaves: Mapping[Steps, _Leaf]) -> dict[Steps, dict[Steps, Any]]:
    """Return what each line of a list says besides its clauses."""
    found: dict[Steps, dict[Steps, Any]] = {}
    for path, leaf in leaves.items():
        end = next((n for n, step in enumerate(path, start=1) if "#" in str(step)), None)
        if end is not None:
            said = found.setdefault(path[:end], {})
            if path[end:] != ("c",):
                said[path[end:]] = leaf.value
    return found


def _other_numbers(
    renumbered: Sequence[tuple[Steps, Steps]],
    before: Mapping[Steps, _Leaf],
    after: Mapping[Steps, _Leaf],
) -> Difference:
    """Say once that clauses have other ids: each of the lines would be a difference by itself."""
    was = [_ids_at(pair[0], before) for pair in renumbered]
    now = [_ids_at(pair[1], after) for pair in renumbered]
    first = renumbered[0][1]
    line = ".".join(map(str, first[:-1] if first[-1] == "c" else first))
    example = f"`{line}`: {', '.join(was[0])} → {', '.join(now[0])}"
    many = len(renumbered)
    return Difference(
        kind="different",
        path=first,
        clauses=tuple(dict.fromkeys(one for ids in (*was, *now) for one in ids)),
        what=Text(
            en=f"the clauses of {many} lines have other ids, e.g. {example}",
            ja=f"{many} 行の条項番号が変わりました(例: {example})",
        ),
    )


def _ids_at(place: Steps, leaves: Mapping[Steps, _Leaf]) -> tuple[ClauseId, ...]:
    return next(leaf.clauses for path, leaf in leaves.items() if path[: len(place)] == place)


def _whole_line(
    path: Steps, before: Mapping[Steps, _Leaf], after: Mapping[Steps, _Leaf]
) -> Steps | None:
    """Return the line that came or went as a whole, where this is one of its values."""
    other = after if path in before else before
    for length in range(2, len(path)):
        if _absent(path[:length], other):
            return path[:length]
    return None


def _come_or_gone(
    line: Steps, before: Mapping[Steps, _Leaf], after: Mapping[Steps, _Leaf]
) -> Difference:
    having, how = (before, "gone") if _absent(line, after) else (after, "new")
    inside = [leaf for path, leaf in having.items() if path[: len(line)] == line]
    name = ".".join(map(str, line))
    ending = {"gone": "がなくなりました", "new": "が加わりました"}[how]
    return Difference(
        kind="different",
        path=line,
        clauses=tuple(dict.fromkeys(clause for leaf in inside for clause in leaf.clauses)),
        what=Text(en=f"`{name}` is {how}", ja=f"`{name}` {ending}"),
    )


def _how(path: Steps, before: Mapping[Steps, _Leaf], after: Mapping[Steps, _Leaf]) -> Text:
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
    path: Steps,
    before: Mapping[Steps, _Leaf],
    after: Mapping[Steps, _Leaf],
    told: Collection[Steps],
) -> bool:
    """Say whether a topic has told this: the very key, or the whole line that came or went."""
    if path in told:
        return True
    grown = after[path].value if path in after else None
    if path[-1] in _COMPARED and isinstance(grown, tuple):
        earlier = before[path].value if path in before else ()
        return set(grown) >= set(earlier)
    lines = [path[:length] for length in range(1, len(path)) if path[:length] in told]
    return any(_absent(line, before) or _absent(line, after) for line in lines)


def _absent(line: Steps, leaves: Mapping[Steps, _Leaf]) -> bool:
    return not any(path[: len(line)] == line for path in leaves)


def _leaves(
    part: Any, path: Steps = (), clauses: tuple[ClauseId, ...] = ()
) -> Iterator[tuple[Steps, _Leaf]]:
    """Yield every value that is no default, with the clauses of the line it stands in.

    Lines of a list are told apart by their clauses: one that goes moves the others up, and
    that is no change of theirs.
    """
    if isinstance(part, BaseModel):
        own = part.c if isinstance(part, Promise) else clauses
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if value != field.default or field.is_required():
                yield from _leaves(value, (*path, field.alias or name), own)
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from _leaves(child, (*path, name), clauses)
    elif isinstance(part, tuple) and part and isinstance(part[0], BaseModel):
        seen: Counter[str] = Counter()
        for child in part:
            name = "+".join(child.c) if isinstance(child, Promise) else ""
            seen[name] += 1
            yield from _leaves(child, (*path, f"{name}#{seen[name]}"), clauses)
    else:
        yield path, _Leaf(part, clauses)
