"""What does this listing hold, and where is its next page?"""

from congress_crawler.listing.page import Listing, read_listing
from congress_crawler.listing.row import Row
from congress_crawler.listing.sections import Section, find_section
from congress_crawler.listing.step import Step
from congress_crawler.listing.years import fill

__all__ = ["Listing", "Row", "Section", "Step", "fill", "find_section", "read_listing"]
