"""How did the run go, and since when?

Pure: a site's row files (JSON lines) in, words out. `build` reads them; `show`, `text` and `as_json` say it of one
site, `tell` of several; `overview` and `exit_code` sum them up.
"""

from congress_crawler.report.build import build
from congress_crawler.report.findings import SiteReport
from congress_crawler.report.summary import exit_code, overview
from congress_crawler.report.table import show
from congress_crawler.report.tell import tell
from congress_crawler.report.text import as_json, text

__all__ = ["SiteReport", "as_json", "build", "exit_code", "overview", "show", "tell", "text"]
