"""What did each run sign?

`heads.jsonl`: one line a tree head, append-only. A head says how far each file was sealed, and the head of the tree
over all units up to there; the line itself is a unit of the next head.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from congress_crawler.archive import Damaged
from congress_crawler.proof.keys import signed_by
from congress_crawler.proof.tree import Frontier
from congress_crawler.proof.units import HEADS, Range, in_order, is_name

FORMAT = "congress-crawler tree head v1"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One tree head: a line of heads.jsonl. Hashes, key and signature are lower-case hex."""

    format: str = FORMAT
    site: str
    run: str  #: the run that ended with it
    at: str  #: when it was made, UTC
    size: int  #: leaves of the tree
    root: str  #: the head of the tree (RFC 9162, section 2.1.1)
    files: dict[str, int]  #: the files that this head covers more of than the one before → bytes covered now
    digests: dict[str, str]  #: SHA-256 of the leaf hashes that each of them added, for naming the file of a change
    anew: dict[str, str] = {}  #: files covered again from their first byte, and why: what was covered is not there
    peaks: list[str]  #: heads of the perfect subtrees, largest first: from these the next head goes on
    key: str | None = None  #: public key, Ed25519 (RFC 8032), 32 bytes; None: not signed
    signature: str | None = None  #: over `text`
    tsa: str | None = None  #: time stamp response (RFC 3161), base64, over `stamped`

    def text(self) -> bytes:
        """The bytes that are signed: seven lines of UTF-8, the last one the digest of what is covered."""
        covers = {"anew": self.anew, "digests": self.digests, "files": self.files}
        said = hashlib.sha256(msgspec.json.encode(covers, order="sorted")).hexdigest()
        rows = (FORMAT, self.site, self.run, self.at, str(self.size), self.root, said)
        return "".join(f"{row}\n" for row in rows).encode()

    def stamped(self) -> bytes:
        """The bytes that a time stamp covers: the text and, when there is one, the signature as a line of hex."""
        return self.text() + (f"{self.signature}\n".encode() if self.signature else b"")

    def frontier(self) -> Frontier:
        """The tree as it stood. Raises ValueError when size, peaks and root do not belong together."""
        grown = Frontier(self.size, (bytes.fromhex(peak) for peak in self.peaks))
        if grown.root().hex() != self.root:
            raise ValueError("its peaks do not make its root")
        return grown

    def wrong(self) -> str:
        """What is wrong with the line in itself, in words; "" when nothing is: format, names, tree and signature."""
        if self.format != FORMAT:
            return f"has the format {self.format!r}, not {FORMAT!r}"
        if bad := next((name for name in {**self.files, **self.digests, **self.anew} if not is_name(name)), None):
            return f"names {bad!r}, which is no file of an archive"
        try:
            self.frontier()
            key, signature = bytes.fromhex(self.key or ""), bytes.fromhex(self.signature or "")
        except ValueError as error:
            return f"is no tree head: {error}"
        if bool(key) != bool(signature):
            return "has a key or a signature, but not both"
        return "" if not key or signed_by(key, signature, self.text()) else "has a signature that is not over its text"


class Line(msgspec.Struct, frozen=True):
    """One line of heads.jsonl. `head` is None when it is none, and `why` says so."""

    number: int
    offset: int
    length: int
    head: Head | None
    why: str


def lines(folder: Path) -> Iterator[Line]:
    """Every line of a site's heads.jsonl, good or not; none when there is no such file. Raises OSError."""
    path = folder / HEADS
    if not path.exists():
        return
    offset = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            yield Line(number, offset, len(raw), *_decode(raw))
            offset += len(raw)


def heads(folder: Path) -> list[Head]:
    """The heads of a site, oldest first, each of them right in itself; a torn last line is passed over.

    In: the site's folder. Raises Damaged for a line that is no head or was changed, OSError.
    """
    found: list[Head] = []
    for line in lines(folder):
        if line.why == TORN:
            break
        why = line.why if line.head is None else line.head.wrong()
        if line.head is None or why:
            raise Damaged(HEADS, f"line {line.number}", why)
        found.append(line.head)
    return found


TORN = "the line has no end"


def covered(made: Sequence[Head]) -> dict[str, int]:
    """Name → bytes covered after these heads, given oldest first."""
    known: dict[str, int] = {}
    for head in made:
        known.update(head.files)
    return known


def steps(made: Iterable[Head]) -> Iterator[tuple[Head, dict[str, int]]]:
    """Each head with what was covered before it (name → bytes; valid until the next one is asked for)."""
    before: dict[str, int] = {}
    for head in made:
        yield head, before
        before.update(head.files)


def ranges(head: Head, before: dict[str, int]) -> list[Range]:
    """The ranges whose units a head added, in the order of the leaves. In: the head; what was covered before it."""
    starts = {name: 0 if name in head.anew else before.get(name, 0) for name in head.files}
    found = [Range(name, starts[name], head.files[name]) for name in in_order(head.files)]
    return [part for part in found if part.start < part.end]


def _decode(raw: bytes) -> tuple[Head | None, str]:
    if not raw.endswith(b"\n"):
        return None, TORN
    try:
        return msgspec.json.decode(raw, type=Head), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, f"is no tree head: {error}"
