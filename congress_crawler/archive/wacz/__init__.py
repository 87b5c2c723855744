"""How does a site become one file that replays in any WACZ player, and is such a file right?

`pack` writes WACZ 1.1.1, `check_wacz` reads one.
"""

from congress_crawler.archive.wacz.check import check_wacz
from congress_crawler.archive.wacz.packing import PART_BYTES, NothingWanted, pack

__all__ = ["PART_BYTES", "NothingWanted", "check_wacz", "pack"]
