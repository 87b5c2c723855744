"""How does a program read what `verify` found?

A JSON object a line, its names fixed: docs/verify.md says what they mean.
"""

from collections import Counter
from collections.abc import Iterator

from congress_crawler import items
from congress_crawler.verify.findings import Finding, Report

SCHEMA = "congress-verify/1"


def as_lines(report: Report) -> Iterator[bytes]:
    """The findings, the notes, then the summary of one site or WACZ file, each a line of UTF-8."""
    site = report.folder.name
    for finding in report.findings:
        yield items.line({"finding": finding.kind, "site": site, **_said(finding)})
    for note in report.notes:
        yield items.line({"note": note, "site": site})
    yield items.line({"summary": site, **_summary(report)})


def _said(finding: Finding) -> dict[str, object]:
    subject = finding.subject or ""
    byte = finding.where.startswith("byte ")
    return {
        "file": finding.file,
        "where": finding.where,
        "offset": finding.at if byte else None,
        "line": None if byte else finding.at,
        "record": subject if subject.startswith("<urn:") else None,
        "subject": finding.subject,
        "articles": list(finding.articles),
        "what": finding.what,
    }


def _summary(report: Report) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "ok": report.ok,
        "findings": len(report.findings),
        "kinds": dict(sorted(Counter(one.kind for one in report.findings).items())),
        "notes": len(report.notes),
        "checked": report.checked,
        "warc_bytes": report.warc_bytes,
        "writing": report.writing,
    }
