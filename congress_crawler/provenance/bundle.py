"""What goes into the evidence folder of one article?

Everything that its chain is made of, as it lies in the archive, byte for byte, and what is needed to check it without
this software.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.errors import ArchiveError, StorageError
from congress_crawler.archive.members import Unreadable
from congress_crawler.items import Unreadable as NoPage
from congress_crawler.items import WarcRef
from congress_crawler.proof import Head, Leaf, document, heads
from congress_crawler.provenance import pages, sealing
from congress_crawler.provenance.bag import Bag
from congress_crawler.provenance.chain import chain
from congress_crawler.provenance.gather import Lines
from congress_crawler.provenance.model import Story, Version
from congress_crawler.provenance.prov import prov
from congress_crawler.provenance.readme import readme
from congress_crawler.provenance.rows import lines as lines_of
from congress_crawler.provenance.shelf import Shelf
from congress_crawler.versions import EXTRACTOR

_PIECE = 1 << 20
_CODED = {"gzip": "gz", "x-gzip": "gz", "deflate": "zz", "br": "br"}


def bundle(to: Path, story: Story, lines: Lines, shelf: Shelf) -> None:
    """Write the evidence folder. In: its name, which must be new; the story, its lines, the open archive.

    Raises Taken when it is there already, StorageError when the disk refuses it; nothing is left then.
    """
    with Bag(to) as bag:
        refs = chain(story, shelf)
        warc = Path(story.folder, "warc")
        bag.add("warc/evidence.warc.gz", (piece for ref in refs for piece in _member(warc, ref)))
        bag.add("records.jsonl", _table(warc, refs, shelf))
        for file, group in groupby(lines.all(), key=lambda one: one[0].file):
            bag.add(f"rows/{file}", [raw for _, raw in group])
        for version in story.versions:
            _page(bag, version, shelf)
        bag.add("provenance.json", [msgspec.json.format(msgspec.json.encode(story), indent=2), b"\n"])
        bag.add("prov.json", [_json(prov(story))])
        if story.cited is not None:
            said = (story.cited.gbt7714 + "\n", story.cited.bibtex, story.cited.biblatex)
            bag.add("citation.txt", ["\n".join(said).encode()])
        proven = _proofs(bag, story, lines, refs, shelf)
        bag.publish(_info(story), readme(story, proven=proven))


def _member(warc: Path, ref: WarcRef) -> Iterator[bytes]:
    """The bytes of a record's gzip member, as they lie in the archive. Raises StorageError."""
    path = warc / ref.file
    try:
        with path.open("rb") as file:
            file.seek(ref.offset)
            left = ref.length
            while left:
                piece = file.read(min(left, _PIECE))
                if not piece:
                    raise StorageError(f"{path}: byte {ref.offset}: the file ends in this record")
                left -= len(piece)
                yield piece
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error


def _table(warc: Path, refs: list[WarcRef], shelf: Shelf) -> Iterator[bytes]:
    """Where each record lies in the archive and in the bundle, a line each."""
    at = 0
    for ref in refs:
        hasher = hashlib.sha256()
        for piece in _member(warc, ref):
            hasher.update(piece)
        said = shelf.seen[ref.file, ref.offset]
        row = {
            "record_id": ref.record_id,
            "type": said.type,
            "at": said.at,
            "url": said.url,
            "archive": {"file": f"warc/{ref.file}", "offset": ref.offset, "length": ref.length},
            "bundle": {"file": "warc/evidence.warc.gz", "offset": at, "length": ref.length},
            "sha256": hasher.hexdigest(),
        }
        at += ref.length
        yield msgspec.json.encode(row) + b"\n"


def _page(bag: Bag, version: Version, shelf: Shelf) -> None:
    """The page of a version as file, and the text that was read in it."""
    number, ref = version.row.version, version.record.ref
    try:
        record = shelf.whole(ref)
    except Unreadable:
        return  # the story says so
    codings = "".join(f".{_CODED.get(name, 'coded')}" for name in pages.codings(record))
    bag.add(f"page/version-{number}.html{codings}", [record.payload or b""])
    with contextlib.suppress(NoPage):  # its coding or charset does not decode; the story says so
        bag.add(f"page/version-{number}.utf-8.html", [pages.page(record, ref).read.utf8])
    bag.add(f"page/version-{number}.txt", [version.row.text.encode()])


def _proofs(bag: Bag, story: Story, lines: Lines, refs: list[WarcRef], shelf: Shelf) -> bool:
    """The proofs of what is sealed, each with its units as files. Out: whether there are any."""
    folder = Path(story.folder)
    try:
        made = heads(folder)
        if not made:
            return False
        for version in story.versions:
            _proof(bag, version, lines, shelf, made)
        inside, _ = sealing.split(made, sealing.named([place for place, _ in lines.all()], refs))
        bag.add("proof/all.json", [_json(document({"id": story.id, "url": story.url}, inside, folder))])
    except ArchiveError as error:
        if isinstance(error, StorageError):
            raise
        return False  # the story says so: the heads do not bear it out
    bag.add("proof/heads.jsonl", [line.raw for line in lines_of(folder / "heads.jsonl")])
    bag.add("proof/check_proof.py", [_script()])
    return True


def _proof(bag: Bag, version: Version, lines: Lines, shelf: Shelf, made: list[Head]) -> None:
    """The proof of one version that is sealed, with its row and its records as files. Raises ArchiveError."""
    row, place, where = version.row, version.place, f"proof/version-{version.row.version}"
    records = {"record": version.record.ref}
    if (of := shelf.original(shelf.read(version.record.ref))) is not None:
        records["original"] = of
    named = {"row": Leaf.row(place.file, place.offset)} | {what: Leaf.record(ref) for what, ref in records.items()}
    if sealing.split(made, named)[1]:
        return  # not yet
    about = {"id": row.id, "version": row.version, "url": row.url, "title": row.title}
    bag.add(f"{where}/proof.json", [_json(document(about, named, shelf.folder))])
    bag.add(f"{where}/row.jsonl", [next(raw for one, raw in lines.all() if one == place)])
    for what, ref in records.items():
        bag.add(f"{where}/{what}.warc.gz", _member(shelf.folder / "warc", ref))


def _script() -> bytes:
    """The script that checks a proof by itself: docs/check_proof.py, as it comes with the package."""
    return resources.files("congress_crawler").joinpath("provenance", "check_proof.txt").read_bytes()


def _info(story: Story) -> dict[str, str]:
    newest = story.versions[-1].row
    return {
        "Source-Organization": story.name or story.site,
        "External-Identifier": story.id,
        "External-Description": f"Evidence of {newest.title or story.id}, {story.url}",
        "Bagging-Date": story.asked[:10],
        "Bag-Software-Agent": EXTRACTOR,
    }


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
