"""Is this leaf in the tree, and did the tree only grow?

The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over leaf hashes. Pure: bytes in, bytes out;
a hash is 32 bytes of SHA-256. A tree is any sequence of its leaf hashes.
"""

import hashlib
from collections.abc import Iterable, Sequence

SIZE = 32  #: bytes of a hash
EMPTY = hashlib.sha256(b"").digest()  #: the head of the tree without leaves (RFC 9162, section 2.1.1)


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf, SHA-256(0x00 ‖ data). In: any bytes. Out: 32 bytes (RFC 9162, section 2.1.1).

    >>> leaf_hash(b"").hex()
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
    """
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side, SHA-256(0x01 ‖ left ‖ right). In and out: 32 bytes each."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that grows leaf by leaf, and of which only the peaks are kept.

    The peaks are the heads of its perfect subtrees, largest first: one for each bit of the size. Memory: 32 bytes for
    each doubling, whatever the number of leaves.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """In: how many leaves there are, and the peaks. Raises ValueError when these do not belong together."""
        self.size, self.peaks = size, list(peaks)
        if size < 0 or len(self.peaks) != size.bit_count() or any(len(peak) != SIZE for peak in self.peaks):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks of {SIZE} bytes")

    def add(self, leaf: bytes) -> None:
        """Append a leaf, given by its hash."""
        rest, node = self.size, leaf
        while rest & 1:
            node = node_hash(self.peaks.pop(), node)
            rest >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The head of the tree as it stands: MTH of RFC 9162, section 2.1.1."""
        if not self.peaks:
            return EMPTY
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root(leaves: Sequence[bytes], start: int = 0, end: int | None = None) -> bytes:
    """The head of the tree over `leaves[start:end]`, leaf hashes. Out: 32 bytes."""
    grown = Frontier()
    for place in range(start, len(leaves) if end is None else end):
        grown.add(leaves[place])
    return grown.root()


def inclusion(leaves: Sequence[bytes], index: int, size: int | None = None) -> list[bytes]:
    """The inclusion path of a leaf, lowest node first: PATH of RFC 9162, section 2.1.3.1.

    In: leaf hashes; the leaf's index from 0; the size of the tree (all leaves when left out). Raises IndexError for an
    index outside the tree.
    """
    size = len(leaves) if size is None else size
    if not 0 <= index < size <= len(leaves):
        raise IndexError(f"leaf {index} is not in a tree of {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaves, middle, end))
            end = middle
        else:
            path.append(root(leaves, start, middle))
            start = middle
    return path[::-1]


def consistency(leaves: Sequence[bytes], first: int, size: int | None = None) -> list[bytes]:
    """The proof that the first `first` leaves are the beginning of the tree: PROOF of RFC 9162, section 2.1.4.1.

    In: leaf hashes; both sizes, 0 < first <= size. Out: nodes in the order in which `consistent` takes them, none when
    the sizes are equal. Raises ValueError for other sizes.
    """
    size = len(leaves) if size is None else size
    if not 0 < first <= size <= len(leaves):
        raise ValueError(f"a tree of {first} leaves is no beginning of one of {size}")
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(root(leaves, middle, end))
            end = middle
        else:
            path.append(root(leaves, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(root(leaves, start, end))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Whether the path leads from the leaf hash at `index` to the head of the tree of `size` leaves.

    RFC 9162, section 2.1.3.2. Never raises: what is no proof is False.
    """
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(beside, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and node == head


def consistent(first: int, size: int, head: bytes, later: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `size` leaves with head `later` begins with that of `first` leaves and head `head`.

    RFC 9162, section 2.1.4.2; of a tree without leaves every other one is a later state. Never raises.
    """
    if first == 0 or first == size:
        return not path and head == (EMPTY if first == 0 else later)
    nodes = [head, *path] if first.bit_count() == 1 else list(path)
    if not 0 < first < size or not nodes:
        return False
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = nodes[0]
    for beside in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and old == head and new == later


def _split(size: int) -> int:
    """The largest power of two smaller than a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
