"""Of which records is the chain of one article made?"""

from collections.abc import Iterator

from congress_crawler.archive.members import Unreadable
from congress_crawler.items import WarcRef
from congress_crawler.provenance.model import Said, Story
from congress_crawler.provenance.shelf import Shelf

_ANSWERS = frozenset(("response", "revisit", "conversion"))


def chain(story: Story, shelf: Shelf) -> list[WarcRef]:
    """Every record that the story rests on, in the order in which they lie in the archive.

    The answers that it names, those that revisits among them refer to, what belongs to the same captures, and what
    their files begin with. In: the story and the open archive. Records that cannot be read are left out: the story
    says so. Raises StorageError.
    """
    found: dict[tuple[str, int], WarcRef] = {}
    todo = [said.ref for said in _said(story)]
    while todo:
        ref = todo.pop()
        if (ref.file, ref.offset) in found:
            continue
        try:
            record = shelf.read(ref)
        except Unreadable:
            continue
        found[ref.file, ref.offset] = ref
        if record.type in _ANSWERS:
            todo += shelf.front(ref.file).records
            todo += [shelf.seen[ref.file, beside.offset].ref for beside in shelf.beside(ref.file, record)]
            todo += shelf.made_of(record, ref.file)
    return [found[place] for place in sorted(found)]


def _said(story: Story) -> Iterator[Said]:
    """The records that the story names."""
    yield from (capture.said for capture in story.captures)
    yield from (version.record for version in story.versions)
    for event in story.events:
        yield from event.records
    others = (
        *(way.record for way in story.ways),
        *(one.record for one in story.robots),
        *(run.profile for run in story.runs),
        *(one.record for one in story.failures),
        *(one.record for one in story.files),
    )
    yield from (said for said in others if said is not None)
