"""Do rows, bytes, events and runs agree?  `verify` asks it of one site's folder."""

from congress_crawler.verify.check import verify
from congress_crawler.verify.findings import Finding, Report

__all__ = ["Finding", "Report", "verify"]
