"""RFC 6962, held against its own definition and against published vectors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.evidence import verifier
from upheld.evidence.proof import consistency_proof, consistent, included, inclusion_proof
from upheld.evidence.tree import (
    EMPTY_ROOT,
    Frontier,
    HashTree,
    Tile,
    leaf_hash,
    node_hash,
    split_point,
)

LEAVES = [str(number).encode() for number in range(1400)]
SIZES = st.one_of(
    st.integers(1, 1400), st.sampled_from([1, 2, 255, 256, 257, 511, 512, 513, 768, 1024])
)

# The eight inputs and roots that Certificate Transparency implementations share.
SHARED_LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
SHARED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def mth(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962, word for word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    middle = split_point(len(leaves))
    return node_hash(mth(leaves[:middle]), mth(leaves[middle:]))


def grown(size: int) -> tuple[Frontier, HashTree]:
    frontier = Frontier()
    tiles = frontier.extend(leaf_hash(leaf) for leaf in LEAVES[:size])
    kept = {(tile.level, tile.number): tile.hashes for tile in [*tiles, *frontier.partial()]}
    return frontier, HashTree(size, lambda level, number: kept[level, number])


def test_the_roots_are_those_of_the_shared_vectors() -> None:
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for leaf, root in zip(SHARED_LEAVES, SHARED_ROOTS, strict=True):
        frontier.extend([leaf_hash(leaf)])
        assert frontier.root().hex() == root


@given(size=SIZES)
def test_the_frontier_and_the_tiles_give_the_root_of_the_definition(size: int) -> None:
    frontier, tree = grown(size)
    assert frontier.root() == tree.root() == mth(LEAVES[:size])


@pytest.mark.slow
@given(first=SIZES, more=st.integers(0, 600))
def test_a_tree_continued_from_its_right_edge_is_the_same_tree(first: int, more: int) -> None:
    frontier, _ = grown(first)
    again = Frontier(first, frontier.partial())
    end = min(first + more, len(LEAVES))
    again.extend(leaf_hash(leaf) for leaf in LEAVES[first:end])
    assert again.root() == mth(LEAVES[:end])


def test_a_missing_or_short_edge_is_refused() -> None:
    frontier, _ = grown(300)
    level0, level1 = frontier.partial()
    with pytest.raises(ValueError, match="level 1"):
        Frontier(300, [level0])
    with pytest.raises(ValueError, match="level 0"):
        Frontier(300, [Tile(level=0, number=1, hashes=level0.hashes[:-32]), level1])


@pytest.mark.slow
@given(size=SIZES, data=st.data())
def test_inclusion_proofs_verify_for_their_leaf_and_for_no_other(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    _, tree = grown(size)
    proof = inclusion_proof(tree, index, size)
    root = tree.root()
    assert included(leaf_hash(LEAVES[index]), index, size, proof, root)
    assert verifier.included(LEAVES[index], index, size, proof, root)
    other = data.draw(st.integers(0, size).filter(lambda n: n != index))
    assert not included(leaf_hash(LEAVES[index]), other, size, proof, root)
    assert not verifier.included(LEAVES[index], other, size, proof, root)
    assert not included(leaf_hash(b"other"), index, size, proof, root)
    assert not verifier.included(LEAVES[index], index, size, [*proof, root], root)


@given(size=SIZES, data=st.data())
def test_consistency_proofs_verify_for_a_prefix_and_for_nothing_else(
    size: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, size))
    _, tree = grown(size)
    proof = consistency_proof(tree, old, size)
    before, after = mth(LEAVES[:old]), tree.root()
    assert consistent(old, size, before, after, proof)
    assert verifier.consistent(old, size, (before, after), proof)
    forged = mth([b"forged", *LEAVES[1:old]])
    assert not consistent(old, size, forged, after, proof)
    assert not verifier.consistent(old, size, (forged, after), proof)
    assert not verifier.consistent(old, size, (before, after), [*proof, after])
    if proof:
        assert not consistent(old, size, before, after, proof[:-1])
        assert not verifier.consistent(old, size, (before, after), proof[:-1])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (5, 9)])
def test_a_proof_of_what_is_not_there_is_refused(index: int, size: int) -> None:
    _, tree = grown(8)
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(tree, index, size)


def test_both_implementations_accept_the_published_vectors() -> None:
    vectors = json.loads((Path(__file__).parents[1] / "vectors" / "tree.json").read_text())
    leaves = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    roots = [bytes.fromhex(root) for root in vectors["roots"]]
    assert roots == [mth(leaves[:size]) for size in range(len(leaves) + 1)]
    for each in vectors["inclusion"]:
        index, size, proof = each["index"], each["size"], list(map(bytes.fromhex, each["proof"]))
        assert included(leaf_hash(leaves[index]), index, size, proof, roots[size])
        assert verifier.included(leaves[index], index, size, proof, roots[size])
    for each in vectors["consistency"]:
        old, new, proof = each["old"], each["new"], list(map(bytes.fromhex, each["proof"]))
        assert consistent(old, new, roots[old], roots[new], proof)
        assert verifier.consistent(old, new, (roots[old], roots[new]), proof)
