"""Which captures go into which part?

In the order in which they lie, until a part would pass its limit; then the next part begins. A part replays by itself:
what a revisit stands for goes with it, even when another part has it too, and so does the opening of every WARC file
that a record is taken from.
"""

from congress_crawler.archive.wacz.plan import Plan

_NEEDED = """
WITH RECURSIVE needed (seq) AS (
    SELECT :seq UNION SELECT other.seq FROM needed JOIN groups AS one USING (seq) JOIN groups AS other
    ON other.record = one.refers)
SELECT seq, cost, file FROM groups JOIN needed USING (seq)
WHERE NOT EXISTS (SELECT 1 FROM members WHERE members.part = :part AND members.seq = groups.seq)
"""
PART = 65_536  #: what a part holds beside its captures, at most: directory, manifest, headers of the page lists
FILE = 4_096  #: the same for each WARC file in it: its entry, what is said of it


def share(plan: Plan, limit: int, first: int) -> int:
    """Put every wanted capture into a part. Out: how many parts there are; 0 when nothing is wanted.

    In: bytes that a part must not pass (a single capture that does is a part of its own); bytes that lie in the first
    part in any case.
    """
    plan.db.execute("CREATE INDEX groups_record ON groups (record)")
    openings = {
        file: size + FILE
        for file, size in plan.db.execute("SELECT file, sum(stop - start) FROM openings GROUP BY file")
    }
    part, size, files = 1, PART + first, set[int]()
    rows = plan.db.execute("SELECT seq, cost, file, refers FROM groups WHERE wanted ORDER BY seq")
    held = False
    for seq, cost, file, refers in rows:
        needs = [(seq, cost, file)] if refers is None else _needed(plan, part, seq)
        more = _cost(needs, files, openings)
        if held and size + more > limit:
            part, size, files = part + 1, PART, set()
            needs = needs if refers is None else _needed(plan, part, seq)
            more = _cost(needs, files, openings)
        _put(plan, part, seq, needs)
        size, held = size + more, True
        files.update(one[2] for one in needs)
    return part if held else 0


def _needed(plan: Plan, part: int, seq: int) -> list[tuple[int, int, int]]:
    """A capture and what it stands for, as far as the part does not hold it."""
    return plan.db.execute(_NEEDED, {"seq": seq, "part": part}).fetchall()


def _cost(needs: list[tuple[int, int, int]], files: set[int], openings: dict[int, int]) -> int:
    new = {file for _, _, file in needs} - files
    return sum(cost for _, cost, _ in needs) + sum(openings.get(file, FILE) for file in new)


def _put(plan: Plan, part: int, seq: int, needs: list[tuple[int, int, int]]) -> None:
    plan.db.executemany("INSERT OR IGNORE INTO members VALUES (?, ?, 0)", [(part, one) for one, _, _ in needs])
    plan.db.execute("INSERT INTO members VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET own = 1", (part, seq))
    plan.db.executemany("INSERT OR IGNORE INTO opened VALUES (?, ?)", [(part, file) for _, _, file in needs])
