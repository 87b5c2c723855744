"""Does the site's folder show how each run went, and that nothing was left out?"""

import stat
from collections import Counter
from pathlib import Path

import msgspec

from congress_crawler.items import Run, Walked
from congress_crawler.standards.jsonl import read
from congress_crawler.standards.looks import Looks

_FILE = "runs.jsonl"
#: A walk that ended so left pages unread (`Walked.ended`).
_BROKEN_OFF = {"failed", "stopped", "too many pages"}
#: What a folder holds: the truth, and what is derived from it.
_OURS = {"articles.jsonl", "files.jsonl", "failures.jsonl", "events.jsonl", "runs.jsonl", "heads.jsonl", ".lock"}
_DERIVED = ("index.", "leaves.bin", "verify.")


class _Failure(msgspec.Struct):
    reason: str


class _File(msgspec.Struct):
    reason: str | None = None


def runs(folder: Path, looks: Looks) -> bool:
    """Look at the run lines. In: the site's folder. Out: whether any run asked for attachments and images."""
    lines: dict[str, tuple[int, Run]] = {}
    for line in read(folder / _FILE, Run):
        if line.row is not None:
            lines[line.row.run] = line.number, line.row  # of two lines of a run the later counts
    for number, run in lines.values():
        _process(number, run, looks)
    _walks(list(lines.values()), looks)
    killed = [run.run for _, run in lines.values() if run.exit is None]
    if killed:
        looks.notes["4-7"].append(f"{len(killed)} runs were killed, and told of by the next: {', '.join(killed[:5])}")
    return any(run.files or run.file_lines for _, run in lines.values())


def _process(number: int, run: Run, looks: Looks) -> None:
    """Whether the line says with what, by which settings and under which robots.txt the run worked."""
    lacking = [name for name, has in (("software", run.software), ("profile", run.profile)) if not has]
    lacking += ["robots"] if run.listing_pages and not run.robots else []
    if lacking and run.exit is not None:
        looks.found("run-process", _FILE, f"line {number}", f"says nothing of its {', '.join(lacking)}", run.run)


def _walks(lines: list[tuple[int, Run]], looks: Looks) -> None:
    """For each listing: whether its newest walk, and its newest walk to the end, left nothing out."""
    newest: dict[str, tuple[str, str, Walked]] = {}
    to_the_end: dict[str, tuple[str, str, Walked]] = {}
    for number, run in lines:
        for walked in run.listings:
            looks.counts["walks"] += 1
            newest[walked.url] = found = f"line {number}", run.run, walked
            if walked.full:
                to_the_end[walked.url] = found
    for url, (where, run_id, walked) in newest.items():
        if walked.ended in _BROKEN_OFF:
            looks.found("walk-incomplete", _FILE, where, f"the walk of {url} ended: {walked.ended}", run_id)
    for url, (where, run_id, walked) in to_the_end.items():
        if not walked.complete and walked.ended not in _BROKEN_OFF:
            why = "; ".join(walked.warnings) or f"ended: {walked.ended or 'not known'}"
            looks.found("walk-incomplete", _FILE, where, f"the walk of {url} left something out: {why}", run_id)


def gaps(folder: Path, looks: Looks) -> None:
    """Note what was listed and could not be had, by reason: named gaps, no faults. In: the site's folder."""
    failures = Counter(line.row.reason for line in read(folder / "failures.jsonl", _Failure) if line.row)
    if failures:
        looks.notes["2-7/2-10/2-11"].append(f"lines of listed articles that could not be kept: {_told(failures)}")
    files = Counter(line.row.reason for line in read(folder / "files.jsonl", _File) if line.row)
    refused = {reason: count for reason, count in files.items() if reason is not None}
    if refused:
        looks.notes["2-7/2-10/2-11"].append(f"attachments and images that could not be kept: {_told(refused)}")


def paths(folder: Path, looks: Looks) -> None:
    """Look at names and permissions of what is in the folder. In: the site's folder."""
    strange = []
    for path in sorted([folder, *folder.rglob("*")]):
        looks.counts["paths"] += 1
        name = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode
        if mode & stat.S_IWOTH and not stat.S_ISLNK(mode):
            looks.found("writable-by-all", name, "its permissions", f"everyone may change it ({stat.filemode(mode)})")
        if not (path.is_dir() or name in _OURS or name.startswith(_DERIVED) or _is_warc(name)):
            strange.append(name)
    if strange:
        looks.notes["3-3/3-8"].append(f"{len(strange)} files are none of ours: {', '.join(strange[:5])}")
    looks.open["4-7"].append("who may read the folder, and what happens outside of the crawler")


def _is_warc(name: str) -> bool:
    return name.startswith("warc/") and name.endswith(".warc.gz")


def _told(reasons: "Counter[str] | dict[str, int]") -> str:
    return ", ".join(f"{count} × {reason}" for reason, count in sorted(reasons.items()))
