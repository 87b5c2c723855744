"""Do the signed tree heads of the site cover this article?"""

from collections.abc import Sequence
from pathlib import Path

from congress_crawler.archive.errors import ArchiveError
from congress_crawler.items import WarcRef
from congress_crawler.proof import Head, Leaf, heads, prove
from congress_crawler.proof.heads import covered
from congress_crawler.provenance.model import Place, Seal


def named(rows: Sequence[Place], refs: Sequence[WarcRef]) -> dict[str, Leaf]:
    """What each leaf is, for people → the leaf. In: lines of row files, records."""
    leaves = {f"{place.file}, line {place.line}": Leaf.row(place.file, place.offset) for place in rows}
    return leaves | {f"record {ref.record_id}": Leaf.record(ref) for ref in refs}


def split(made: Sequence[Head], leaves: dict[str, Leaf]) -> tuple[dict[str, Leaf], list[str]]:
    """The leaves that the heads cover, and the names of those that they do not cover yet. In: heads, oldest first."""
    ends = covered(made)
    inside = {what: leaf for what, leaf in leaves.items() if leaf.offset < ends.get(leaf.name, 0)}
    return inside, [what for what in leaves if what not in inside]


def seal(folder: Path, rows: Sequence[Place], refs: Sequence[WarcRef], broken: Sequence[WarcRef]) -> Seal:
    """Whether rows and records are in the newest tree, each shown by a proof that is made and checked now.

    In: the site's folder, lines, records, records that cannot be read any more. Never raises for what is wrong with the
    heads: it is in `wrong`.
    """
    try:
        made = heads(folder)
        if not made:
            return Seal(says="nothing is sealed yet: there is no tree head (heads.jsonl)")
        inside, outside = split(made, named(rows, refs))
        proofs = prove(folder, inside.values())[0] if inside else []
    except (ArchiveError, OSError) as error:
        return Seal(says="the tree heads do not bear it out", wrong=str(error))
    head, changed = made[-1], [*split(made, named([], broken))[0]]
    return Seal(
        says=_says(head, len(proofs), outside),
        run=head.run,
        at=head.at,
        size=head.size,
        root=head.root,
        key=head.key,
        signed=head.signature is not None,  # `heads` has checked it
        stamped=head.tsa is not None,
        included=len(proofs),
        open=outside,
        wrong=f"not as it was sealed any more: {', '.join(changed)}" if changed else "",
    )


def _says(head: Head, included: int, outside: list[str]) -> str:
    signed = f"signed by {head.key}" if head.signature else "not signed"
    left = f"; {len(outside)} are under no head yet" if outside else ""
    return f"{included} rows and records are in the tree of run {head.run} ({head.size} leaves, {signed}){left}"
