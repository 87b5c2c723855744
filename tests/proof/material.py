"""What do the tests of proofs seal? The made-up site of the archive's tests, run by run, with a key of its own."""

from pathlib import Path

import msgspec

from congress_crawler.items import Article
from congress_crawler.proof import Fault, Head, check, seal
from tests.archive import material

ARTICLES = 12  # a run


def run(folder: Path, number: int, *, key: Path | None = None) -> Head:
    """One run that ends with a head. `key` is beside the folder when it is not given."""
    name = f"run-{number}"
    material.crawl(folder, name, range(number * ARTICLES, (number + 1) * ARTICLES))
    return sealed(folder, name, key=key)


def sealed(folder: Path, name: str, *, key: Path | None = None) -> Head:
    """The head of a run that has ended."""
    head = seal(folder, material.SITE, name, key=key or folder.with_name("key.pem"))
    assert head is not None
    return head


def archive(folder: Path, runs: int = 3) -> list[Head]:
    """An archive of several runs."""
    return [run(folder, number) for number in range(runs)]


def faults(folder: Path) -> list[Fault]:
    """What is wrong, notes left out."""
    return [fault for fault in check(folder, lambda _: None) if fault.kind != "note"]


def notes(folder: Path) -> list[str]:
    return [fault.what for fault in check(folder, lambda _: None) if fault.kind == "note"]


def row(folder: Path, number: int = 0) -> Article:
    """The row on a line of articles.jsonl."""
    return msgspec.json.decode(material.lines(folder / "articles.jsonl")[number], type=Article)


def overwrite(path: Path, offset: int, data: bytes) -> None:
    """Put other bytes into a file, as many as were there."""
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def without(path: Path, *numbers: int) -> None:
    """Take lines out of a file."""
    path.write_bytes(b"".join(one + b"\n" for at, one in enumerate(material.lines(path)) if at not in numbers))


def swapped(path: Path, first: int, second: int) -> None:
    """Let two lines of a file change places."""
    rows = material.lines(path)
    rows[first], rows[second] = rows[second], rows[first]
    path.write_bytes(b"".join(one + b"\n" for one in rows))
