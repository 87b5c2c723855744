"""Which figures does the register of a run hold?

Those that GB/T 18894-2016 asks for in the register of records handed over (表A.1: how many items, how many bytes), as a
list by others names them, and what one needs to count again.
"""

import hashlib

import msgspec

from congress_crawler.standards.recount import WarcFigures


class RunFigures(msgspec.Struct, kw_only=True):
    """What one run kept, counted anew from the files."""

    site: str
    run: str
    """Id of the run; empty for what no run claims."""
    started: str | None = None
    """UTC; null when the run has no line."""
    ended: str | None = None
    """UTC; null when the run has no line."""
    exit: int | None = None
    """Exit code; null when it was killed or has no line."""
    articles: int = 0
    """Items (件数): articles kept for the first time."""
    versions: int = 0
    """Lines added to articles.jsonl: the articles and new texts of known ones."""
    files: int = 0
    """Attachments and images kept."""
    files_failed: int = 0
    """Attachments and images that could not be kept, each with its reason."""
    failures: int = 0
    """Listed articles that could not be kept, each with its reason."""
    events: int = 0
    """Lines added to events.jsonl."""
    warc_files: list[WarcFigures] = []
    """Its WARC files, by name."""
    records: int = 0
    """Whole WARC records."""
    bytes: int = 0
    """Of its WARC files (字节数), compressed as they lie on the disk."""
    payload: int = 0
    """Of the entity-bodies in them."""
    damaged: int = 0
    """Places in them where no whole record is."""
    manifest: str | None = None
    """sha256: of the lines `<sha256>  <name>` of its WARC files, as `sha256sum` writes them; null without files."""
    head: str | None = None
    """Root of the tree head that sealed the run; null when it has none."""
    signed: bool = False
    """Whether that head says that it is signed; whether the signature holds, `verify` says."""
    differs: list[str] = []
    """Where the run's own line, or its head, says other figures."""

    def take(self, file: WarcFigures) -> None:
        """Add a WARC file, given in the order of names."""
        self.warc_files.append(file)
        self.records += file.records
        self.bytes += file.bytes
        self.payload += file.payload
        self.damaged += file.damaged
        self.manifest = manifest(self.warc_files)


class Register(msgspec.Struct, kw_only=True):
    """The register of one site: a line a run, and what they come to."""

    site: str
    runs: list[RunFigures]
    notes: list[str] = []
    schema: str = "congress-register/1"

    def total(self) -> RunFigures:
        """All runs together. Its head is the newest."""
        whole = RunFigures(site=self.site, run="total")
        for name in ("articles", "versions", "files", "files_failed", "failures", "events"):
            setattr(whole, name, sum(getattr(one, name) for one in self.runs))
        for file in sorted((file for one in self.runs for file in one.warc_files), key=lambda file: file.name):
            whole.take(file)
        whole.started = min((one.started for one in self.runs if one.started), default=None)
        whole.ended = max((one.ended for one in self.runs if one.ended), default=None)
        sealed = [one for one in self.runs if one.head]
        whole.head, whole.signed = (sealed[-1].head, sealed[-1].signed) if sealed else (None, False)
        return whole


def manifest(files: list[WarcFigures]) -> str | None:
    """The labelled digest over WARC files, as `sha256sum *.warc.gz | sha256sum` in warc/ gives it; None without any.

    >>> manifest([WarcFigures(name="a.warc.gz", sha256="00")])
    'sha256:7b3043b1b412e66f384375297a5ba39bcda91c586f3d14d36258a04d370b1c9b'
    """
    if not files:
        return None
    return "sha256:" + hashlib.sha256("".join(f"{one.sha256}  {one.name}\n" for one in files).encode()).hexdigest()
