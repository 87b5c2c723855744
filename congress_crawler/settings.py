"""Which Scrapy switch is not at its default, why, and what does it cost?

Fault ids (F-…) and headings (H…) are those of the project's fault book.
"""

BOT_NAME = "congress_crawler"
SPIDER_MODULES = ["congress_crawler.spiders"]

# --- manners ------------------------------------------------------------------------------------------------------
# One thing at a time for the whole crawl, so that a wait that a server asks for holds everything (F-3.10).
# Price: a run is as fast as its one host answers; several sites are several runs.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# The guard paces, by Crawl-delay and --delay, because its wait ends when the run is told to stop; Scrapy's does not.
# Price: a setting of the operator here does nothing; `--delay` is the switch.
DOWNLOAD_DELAY = 0
# Set by the spider from version and contact.
USER_AGENT = "congress-crawler"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",  # br and zstd would need packages; every server has these two
}

# --- surface ------------------------------------------------------------------------------------------------------
# Nothing listens while we crawl (F-7.1). Price: no live look into a running crawl; the log and the bar must do.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Only http and https, through our handler; a redirect or link cannot name anything else (F-4.2).
DOWNLOAD_HANDLERS = {
    "http": "congress_crawler.wire.WireHandler",
    "https": "congress_crawler.wire.WireHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}

# --- engine -------------------------------------------------------------------------------------------------------
# Our handler is asyncio; without a reactor nothing of Twisted's network code runs, and the crawl costs less CPU.
# Price: components that need a reactor (Twisted handlers, the telnet console) cannot be used.
TWISTED_REACTOR_ENABLED = False
# First in, first out: articles are asked in the order of the listing. Price: none for us, we never go deep.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# One item at a time: the default of 100 starts 100 tasks a page, and rows must keep the order of the answers.
# Price: a pipeline that waits (none of ours does) would hold the next page.
CONCURRENT_ITEMS = 1
# Scrapy parses the source of a callback at each page to warn of `return` in a generator (a fifth of our CPU time).
# Price: we must see for ourselves that no callback of ours does that; the types say so.
WARN_ON_GENERATOR_RETURN_VALUE = False
# The spider knows what was listed, by canonical URL. Price: a component that yields requests must do the same.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# No FEEDS and no JOBDIR: both lose data on kill -9 (H1). State to resume from is the output.

DOWNLOADER_MIDDLEWARES = {
    # Replaced by the guard, which also judges start requests, redirects and addresses (H8, H9).
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "congress_crawler.rendering.Render": 50,  # above the guard: what a browser asks for goes through it one by one
    "congress_crawler.guard.Guard": 100,
    # No profile has credentials or a proxy; no session is needed (sites that ask for a cookie are `challenge`).
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # Bodies stay as sent: extract decodes them strictly, in the crawl and from the archive alike (H6).
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # The handler has a total time limit of its own; runs.jsonl counts.
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
REDIRECT_MAX_TIMES = 5  # F-4.1; the default of 20 is a trap's delight
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 are the guard's: they may say how long to wait
# Not OSError, which the default has: a storage failure must never be asked again.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the failure line says it

# Every status reaches the spider, which names what it is; depth and length rules have nothing to add for one listing.
# The Referer stays: it is honest, some lists ask for it, and the request record then says which page led there.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}
ITEM_PIPELINES = {
    "congress_crawler.pipelines.NormaliseAuthor": 100,
    "congress_crawler.pipelines.NormaliseDate": 200,
    "congress_crawler.pipelines.NormaliseBody": 300,
    "congress_crawler.pipelines.NormalisePlace": 400,
    "congress_crawler.pipelines.Judge": 500,
    "congress_crawler.pipelines.Keep": 900,
}

# --- log ----------------------------------------------------------------------------------------------------------
# Each page at INFO is a line a second for weeks; the report is runs.jsonl. `-v` or -L INFO brings it back.
LOG_LEVEL = "WARNING"
STATS_DUMP = False
