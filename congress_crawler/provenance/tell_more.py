"""How are runs, events, seals and citations told to people?"""

from collections.abc import Iterator

from congress_crawler.items import WarcRef
from congress_crawler.provenance.model import Place, RunSaid, Said, Story

WIDE = 9  # columns of a label


def labelled(label: str, text: str, depth: int = 1) -> str:
    """A fact behind its label. In: both, how deep it is indented."""
    return f"{'   ' * (depth - 1)}  {label:<{WIDE}} {text}"


def fold(text: str, longest: int = 200) -> str:
    """A text on one line, cut when it is long; blanks at its ends and control characters do not survive."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"


def record(ref: WarcRef) -> str:
    """The way to a record, for people. In: its reference."""
    return f"warc/{ref.file}, byte {ref.offset}, {ref.length} long, {ref.record_id}"


def line_of(place: Place) -> str:
    """The way to a row, for people. In: its place."""
    return f"{place.file}, line {place.line} (byte {place.offset}, {place.length} long)"


def robots(story: Story) -> Iterator[str]:
    """robots.txt as it was in force, run by run. In: the story."""
    yield ""
    yield "robots.txt in force"
    for one in story.robots:
        allows = {True: "allows the address", False: "does not allow the address", None: "is not in the archive"}
        yield f"  {one.url} ({one.status}) {allows[one.allows]}: {one.says}; run {one.run}"
        if one.crawl_delay is not None:
            yield labelled("delay", f"Crawl-delay {one.crawl_delay:g} s", 2)
        if one.record is not None:
            yield labelled("record", f"{record(one.record.ref)}, read {one.record.at}", 2)


def runs(story: Story) -> Iterator[str]:
    """The runs that asked for the article. In: the story."""
    yield ""
    yield "Runs"
    for one in story.runs:
        yield from _run(one)


def _run(one: RunSaid) -> Iterator[str]:
    line = one.line
    if line is None:
        yield f"  {one.run}: has no line in runs.jsonl (it is going on, or was killed)"
    else:
        yield f"  {one.run}: {line.started} to {line.ended}, {line.end} (exit {line.exit})"
        yield labelled("software", " ".join(f"{name}/{number}" for name, number in line.software.items()), 2)
        waits = "".join(f"; waited {wait.seconds:g} s after {wait.status} of {wait.url}" for wait in line.waits)
        yield labelled("manners", f"{line.delay:g} s between requests{waits}", 2)
    for place in one.places:
        yield labelled("row", line_of(place), 2)
    if one.info:
        agent, operator = one.info.get("http-header-user-agent", "?"), one.info.get("operator", "?")
        yield labelled("as", f"{agent}; operator: {operator}", 2)
    if one.profile is not None:
        yield labelled("profile", f"{one.profile.payload_digest}: {record(one.profile.ref)}", 2)


def carried(story: Story) -> Iterator[str]:
    """Its attachments and images. In: the story."""
    yield ""
    yield f"Files: {len(story.files)} asked for" if story.files else "Files: none asked for"
    for one in story.files:
        file = one.file
        what = (
            f"{file.status} {file.media_type or ''} {file.size} bytes"
            if file.reason is None
            else f"{file.reason}: {file.detail}"
        )
        yield f"  {file.kind} {file.url}: {what}"
        yield labelled("row", line_of(one.place), 2)
        yield from _shown(one.record)


def twins(story: Story) -> Iterator[str]:
    """Other articles that are the same. In: the story."""
    yield ""
    yield f"The same elsewhere: {len(story.twins) + story.more_twins or 'nothing'}"
    for one in story.twins:
        yield f"  {one.kind} {one.id} version {one.version}, {one.at}: {one.title} ({one.folder})"
        yield labelled("address", one.url, 2)
    if story.more_twins:
        yield f"  … and {story.more_twins} more"


def events(story: Story) -> Iterator[str]:
    """What happened to it, and what shows it. In: the story."""
    yield ""
    yield "Events"
    for one in story.events:
        event = one.event
        moved = f" to {event.to}" if event.to else ""
        other = f" of {event.id}" if event.id != story.id else ""
        because = f": {event.because}" if event.because else ""
        yield f"  {event.at}  {event.event}{other}{moved} (version {event.version}, run {event.run}){because}"
        yield labelled("row", line_of(one.place), 2)
        for said in one.records:
            yield from _shown(said)


def failures(story: Story) -> Iterator[str]:
    """When its addresses gave no article. In: the story."""
    if not story.failures:
        return
    yield ""
    yield "Failures"
    for one in story.failures:
        yield f"  {one.failure.at}  {one.failure.reason}: {one.failure.detail} (run {one.failure.run})"
        yield labelled("row", line_of(one.place), 2)
        yield from _shown(one.record)


def _shown(said: Said | None) -> Iterator[str]:
    if said is not None:
        wrong = "" if said.sound else f"; WRONG: {said.why}"
        yield labelled("shown by", f"{said.type} {said.status} of {said.at}: {record(said.ref)}{wrong}", 2)


def seal(story: Story) -> Iterator[str]:
    """What the tree heads say of it. In: the story."""
    one = story.seal
    if one is None:
        return
    yield ""
    yield "Seal"
    yield labelled("says", one.says)
    if one.root:
        yield labelled("root", f"{one.root}, {one.size} leaves, made {one.at}")
        stamped = "; with a time stamp" if one.stamped else ""
        yield labelled("key", f"{one.key}: the signature holds{stamped}" if one.signed else f"not signed{stamped}")
    if one.wrong:
        yield labelled("WRONG", one.wrong)
    for what in one.open:
        yield labelled("open", what)


def citation(story: Story) -> Iterator[str]:
    """How to cite the newest version. In: the story."""
    one = story.cited
    if one is None:
        return
    yield ""
    yield "Citation (GB/T 7714-2015; BibTeX; biblatex)"
    yield f"  {one.gbt7714}"
    for text in (one.bibtex, one.biblatex):
        yield ""
        yield from (f"  {line}" for line in text.splitlines())
    yield ""
    yield from (labelled("note", note) for note in one.notes)
