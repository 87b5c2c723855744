"""What do we keep for ever, and how does it survive?

`SiteArchive` is the door; below it each file answers one question. Nothing here knows a profile or Scrapy.
"""

from congress_crawler.archive.errors import ArchiveError, Damaged, Locked, StorageError, Unfinished
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.keeping import Rendering
from congress_crawler.archive.site import SiteArchive
from congress_crawler.archive.state import ArticleState, Kept, Known, Role

__all__ = [
    "ArchiveError",
    "ArticleState",
    "Damaged",
    "Exchange",
    "Kept",
    "Known",
    "Locked",
    "Rendering",
    "Role",
    "SiteArchive",
    "StorageError",
    "Unfinished",
]
