"""An archive that holds a page and what a browser made of it, without a browser."""

from pathlib import Path

from congress_crawler.archive import Rendering
from tests.archive.material import LIST, exchange, open_site, page, run_line, url

SHELL = 0  #: the number of the page; its own text is edition 1
MADE = page(SHELL, edition=2)  #: what the browser made of it
LATER = "2027-01-02T03:04:07Z"
LATER_STILL = "2027-01-03T03:04:07Z"


def keep(folder: Path) -> Path:
    """Two runs: the page, its rendering at the same address and with a fragment; then the same again (revisits)."""
    for run, at in (("run-1", LATER), ("run-2", LATER_STILL)):
        archive = open_site(folder / "dom", run)
        shell = archive.keep(exchange(SHELL), role="other", via=None, list_url=None)
        for address in (url(SHELL), f"{url(SHELL)}#/1"):
            dom = Rendering(url=address, asked=address, at=at, html=MADE, of=shell.ref, made={"software": "test/1"})
            archive.keep_conversion(dom, role="article", via=LIST, list_url=LIST)
        archive.close(run_line(run))
    return folder / "dom"
