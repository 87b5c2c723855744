"""The tree: the known values of Certificate Transparency, every size to 70 by brute force, and forged proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.proof.tree import (
    EMPTY,
    Frontier,
    consistency,
    consistent,
    included,
    inclusion,
    leaf_hash,
    node_hash,
    root,
)

#: The leaves and roots that Certificate Transparency's own tests use (merkle_tree_test of its C++, Go and Java code).
KNOWN = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
KNOWN.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
MOST = 70
LEAVES = [leaf_hash(bytes([number])) for number in range(MOST)]
HEADS = [root(LEAVES, 0, size) for size in range(MOST + 1)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH as RFC 9162, section 2.1.1, writes it down."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = max(1 << bit for bit in range(10) if 1 << bit < len(leaves))
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_the_roots_are_those_of_certificate_transparency() -> None:
    leaves = [leaf_hash(data) for data in KNOWN]
    assert [root(leaves, 0, size).hex() for size in range(1, 9)] == list(ROOTS)
    assert root([]) == EMPTY == by_definition([])


def test_a_known_path_and_a_known_consistency_proof() -> None:
    """Those that RFC 9162, section 2.1.5, draws: seven leaves, d0 to d6."""
    leaves = [leaf_hash(data) for data in KNOWN[:7]]
    a, b, c, d, e, f, j = leaves
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, m = node_hash(g, h), node_hash(i, j)
    assert inclusion(leaves, 0) == [b, h, m]
    assert inclusion(leaves, 3) == [c, g, m]
    assert inclusion(leaves, 4) == [f, j, k]
    assert inclusion(leaves, 6) == [i, k]
    assert consistency(leaves, 3) == [c, d, g, m]
    assert consistency(leaves, 4) == [m]
    assert consistency(leaves, 6) == [i, j, k]


def test_every_root_to_70_leaves_is_that_of_the_definition_and_of_a_tree_grown_leaf_by_leaf() -> None:
    grown = Frontier()
    for size in range(MOST + 1):
        assert HEADS[size] == grown.root() == by_definition(LEAVES[:size])
        assert Frontier(grown.size, grown.peaks).root() == HEADS[size]
        if size < MOST:
            grown.add(LEAVES[size])


def test_every_inclusion_proof_to_70_leaves_holds_for_its_leaf_alone() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            path = inclusion(LEAVES, index, size)
            assert included(LEAVES[index], index, size, path, HEADS[size])
            assert not included(LEAVES[(index + 1) % MOST], index, size, path, HEADS[size])
            assert not included(LEAVES[index], index, size, [*path, EMPTY], HEADS[size])
            assert not included(LEAVES[index], index, size, path, HEADS[size - 1])
            assert not path or not included(LEAVES[index], index, size, path[:-1], HEADS[size])
        assert not included(LEAVES[0], size, size, inclusion(LEAVES, 0, size), HEADS[size])


def test_every_consistency_proof_to_70_leaves_holds_for_its_two_trees_alone() -> None:
    for size in range(1, MOST + 1):
        for first in range(1, size + 1):
            path = consistency(LEAVES, first, size)
            assert consistent(first, size, HEADS[first], HEADS[size], path)
            assert not consistent(first, size, HEADS[first - 1], HEADS[size], path)
            assert not consistent(first, size, HEADS[first], HEADS[size - 1], path)
            assert not consistent(first, size, HEADS[first], HEADS[size], [*path, EMPTY])
            assert first == size or not consistent(first, size, HEADS[first], HEADS[size], path[:-1])


def test_a_tree_without_leaves_is_the_beginning_of_every_other() -> None:
    assert consistent(0, 5, EMPTY, HEADS[5], [])
    assert not consistent(0, 5, HEADS[1], HEADS[5], [])
    assert not consistent(6, 5, HEADS[6], HEADS[5], [EMPTY])


hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=9)


@given(st.integers(-2, 80), st.integers(-2, 80), hashes)
def test_no_path_that_was_not_made_proves_anything(index: int, size: int, path: list[bytes]) -> None:
    assert included(LEAVES[0], index, size, path, HEADS[64]) == (
        0 <= index < size and path == (inclusion(LEAVES, index, size) if size == 64 and index == 0 else None)
    )
    assert not consistent(index, size, HEADS[3], HEADS[70], path)


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=200), st.data())
def test_proofs_hold_for_leaves_of_any_bytes(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [leaf_hash(one) for one in data]
    size = draw.draw(st.integers(1, len(leaves)))
    index, first = draw.draw(st.integers(0, size - 1)), draw.draw(st.integers(1, size))
    head = root(leaves, 0, size)
    assert included(leaves[index], index, size, inclusion(leaves, index, size), head)
    assert consistent(first, size, root(leaves, 0, first), head, consistency(leaves, first, size))


def test_what_is_no_place_or_size_is_refused() -> None:
    for index, size in ((-1, 5), (5, 5), (0, MOST + 1)):
        with pytest.raises(IndexError):
            inclusion(LEAVES, index, size)
    for first, size in ((0, 5), (6, 5), (1, MOST + 1)):
        with pytest.raises(ValueError, match="no beginning"):
            consistency(LEAVES, first, size)
    for size, peaks in ((3, [EMPTY]), (1, [b"short"]), (-1, [])):
        with pytest.raises(ValueError, match="peaks"):
            Frontier(size, peaks)
