"""What does it cost to read one page, alone in a process? `python -m tests.extract.weigh FILE` prints it as JSON."""

import json
import re
import sys
from pathlib import Path

from congress_crawler.extract import read
from congress_crawler.items import Unreadable
from tests.extract.material import PARAGRAPHS, TITLE, URL, page
from tests.pace import seconds


def peak() -> float:
    """The most memory that this process has had at once, in MB. Linux keeps it; what the parent had does not count."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found.group(1)) / 1024


def reading(body: bytes) -> tuple[str, str]:
    """How the reading of a page ends, and its last line."""
    try:
        found = read(body, url=URL)
    except Unreadable as fault:
        return fault.reason, ""
    return "read", found.paragraphs[-1].text if found.paragraphs else ""


def main() -> None:
    """Read a small page, so that tables are loaded and patterns compiled; then the page of the file."""
    read(page(f"<h1>{TITLE}</h1><p>来源：云溪日报 作者：方小舟 时间：2021-05-13</p>{PARAGRAPHS}"), url=URL)
    body, before = Path(sys.argv[1]).read_bytes(), peak()
    ends: list[tuple[str, str]] = []
    took = seconds(lambda: ends.append(reading(body)))
    print(json.dumps({"end": ends[0][0], "last": ends[0][1][-60:], "seconds": took, "before": before, "peak": peak()}))


if __name__ == "__main__":
    main()
