"""When do we come back to an article, and what may we conclude from what we find?"""

from congress_crawler.returning.changes import diff
from congress_crawler.returning.gone import GONE_STATUS, Absent, decide
from congress_crawler.returning.schedule import due, interval
from congress_crawler.returning.walking import news_only, remembered

__all__ = ["GONE_STATUS", "Absent", "decide", "diff", "due", "interval", "news_only", "remembered"]
