"""Has the archive changed since it was sealed?

A Merkle log over the units of truth (WARC records and rows), a signed head a run, proofs that anyone can check. Pure
but for the clock, the key and, when asked for, a time stamp. docs/proofs.md says what it proves and what not.
"""

from congress_crawler.proof.changes import Fault
from congress_crawler.proof.check import check, check_heads
from congress_crawler.proof.heads import Head, heads
from congress_crawler.proof.keys import BadKey
from congress_crawler.proof.prove import Inclusion, Unsealed, document, inclusion, prove
from congress_crawler.proof.seal import seal
from congress_crawler.proof.stamp import NoStamp
from congress_crawler.proof.units import Leaf

__all__ = [
    "BadKey",
    "Fault",
    "Head",
    "Inclusion",
    "Leaf",
    "NoStamp",
    "Unsealed",
    "check",
    "check_heads",
    "document",
    "heads",
    "inclusion",
    "prove",
    "seal",
]
