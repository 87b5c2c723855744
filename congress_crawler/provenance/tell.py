"""How is the chain of an article told to people?

As lines: headings at the left, facts behind a label, each with the way to its bytes.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from congress_crawler.provenance.model import Capture, Field, Spot, Story, Version, Way
from congress_crawler.provenance.tell_more import (
    carried,
    citation,
    events,
    failures,
    fold,
    labelled,
    line_of,
    record,
    robots,
    runs,
    seal,
    twins,
)

LONGEST = 160  # characters of a value
_COMMANDS = {
    code: f"\\u{code:04x}"
    for code in (*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def tell(story: Story) -> Iterator[str]:
    """The whole story as lines without an end. Headings begin at the left, what is under them is indented.

    What a page says may hold characters that command a terminal or turn the order of letters: they become visible.
    """
    return (line.translate(_COMMANDS) for line in _lines(story))


def _lines(story: Story) -> Iterator[str]:
    yield from _head(story)
    yield from _captures(story)
    yield from _versions(story)
    yield from _ways(story)
    yield from robots(story)
    yield from runs(story)
    yield from _fields(story)
    yield from carried(story)
    yield from twins(story)
    yield from events(story)
    yield from failures(story)
    yield from seal(story)
    yield from citation(story)


def _head(story: Story) -> Iterator[str]:
    newest = story.versions[-1].row
    yield f"{story.id}: {newest.title or '(no title)'}"
    yield labelled("address", story.url)
    section = " › ".join(newest.section)
    yield labelled("site", f"{story.name or story.site} ({story.folder}){f', {section}' if section else ''}")
    yield labelled("kept", _kept(story))
    yield labelled("records", f"{story.records} read for this, lengths and digests computed again: {_sound(story)}")
    yield labelled("read now", _reading(story))
    if story.seal is not None:
        yield labelled("sealed", story.seal.says)
    for fault in story.faults:
        yield labelled("WRONG", fault)
    for note in story.notes:
        yield labelled("note", note)


def _kept(story: Story) -> str:
    answers = len(story.captures)
    count = f"{len(story.versions)} version{'s' if len(story.versions) > 1 else ''}"
    gone = [one.event.event for one in story.events if one.event.id == story.id]
    state = f", now {gone[-1]}" if gone and gone[-1] in {"removed", "moved"} else ""
    return f"{count} in {answers} answer{'s' if answers != 1 else ''} of its address{state}"


def _sound(story: Story) -> str:
    return "not all right, see WRONG" if any("<urn:" in fault for fault in story.faults) else "all right"


def _reading(story: Story) -> str:
    same = sum(version.now == "same" for version in story.versions)
    return f"{same} of {len(story.versions)} versions give the same in every field, with {story.versions[-1].reading}"


def _captures(story: Story) -> Iterator[str]:
    yield ""
    yield f"Captures: {len(story.captures)} answers of its address"
    for number, capture in enumerate(story.captures, 1):
        yield from _capture(number, capture)


def _capture(number: int, capture: Capture) -> Iterator[str]:
    said = capture.said
    head = capture.head or ("made by a browser" if said.type == "conversion" else f"{said.status}")
    yield f"  {number}. {said.at}  {head}  ({said.type}, {said.size} bytes of payload), run {capture.run}"
    if not said.sound:
        yield labelled("WRONG", said.why, 2)
    if said.url:
        yield labelled("address", said.url, 2)
    yield labelled("record", record(said.ref), 2)
    yield labelled(
        "payload", f"{said.payload_digest}{f', cut off: {capture.truncated}' if capture.truncated else ''}", 2
    )
    yield labelled("block", f"{capture.block_digest}", 2)
    if capture.revisit:
        of = record(capture.of) if capture.of else "a record that is not there"
        yield labelled("revisit", f"{capture.revisit}; its payload is that of {of}", 2)
    if capture.request is not None:
        agent = capture.request.headers.get("User-Agent", "nobody")
        asked = f"{capture.request.line}, as {agent}, from {capture.ip or 'an address not noted'}"
        yield labelled("request", f"{asked}; {capture.request.ref.record_id}", 2)
    if capture.metadata:
        yield labelled("noted", "; ".join(f"{name} {value}" for name, value in capture.metadata.items()), 2)


def _versions(story: Story) -> Iterator[str]:
    yield ""
    yield "Versions"
    for version in story.versions:
        row, made = version.row, version.row.provenance
        read = f"read {made.fetched_at} by run {made.run} with {made.extractor}" if made else "without provenance"
        yield f"  {row.version}. {row.title or '(no title)'}"
        yield labelled("row", f"{line_of(version.place)}; {read}", 2)
        yield labelled("record", record(version.record.ref), 2)
        yield labelled("text", f"{row.digests.text}, {len(row.paragraphs)} paragraphs", 2)
        yield labelled("now", _now(version), 2)
        yield from (labelled("WRONG", fault, 2) for fault in version.faults)
        yield from (labelled("since" if not number else "", said, 2) for number, said in enumerate(version.marked))


def _now(version: Version) -> str:
    if version.now == "same":
        return f"its record gives the same in every field ({version.reading})"
    if version.now == "differs":
        return f"its record gives another {', '.join(version.differs)} ({version.reading})"
    return f"its record cannot be read again: {version.why}"


def _ways(story: Story) -> Iterator[str]:
    yield ""
    yield "Listing"
    for way in story.ways:
        yield f"  version {way.version}: {way.list_url or 'no listing page led here'}"
        yield from _way(way)


def _way(way: Way) -> Iterator[str]:
    if way.listed is not None:
        near = f" ({way.listed.near})" if way.listed.near and way.listed.near != way.listed.date else ""
        yield labelled("row", f"{way.listed.title} | {way.listed.date or 'no date'}{near}", 2)
        if way.listed.url:
            yield labelled("link", f"{way.listed.url}, which led on to the article", 2)
    if way.record is not None:
        yield labelled("record", f"{record(way.record.ref)}, read {way.record.at} by run {way.run}", 2)
    if way.spot is not None:
        yield from _spot(way.spot)
    if way.note:
        yield labelled("note", way.note, 2)


def _spot(spot: Spot) -> Iterator[str]:
    byte = f"byte {spot.byte}, " if spot.byte is not None else ""
    how = {"literal": "", "entities": ", entities read", "tags": ", tags between its characters"}[spot.how]
    times = f", {spot.count} times" if spot.count > 1 else ""
    place = "the address" if spot.within == "address" else f"{byte}character {spot.character}"
    yield labelled("at", f"{place}{times}{how}: {fold(spot.excerpt)}", 2)


def _fields(story: Story) -> Iterator[str]:
    version = story.versions[-1]
    yield ""
    yield f"Fields of version {version.row.version}, each read again now"
    for field in version.fields:
        yield from _field(field)
    if any(field.spot is not None and field.spot.byte is not None for field in version.fields):
        yield labelled("note", "bytes are those of the page without its content-coding (show-source --decode)")


def _field(field: Field) -> Iterator[str]:
    marks = {"same": "same", "differs": "DIFFERS", "unread": "cannot be read"}
    yield (
        f"  {field.name}: {_value(field)}  [{marks[field.now]}]"
        if field.value not in (None, [], "")
        else (f"  {field.name}: empty{f' – {field.missing}' if field.missing else ''}")
    )
    if field.doubt:
        yield labelled("doubt", field.doubt, 2)
    if field.now == "differs":
        yield labelled("gives", _short(field.gives), 2)
    if field.method is not None:
        yield labelled("by", f"{field.method}, {field.locator}", 2)
        yield labelled("raw", fold(field.raw or "", LONGEST), 2)
        if field.spot is not None:
            yield from _spot(field.spot)
        else:
            yield labelled("at", "not found in the page as it is written there", 2)


def _value(field: Field) -> str:
    if field.name == "authors":
        return ", ".join(f"{one['name']} ({one['kind']}, {one['role']})" for one in field.value)
    if field.name == "section":
        return " › ".join(field.value)
    if field.name in {"attachments", "images"}:
        return ", ".join(one["url"] for one in field.value)
    if field.name == "place":
        return f"{field.value['code']} {' '.join(field.value['path'])}, from {field.value['from']}"
    if field.name == "charset":
        return f"{field.value['used']} (by {field.value['rung']})"
    return _short(field.value)


def _short(value: Any) -> str:
    return fold(value if isinstance(value, str) else msgspec.json.encode(value).decode(), LONGEST)
