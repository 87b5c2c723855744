"""How far is this run?

A bar on a terminal, plain lines in a log. It looks at the run's line and nothing else.
"""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from congress_crawler.items import Run

EVERY = 10.0  # seconds between two plain lines
STEP = 1 << 20  # bytes between two looks of a bar


def settled(line: Run) -> int:
    """How many listed links have come to something."""
    return line.new + line.edited + line.cosmetic + line.unchanged + line.skipped + line.failed


def tally(line: Run) -> str:
    """The run in one phrase: what is new, and what of it all there is."""
    known = line.unchanged + line.cosmetic
    parts = [f"{line.new} new", f"{line.edited} edited", f"{known} unchanged", f"{line.skipped} skipped"]
    files = f"; files: {', '.join(f'{number} {what}' for what, number in line.files.items())}" if line.files else ""
    return f"{settled(line)} of {line.found} listed: {', '.join(parts)}, {line.failed} failed{files}"


class Watch:
    """Shows a run while it goes on. Use as a context manager around it; call it with the run's line now and then."""

    def __init__(self, console: Console) -> None:
        """In: the console of standard error; a bar is shown when it is a terminal."""
        self._said = time.monotonic()
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, TimeRemainingColumn(), TextColumn("{task.fields[note]}"), console=console)
            self._task = self._bar.add_task("starting", total=None, note="")

    def __enter__(self) -> Self:
        """Start the bar."""
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the bar, whatever happened."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, line: Run) -> None:
        """Show how far the run is. Cheap: called four times a second."""
        if self._bar is not None:
            left = f" · {line.files['left']} files left" if "left" in line.files else ""
            note = f"{line.new} new · {line.failed} failed{left}"
            total = line.found or None
            self._bar.update(self._task, description=line.site, completed=settled(line), total=total, note=note)
        elif time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            print(f"{line.site}: {tally(line)}", file=sys.stderr, flush=True)


class Walk:
    """Shows how much of a number of bytes has been read: a bar on a terminal, silence in a log."""

    def __init__(self, console: Console, what: str) -> None:
        """In: the console of standard error; what is being done."""
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._task = self._bar.add_task(what, total=None)
        self._shown = 0

    def __enter__(self) -> Self:
        """Start the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the bar, whatever happened."""
        self._bar.stop()

    def __call__(self, done: int, whole: int) -> None:
        """Show it. In: bytes read so far, bytes in all."""
        if done - self._shown >= STEP:
            self._shown = done
            self._bar.update(self._task, completed=done, total=whole)
