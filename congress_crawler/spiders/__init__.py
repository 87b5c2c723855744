"""Which spiders does `scrapy crawl` know? Only `snapshots`."""
