"""What does a site hold that could be packed?"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from congress_crawler.archive.cdxj_state import sizes
from congress_crawler.archive.entry import Clerk
from congress_crawler.archive.errors import Unfinished
from congress_crawler.archive.kinds import FIELDS
from congress_crawler.archive.members import Damage
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.archive.wacz.choice import Choice
from congress_crawler.archive.wacz.plan import Group, Plan
from congress_crawler.archive.walking import walk

Walked = Callable[[int], None]  #: told how many more bytes have been read


class _Profile(msgspec.Struct):
    """What we look for in the profile that lies in a file's opening."""

    name: str | None = None
    home: str | None = None


def survey(folder: Path, choice: Choice, plan: Plan, walked: Walked) -> list[str]:
    """Note every capture of a site in a plan. Out: what stays out, in sentences: bytes that are no whole record yet.

    Raises Unfinished for damage that has whole records behind it, OSError when a file cannot be read.
    """
    notices = []
    for number, (name, size) in enumerate(sizes(folder).items()):
        file = _File(number, name, choice, plan)
        for found in walk(folder / "warc" / name, 0, size):
            if not isinstance(found, Damage):
                file.enter(found)
                walked(found.length)
            elif found.next is not None:
                why = f"{found.why}. Nothing was packed"
                raise Unfinished(f"{folder}/warc/{name}", f"byte {found.offset}", why)
        if (left := size - file.end()) > 0:
            notices.append(f"warc/{name}: its last {left} bytes are no whole record yet and stayed out")
    return notices


class _File:
    """One WARC file on its way into the plan."""

    def __init__(self, number: int, name: str, choice: Choice, plan: Plan) -> None:
        self._number, self._name, self._choice, self._plan = number, name, choice, plan
        self._clerk = Clerk(name)
        self._run = ""
        self._opening: int | None = None  # where the opening at hand begins
        self._group: Group | None = None
        self._done = 0

    def enter(self, record: Record) -> None:
        """Take in the next record."""
        if (entry := self._clerk.enter(record)) is not None:
            self._plan.enter_line(self._number, entry)
        if record.type == "warcinfo":
            self._close()
            self._opening = record.offset
            self._run = read_fields(record.payload or b"").get("run", "")
        elif self._opening is not None and record.type == "resource":
            self._learn(record)
        elif self._group is not None and record.headers.get("WARC-Concurrent-To") == self._group.record:
            self._join(record, self._group)
        else:
            self._close()
            self._group = self._begun(record)
        self._done = record.offset + record.length

    def end(self) -> int:
        """Note what is left. Out: up to which byte the file holds whole records."""
        if (entry := self._clerk.end()) is not None:
            self._plan.enter_line(self._number, entry)
        self._close()
        if self._done:
            self._plan.enter_file(self._number, self._name, self._done)
        return self._done

    def _close(self) -> None:
        """What was at hand ends where the next record begins."""
        if self._opening is not None:
            self._plan.enter_opening(self._number, self._opening, self._done)
        if self._group is not None:
            self._group.stop = self._done
            self._plan.enter_group(self._group)
        self._opening = self._group = None

    def _begun(self, record: Record) -> Group:
        return Group(
            file=self._number,
            start=record.offset,
            stop=record.offset,
            record=record.id,
            refers=record.headers.get("WARC-Refers-To"),
            url=record.url or "",
            at=record.date,
            status=record.status,
            wanted=self._choice.takes(record.date, self._run),
        )

    def _join(self, record: Record, group: Group) -> None:
        if record.type == "metadata" and record.headers.get("Content-Type") == FIELDS:
            group.role = read_fields(record.payload or b"").get("role") or group.role

    def _learn(self, record: Record) -> None:
        try:
            profile = msgspec.json.decode(record.payload or b"", type=_Profile)
        except msgspec.MsgspecError:
            return  # no profile: it is not asked for its name
        self._plan.title, self._plan.home = profile.name, profile.home
