"""How do we know, all together?

Goes from the rows of one article to everything that they lead to, and reads it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from congress_crawler.items import Article, Event, Failure, File, Provenance, Run, WarcRef
from congress_crawler.normalise import canonical
from congress_crawler.provenance import captures, changes, fields, robots, sealing, twins, way
from congress_crawler.provenance.chain import chain
from congress_crawler.provenance.cite import cite
from congress_crawler.provenance.finding import NoArticle, Where
from congress_crawler.provenance.model import Carried, Failed, Happened, Place, RunSaid, Said, Story
from congress_crawler.provenance.rows import matching
from congress_crawler.provenance.shelf import Shelf


class Lines:
    """The lines that speak of one article, verbatim. One pass a row file."""

    def __init__(self, where: Where) -> None:
        """In: the article. Raises StorageError, and NoArticle when no row of it has a provenance."""
        folder = where.folder
        articles = matching(folder / "articles.jsonl", Article, lambda row: row.id == where.id)
        self.articles = sorted(articles, key=lambda one: one[2].version)
        if not any(row.provenance for _, _, row in self.articles):
            raise NoArticle(f"{where.id} has no row with a provenance in {folder / 'articles.jsonl'}; run `verify`")
        self.urls = {row.url for _, _, row in self.articles}
        links = {made.listed.url for _, made in self.made() if made.listed and made.listed.url}
        self.links = self.urls | links
        names = {canonical(url) for url in self.links}
        self.failures = matching(folder / "failures.jsonl", Failure, lambda row: canonical(row.url) in names)
        self.events = matching(folder / "events.jsonl", Event, lambda row: row.id == where.id or row.to in self.urls)
        self.files = matching(folder / "files.jsonl", File, lambda row: row.id == where.id)
        self.runs: list[tuple[Place, bytes, Run]] = []

    def made(self) -> list[tuple[Article, Provenance]]:
        """Each version with its provenance, in order."""
        return [(row, row.provenance) for _, _, row in self.articles if row.provenance is not None]

    def runs_named(self) -> set[str]:
        """The runs that events, failures and files name."""
        named = {row.run for _, _, row in self.events} | {row.run for _, _, row in self.failures}
        return named | {row.run for _, _, row in self.files}

    def find_runs(self, folder: Path, wanted: set[str]) -> dict[str, Run]:
        """Read the lines of these runs. Out: the newest line of each, which counts."""
        self.runs = matching(folder / "runs.jsonl", Run, lambda row: row.run in wanted)
        return {row.run: row for _, _, row in self.runs}

    def all(self) -> list[tuple[Place, bytes]]:
        """Every line with its place, file by file."""
        found: list[tuple[Place, bytes]] = [(place, raw) for place, raw, _ in self.articles]
        found += [(place, raw) for place, raw, _ in self.files]
        found += [(place, raw) for place, raw, _ in self.failures]
        found += [(place, raw) for place, raw, _ in self.events]
        return found + [(place, raw) for place, raw, _ in self.runs]


def gather(where: Where, folders: Sequence[Path], shelf: Shelf) -> tuple[Story, Lines]:
    """The whole chain of one article.

    In: the article; the folders in which its like is looked for; the open archive of its site. Out: what is known, and
    the lines that say so. Raises StorageError, NoArticle.
    """
    lines = Lines(where)
    answers = captures.captures(shelf, lines.links, [made.warc for _, made in lines.made()])
    wanted = {capture.run for capture in answers} | {made.run for _, made in lines.made()}
    wanted |= lines.runs_named()
    runs = lines.find_runs(where.folder, wanted - {""})
    newest, made = lines.made()[-1]
    profile = shelf.front(made.warc.file).profile
    story = Story(
        id=where.id,
        url=newest.url,
        site=newest.site,
        name=profile.name if profile else None,
        folder=str(where.folder),
        asked=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        captures=answers,
        versions=[],
        ways=[],
        robots=[],
        runs=[],
        events=[Happened(event=row, place=place, records=_shown(shelf, row)) for place, _, row in lines.events],
        failures=[Failed(failure=row, place=place, record=_said(shelf, row.warc)) for place, _, row in lines.failures],
        files=[Carried(file=row, place=place, record=_said(shelf, row.warc)) for place, _, row in lines.files],
        twins=[],
    )
    _versions(shelf, story, lines, runs)
    story.runs = [_run(shelf, run, runs.get(run), lines, story) for run in _in_order(wanted - {""}, runs)]
    payloads, texts = ({getattr(row.digests, name) for row, _ in lines.made()} for name in ("payload", "text"))
    story.twins, story.more_twins = twins.twins(folders, where.id, payloads, texts)
    story.cited = cite(newest, made, story.name)
    _conclude(shelf, story, lines)
    return story, lines


def _versions(shelf: Shelf, story: Story, lines: Lines, runs: dict[str, Run]) -> None:
    """What each row gives now, and what led to it."""
    for place, _, row in lines.articles:
        if (made := row.provenance) is None:
            story.faults.append(f"{place.file}, line {place.line}: has no provenance")
            continue
        led, page = way.way(shelf, row, made, runs.get(made.run))
        story.ways.append(led)
        story.versions.append(fields.version(shelf, row, made, place, page))
        if made.run not in {one.run for one in story.robots}:
            story.robots.append(robots.robots(shelf, row.url, made.run, runs.get(made.run), made.warc))
    for before, after in pairwise(story.versions):
        texts = [[part.text for part in one.row.paragraphs] for one in (before, after)]
        after.diff, after.marked = changes.diff(*texts), changes.marked(*texts)


def _shown(shelf: Shelf, event: Event) -> list[Said]:
    return [shelf.said(ref) for ref in (event.evidence, *event.supporting)]


def _said(shelf: Shelf, ref: WarcRef | None) -> Said | None:
    return shelf.said(ref) if ref is not None else None


def _in_order(wanted: Iterable[str], runs: dict[str, Run]) -> list[str]:
    return sorted(wanted, key=lambda run: (runs[run].started if run in runs else run, run))


def _run(shelf: Shelf, run: str, line: Run | None, lines: Lines, story: Story) -> RunSaid:
    """A run, with what the WARC file says of it that holds its answer."""
    found = RunSaid(run=run, line=line, places=[place for place, _, row in lines.runs if row.run == run])
    file = next((capture.said.ref.file for capture in story.captures if capture.run == run), None)
    if file is not None:
        front = shelf.front(file)
        found.info = front.info
        found.profile = next((said for ref in front.records if (said := shelf.said(ref)).type == "resource"), None)
    return found


def _conclude(shelf: Shelf, story: Story, lines: Lines) -> None:
    """What does not agree, and what of it is sealed."""
    told: Callable[[str], None] = story.faults.append
    refs = chain(story, shelf)
    for said in shelf.seen.values():
        if not said.sound:
            told(f"{said.ref.record_id}: {said.why}")
    for version in story.versions:
        where = f"{version.place.file}, line {version.place.line} (version {version.row.version})"
        story.faults += [f"{where}: {what}" for what in version.faults]
        if version.why:
            told(f"{where}: its record cannot be read again: {version.why}")
        elif version.differs:
            what = f"{where}: reading its record again gives another {', '.join(version.differs)}"
            made = version.row.provenance
            newer = made is not None and made.extractor != version.reading
            (story.notes if newer else story.faults).append(f"{what}, with {version.reading}" if newer else what)
    story.notes += [f"{what} (somewhere in the archive; see `verify`)" for what in shelf.damage]
    story.records = len(refs)
    broken = [said.ref for said in shelf.seen.values() if not said.sound]
    story.seal = sealing.seal(Path(story.folder), [place for place, _ in lines.all()], refs, broken)
    if story.seal.wrong:
        told(f"heads.jsonl: {story.seal.wrong}")
