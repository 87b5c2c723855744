"""How well and how fast are the gold pages read?

`python -m benchmarks.gold` prints the tables of the scorer for our reading, and the speed.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html

from congress_crawler.extract import marks, read
from congress_crawler.extract.charset import decode
from congress_crawler.items import Unreadable
from congress_crawler.normalise import read_byline

FOLDER = Path(__file__).resolve().parents[2] / "shared/gold"
ROUNDS = 15


def prediction(row: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Our reading of one gold page, under the names of the gold. Raises Unreadable."""
    url = row["url"] or f"http://{row['host']}/"
    found = read((folder / row["file"]).read_bytes(), url=url)
    return {
        "id": row["id"],
        "title": found.title,
        "published": found.published,
        "source": found.source,
        "persons": [author.name for author in found.authors if author.kind == "person"],
        "organisations": [author.name for author in found.authors if author.kind == "organisation"],
        "editors": found.editors,
        "body": [paragraph.text for paragraph in found.paragraphs],
    }


def byline(row: dict[str, Any]) -> dict[str, Any]:
    """Our reading of one gold byline, under the names of the gold."""
    found = read_byline(row["raw"])
    return {
        "id": row["id"],
        "persons": found.persons,
        "organisations": found.organisations,
        "source": found.source,
        "editors": found.editors,
        "published": found.published,
    }


def _score(name: str, predictions: list[dict[str, Any]], *options: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ours.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions), encoding="utf-8")
        subprocess.run([sys.executable, FOLDER / "score.py", *options, FOLDER / name, file], check=True)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _pages() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in _rows("gold.jsonl"):
        try:
            found.append(prediction(row, FOLDER))
        except Unreadable as fault:
            print(f"{row['id']}: {fault}")
    return found


def _least(call: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> float:
    """The least CPU time of a call over the rounds, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        before()
        begin = time.process_time()
        call()
        times.append((time.process_time() - begin) * 1000)
    return min(times)


def _forget() -> None:
    """Nothing remembered of the lines of a template: each page is the first of its site."""
    for name in ("is_footer", "is_end", "is_tool", "is_crumb", "is_labelled", "only_editor_or_source", "is_promotion"):
        getattr(marks, name).cache_clear()
    marks.has_date.cache_clear()


def _times(path: Path) -> tuple[float, float]:
    """Milliseconds for one page: the parser alone, and the whole reading."""
    body = path.read_bytes()
    utf8 = decode(body, None)[0].encode()
    parsed = _least(lambda: lxml.html.fromstring(utf8))
    return parsed, _least(lambda: read(body, url="http://www.example.cn/1.html"), _forget)


def _speed() -> None:
    """CPU time of the whole reading against `lxml.html.fromstring` of the same characters."""
    times = [_times(path) for path in sorted((FOLDER / "pages").glob("*.html"))]
    parsed, ours = [pair[0] for pair in times], [pair[1] for pair in times]
    ratio = statistics.median(mine / theirs for theirs, mine in times)
    print(
        f"speed: {statistics.median(ours):.2f} ms a page (median), {ratio:.1f} × lxml.html.fromstring "
        f"({statistics.median(parsed):.2f} ms); all pages {sum(ours) / sum(parsed):.1f} ×"
    )


def main() -> None:
    """Print the tables."""
    _score("gold.jsonl", _pages())
    _score("bylines.jsonl", [byline(row) for row in _rows("bylines.jsonl")], "--bylines")
    _speed()


if __name__ == "__main__":
    main()
