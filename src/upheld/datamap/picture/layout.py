"""Boxes in ranks by distance from the people, with few crossings; pure, and the same every time.

1. A box's rank is the least number of ties between it and a person (breadth first, both ways), so
   that no tie passes over a rank.
2. Within a rank, boxes are ordered by the mean place of their neighbours (the barycentre heuristic
   of Sugiyama, Tagawa and Toda, 1981), to and fro; the best order seen counts.
3. Each box is drawn to the height of its neighbours, as far as those above and below it allow.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 8
_RANK_MOST = 24  # boxes one below the other; more become a second column of the same rank

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a box stands, in units of the picture; `y` is its upper edge.

    Attributes:
        rank: Ties to the nearest person; one more than the largest for boxes that lead to nobody.
    """

    rank: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How large boxes are, and how far apart.

    Attributes:
        width: Of every box.
        heights: Of each box.
        between: From one column to the next.
        above: Between two boxes of a column.
        people_within: How far down the first box of the first column stands at most: a tall picture
            is seen from its upper left corner first.
    """

    width: float
    heights: Mapping[str, float]
    between: float = 96.0
    above: float = 20.0
    people_within: float = 320.0


def ranks(names: Sequence[str], ties: Iterable[Pair], people: Sequence[str]) -> list[list[str]]:
    """Return the boxes by rank; those that lead to nobody come last."""
    near = _neighbours(names, ties)
    distance = {name: 0 for name in people if name in near}
    waiting = deque(distance)
    while waiting:
        name = waiting.popleft()
        for other in near[name]:
            if other not in distance:
                distance[other] = distance[name] + 1
                waiting.append(other)
    last = max(distance.values(), default=-1) + 1
    found: list[list[str]] = [[] for _ in range(last + 1)]
    for name in names:
        found[distance.get(name, last)].append(name)
    return [rank for rank in found if rank]


def ordered(found: Sequence[Sequence[str]], ties: Sequence[Pair]) -> list[list[str]]:
    """Order the boxes within their ranks so that few ties cross."""
    now = [list(rank) for rank in found]
    best, fewest = now, crossings(now, ties)
    near = _neighbours([name for rank in now for name in rank], ties)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        now = [list(rank) for rank in now]
        there = range(1, len(now)) if sweep % 2 == 0 else range(len(now) - 2, -1, -1)
        for number in there:
            beside = now[number - 1] if sweep % 2 == 0 else now[number + 1]
            place = {name: index for index, name in enumerate(beside)}
            now[number] = _by_mean(now[number], near, place)
        count = crossings(now, ties)
        if count < fewest:
            best, fewest = now, count
    return best


def crossings(found: Sequence[Sequence[str]], ties: Iterable[Pair]) -> int:
    """Count the pairs of ties between neighbouring ranks that cross."""
    at = {name: (r, i) for r, rank in enumerate(found) for i, name in enumerate(rank)}
    between: dict[int, list[tuple[int, int]]] = {}
    for one, other in ties:
        if one in at and other in at and abs(at[one][0] - at[other][0]) == 1:
            left, right = sorted((at[one], at[other]))
            between.setdefault(left[0], []).append((left[1], right[1]))
    return sum(_inversions([right for _, right in sorted(pairs)]) for pairs in between.values())


def placed(
    found: Sequence[Sequence[str]], ties: Sequence[Pair], sizes: Measures
) -> dict[str, Spot]:
    """Return where each box stands; no two overlap, none is left of or above 0."""
    columns = [
        (rank, list(names[start : start + _RANK_MOST]))
        for rank, names in enumerate(found)
        for start in range(0, len(names), _RANK_MOST)
    ]
    middle = _stacked(columns, sizes)
    near = _neighbours(middle, ties)
    to_and_fro = [*range(1, len(columns)), *range(len(columns) - 2, -1, -1)]
    for number in to_and_fro:
        names = columns[number][1]
        wanted = {name: _mean([middle[o] for o in near[name]], middle[name]) for name in names}
        middle.update(_without_overlap(names, wanted, sizes))
    top = min((middle[n] - sizes.heights[n] / 2 for n in middle), default=0.0)
    people = columns[0][1] if columns else []
    if people:
        first = middle[people[0]] - sizes.heights[people[0]] / 2 - top
        middle.update({n: middle[n] - max(0.0, first - sizes.people_within) for n in people})
    return {
        name: Spot(
            rank=rank,
            x=column * (sizes.width + sizes.between),
            y=round(middle[name] - sizes.heights[name] / 2 - top, 1),
            width=sizes.width,
            height=sizes.heights[name],
        )
        for column, (rank, names) in enumerate(columns)
        for name in names
    }


def _neighbours(names: Iterable[str], ties: Iterable[Pair]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {name: [] for name in names}
    for one, other in ties:
        if one != other and one in near and other in near:
            near[one].append(other)
            near[other].append(one)
    return near


def _by_mean(
    rank: Sequence[str], near: Mapping[str, Sequence[str]], place: Mapping[str, int]
) -> list[str]:
    """Order a rank by the places of its neighbours beside; who has none stays where they are."""
    means = {
        name: _mean([place[o] for o in near[name] if o in place], index)
        for index, name in enumerate(rank)
    }
    return sorted(rank, key=lambda name: means[name])  # stable: ties of the mean keep their order


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _inversions(values: list[int]) -> int:
    """Count the pairs in the wrong order, by merging (n log n)."""
    if len(values) < 2:  # noqa: PLR2004
        return 0
    half = len(values) // 2
    left, right = values[:half], values[half:]
    found = _inversions(left) + _inversions(right)
    left.sort()
    right.sort()
    index = 0
    for value in right:
        while index < len(left) and left[index] <= value:
            index += 1
        found += len(left) - index
    return found


def _stacked(columns: Sequence[tuple[int, Sequence[str]]], sizes: Measures) -> dict[str, float]:
    """Return the middle of each box where the columns are simply stacked, each around 0."""
    found: dict[str, float] = {}
    for _, names in columns:
        whole = sum(sizes.heights[n] for n in names) + sizes.above * (len(names) - 1)
        y = -whole / 2
        for name in names:
            found[name] = y + sizes.heights[name] / 2
            y += sizes.heights[name] + sizes.above
    return found


def _without_overlap(
    names: Sequence[str], wanted: Mapping[str, float], sizes: Measures
) -> dict[str, float]:
    """Place a column as near to the wanted heights as its order allows.

    Boxes that would overlap become a block around the mean of what they want (the
    pool-adjacent-violators method), so that the sum of squared distances is least.
    """
    offsets: list[float] = []
    y = 0.0
    for name in names:
        offsets.append(y + sizes.heights[name] / 2)
        y += sizes.heights[name] + sizes.above
    blocks: list[tuple[float, int]] = []  # sum of what its boxes want, and how many they are
    for name, offset in zip(names, offsets, strict=True):
        block = (wanted[name] - offset, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            above = blocks.pop()
            block = (above[0] + block[0], above[1] + block[1])
        blocks.append(block)
    shifts = [total / count for total, count in blocks for _ in range(count)]
    return {n: o + s for n, o, s in zip(names, offsets, shifts, strict=True)}
