"""Does a crawl carry the year from list page to list page, and does the archive alone give the same rows?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from congress_crawler.normalise.moment import china
from tests.faults.pages import article
from tests.faults.server import evil, page
from tests.support import lines, profile, run

TODAY = china(datetime.now(UTC))
DAYS = [TODAY - timedelta(days=25 * number + 3) for number in range(30)]  # two years: over both new years


def listed(numbers: range, further: str = "") -> bytes:
    """A list page of these articles, dated without year."""
    rows = "".join(
        f'<li class="pagedContent"><a href="/a/{n}">题 {n}</a><span>[{DAYS[n]:%m-%d}]</span></li>' for n in numbers
    )
    return f"<ul>{rows}</ul>{further}".encode()


@pytest.mark.parametrize("moved", [False, True])
def test_a_year_left_out_is_carried_over_pages_and_redirects_and_reads_the_same_again(
    tmp_path: Path, moved: bool
) -> None:
    paths = {f"/a/{n}": page(article(n).replace("   时间:2020-05-06".encode(), b"")) for n in range(30)}
    second = page(listed(range(12, 24), '<a href="index_2.shtml">下一页</a>'))
    paths |= {
        "/list/": page(listed(range(12), '<a href="index_1.shtml">下一页</a>')),
        "/list/index_1.shtml": second,
        "/list/index_2.shtml": page(listed(range(24, 30))),
    }
    if moved:
        away = page(b"", b"Location: /list/index_1.shtml?all=1", status=b"302 Found")
        paths |= {"/list/index_1.shtml": away, "/list/index_1.shtml?all=1": second}
    with evil({}) as server:
        server.paths.update(paths)
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
    assert done.returncode == 0, done.stderr
    found = {
        int(row["url"].rpartition("/")[2]): row["published"] for row in lines(tmp_path / "out/evil/articles.jsonl")
    }
    assert found == {number: day.isoformat() for number, day in enumerate(DAYS)}
    again = run("reextract", tmp_path / "out", "--to", tmp_path / "again.jsonl")
    assert "all as in articles.jsonl" in again.stderr, again.stderr
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out/evil/articles.jsonl").read_bytes()
