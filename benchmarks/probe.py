"""What do a 500 kB table page and a page 5,000 elements deep cost, each in a process of its own?

    python -m benchmarks.probe FILE ORDINARY    reads both, measures the first, prints a line of JSON

The process reads an ordinary page first, so that what is measured is the page and not the lexicon.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from congress_crawler.reading import read_file

ROOT = Path(__file__).resolve().parents[1]
TITLE = "云溪县2016年度预算执行情况"
HEAD = f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
LINE = "<p class='info'>来源：云溪县财政局 时间：2016-06-03</p>"
TEXT = "<p>云溪县人大常委会听取了县人民政府关于本年度预算执行情况的报告，并提出了审议意见。</p>"
MOST_SECONDS, MOST_MB = 1.0, 100.0


def table_page(size: int = 500_000) -> str:
    """A budget as one table of so many bytes of UTF-8."""
    row = "<tr><td>{0}</td><td>一般公共服务支出第{0}项</td><td>{1}.00</td><td>云溪县财政局</td></tr>"
    rows = [row.format(number, number * 37) for number in range(size // len(row.format(1000, 37000).encode()))]
    return f"{HEAD}{LINE}<div id='zoom'>{TEXT}<table>{''.join(rows)}</table></div></body></html>"


def deep_page(depth: int = 5000) -> str:
    """An article, then so many elements one in another with a sentence in the innermost."""
    return f"{HEAD}{LINE}<div id='zoom'>{TEXT}{'<div>' * depth}{TEXT}{'</div>' * depth}</div></body></html>"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux: KiB


def look(file: Path, ordinary: Path) -> dict[str, Any]:
    """Read a page. Out: seconds of wall and CPU, MB by which the peak grew, paragraphs, what is missing and why."""
    read_file(ordinary)
    before, wall, cpu = _peak_mb(), time.monotonic(), time.process_time()
    said = read_file(file)
    costs = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "grown_mb": _peak_mb() - before}
    article = said["article"]
    if article is None:
        return {**costs, "paragraphs": 0, "says": said["failure"]["reason"]}
    says = ", ".join(f"{field}: {reason}" for field, reason in article.missing.items())
    return {**costs, "paragraphs": len(article.paragraphs), "says": says}


def probe(folder: Path) -> dict[str, dict[str, Any]]:
    """Both pages, written to the folder and read each in its own process. Out: what `look` gives, by page."""
    pages = {"ordinary": f"{HEAD}{LINE}<div id='zoom'>{TEXT * 5}</div></body></html>"}
    pages |= {"500 kB table": table_page(), "5,000 deep": deep_page()}
    files = {name: folder / f"probe{number}.html" for number, name in enumerate(pages)}
    for name, file in files.items():
        file.write_text(pages[name], encoding="utf-8")
    return {name: _run(file, files["ordinary"]) for name, file in files.items() if name != "ordinary"}


def _run(file: Path, ordinary: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.probe", str(file), str(ordinary)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    if done.returncode:
        raise SystemExit(f"the probe of {file.name} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(look(Path(sys.argv[1]), Path(sys.argv[2]))))
