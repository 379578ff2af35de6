"""Parents before children: the order in which tables are walked, and which form cycles."""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter


def parents_first(parents: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """Order names so that each comes after its parents; names of one cycle form one group.

    >>> parents_first({"line": {"order"}, "order": {"person"}, "person": set()})
    (('person',), ('order',), ('line',))
    >>> parents_first({"a": {"b"}, "b": {"a"}})
    (('a', 'b'),)
    """
    groups = _components(parents)
    index = {name: number for number, group in enumerate(groups) for name in group}
    between = {
        number: {index[p] for name in group for p in parents[name]} - {number}
        for number, group in enumerate(groups)
    }
    return tuple(groups[number] for number in TopologicalSorter(between).static_order())


def _components(parents: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Strongly connected components (Tarjan 1972), each sorted by name."""
    search = _Search(parents)
    for name in sorted(parents):
        if name not in search.index:
            search.visit(name)
    return search.found


class _Search:
    """One run of Tarjan's algorithm."""

    def __init__(self, parents: Mapping[str, set[str]]) -> None:
        self.parents = parents
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.found: list[tuple[str, ...]] = []

    def visit(self, start: str) -> None:
        # An explicit stack: a chain of a thousand tables must not meet Python's recursion limit.
        work = [(start, self._enter(start))]
        while work:
            name, rest = work[-1]
            new = self._next(name, rest)
            if new is not None:
                work.append((new, self._enter(new)))
                continue
            work.pop()
            if work:
                above = work[-1][0]
                self.low[above] = min(self.low[above], self.low[name])
            self._leave(name)

    def _enter(self, name: str) -> Iterator[str]:
        self.index[name] = self.low[name] = len(self.index)
        self.stack.append(name)
        return iter(sorted(self.parents[name]))

    def _next(self, name: str, rest: Iterator[str]) -> str | None:
        for target in rest:
            if target not in self.index:
                return target
            if target in self.stack:
                self.low[name] = min(self.low[name], self.index[target])
        return None

    def _leave(self, name: str) -> None:
        if self.low[name] == self.index[name]:
            at = self.stack.index(name)
            self.found.append(tuple(sorted(self.stack[at:])))
            del self.stack[at:]
