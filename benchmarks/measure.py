"""What did this process cost? CPU seconds and peak memory as the operating system accounts for them."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Of one finished process, children it waited for included."""

    cpu: float
    wall: float
    peak_mb: float
    code: int


def run(command: list[str], cwd: Path, log: Path) -> Cost:
    """Run a command to its end. In: the command, its folder, where its output goes. Out: what it cost."""
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.monotonic() - began,
        peak_mb=usage.ru_maxrss / 1024,  # Linux: KiB
        code=process.returncode,
    )
