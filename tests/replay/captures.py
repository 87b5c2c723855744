"""What should a player show of each capture? Read with FastWARC, which knows nothing of our code."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator


@dataclass(frozen=True)
class Capture:
    """One capture, and the answer that stands for it."""

    kind: str  #: original, identical, not-modified
    url: str
    stamp: str  #: 14 digits
    head: bytes
    payload: bytes
    file: str
    of: str | None = None  #: the file of the original, for a revisit
    of_url: str | None = None  #: the address of the original, for a revisit

    @property
    def status(self) -> int:
        """HTTP status to be shown."""
        return int(self.head.split(b" ", 2)[1])

    @property
    def headers(self) -> dict[str, str]:
        """Names in lower case; the last value of a name."""
        rows = (row.partition(b":") for row in self.head.split(b"\r\n")[1:])
        return {name.decode().strip().lower(): value.decode("latin-1").strip() for name, _, value in rows}


@dataclass(frozen=True)
class _Raw:
    fields: dict[str, str]
    block: bytes
    file: str


def captures(files: list[Path]) -> list[Capture]:
    """Every answer of http(s) in some WARC files, revisits put together with their originals."""
    raw = [one for file in files for one in _records(file)]
    by_id = {one.fields["WARC-Record-ID"]: one for one in raw}
    shown = [one for one in raw if one.fields["WARC-Type"] in {"response", "revisit"}]
    return [_shown(one, by_id) for one in shown if one.fields["WARC-Target-URI"].startswith("http")]


def _records(file: Path) -> Iterator[_Raw]:
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            yield _Raw(dict(record.headers.items()), record.reader.read(), file.name)


def _shown(one: _Raw, by_id: dict[str, _Raw]) -> Capture:
    fields = one.fields
    stamp = "".join(sign for sign in fields["WARC-Date"] if sign.isdigit())
    head, payload = _halves(one.block)
    if fields["WARC-Type"] == "response":
        return Capture("original", fields["WARC-Target-URI"], stamp, head, payload, one.file)
    original = by_id[fields["WARC-Refers-To"]]
    assert original.fields["WARC-Type"] in {"response", "conversion"}, "a revisit must not refer to a revisit"
    kind = "not-modified" if fields["WARC-Profile"].endswith("server-not-modified") else "identical"
    old_head, payload = _halves(original.block)
    url = original.fields["WARC-Target-URI"]
    return Capture(
        kind, fields["WARC-Target-URI"], stamp, head or old_head, payload, one.file, of=original.file, of_url=url
    )


def _halves(block: bytes) -> tuple[bytes, bytes]:
    head, blank, payload = block.partition(b"\r\n\r\n")
    return head + blank, payload
