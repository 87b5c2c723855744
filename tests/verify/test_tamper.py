"""Is every tampering flagged, by the right name and place?  And what do independent tools say of the same files?"""

import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from congress_crawler.verify import Report
from congress_crawler.verify.derived import check_package
from tests import tools
from tests.verify.cases import ANY, SEALED, Case, Place
from tests.verify.forger import Forger
from tests.verify.made import site, verified
from tests.verify.tampered_derived import DERIVED, WACZ, packed
from tests.verify.tampered_rows import ROWS
from tests.verify.tampered_warcs import WARCS

TABLE = Path(__file__).resolve().parents[2] / "docs" / "tampering.md"
UNTOUCHED = Case("–", "untampered", lambda _: [])
ALL = [*WARCS, *ROWS, *DERIVED]
PACKAGES: list[tuple[str, str, Callable[[Path], str]]] = [("–", "untampered", lambda _: ""), *WACZ]
TOOLS = {"warcio": ("check",), "fastwarc": ("check",), "cdxj-indexer": ()}  # their words before the file


@functools.cache
def forged(case: Case) -> tuple[Forger, list[Place], Report]:
    """A copy of the archive with one thing changed, what must be said of it, and what is said."""
    folder = Path(tempfile.mkdtemp(prefix="forged-"), "site")
    shutil.copytree(site(), folder)
    forger = Forger(folder)
    wanted = case.forge(forger)
    return forger, wanted, verified(folder)


@functools.cache
def forged_package(name: str) -> tuple[Path, str, Report]:
    """A WACZ with one thing changed, what a finding must name, and what is said."""
    path = packed(site(), Path(tempfile.mkdtemp(prefix="forged-")))
    place = next(forge for number, _, forge in PACKAGES if number == name)(path)
    return path, place, check_package(path)


@pytest.fixture(scope="module", autouse=True)
def tidy() -> Iterator[None]:
    """Take the copies away at the end."""
    yield
    for case in [UNTOUCHED, *ALL]:
        shutil.rmtree(forged(case)[0].folder.parent)
    for name, _, _ in PACKAGES:
        shutil.rmtree(forged_package(name)[0].parent)


def told(report: Report) -> list[str]:
    return [f"{one.kind}: {one}" for one in report.findings]


def test_untampered_nothing_is_flagged() -> None:
    report = forged(UNTOUCHED)[2]
    assert (report.findings, report.notes) == ([], [])
    assert forged_package("–")[2].findings == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_tampering_is_named_with_its_place(case: Case) -> None:
    _, wanted, report = forged(case)
    found = [(one.kind, one.file, one.where) for one in report.findings]
    for kind, file, where in wanted:
        assert any((kind, file) == one[:2] and where in {ANY, one[2]} for one in found), "\n".join(told(report))
    others = {one.kind for one in report.findings} - SEALED
    assert bool(others) != case.sealed, f"{case.words}: {others}"


@pytest.mark.parametrize("case", [one for one in WARCS if one.hits], ids=lambda case: case.name)
def test_it_is_said_which_article_is_hit(case: Case) -> None:
    forger, wanted, report = forged(case)
    article = next(row["id"] for row in forger.lines("articles") if row["url"].endswith(case.hits))
    told_of = [one for one in report.findings if (one.kind, one.file, one.where) in wanted]
    assert told_of
    assert all(article in one.articles for one in told_of)


@pytest.mark.parametrize("name", [name for name, _, _ in WACZ])
def test_a_tampered_wacz_is_named_with_its_place(name: str) -> None:
    _, place, report = forged_package(name)
    assert any(place in f"{one.file}, {one.where}: {one.what}" for one in report.findings), told(report)


# --- the table ------------------------------------------------------------------------------------------------------


def verdict(name: str, *words: object) -> str:
    """What a tool says of a file: passes it, flags it, or breaks down over it (which tells somebody something)."""
    done = tools.use(name, *words)
    said = done.stdout + done.stderr
    return "error" if "Traceback" in said else "flag" if done.returncode else "pass"


def of_warcs(case: Case) -> list[str]:
    """What each tool says of the WARC files that a forger changed (of all when he took one away)."""
    if case.group != "WARC":
        return ["–"] * len(TOOLS)
    paths = sorted((forged(case)[0].folder / "warc").iterdir())
    before = [path.read_bytes() for path in (site() / "warc").iterdir()]
    changed = [path for path in paths if path.read_bytes() not in before] or paths
    said = [[verdict(name, *words, path) for path in changed] for name, words in TOOLS.items()]
    return [next((one for one in ("error", "flag") if one in each), "pass") for each in said]


def row(case: Case) -> str:
    kinds = {one.kind for one in forged(case)[2].findings}
    ours = f"**flag**: {', '.join(sorted(kinds - SEALED))}" if kinds - SEALED else "pass"
    return f"| {' | '.join([case.name, case.words, ours, 'flag' if kinds & SEALED else 'pass', *of_warcs(case)])} |"


def package_row(name: str, words: str) -> str:
    path, _, report = forged_package(name)
    ours = "**flag**" if report.findings else "pass"
    return f"| {name} | {words} | {ours} | {verdict('wacz', 'validate', '-f', path)} |"


def test_the_table_in_docs_is_what_the_tools_say_now() -> None:
    for name in [*TOOLS, "wacz"]:
        tools.need(name)
    for case in [UNTOUCHED, *ALL]:
        forged(case)
    with ThreadPoolExecutor(2) as pool:
        rows = [*pool.map(row, [UNTOUCHED, *ALL])]
        packages = [*pool.map(lambda one: package_row(*one[:2]), PACKAGES)]
    table = f"{HEAD}{NEWLINE.join(rows)}\n{MIDDLE}{NEWLINE.join(packages)}\n"
    if os.environ.get("WRITE_TABLES"):
        TABLE.write_text(table, encoding="utf-8")
    assert table == TABLE.read_text(encoding="utf-8"), f"{table}\n\nWRITE_TABLES=1 writes docs/tampering.md anew"


NEWLINE = "\n"
HEAD = f"""# Who notices what

Made by `tests/verify/test_tamper.py` (with WRITE_TABLES=1), which also compares this page with what is said today. Each
line is a copy of one archive, made by four real runs of `crawl`, with one thing changed by a forger who makes all else
fit: gzip members packed anew, references led to where records lie now, index and CDXJ made anew. "verify" is what
`congress-crawler verify` finds by comparing bytes, rows, events and runs; "heads" what it finds by the signed tree
heads alone ([proofs.md](proofs.md)). The tools: warcio {tools.version("warcio")} `check`, FastWARC
{tools.version("FastWARC")} `check`, cdxj-indexer {tools.version("cdxj-indexer")}; – : they do not read such files.

| | what was done | verify | heads | warcio | FastWARC | cdxj-indexer |
|--|--|--|--|--|--|--|
"""
MIDDLE = f"""
WACZ files, the manifest made to fit again in W01 to W06: `verify FILE.wacz` beside `wacz validate` (wacz
{tools.version("wacz")}).

| | what was done | verify | wacz validate |
|--|--|--|--|
"""
