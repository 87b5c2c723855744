"""Is there as much as was registered and sealed?"""

from collections.abc import Iterable
from pathlib import Path

from congress_crawler.proof.heads import lines
from congress_crawler.standards.figures import Register
from congress_crawler.standards.looks import Looks
from congress_crawler.verify.findings import Finding


def register(counted: Register, findings: Iterable[Finding], looks: Looks) -> None:
    """Hold each run's line and head against the count.

    In: the register of the site, counted anew; what `verify` found, so that no fault counts twice.
    """
    looks.counts["counted-runs"] = len(counted.runs)
    told = {one.subject for one in findings if one.kind in {"run-count", "run-without-line"}}
    for one in counted.runs:
        for said in one.differs:
            where = f"run {one.run or '?'}"
            if said.startswith("warc/"):
                looks.found("register-bytes", said.partition(" ")[0], where, said)
            elif one.run not in told:
                looks.found("register-count", "runs.jsonl", where, said)


def heads(folder: Path, looks: Looks) -> None:
    """Count what is sealed, signed and stamped; say what is not. In: the site's folder."""
    for line in lines(folder):
        if line.head is not None:
            looks.counts["heads"] += 1
            looks.counts["sealed-files"] += sum(name.startswith("warc/") for name in line.head.files)
            looks.counts["signed"] += line.head.signature is not None
            looks.counts["stamped"] += line.head.tsa is not None
    if not looks.counts["heads"]:
        looks.open["1-1"].append("signatures: no run has a tree head")
        looks.open["1-14"].append("bytes as sealed: no run has a tree head")
        looks.open["2-2"].append("no run has registered its bytes: only a tree head does")
        return
    if looks.counts["signed"] < looks.counts["heads"]:
        unsigned = looks.counts["heads"] - looks.counts["signed"]
        looks.open["1-1"].append(f"{unsigned} tree heads are not signed")
    if looks.counts["stamped"]:
        looks.open["1-1"].append("time stamps: whether their authority is to be trusted is for the reader")
    else:
        looks.open["1-1"].append("time stamps: there are none (`crawl --tsa URL` asks for them)")
