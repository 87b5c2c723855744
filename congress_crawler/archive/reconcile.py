"""What must be said again after a crash?

Rows that follow from other rows: the event of an article row, the line of a run that was killed, the corrected line of
a run that lost rows to a cut. Computed from the index, written by the opening; doing it twice gives nothing twice.
"""

import msgspec

from congress_crawler.archive import carried, lookup
from congress_crawler.archive.index import Index
from congress_crawler.archive.ledger import LEDGERS
from congress_crawler.archive.repair import Tear
from congress_crawler.items import Run

_COUNT = {
    "articles": "SELECT count(*) FROM articles WHERE run = ?",
    "failures": "SELECT count(*) FROM failures WHERE run = ?",
    "files": "SELECT count(*) FROM asked WHERE run = ?",
}
_TABLES = {"rows": "articles", "failure_lines": "failures", "file_lines": "files"}


def corrected(index: Index, tears: list[Tear]) -> list[Run]:
    """A new line for each finished run whose rows are about to be cut: the newest line of a run counts.

    Written before the cut, so that no crash in between leaves a line that promises more rows than there are. Without
    a tear in a row file nothing is corrected: then a missing row is not our doing, and `verify` must go on saying so.
    """
    torn = [tear.name for tear in tears if tear.name in LEDGERS and tear.name != "runs.jsonl"]
    lines = lookup.run_lines(index) if torn else []
    return [new for line in lines if (new := _corrected(index, line, " and ".join(torn))) is not None]


def _corrected(index: Index, line: Run, torn: str) -> Run | None:
    says = {"rows": line.rows, "failure_lines": line.failure_lines, "file_lines": line.file_lines}
    has = {name: _count(index, table, line.run) for name, table in _TABLES.items()}
    if all(says[name] <= has[name] for name in says):
        return None
    changes = ", ".join(f"{name.replace('_', ' ')} {says[name]} → {has[name]}" for name in says)
    return msgspec.structs.replace(line, **has, repaired=[*line.repaired, f"{torn} torn: {changes}"])


def killed(index: Index, site: str) -> list[Run]:
    """A line for each run that left records or rows but no line of its own. `exit` is null, `end` is "killed"."""
    found = index.db.execute(
        "SELECT run, started, profile, software FROM runs WHERE row IS NULL AND run != '' ORDER BY rowid"
    ).fetchall()
    return [_line(index, site, *values) for values in found]


def _line(index: Index, site: str, run: str, started: str | None, profile: str | None, software: str | None) -> Run:
    first, last = _span(index, run)
    events = dict(index.db.execute("SELECT event, count(*) FROM events WHERE run = ? GROUP BY event", (run,)))
    reasons = dict(index.db.execute("SELECT reason, count(*) FROM failures WHERE run = ? GROUP BY reason", (run,)))
    failures = sum(reasons.values())
    kept, failed = carried.came_to(index, run)
    return Run(
        run=run,
        site=site,
        started=started or first,
        ended=last or started or "",
        profile=profile or "",
        software={"software": software} if software else {},
        new=events.get("new", 0),
        edited=events.get("edited", 0),
        cosmetic=events.get("cosmetic", 0),
        failed=failures,
        reasons=reasons,
        rows=_count(index, "articles", run),
        failure_lines=failures,
        files={"kept": kept, "failed": failed} if kept or failed else {},
        file_lines=_count(index, "files", run),
        exit=None,
        end="killed",
    )


def _span(index: Index, run: str) -> tuple[str, str]:
    """The first and the last moment that the run's records and rows tell; "" when they tell none."""
    moments = index.db.execute(
        "SELECT min(at), max(at) FROM (SELECT at FROM captures JOIN files ON files.id = file WHERE run = :run "
        "UNION ALL SELECT at FROM articles WHERE run = :run UNION ALL SELECT at FROM failures WHERE run = :run)",
        {"run": run},
    ).fetchone()
    return moments[0] or "", moments[1] or ""


def _count(index: Index, table: str, run: str) -> int:
    found = index.db.execute(_COUNT[table], (run,)).fetchone()
    return int(found[0])
