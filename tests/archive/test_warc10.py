"""Is the export in WARC 1.0 complete, legal and reversible, and does it leave nothing half done?"""

import errno
import gzip
import hashlib
import resource
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from congress_crawler.archive import Rendering, warc10
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.export import NotExported, export
from congress_crawler.archive.members import scan
from congress_crawler.archive.record import LEVEL, Record
from tests.archive.material import AT, LIST, crawl, exchange, open_site, page, run_line, unmodified, url
from tests.archive.test_faults import FailingDisk
from tests.support import COMMAND, PLAIN, run
from tests.tools import use

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Unit: \xc7\xe0\xba\xcc\r\n\r\n"
BY = "congress-crawler/test"
#: The fields that WARC 1.0 defines (section 4).
DEFINED = {
    *("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length", "Content-Type", "WARC-Concurrent-To"),
    *("WARC-Block-Digest", "WARC-Payload-Digest", "WARC-IP-Address", "WARC-Refers-To", "WARC-Target-URI"),
    *("WARC-Truncated", "WARC-Warcinfo-ID", "WARC-Filename", "WARC-Profile", "WARC-Identified-Payload-Type"),
    *("WARC-Segment-Origin-ID", "WARC-Segment-Number", "WARC-Segment-Total-Length"),
}
EXTENSIONS = {"WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with every kind of record that we write, one of them larger than a piece of reading."""
    folder = tmp_path_factory.mktemp("warc10") / "lianxi"
    crawl(folder, "run-1", range(3))
    archive = open_site(folder, "run-2")
    shell = archive.keep(exchange(0), role="article", via=LIST, list_url=LIST)
    archive.keep(unmodified(1), role="article", via=LIST, list_url=LIST)
    archive.keep(exchange(4, payload=bytes(range(256)) * 12_000), role="other", via=None, list_url=None)
    archive.keep(msgspec.structs.replace(exchange(5), head=CHUNKED), role="other", via=None, list_url=None)
    torn = msgspec.structs.replace(exchange(6), truncated="disconnect", payload=b"<html>half")
    archive.keep(torn, role="other", via=None, list_url=None)
    dom = Rendering(url=f"{url(0)}#/1", asked=url(0), at=AT, html=page(9), of=shell.ref, made={"software": "test/1"})
    archive.keep_conversion(dom, role="other", via=None, list_url=None)
    archive.close(run_line("run-2"))
    return folder


def sources(site: Path) -> list[Path]:
    return sorted((site / "warc").iterdir())


def fields_of(front: bytes) -> list[tuple[str, str]]:
    rows = (row.partition(b": ") for row in front.split(b"\r\n")[1:] if row)
    return [(name.decode(), value.decode()) for name, _, value in rows]


def records(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Header (blank line included) and block of each record of an uncompressed WARC file."""
    while stream:
        front, blank, rest = stream.partition(b"\r\n\r\n")
        size = int(dict(fields_of(front))["Content-Length"])
        assert rest[size : size + 4] == b"\r\n\r\n"
        yield front + blank, rest[:size]
        stream = rest[size + 4 :]


def restored(front: bytes, block: bytes) -> bytes:
    """A record of the export as it was in the source: what docs/standards.md says, done by hand."""
    front = front.replace(b"WARC/1.0\r\n", b"WARC/1.1\r\n", 1)
    front = front.replace(b"netpreserve.org/warc/1.0/revisit/", b"netpreserve.org/warc/1.1/revisit/")
    named = dict(fields_of(front))
    if named["WARC-Type"] == "warcinfo":
        own, _, added = block.partition(b"sourceFormat: ")
        said = dict(fields_of(b"\r\nsourceFormat: " + added))
        before = dict(fields_of(b"\r\n" + own))
        block = own.replace(before["format"].encode(), said["sourceFormat"].encode())
        block = block.replace(before["conformsTo"].encode(), said["sourceConformsTo"].encode())
        for name, value in {
            "WARC-Filename": said["isFormatOf"],
            "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "Content-Length": str(len(block)),
        }.items():
            front = front.replace(f"{name}: {named[name]}".encode(), f"{name}: {value}".encode())
    return front + block + b"\r\n\r\n"


def test_an_export_turned_back_is_the_source_to_the_byte(site: Path, tmp_path: Path) -> None:
    for source in sources(site):
        made = export(source, tmp_path, "1.0", BY)
        found = list(records(gzip.decompress(made.path.read_bytes())))
        back = [restored(front, block) for front, block in found]
        assert b"".join(back) == gzip.decompress(source.read_bytes())
        packed = b"".join(_packed(one) for one in back)
        assert f"sourceDigest: sha256:{hashlib.sha256(packed).hexdigest()}".encode() in found[0][1]
        assert packed == source.read_bytes()


def _packed(whole: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    return packer.compress(whole) + packer.flush()


def test_every_record_is_one_of_warc_1_0_with_the_block_it_had(site: Path, tmp_path: Path) -> None:
    kinds = set()
    for source in sources(site):
        made = export(source, tmp_path, "1.0", BY)
        old = list(records(gzip.decompress(source.read_bytes())))
        new = list(records(gzip.decompress(made.path.read_bytes())))
        assert made.records == len(new) == len(old)
        for (front, block), (before, same) in zip(new, old, strict=True):
            named, had = dict(fields_of(front)), dict(fields_of(before))
            kinds.add(named["WARC-Type"])
            assert front.startswith(b"WARC/1.0\r\n")
            assert set(named) <= DEFINED | EXTENSIONS
            assert b"warc/1.1" not in front
            assert named["WARC-Record-ID"] == had["WARC-Record-ID"]
            assert block == same or named["WARC-Type"] == "warcinfo"
    assert kinds == {"warcinfo", "resource", "response", "request", "metadata", "revisit", "conversion"}


def test_the_file_says_what_it_was_made_from(site: Path, tmp_path: Path) -> None:
    source = sources(site)[0]
    made = export(source, tmp_path, "1.0", BY)
    front, block = next(records(gzip.decompress(made.path.read_bytes())))
    named = fields_of(b"\r\n" + block)
    said = dict(named)
    assert len(said) == len(named)  # no field twice (section 5.1)
    assert dict(fields_of(front))["WARC-Filename"] == made.path.name != source.name
    assert (said["format"], said["conformsTo"]) == (warc10.FORMAT, warc10.CONFORMS)
    assert said["isFormatOf"] == source.name
    assert said["sourceBytes"] == str(source.stat().st_size)
    assert said["sourceDigest"] == f"sha256:{hashlib.sha256(source.read_bytes()).hexdigest()}"
    assert BY in said["derivation"]


def test_our_own_reader_and_two_others_accept_it(site: Path, tmp_path: Path) -> None:
    made = [export(source, tmp_path, "1.0", BY) for source in sources(site)]
    for one in made:
        found = list(scan(one.path))
        assert len(found) == one.records
        assert all(isinstance(record, Record) for record in found)
        for tool in ("warcio", "fastwarc"):
            done = use(tool, "check", one.path)
            assert done.returncode == 0, done.stdout + done.stderr
    indexed = use("cdxj-indexer", *(one.path for one in made))
    whole = use("cdxj-indexer", *sources(site))
    assert indexed.returncode == 0, indexed.stderr
    assert [_place(row) for row in indexed.stdout.splitlines()] == [_place(row) for row in whole.stdout.splitlines()]


def _place(row: str) -> tuple[str, str, str]:
    key, stamp, rest = row.split(" ", 2)
    return key, stamp, msgspec.json.decode(rest)["digest"]


def test_the_same_export_twice_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    first = [export(source, tmp_path, "1.0", BY).path.read_bytes() for source in sources(site)]
    again = [export(source, tmp_path, "1.0", BY).path.read_bytes() for source in sources(site)]
    assert first == again
    assert len(list(tmp_path.iterdir())) == len(first)


def test_1_1_is_a_copy(site: Path, tmp_path: Path) -> None:
    done = run("export", site, "--warc-version", "1.1", "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    assert [(path.name, path.read_bytes()) for path in sorted((tmp_path / "lianxi").iterdir())] == [
        (path.name, path.read_bytes()) for path in sources(site)
    ]


def test_a_file_that_is_being_written_is_exported_as_far_as_it_is_whole(site: Path, tmp_path: Path) -> None:
    whole = sources(site)[0].read_bytes()
    growing = tmp_path / "growing.warc.gz"
    growing.write_bytes(whole[:-100])
    made = export(growing, tmp_path, "1.0", BY)
    assert made.records == len(list(records(gzip.decompress(whole)))) - 1
    assert 0 < made.left < len(whole)
    assert all(isinstance(record, Record) for record in scan(made.path))
    growing.write_bytes(b"")
    assert export(growing, tmp_path, "1.0", BY).records == 0


def test_damage_is_named_and_nothing_is_written(site: Path, tmp_path: Path) -> None:
    data = bytearray(sources(site)[0].read_bytes())
    data[len(data) // 2] ^= 1
    bad, to = tmp_path / "bad.warc.gz", tmp_path / "to"
    bad.write_bytes(data)
    to.mkdir()
    with pytest.raises(NotExported, match=r"bad\.warc\.gz: byte \d+: .*verify"):
        export(bad, to, "1.0", BY)
    assert not list(to.iterdir())


def test_a_date_that_1_0_cannot_say_is_refused_not_rounded() -> None:
    with pytest.raises(warc10.NotInWarc10, match=r"2027-01-02T03:04:05\.678Z"):
        warc10.header(b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2027-01-02T03:04:05.678Z\r\n\r\n")


def test_a_failure_at_any_call_leaves_no_half_file(site: Path, tmp_path: Path) -> None:
    source = sources(site)[0]
    counting = FailingDisk(0, 0, for_ever=False)
    whole = export(source, tmp_path, "1.0", BY, disk=counting).path
    size = whole.stat().st_size
    assert counting.calls > 4
    for fail_at in range(1, counting.calls + 1):
        whole.unlink(missing_ok=True)
        with pytest.raises(StorageError, match="make room"):
            export(source, tmp_path, "1.0", BY, disk=FailingDisk(fail_at, errno.ENOSPC, for_ever=False))
        assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [size])


def test_a_full_disk_is_exit_74_and_leaves_nothing(site: Path, tmp_path: Path) -> None:
    words = [*COMMAND, "export", str(site), "--warc-version", "1.0", "--to", str(tmp_path)]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env=PLAIN, timeout=60, preexec_fn=_little_room
    )
    assert done.returncode == 74, done.stderr
    assert "make room" in done.stderr
    assert not list((tmp_path / "lianxi").iterdir())


def _little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_the_archive_itself_is_no_place_for_an_export(site: Path) -> None:
    done = run("export", site, "--warc-version", "1.0", "--to", site.parent)
    assert done.returncode == 1
    assert "name another folder" in done.stderr


def test_an_unknown_version_is_a_usage_error(site: Path, tmp_path: Path) -> None:
    assert run("export", site, "--warc-version", "2.0", "--to", tmp_path).returncode == 1
