"""What is a reader asked, and what is a reader? The words between `eval` and its worker processes; stdlib only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Fields = dict[str, Any]  #: under the names of the gold; a field that is not there was not found


@dataclass(frozen=True)
class Job:
    """One page (its bytes, its right text, its address or "") or one byline (text alone)."""

    text: str
    body: bytes = b""
    url: str = ""


def job(words: dict[str, Any]) -> Job:
    """The job behind a line of the pipe: {"file", "charset", "url"} or {"raw"}.

    The charset is the gold's own, so a peer that takes text is never hurt by a wrong guess of ours.
    """
    if "raw" in words:
        return Job(words["raw"])
    body = Path(words["file"]).read_bytes()
    return Job(body.decode(words["charset"]), body, words["url"])


def _nothing(_: Job) -> None:
    return None


@dataclass(frozen=True)
class Reader:
    """How a library is called. `before` runs outside the clock."""

    read: Callable[[Job], Fields]
    before: Callable[[Job], None] = field(default=_nothing)
