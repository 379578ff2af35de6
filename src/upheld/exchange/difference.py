"""What one tree of plain values has beyond another, as edits; and the edits applied again.

Two formats that say different things are kept in step by it: what the other format cannot say
is the difference between a file and what comes back of it. For all trees `a` and `b`:
`apply(a, difference(a, b)) == b`.

A list whose entries tell themselves apart (`_IDENTIFYING`) is compared entry by entry, so that
an edit still finds its place after somebody has added another. Any other list is replaced.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Edit: TypeAlias = dict[str, Any]
"""`{at: [step, …]}` with one of `set: value`, `add: entry`, `remove: true`, `order: [name, …]`.

A step is a key of a mapping or the name of a list's entry. `add` puts an entry into a list and
begins the list where there is none: somebody else may have begun it since.
"""

_VERBS = frozenset({"set", "add", "remove", "order"})
_IDENTIFYING = (("name",), ("to", "via"), ("table", "via"), ("point",), ("dataset", "field"))
"""Keys whose values together name an entry: collections and fields, edges, `owns`, points,
references."""


class EditMisplacedError(LookupError):
    """An edit leads to a place that is not there.

    Attributes:
        at: The steps it names.
    """

    def __init__(self, at: Sequence[str]) -> None:
        super().__init__(" → ".join(at))
        self.at = tuple(at)


def difference(before: Any, after: Any, *, in_order: bool = False) -> list[Edit]:
    """List the edits that turn `before` into `after`; none for equal trees.

    Args:
        before: A tree.
        after: Another.
        in_order: The order of a mapping's keys counts too; that of a list's entries always does.

    >>> difference({"a": 1, "b": 2}, {"a": 1, "c": [3]})
    [{'at': ['b'], 'remove': True}, {'at': ['c'], 'set': [3]}]
    """
    edits: list[Edit] = []
    _compare((), before, after, edits, in_order)
    return edits


def apply(tree: Any, edits: Sequence[Mapping[str, Any]]) -> Any:
    """Return a copy of `tree` with the edits carried out in their order.

    Raises:
        EditMisplacedError: An edit's place is not in the tree, or it is no edit.
    """
    changed, misplaced = apply_what_fits(tree, edits)
    if misplaced:
        raise EditMisplacedError(misplaced[0])
    return changed


def apply_what_fits(
    tree: Any, edits: Sequence[Mapping[str, Any]]
) -> tuple[Any, list[Sequence[str]]]:
    """Return a copy of `tree` with every edit that has its place, and the places of the others."""
    changed = _opened(tree)
    misplaced: list[Sequence[str]] = []
    for edit in edits:
        try:
            changed = _carry_out(changed, edit)
        except EditMisplacedError as error:
            misplaced.append(error.at)
    return _closed(changed), misplaced


class _Entries(dict[str, Any]):
    """A list of named entries while it is edited: found by name at once."""


def _opened(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _opened(one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    named = {} if not value else _named(value)
    if named is None:
        return [_opened(one) for one in value]
    return _Entries({name: _opened(one) for name, one in named.items()})


def _closed(value: Any) -> Any:
    if isinstance(value, _Entries):
        return [_closed(one) for one in value.values()]
    if isinstance(value, dict):
        return {key: _closed(one) for key, one in value.items()}
    return [_closed(one) for one in value] if isinstance(value, list) else value


def _compare(
    at: tuple[str, ...], before: Any, after: Any, edits: list[Edit], in_order: bool
) -> None:
    if not in_order and same(before, after):
        return
    old, new = _named(before), _named(after)
    if old is None or new is None or isinstance(before, list) is not isinstance(after, list):
        if not same(before, after):
            edits.append({"at": list(at), "set": _copy(after)})
        return
    edits.extend({"at": [*at, key], "remove": True} for key in old if key not in new)
    for key, value in new.items():
        if key in old:
            _compare((*at, key), old[key], value, edits, in_order)
        elif isinstance(value, list) and (entries := _named(value)):
            edits.extend({"at": [*at, key], "add": _copy(entry)} for entry in entries.values())
        else:
            edits.append({"at": [*at, key], "set": _copy(value)})
    reached = [*(key for key in old if key in new), *(key for key in new if key not in old)]
    if (in_order or isinstance(after, list)) and reached != list(new):
        edits.append({"at": list(at), "order": list(new)})


def same(one: Any, other: Any) -> bool:
    """Say whether two trees are equal; 1, 1.0 and true are three different values here."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _named(value: Any) -> Mapping[str, Any] | None:
    """Return what can be compared key by key, or name by name; `None` for anything else."""
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, list) or not value:
        return None
    names = [_name_of(one) for one in value]
    if None in names or len(set(names)) != len(names):
        return None
    return dict(zip([str(name) for name in names], value, strict=True))


def _name_of(entry: Any) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    for keys in _IDENTIFYING:
        if all(isinstance(entry.get(key), str | list) for key in keys):
            return " ".join(_text(entry[key]) for key in keys)
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))


def _carry_out(tree: Any, edit: Mapping[str, Any]) -> Any:
    written = edit.get("at")
    if not isinstance(written, list) or len(_VERBS & edit.keys()) != 1:
        raise EditMisplacedError(["?"])
    at = [str(step) for step in written]
    if "set" in edit and not at:
        return _opened(edit["set"])
    if "add" in edit:
        _add(tree, at, edit["add"])
        return tree
    holder = tree
    for step in at if "order" in edit else at[:-1]:
        holder = _below(holder, step, at)
    if not isinstance(holder, dict) or not (at or "order" in edit):
        raise EditMisplacedError(at)
    if "order" in edit:
        _put_in_order(holder, at, edit["order"])
    elif "set" in edit:
        holder[at[-1]] = _opened(edit["set"])
    elif at[-1] in holder:
        del holder[at[-1]]
    else:
        raise EditMisplacedError(at)
    return tree


def _add(tree: Any, at: Sequence[str], entry: Any) -> None:
    name = _name_of(entry)
    holder = tree
    for step in at[:-1]:
        holder = _below(holder, step, at)
    if name is None or not at or not isinstance(holder, dict):
        raise EditMisplacedError(at)
    entries = holder.setdefault(at[-1], _Entries())
    if not isinstance(entries, _Entries):
        raise EditMisplacedError(at)
    entries[name] = _opened(entry)


def _put_in_order(holder: dict[str, Any], at: Sequence[str], names: Any) -> None:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise EditMisplacedError(at)
    place = {name: number for number, name in enumerate(names)}
    # What somebody has added since keeps its order, at the end.
    entries = sorted(holder.items(), key=lambda entry: place.get(entry[0], len(place)))
    holder.clear()
    holder.update(entries)


def _below(holder: Any, step: str, at: Sequence[str]) -> Any:
    if isinstance(holder, dict) and step in holder:
        return holder[step]
    raise EditMisplacedError(at)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(one) for one in value]
    return value
