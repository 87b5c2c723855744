"""Are the bytes that `show-source` writes the very bytes that the server sent?"""

import contextlib
import gzip
import subprocess
from pathlib import Path

from congress_crawler.archive.members import scan
from congress_crawler.archive.record import Record
from congress_crawler.items import Article
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.site import Site
from congress_crawler.provenance.finding import Where
from congress_crawler.provenance.shelf import Shelf
from congress_crawler.provenance.source import source
from tests.provenance.conftest import ARTICLES, Town
from tests.support import COMMAND, PLAIN, run_later

ASKED = {"host": "", "accept-encoding": "gzip, deflate"}


def shown(*words: object, code: int = 0) -> bytes:
    """What `show-source` writes."""
    command = [*COMMAND, "show-source", *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, env=PLAIN)
    assert done.returncode == code, done.stderr
    return done.stdout


def sent(town: Town, row: Article, epoch: int = 0) -> Answer:
    """What the practice site answers."""
    path = row.url.partition(f":{town.server.port}")[2]
    return Site(ARTICLES, epoch).respond("GET", path, ASKED | {"host": town.server.host})


def one(town: Town, *, coded: bool, chunked: bool) -> Article:
    """A row whose answer is or is not content-coded and chunked."""
    for row in town.rows():
        names = {name.lower() for name, _ in sent(town, row).headers}
        if row.version == 1 and ("content-encoding" in names, "transfer-encoding" in names) == (coded, chunked):
            return row
    raise AssertionError


def had(town: Town, row: Article, *, capture: str = "", **how: bool) -> bytes:
    """The same, in this process."""
    with contextlib.closing(Shelf(town.folder)) as shelf:
        found = source(Where(town.folder, row.id), shelf, version=None if capture else 1, capture=capture)
    return found.said(**{"headers": False, "decode": False, **how})


def test_the_payload_is_what_was_sent_and_decoded_only_when_asked(town: Town) -> None:
    plain, packed = one(town, coded=False, chunked=False), one(town, coded=True, chunked=False)
    assert had(town, plain) == sent(town, plain).body
    assert shown(packed.id, town.folder, "--version", 1) == sent(town, packed).body
    assert had(town, packed, decode=True) == gzip.decompress(sent(town, packed).body)


def test_the_head_is_verbatim_with_the_transfer_coding_that_the_archive_renames(town: Town) -> None:
    row = one(town, coded=True, chunked=True)
    head, _, body = shown(row.url, town.out, "--headers").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nTransfer-Encoding: chunked" in head
    assert b"X-Crawl-" not in head
    assert body == sent(town, row).body


def test_any_record_can_be_shown_by_its_id(town: Town) -> None:
    row = town.rows()[0]
    assert row.provenance is not None
    name = row.provenance.warc.record_id
    assert had(town, row, capture=name) == sent(town, row).body
    assert had(town, row, capture=name.strip("<>").removeprefix("urn:uuid:")) == sent(town, row).body
    info = next(one for one in scan(town.folder / "warc" / row.provenance.warc.file) if isinstance(one, Record))
    assert b"http-header-user-agent: congress-crawler/" in had(town, row, capture=info.id)


def test_what_is_not_there_is_said(town: Town, tmp_path: Path) -> None:
    row = town.rows()[0]
    for words, said in (
        ((row.id, town.out, "--version", 9), "has no version 9; there are 1"),
        ((row.id, town.out, "--capture", "nonsense"), "no record nonsense"),
        ((row.id, town.out, "--capture", "x", "--version", 1), "give one of them"),
        ((row.id, tmp_path), "holds no crawl"),
    ):
        done = run_later(0, "show-source", *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(town: Town) -> None:
    command = [*COMMAND, "show-source", town.rows()[0].id, str(town.out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()
