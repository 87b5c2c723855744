"""What does one reader answer, and what does it cost?

    python -m benchmarks.peers.worker MODULE:FUNCTION

A process of its own for each reader. A line of JSON in (`job` and "times"), a line out: {"fields", "error", "read",
"parse"}; the last two are the least CPU seconds of so many rounds, of the reading and of `lxml.html.fromstring` on the
same bytes, taken in turns in this one process.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from types import TracebackType
from typing import Any, Self

import lxml.html

from benchmarks.peers.job import Fields, Reader, job


class Fault:
    """Any error of a peer, kept to be counted: a peer that fails on a page must not end the comparison."""

    said: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> bool:
        if isinstance(error, Exception):
            self.said = f"{type(error).__name__}: {error}"[:200]
        return self.said is not None


def _clock(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    found = call()
    return found, time.process_time() - began


def answer(reader: Reader, words: dict[str, Any]) -> dict[str, Any]:
    """Do one job so often as asked. Out: what goes back over the pipe."""
    one = job(words)
    fields: Fields | None = None
    read: list[float] = []
    parse: list[float] = []
    with Fault() as fault:
        for _ in range(words["times"]):
            if one.body:
                parse.append(_clock(lambda: lxml.html.fromstring(one.body))[1])
            reader.before(one)
            fields, spent = _clock(lambda: reader.read(one))
            read.append(spent)
    costs = {"read": min(read, default=None), "parse": min(parse, default=None)}
    return {"fields": None if fault.said else fields, "error": fault.said, **costs}


def main() -> None:
    """Answer until the pipe is closed. What a library prints goes to standard error, never between the answers."""
    pipe = sys.stdout
    module, function = sys.argv[1].split(":")
    with contextlib.redirect_stdout(sys.stderr):
        reader: Reader = getattr(import_module(module), function)()
        for line in sys.stdin:
            said = json.dumps(answer(reader, json.loads(line)), default=str)
            print(said, file=pipe, flush=True)


if __name__ == "__main__":
    main()
