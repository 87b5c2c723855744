"""How fast is this machine just now? So that a busy machine fails no test, and a slow page fails on a fast machine.

Two processes that share a core's caches count up to twice the CPU seconds for the same work: a bound in plain seconds
says as much of the neighbours as of our code.
"""

import re
import time
from collections.abc import Callable

STRIDE = (
    0.0108  # CPU seconds of one stride on the quiet machine (2026-11) on which the bounds of the tests were written
)
WORDS = [f"石桥镇 {number} <a href=/x{number}.pdf>人代会</a>" for number in range(4000)]
LINK = re.compile(r"<a href=([^>]+)>([^<]*)</a>")


def stride() -> float:
    """CPU seconds of a fixed piece of work of the kind that reading a page is: search, split, slice, join, count."""
    begun = time.process_time()
    for _ in range(3):
        found = {}
        for word in WORDS:
            match = LINK.search(word)
            assert match is not None
            found[match.group(1)] = " ".join([*word.split(), match.group(2)])[3:]
    return time.process_time() - begun


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds that the work takes, as on the quiet machine: measured between two strides of the same process."""
    before = stride()
    begun = time.process_time()
    work()
    took = time.process_time() - begun
    return took * STRIDE / ((before + stride()) / 2)
