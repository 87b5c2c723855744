"""Which section of this site is the county/city one, and how is its list read?"""

from congress_crawler.discover.explore import Explorer
from congress_crawler.discover.find import Candidates, Head, find
from congress_crawler.discover.found import Candidate, Chosen, Discovery, Got, NoPage, Read

__all__ = ["Candidate", "Candidates", "Chosen", "Discovery", "Explorer", "Got", "Head", "NoPage", "Read", "find"]
