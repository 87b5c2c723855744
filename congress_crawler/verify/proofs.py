"""Is everything as it was sealed?  What `verify` asks of the tree heads."""

from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.proof import Fault
from congress_crawler.proof import check as check_seals
from congress_crawler.verify.findings import Finding, Kind

_KINDS: dict[str, Kind] = {
    "head": "proof",
    "changed": "not-as-sealed",
    "gone": "not-as-sealed",
    "unsealed": "head-missing",
}


def check(folder: Path, progress: Callable[[int], None] | None = None) -> Iterator[Finding | str]:
    """Heads, signatures, consistency, and every sealed byte, read once. Changes nothing; may run while a crawl writes.

    In: a site's folder, with heads.jsonl or without; who is told of bytes read. Out: findings, and notes as strings.
    Raises OSError.
    """
    for fault in check_seals(folder, progress):
        if fault.kind == "note":
            yield _note(fault)
        else:
            yield Finding(_KINDS[fault.kind], fault.file, fault.where, fault.what, fault.subject)


def _note(fault: Fault) -> str:
    about = f" ({fault.subject})" if fault.subject else ""
    return f"{fault.file}: {fault.where}: {fault.what}{about}"
