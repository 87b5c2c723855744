"""The same chain in W3C PROV: what was made from what, by which activity, on whose behalf?

PROV-JSON (W3C member submission, 2013): entities are records, rows and values; activities are fetching and reading;
agents are software, operator and the publishing site. Names are made of record ids, run ids and the article's id.
"""

import re
from typing import Any

from congress_crawler.provenance.model import Capture, Field, Said, Story, Version

PREFIX = {
    "cc": "urn:congress-crawler:terms:",
    "rec": "urn:uuid:",
    "run": "urn:congress-crawler:run:",
    "row": "urn:congress-crawler:row:",
    "val": "urn:congress-crawler:value:",
    "act": "urn:congress-crawler:activity:",
    "agent": "urn:congress-crawler:agent:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Group = dict[str, dict[str, Any]]
_ODD = re.compile(r"[^A-Za-z0-9._-]")


class _Document:
    """A PROV-JSON document in the making."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}

    def say(self, kind: str, name: str, **said: Any) -> str:
        """An element. Out: its name."""
        clean = {key.replace("__", ":"): value for key, value in said.items() if value not in (None, "")}
        self.groups.setdefault(kind, {}).setdefault(name, {}).update(clean)
        return name

    def join(self, kind: str, **ends: str) -> None:
        """A relation between elements, by their names."""
        group = self.groups.setdefault(kind, {})
        said = {f"prov:{role}": name for role, name in ends.items()}
        if said not in group.values():
            group[f"_:{kind}{len(group) + 1}"] = said


def prov(story: Story) -> dict[str, Any]:
    """The story as a PROV-JSON document, for json.dumps. In: the story."""
    made = _Document()
    site = made.say("agent", f"agent:{_local(story.site)}", prov__label=story.name, prov__type=_type("Organization"))
    for run in story.runs:
        software = made.say("agent", f"agent:software-{_local(run.run)}", prov__type=_type("SoftwareAgent"))
        said = run.line.software if run.line else {"software": run.info.get("software", "")}
        made.say("agent", software, prov__label=" ".join(f"{name}/{number}" for name, number in said.items()))
        operator = run.info.get("operator") or "not given"
        made.say("agent", "agent:operator", prov__label=operator)
        made.join("actedOnBehalfOf", delegate=software, responsible="agent:operator")
        line = run.line
        times = {"prov__startTime": line.started, "prov__endTime": line.ended} if line and line.ended else {}
        made.say("activity", f"run:{_local(run.run)}", prov__type=_plain("crawl"), **times)
        made.join("wasAssociatedWith", activity=f"run:{_local(run.run)}", agent=software)
    for capture in story.captures:
        _fetch(made, capture, site)
    for version in story.versions:
        _read(made, version)
    _ways(made, story)
    return {"prefix": PREFIX, **made.groups}


def _fetch(made: _Document, capture: Capture, site: str) -> None:
    """An answer and the asking for it."""
    entity = _record(made, capture.said)
    fetch = made.say(
        "activity",
        f"act:fetch-{_uuid(capture.said)}",
        prov__startTime=capture.said.at,
        prov__type=_plain("fetch"),
        cc__request=capture.request.line if capture.request else None,
    )
    made.join("wasGeneratedBy", entity=entity, activity=fetch)
    made.join("wasAttributedTo", entity=entity, agent=site)
    run = _local(capture.run)
    if f"run:{run}" in made.groups.get("activity", {}):
        made.join("wasInformedBy", informed=fetch, informant=f"run:{run}")
        made.join("wasAssociatedWith", activity=fetch, agent=f"agent:software-{run}")
    if capture.of is not None:
        original = Said(ref=capture.of, payload_digest=capture.said.payload_digest)
        made.join("wasDerivedFrom", generatedEntity=entity, usedEntity=_record(made, original))


def _read(made: _Document, version: Version) -> None:
    """A row, its values, and the reading that made them."""
    row, made_by = version.row, version.row.provenance
    name = f"{_local(row.id)}-v{row.version}"
    entity = made.say("entity", f"row:{name}", prov__label=row.title, cc__url=row.url, cc__text=row.digests.text)
    made.say(
        "entity", entity, cc__file=version.place.file, cc__line=version.place.line, cc__sha256=version.place.sha256
    )
    record = _record(made, version.record)
    read = made.say("activity", f"act:read-{name}", prov__type=_plain("read"))
    if made_by is not None:
        made.say("activity", read, cc__extractor=made_by.extractor, cc__profile=made_by.profile)
    made.join("used", activity=read, entity=record)
    made.join("wasGeneratedBy", entity=entity, activity=read)
    made.join("wasDerivedFrom", generatedEntity=entity, usedEntity=record)
    if version.row.version > 1:
        before = made.say("entity", f"row:{_local(row.id)}-v{row.version - 1}")
        made.join("wasDerivedFrom", generatedEntity=entity, usedEntity=before)
    for field in version.fields:
        if field.raw is not None:
            _value(made, name, field, record, read)


def _value(made: _Document, name: str, field: Field, record: str, read: str) -> None:
    value = made.say(
        "entity",
        f"val:{name}-{_local(field.name)}",
        prov__label=field.name,
        prov__value=field.value if isinstance(field.value, str) else None,
        cc__raw=field.raw,
        cc__method=field.method,
        cc__locator=field.locator,
        cc__readAgain=field.now,
    )
    made.join("wasGeneratedBy", entity=value, activity=read)
    made.join("wasDerivedFrom", generatedEntity=value, usedEntity=record)
    made.join("wasDerivedFrom", generatedEntity=f"row:{name}", usedEntity=value)


def _ways(made: _Document, story: Story) -> None:
    """What led to the article: listing pages and robots.txt were used by the fetching."""
    by_place = {(capture.said.ref.file, capture.said.ref.offset): capture for capture in story.captures}
    for version, way in zip(story.versions, story.ways, strict=False):
        capture = by_place.get((version.record.ref.file, version.record.ref.offset))
        if way.record is not None and capture is not None:
            made.join("used", activity=f"act:fetch-{_uuid(capture.said)}", entity=_record(made, way.record))
    for one in story.robots:
        if one.record is not None and f"run:{_local(one.run)}" in made.groups.get("activity", {}):
            made.join("used", activity=f"run:{_local(one.run)}", entity=_record(made, one.record))
    for run in story.runs:
        if run.profile is not None:
            made.join("used", activity=f"run:{_local(run.run)}", entity=_record(made, run.profile))


def _record(made: _Document, said: Said) -> str:
    """A record as an entity. Out: its name."""
    return made.say(
        "entity",
        f"rec:{_uuid(said)}",
        cc__type=said.type,
        cc__url=said.url,
        cc__date=said.at,
        cc__status=said.status,
        cc__payload=said.payload_digest,
        cc__warc=said.ref.file,
        cc__offset=said.ref.offset,
        cc__length=said.ref.length,
    )


def _uuid(said: Said) -> str:
    return _local(said.ref.record_id.strip("<>").removeprefix("urn:uuid:"))


def _local(name: str) -> str:
    """A local name that needs no escapes in any of PROV's notations."""
    return _ODD.sub("_", name) or "_"


def _type(name: str) -> dict[str, str]:
    return {"$": f"prov:{name}", "type": "prov:QUALIFIED_NAME"}


def _plain(name: str) -> dict[str, str]:
    return {"$": f"cc:{name}", "type": "prov:QUALIFIED_NAME"}
