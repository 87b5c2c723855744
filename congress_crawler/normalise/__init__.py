"""What do the strings of a page mean?

`begin` makes the draft of what extract found; the steps fill it, in the order of `STEPS`; `judge` says whether it is an
article; `finish` writes its record. Each `read_…` is a string → its value, or nothing and the reason.
"""

from congress_crawler.normalise import author, body, date, place, placing
from congress_crawler.normalise.author import read_authors, read_source
from congress_crawler.normalise.body import read_text
from congress_crawler.normalise.byline import Byline
from congress_crawler.normalise.byline import read as read_byline
from congress_crawler.normalise.day import read_date
from congress_crawler.normalise.draft import Draft, begin
from congress_crawler.normalise.headline import read_title
from congress_crawler.normalise.judge import digest, finish, judge
from congress_crawler.normalise.place import read_place
from congress_crawler.normalise.raw import Raw
from congress_crawler.normalise.url import article_id, canonical

#: The steps in their order, as the pipelines run them.
STEPS = (author.step, date.step, body.step, placing.step)

__all__ = [
    "STEPS",
    "Byline",
    "Draft",
    "Raw",
    "article_id",
    "author",
    "begin",
    "body",
    "canonical",
    "date",
    "digest",
    "finish",
    "judge",
    "place",
    "placing",
    "read_authors",
    "read_byline",
    "read_date",
    "read_place",
    "read_source",
    "read_text",
    "read_title",
]
