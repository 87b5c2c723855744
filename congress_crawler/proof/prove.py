"""What must one know to see, without us, that an article was sealed?

Inclusion proofs of its row and its records, a consistency proof from an earlier head, and both in one small document
(docs/proofs.md; docs/check_proof.py checks it).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive import ArchiveError
from congress_crawler.proof import leaves as cache
from congress_crawler.proof import tree
from congress_crawler.proof.heads import Head, heads, steps
from congress_crawler.proof.tree import consistent, included
from congress_crawler.proof.units import Leaf, Range, Unit, cut

DOCUMENT = "congress-crawler proof v1"


class Unsealed(ArchiveError):
    """What is asked for is under no tree head, or not as it was sealed. The message says what to do."""


class Inclusion(msgspec.Struct, frozen=True, kw_only=True):
    """That a unit is a leaf of a tree. Hashes are lower-case hex."""

    name: str  #: of the file, below the site's folder
    offset: int
    length: int
    sha256: str  #: of the unit's bytes as they are now
    index: int  #: of its leaf, from 0
    size: int  #: leaves of the tree
    path: list[str]  #: lowest node first (RFC 9162, section 2.1.3.1)


class Sealed:
    """The sealed state of a site, for asking several questions."""

    def __init__(self, folder: Path, made: Sequence[Head], leaves: cache.Leaves) -> None:
        self.folder, self.heads, self.leaves = folder, made, leaves

    def inclusion(self, leaf: Leaf) -> Inclusion:
        """The proof that a unit is in the newest tree. Raises Unsealed."""
        index, unit = self._find(leaf)
        head = self.heads[-1]
        path = tree.inclusion(self.leaves, index, head.size)
        if not included(unit.leaf(), index, head.size, path, bytes.fromhex(head.root)):
            raise Unsealed(f"{leaf.name}: byte {leaf.offset}: is not what was sealed; `verify` tells what has changed")
        hexes = [node.hex() for node in path]
        return Inclusion(
            name=unit.name,
            offset=unit.offset,
            length=unit.length,
            sha256=unit.digest,
            index=index,
            size=head.size,
            path=hexes,
        )

    def consistency(self, earlier: Head) -> list[str]:
        """The proof that the newest tree begins with that of an earlier head. Raises Unsealed when it does not."""
        head = self.heads[-1]
        try:
            path = tree.consistency(self.leaves, earlier.size, head.size)
        except ValueError as error:
            raise Unsealed(f"the head of run {earlier.run}: {error}") from error
        roots = bytes.fromhex(earlier.root), bytes.fromhex(head.root)
        if not consistent(earlier.size, head.size, *roots, path):
            raise Unsealed(f"the head of run {earlier.run} is no earlier state of that of run {head.run}")
        return [node.hex() for node in path]

    def _find(self, leaf: Leaf) -> tuple[int, Unit]:
        """Index and unit of a leaf, where it was sealed last. Raises Unsealed."""
        first, found = 0, None
        for head, before in steps(self.heads):
            for part in cache.parts(self.leaves, head, before, first) or ():
                if part.range.name == leaf.name and part.range.start <= leaf.offset < part.range.end:
                    found = part
            first = head.size
        if found is None:
            raise Unsealed(
                f"{leaf.name}: byte {leaf.offset}: is under no tree head yet; the next crawl of the site seals it"
            )
        offset = found.range.start
        for index in range(found.first, found.last):
            length = self.leaves.length(index)
            if offset == leaf.offset:
                units = list(cut(self.folder, Range(leaf.name, offset, offset + length), [length]))
                return index, units[0] if units else Unit(leaf.name, offset, length, "")
            offset += length
        raise Unsealed(f"{leaf.name}: byte {leaf.offset}: no sealed record or row begins here")


def prove(folder: Path, wanted: Iterable[Leaf], since: str | None = None) -> tuple[list[Inclusion], dict[str, Any]]:
    """Inclusion proofs, and what a document says beside them.

    In: the site's folder; the units; the run of an earlier head to prove consistency from. Out: a proof each; the
    document's `head` and `earlier` (see `document`). Raises Unsealed, Damaged, OSError.
    """
    made = heads(folder)
    if not made:
        raise Unsealed(
            f"{folder}: nothing is sealed yet (there is no heads.jsonl); the next crawl ends with a tree head"
        )
    first = next((head for head in made if head.run == since), None)
    if since is not None and first is None:
        raise Unsealed(f"{folder}/heads.jsonl has no head of run {since}")
    asked = list(wanted)
    try:
        return _prove(folder, made, asked, first, trust=True)
    except Unsealed:  # leaves.bin may be what is wrong: once more, from the archive itself
        return _prove(folder, made, asked, first, trust=False)


def inclusion(folder: Path, leaf: Leaf) -> Inclusion:
    """The proof that one unit is in the newest tree of a site. Raises Unsealed, Damaged, OSError."""
    return prove(folder, [leaf])[0][0]


def document(article: dict[str, Any], named: dict[str, Leaf], folder: Path, since: str | None = None) -> dict[str, Any]:
    """The self-contained proof of one article, for json.dumps.

    In: what the document says of the article (id, version, url, title); what each leaf is (`row`, `record`, …) → the
    leaf; the site's folder; the run of an earlier head, for a consistency proof. Raises as `prove`.
    """
    proofs, said = prove(folder, named.values(), since)
    leaves = [{"what": what, **msgspec.to_builtins(one)} for what, one in zip(named, proofs, strict=True)]
    return {"format": DOCUMENT, "article": article, "leaves": leaves, **said}


def _prove(
    folder: Path, made: list[Head], wanted: list[Leaf], first: Head | None, *, trust: bool
) -> tuple[list[Inclusion], dict[str, Any]]:
    with cache.opened(folder, made, trust=trust) as leaves:
        sealed = Sealed(folder, made, leaves)
        proofs = [sealed.inclusion(leaf) for leaf in wanted]
        earlier = None if first is None else {**_signed(first), "path": sealed.consistency(first)}
    return proofs, {"head": _signed(made[-1]), "earlier": earlier}


def _signed(head: Head) -> dict[str, Any]:
    return {"text": head.text().decode(), "key": head.key, "signature": head.signature, "tsa": head.tsa}
