"""Which tamperings of rows and run lines must be flagged?"""

from typing import Any

from congress_crawler.archive.record import digest
from tests.verify.cases import ANY, Case, Place, case
from tests.verify.forger import Forger
from tests.verify.tampered_warcs import line, number

ROWS: list[Case] = []


def of(forger: Forger, name: str, path: str, kind: str, **more: str) -> list[Place]:
    return [(kind, f"{name}.jsonl", f"line {number(forger, name, path, **more)}")]


def event(forger: Forger, kind: str) -> tuple[int, dict[str, Any]]:
    return next((n, row) for n, row in enumerate(forger.lines("events"), start=1) if row["event"] == kind)


@case(ROWS, "R01", "article row points at another article's record", group="rows")
def elsewhere(forger: Forger) -> list[Place]:
    other = forger.lines("articles")[0]["provenance"]["warc"]
    forger.row("articles", 4, lambda row: row["provenance"].update(warc=other))
    return [("row-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R02", "title edited", group="rows")
def title(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row.update(title="另一个题目"))
    return [("reread-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R03", "text edited, its paragraphs and digest too", group="rows")
def text(forger: Forger) -> list[Place]:
    def forge(row: dict[str, Any]) -> None:
        row["paragraphs"][0]["text"] = row["paragraphs"][0]["text"].replace("视察", "考察")
        row["text"] = "\n".join(part["text"] for part in row["paragraphs"])
        row["digests"]["text"] = digest(row["text"].encode())

    forger.row("articles", 4, forge)
    return [("reread-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R04", "text edited, its digest not", group="rows")
def text_alone(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row.update(text=row["text"].replace("视察", "考察")))
    return [("row-edited", "articles.jsonl", "line 4")]


@case(ROWS, "R05", "author edited", group="rows")
def author(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row["authors"][0].update(name="王芳"))
    return [("reread-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R06", "evidence names a place where the value is not", group="rows")
def evidence(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row["evidence"]["title"].update(locator="//h2[1]"))
    return [("reread-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R07", "two article rows change places", group="rows")
def reordered(forger: Forger) -> list[Place]:
    rows = forger.lines("articles")
    rows[2], rows[3] = rows[3], rows[2]
    forger.save("articles", rows)
    return [("row-out-of-order", "articles.jsonl", "line 4")]


@case(ROWS, "R08", "article row deleted", group="rows")
def deleted(forger: Forger) -> list[Place]:
    where = line(forger, "events", "/a/4")
    forger.save("articles", [row for row in forger.lines("articles") if row["version"] > 1 or "/a/4" not in row["url"]])
    return [("run-count", "runs.jsonl", "line 1"), ("event-without-article", "events.jsonl", where)]


@case(ROWS, "R09", "article row twice", group="rows")
def twice(forger: Forger) -> list[Place]:
    rows = forger.lines("articles")
    forger.save("articles", [*rows[:4], rows[3], *rows[4:]])
    return [("duplicate-version", "articles.jsonl", "line 5")]


@case(ROWS, "R10", "listing page that led to the article edited", group="rows")
def led(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row["provenance"].update(list_url="http://127.0.0.1/other/"))
    return [("reread-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R11", "row says that another version of the software read it", group="rows")
def extractor(forger: Forger) -> list[Place]:
    forger.row("articles", 4, lambda row: row["provenance"].update(extractor="congress-crawler/9.9"))
    return [("row-differs", "articles.jsonl", "line 4")]


@case(ROWS, "R12", "first version of an edited article deleted", group="rows")
def first(forger: Forger) -> list[Place]:
    rows = [row for row in forger.lines("articles") if not (row["version"] == 1 and row["url"].endswith("/a/4"))]
    forger.save("articles", rows)
    return [("version-gap", "articles.jsonl", line(forger, "articles", "/a/4"))]


@case(ROWS, "R13", "a line that is no row", group="rows")
def noise(forger: Forger) -> list[Place]:
    path = forger.folder / "articles.jsonl"
    path.write_bytes(b'{"id":' + path.read_bytes())
    return [("bad-row", "articles.jsonl", "line 1")]


@case(ROWS, "R14", "last row cut", group="rows")
def cut(forger: Forger) -> list[Place]:
    path = forger.folder / "events.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    return [("torn-tail", "events.jsonl", f"line {len(forger.lines('events')) + 1}")]


@case(ROWS, "E01", "event deleted", group="rows")
def untold(forger: Forger) -> list[Place]:
    forger.save("events", [row for row in forger.lines("events") if row["event"] != "edited"])
    return [("run-count", "runs.jsonl", "line 3"), ("article-without-event", "articles.jsonl", ANY)]


@case(ROWS, "E02", "removal deleted", group="rows")
def unremoved(forger: Forger) -> list[Place]:
    forger.save("events", [row for row in forger.lines("events") if row["event"] != "removed"])
    return [("run-count", "runs.jsonl", "line 3")]


@case(ROWS, "E03", "removal shown by an answer that is a page", group="rows")
def alive(forger: Forger) -> list[Place]:
    where, row = event(forger, "removed")
    page = next(one for one in forger.lines("articles") if one["id"] == row["id"])["provenance"]["warc"]
    forger.row("events", where, lambda row: row.update(evidence=page))
    return [("event-differs", "events.jsonl", f"line {where}")]


@case(ROWS, "E04", "a removal that never was, its counts too", group="rows")
def invented(forger: Forger) -> list[Place]:
    rows = forger.lines("events")
    known = next(row for row in rows if row["event"] == "new")
    last = forger.lines("runs")[-1]
    forged = {**known, "event": "removed", "at": last["ended"], "run": last["run"], "because": "not-found"}
    forger.save("events", [*rows, forged])
    forger.row("runs", 4, lambda row: row.update(removed=row["removed"] + 1))
    return [("event-differs", "events.jsonl", f"line {len(rows) + 1}")]


@case(ROWS, "E05", "event shown by another record", group="rows")
def other(forger: Forger) -> list[Place]:
    rows = forger.lines("events")
    forger.row("events", 2, lambda row: row.update(evidence=rows[0]["evidence"]))
    return [("event-differs", "events.jsonl", "line 2")]


@case(ROWS, "E06", "event twice, its count too", group="rows")
def event_twice(forger: Forger) -> list[Place]:
    where, row = event(forger, "removed")
    rows = forger.lines("events")
    forger.save("events", [*rows[:where], row, *rows[where:]])
    forger.row("runs", 3, lambda row: row.update(removed=row["removed"] + 1))
    return [("duplicate-row", "events.jsonl", f"line {where + 1}")]


@case(ROWS, "E07", "two events change places", group="rows")
def event_order(forger: Forger) -> list[Place]:
    rows = forger.lines("events")
    rows[1], rows[2] = rows[2], rows[1]
    forger.save("events", rows)
    return [("row-out-of-order", "events.jsonl", "line 3")]


@case(ROWS, "E08", "diff of an edit names a paragraph that never was", group="rows")
def diff(forger: Forger) -> list[Place]:
    where, _ = event(forger, "edited")
    forger.row("events", where, lambda row: row.update(diff=["- 旧", "+ 从来没有的一段"]))
    return [("event-differs", "events.jsonl", f"line {where}")]


@case(ROWS, "E09", "moved to an article with another text", group="rows")
def moved(forger: Forger) -> list[Place]:
    where, _ = event(forger, "moved")
    other_ = forger.lines("articles")[0]
    forger.row("events", where, lambda row: row.update(evidence=other_["provenance"]["warc"], to=other_["url"]))
    return [("event-differs", "events.jsonl", f"line {where}")]


@case(ROWS, "F01", "reason of a failure edited", group="rows")
def reason(forger: Forger) -> list[Place]:
    forger.row("failures", 1, lambda row: row.update(reason="rate-limited"))
    return [("row-differs", "failures.jsonl", "line 1")]


@case(ROWS, "F02", "failure deleted", group="rows")
def unfailed(forger: Forger) -> list[Place]:
    forger.save("failures", forger.lines("failures")[1:])
    return [("run-count", "runs.jsonl", "line 3")]


@case(ROWS, "F03", "digest of a file edited", group="rows")
def file(forger: Forger) -> list[Place]:
    forger.row("files", 1, lambda row: row.update(digest=digest(b"another")))
    return [("file-differs", "files.jsonl", "line 1")]


@case(ROWS, "F04", "line of a file deleted", group="rows")
def unfiled(forger: Forger) -> list[Place]:
    forger.save("files", forger.lines("files")[1:])
    return [("run-count", "runs.jsonl", "line 1")]


@case(ROWS, "N01", "run: count of rows edited", group="runs")
def count(forger: Forger) -> list[Place]:
    return run(forger, 1, "run-count", rows=6)


@case(ROWS, "N02", "run: start edited", group="runs")
def start(forger: Forger) -> list[Place]:
    return run(forger, 2, "run-differs", started="2026-01-01T00:00:00Z")


@case(ROWS, "N03", "run: end before its records", group="runs")
def end(forger: Forger) -> list[Place]:
    return run(forger, 2, "bad-date", ended="2026-01-01T00:00:00Z")


@case(ROWS, "N04", "run: digest of the profile edited", group="runs")
def profile(forger: Forger) -> list[Place]:
    return run(forger, 3, "run-differs", profile=digest(b"another"))


@case(ROWS, "N05", "run: software edited", group="runs")
def software(forger: Forger) -> list[Place]:
    forger.row("runs", 3, lambda row: row["software"].update(python="2.7"))
    return [("run-differs", "runs.jsonl", "line 3")]


@case(ROWS, "N06", "run: a list page left out", group="runs")
def page(forger: Forger) -> list[Place]:
    forger.row("runs", 3, lambda row: row["listing_records"].pop())
    return [("run-differs", "runs.jsonl", "line 3")]


@case(ROWS, "N07", "run: a list page is another record", group="runs")
def other_page(forger: Forger) -> list[Place]:
    article = forger.lines("articles")[0]["provenance"]["warc"]
    forger.row("runs", 1, lambda row: row["listing_records"].__setitem__(0, article))
    return [("run-differs", "runs.jsonl", "line 1")]


@case(ROWS, "N08", "run: more unchanged articles than were asked", group="runs")
def unchanged(forger: Forger) -> list[Place]:
    return run(forger, 2, "run-count", unchanged=9, found=9)


@case(ROWS, "N09", "run: status of its robots.txt edited", group="runs")
def robots(forger: Forger) -> list[Place]:
    forger.row("runs", 2, lambda row: row["robots"][0].update(status=404))
    return [("run-differs", "runs.jsonl", "line 2")]


@case(ROWS, "N10", "run: its robots.txt left out", group="runs")
def unruly(forger: Forger) -> list[Place]:
    return run(forger, 2, "run-differs", robots=[])


@case(ROWS, "N11", "run line deleted", group="runs")
def unlined(forger: Forger) -> list[Place]:
    rows = forger.lines("runs")
    forger.save("runs", [rows[0], *rows[2:]])
    return [("run-without-line", "runs.jsonl", ANY)]


@case(ROWS, "N12", "two run lines change places", group="runs")
def run_order(forger: Forger) -> list[Place]:
    rows = forger.lines("runs")
    forger.save("runs", [rows[1], rows[0], *rows[2:]])
    return [("row-out-of-order", "runs.jsonl", "line 2")]


@case(ROWS, "N13", "run: count of failures edited", group="runs")
def reasons(forger: Forger) -> list[Place]:
    return run(forger, 3, "run-count", failed=1)


@case(ROWS, "N14", "run: its alarm taken out or put in", sealed=True, group="runs")
def alarm(forger: Forger) -> list[Place]:
    return run(forger, 3, "", alarms=["the site should be looked at"])


def run(forger: Forger, where: int, kind: str, **more: object) -> list[Place]:
    forger.row("runs", where, lambda row: row.update(more))
    return [(kind, "runs.jsonl", f"line {where}")] if kind else [("not-as-sealed", "runs.jsonl", ANY)]
