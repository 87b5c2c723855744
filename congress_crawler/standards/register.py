"""How many items, files and bytes did each run keep?

Counted anew from the row files and the WARC files, then held against what the run's line and its tree head say.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.lock import holder
from congress_crawler.items import Run
from congress_crawler.proof.heads import Head, lines
from congress_crawler.standards.figures import Register, RunFigures
from congress_crawler.standards.jsonl import Row, read
from congress_crawler.standards.recount import recount, run_of

Progress = Callable[[int, int], None]  #: bytes read so far, bytes in all
NOBODY = "of a run that is not named"


class _Made(msgspec.Struct):
    run: str


class _Article(msgspec.Struct):
    version: int = 1
    provenance: _Made | None = None


class _File(msgspec.Struct):
    run: str
    reason: str | None = None


def register(folder: Path, *, run: str | None = None, progress: Progress | None = None) -> Register:
    """The register of one site, or of one run of it.

    In: the site's folder; `progress(done, all)` is told of the bytes of WARC read. Out: a line a run in the order of
    runs.jsonl, then the runs that have no line there. Changes nothing; counts what was there when it began. Memory:
    the figures, a payload at a time. Raises StorageError when a file cannot be read.
    """
    try:
        return _Count(folder, run, progress).register
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error


class _Count:
    """One count: `register` when it is made."""

    def __init__(self, folder: Path, only: str | None, progress: Progress | None) -> None:
        self._folder, self._only, self._progress = folder, only, progress
        self._writing = holder(folder) is not None
        self._runs: dict[str, RunFigures] = {}
        self._lines: dict[str, Run] = {}
        self._done = 0
        self._bad: dict[str, int] = {}
        self._warcs = {path: path.stat().st_size for path in sorted((folder / "warc").glob("*.warc.gz"))}
        self._run_lines()
        self._rows()
        self._files()
        self._seals()
        runs = [one for one in self._runs.values() if only in {None, one.run}]
        notes = [f"{name}: {count} lines are no rows; `verify` names them" for name, count in self._bad.items()]
        if self._writing:
            notes.append("a crawl is writing here: its run is not over, and has no line yet")
        site = next((line.site for line in self._lines.values()), folder.name)
        for one in runs:
            one.site, one.differs = site, [*self._differences(one), *one.differs]
        self.register = Register(site=site, runs=runs, notes=notes)

    def _of(self, run: str) -> RunFigures:
        return self._runs.setdefault(run, RunFigures(site="", run=run))

    def _run_lines(self) -> None:
        for line in self._read("runs.jsonl", Run):
            self._lines[line.run] = line  # of two lines of a run the later counts
            found = self._of(line.run)
            found.started, found.ended, found.exit = line.started, line.ended, line.exit

    def _rows(self) -> None:
        for article in self._read("articles.jsonl", _Article):
            found = self._of(article.provenance.run if article.provenance else "")
            found.versions += 1
            found.articles += article.version == 1
        for file in self._read("files.jsonl", _File):
            found = self._of(file.run)
            found.files += file.reason is None
            found.files_failed += file.reason is not None
        for failure in self._read("failures.jsonl", _Made):
            self._of(failure.run).failures += 1
        for event in self._read("events.jsonl", _Made):
            self._of(event.run).events += 1

    def _files(self) -> None:
        for path, size in self._warcs.items():
            if self._only in {None, run_of(path)}:
                found = recount(path, size, self._walked)
                self._of(found.run).take(found)

    def _seals(self) -> None:
        for line in lines(self._folder):
            if line.head is None:
                self._bad["heads.jsonl"] = self._bad.get("heads.jsonl", 0) + 1
                continue
            found = self._of(line.head.run)
            found.head, found.signed = line.head.root, line.head.signature is not None
            found.differs += self._beside(line.head)

    def _beside(self, head: Head) -> Iterator[str]:
        """Where the WARC files of a sealed run are not as long as its head says."""
        sizes = {f"warc/{path.name}": size for path, size in self._warcs.items()}
        for name, covered in head.files.items():
            if name.startswith("warc/") and sizes.get(name) != covered:
                found = f"has {sizes[name]} bytes" if name in sizes else "is not there"
                yield f"{name} {found}, the head of the run covers {covered}"

    def _differences(self, one: RunFigures) -> Iterator[str]:
        line = self._lines.get(one.run)
        if line is None:
            if not self._writing:
                yield "has no line in runs.jsonl" if one.run else NOBODY
            return
        pairs = [
            ("articles.jsonl", line.rows, one.versions),
            ("failures.jsonl", line.failure_lines, one.failures),
            ("files.jsonl", line.file_lines, one.files + one.files_failed),
        ]
        for name, says, has in pairs:
            if says != has:
                yield f"its line says {says} lines of {name}, there are {has}"

    def _read(self, name: str, kind: type[Row]) -> Iterator[Row]:
        for line in read(self._folder / name, kind):
            if line.row is None:
                self._bad[name] = self._bad.get(name, 0) + 1
            else:
                yield line.row

    def _walked(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, sum(self._warcs.values()))
