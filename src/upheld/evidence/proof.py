"""Inclusion and consistency proofs (RFC 6962, 2.1.1 and 2.1.2), made and checked."""

from collections.abc import Sequence

from upheld.evidence.tree import HashTree, node_hash, split_point


def inclusion_proof(tree: HashTree, index: int, size: int) -> list[bytes]:
    """Return the path of leaf `index` in the tree of the first `size` leaves, leaf side first."""
    if not 0 <= index < size <= tree.size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            path.append(tree.range_hash(middle, end))
            end = middle
        else:
            path.append(tree.range_hash(start, middle))
            start = middle
    path.reverse()
    return path


def consistency_proof(tree: HashTree, old: int, new: int) -> list[bytes]:
    """Return the proof that the first `old` leaves are a prefix of the first `new`."""
    if not 0 <= old <= new <= tree.size:
        raise ValueError(f"no proof from size {old} to {new}")
    if old in {0, new}:
        return []
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split_point(end - start)
        if old <= middle:
            path.append(tree.range_hash(middle, end))
            end = middle
        else:
            path.append(tree.range_hash(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(tree.range_hash(start, end))
    path.reverse()
    return path


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof leads from the leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, here = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            here = node_hash(sibling, here)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            here = node_hash(here, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and here == root


def consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the old tree is a prefix of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new or old == new:
        return old == new and old >= 0 and not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
