"""How does anyone see, without us, that an article was sealed, and that the log only grew? The verbs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from congress_crawler.archive.disk import told
from congress_crawler.console import save, site_folders
from congress_crawler.items import Article
from congress_crawler.normalise import canonical
from congress_crawler.opening import UsageError
from congress_crawler.proof import Head, NoStamp, check_heads, document
from congress_crawler.proof.article import find, leaves_of
from congress_crawler.proof.heads import lines
from congress_crawler.proof.stamp import stamped_at, verified
from congress_crawler.run import STORAGE
from congress_crawler.verbs.words import Folder

_AT = "%Y-%m-%dT%H:%M:%SZ"
_SHOWN = 16  # hex digits of a hash or key that tell it from others


def prove(
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="Of an article.")],
    folder: Folder = Path("output"),
    *,
    to: Annotated[Path, typer.Option("--to", help="Write the proof to this JSON file.")],
    version: Annotated[int | None, typer.Option("--version", min=1, help="Of its text; left out: the newest.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Prove, too, that the log grew from this run's.")] = None,
) -> None:
    """Write a small file that proves what an article's row and records were; docs/check_proof.py alone checks it."""
    for one in site_folders(folder):
        with told(one):
            if (found := find(one, lambda row: _is(row, article), version)) is not None:
                made = document(found.about(), leaves_of(one, found), one, since)
                save(to, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
                print(f"{found.row.id}, version {found.row.version}: {to}")
                return
    which = f"version {version} of {article}" if version else article
    raise UsageError(f"{folder} has no row of {which}; give an article's id or its address, as articles.jsonl has them")


def show_heads(
    folder: Folder = Path("output"),
    *,
    tsa_ca: Annotated[Path | None, typer.Option("--tsa-ca", help="Certificates (PEM) of trusted authorities.")] = None,
) -> None:
    """List the tree heads: who signed, who stamped, whether each grew from the one before. Exit 0 when all is well."""
    roots = _bytes(tsa_ca) if tsa_ca is not None else None
    bad = 0
    for one in site_folders(folder):
        with told(one):
            for line in lines(one):
                if line.head is not None:
                    stamp, wrong = _stamp(line.head, roots)
                    print(f"{one.name}: {_told(line.head)}, {stamp}")
                    bad += wrong
            for fault in check_heads(one):
                print(f"{one.name}: {fault.file}: {fault.where}: {fault.what}")
                bad += fault.kind != "note"
    raise typer.Exit(STORAGE if bad else 0)


def _is(row: Article, article: str) -> bool:
    return article in {row.id, row.url, row.canonical_url} or canonical(article) == row.canonical_url


def _told(head: Head) -> str:
    signed = f"signed by {head.key[:_SHOWN]}…" if head.key else "not signed"
    return f"{head.at} run {head.run}: {head.size} units, root {head.root[:_SHOWN]}…, {signed}"


def _stamp(head: Head, roots: bytes | None) -> tuple[str, bool]:
    """What can be said of a head's time stamp, and whether it is a bad one."""
    if head.tsa is None:
        return "no time stamp", False
    try:
        if roots is not None:
            return f"time stamp {verified(head.tsa, head.stamped(), roots):{_AT}} of a trusted authority", False
        return f"time stamp {stamped_at(head.tsa, head.stamped()):{_AT}}, authority not checked", False
    except NoStamp as error:
        return f"time stamp: {error}", roots is not None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
