"""Real pages, where they are at hand: crawled as one site, each a row or a named failure, read as `extract` does."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.profile import find
from congress_crawler.reading import read_file
from tests.faults.server import Script, evil, page
from tests.support import lines, profile, run

GOLD = Path(__file__).resolve().parents[2] / "shared/gold"
PAGES = sorted((GOLD / "pages").glob("*.html"))
#: What a saved page cannot know: where it was listed.
OF_THE_LISTING = {"provenance", "date_candidates"}

pytestmark = pytest.mark.skipif(not PAGES, reason="the gold pages (../shared/gold) are not here")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a crawl of all gold pages, and where they were served."""
    folder = tmp_path_factory.mktemp("gold")
    rows = "".join(f'<li><a href="/pages/{path.name}">{path.stem}</a></li>' for path in PAGES)
    paths: dict[str, Script] = {"/list/": page(f"<ul class='plain'>{rows}</ul>".encode())}
    for path in PAGES:
        paths[f"/pages/{path.name}"] = page(path.read_bytes(), b"Content-Type: text/html")
    with evil(paths) as server:
        more = "[hints]\nrow = ['ul.plain li']"
        # Of their pictures none is at hand, and those on the pages' own hosts are another site's here.
        file = profile(folder, server.url, site="gold", more="files = false")
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        done = run("crawl", file, "--output", folder / "out", "--delay", 0, timeout=300)
        assert done.returncode == 0, done.stderr
        return folder, server.url


def test_every_page_is_a_row_or_a_named_failure_and_all_is_verified(crawled: tuple[Path, str]) -> None:
    folder, _ = crawled
    rows, failures = lines(folder / "out/gold/articles.jsonl"), lines(folder / "out/gold/failures.jsonl")
    assert sorted(Path(r["url"]).name for r in rows + failures) == [path.name for path in PAGES]
    done = run("verify", folder / "out", timeout=300)
    assert done.returncode == 0, done.stdout


def test_a_saved_file_is_read_as_the_crawl_read_it(crawled: tuple[Path, str]) -> None:
    folder, url = crawled
    chosen = find(str(folder / "gold.toml"))
    rows = {Path(row["url"]).name: row for row in lines(folder / "out/gold/articles.jsonl")}
    for path in PAGES:
        found = read_file(path, url=f"{url}/pages/{path.name}", profile=chosen)["article"]
        assert (found is None) == (path.name not in rows), path.name
        if found is not None:
            assert different(found, rows[path.name]) == set(), path.name


def different(article: Any, row: dict[str, Any]) -> set[str]:
    """The fields in which an article and a row differ, those of the listing aside."""
    now = lines_of(article)
    listed = {
        field: doubt for field, doubt in row["doubts"].items() if "list " in doubt
    }  # what the listing says otherwise
    assert set(listed) <= {"title", "published"}
    row = row | {"doubts": {field: doubt for field, doubt in row["doubts"].items() if field not in listed}}
    return {name for name in now if name not in OF_THE_LISTING and now[name] != row[name]}


def lines_of(article: Any) -> dict[str, Any]:
    return dict(msgspec.json.decode(msgspec.json.encode(article)))
