"""Do other people's readers read our records, and do ours read only whole ones?"""

import gzip
import importlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from congress_crawler.archive import kinds
from congress_crawler.archive.members import Damage, Unreadable, next_member, read_at, scan
from congress_crawler.archive.record import Record, digest, fields, head_length, member, read_fields
from tests.archive.material import LIST, crawl, exchange, keep_article, open_site, page, run_line, unmodified, url

ArchiveIterator = importlib.import_module("warcio.archiveiterator").ArchiveIterator  # it has no types to import
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-Encoding : chunked\r\nServer: test\r\n\r\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two runs: three articles; then one the same, one unmodified, one edited, one gone, one chunked."""
    crawl(tmp_path, "run-1", range(3))
    archive = open_site(tmp_path, "run-2")
    archive.keep(exchange(0), role="article", via=LIST, list_url=LIST)
    archive.keep(unmodified(1), role="article", via=LIST, list_url=LIST)
    keep_article(archive, 2, edition=2)
    got = msgspec.structs.replace(exchange(5), head=CHUNKED, payload=b"abc\r\nlooks like a chunk\r\n")
    archive.keep(got, role="other", via=None, list_url=None)
    torn = msgspec.structs.replace(exchange(6), truncated="disconnect", payload=b"<html>half")
    archive.keep(torn, role="other", via=None, list_url=None)
    archive.close(run_line("run-2"))
    return tmp_path


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / "warc").iterdir())


def ours(folder: Path) -> list[Record]:
    found = [one for path in warcs(folder) for one in scan(path)]
    assert all(isinstance(one, Record) for one in found)
    return [one for one in found if isinstance(one, Record)]


def test_warcio_checks_every_digest_and_complains_of_none(site: Path) -> None:
    command = [Path(sys.executable).parent / "warcio", "check", "-v", *warcs(site)]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "fail" not in done.stdout
    assert done.stdout.count("not checked (revisit)") == 2
    assert done.stdout.count("digest pass") == len(ours(site)) - 2


def test_fastwarc_verifies_every_block_and_payload(site: Path) -> None:
    seen = 0
    for path in warcs(site):
        with path.open("rb") as file:
            for record in FastIterator(file, parse_http=False):
                assert record.verify_block_digest()
                seen += 1
        with path.open("rb") as file:
            for record in FastIterator(file, record_types=WarcRecordType.response):  # read each before the next
                assert record.verify_payload_digest()
    assert seen == len(ours(site))


def test_warcio_reads_the_same_records_at_the_same_places(site: Path) -> None:
    theirs = []
    for path in warcs(site):
        with path.open("rb") as file:
            walk = ArchiveIterator(file)
            for record in walk:
                body = record.content_stream().read()
                name = record.rec_headers.get_header("WARC-Record-ID")
                theirs.append((name, walk.get_record_offset(), walk.get_record_length(), body))
    for record, (name, offset, length, body) in zip(ours(site), theirs, strict=True):
        assert (record.id, record.offset, record.length) == (name, offset, length)
        if record.type == "response":
            assert record.payload == body


def test_a_body_that_came_in_chunks_is_read_whole_by_every_reader(site: Path) -> None:
    body = b"abc\r\nlooks like a chunk\r\n"
    record = next(one for one in ours(site) if one.payload == body)
    assert kinds.sent_head(record.head) == CHUNKED
    with warcs(site)[1].open("rb") as file:
        theirs = {one.headers.get("WARC-Record-ID"): one.reader.read() for one in FastIterator(file, auto_decode="all")}
    assert theirs[record.id] == body


def test_revisits_name_their_original_by_id_address_date_and_digest(site: Path) -> None:
    found = ours(site)
    same, unmodified = [one for one in found if one.type == "revisit"]
    for revisit, number in ((same, 0), (unmodified, 1)):
        original = next(one for one in found if one.type == "response" and one.url == url(number))
        assert revisit.headers["WARC-Refers-To"] == original.id
        assert revisit.headers["WARC-Refers-To-Target-URI"] == original.url
        assert revisit.headers["WARC-Refers-To-Date"] == original.date
        assert revisit.payload_digest == original.payload_digest == digest(page(number))
    assert (same.headers["WARC-Profile"].rsplit("/")[-1], same.status) == ("identical-payload-digest", 200)
    assert same.head.startswith(b"HTTP/1.1 200 OK")
    assert (unmodified.headers["WARC-Profile"].rsplit("/")[-1], unmodified.status) == ("server-not-modified", 304)
    assert unmodified.head == unmodified.payload == b""


def test_the_head_of_a_304_is_kept_verbatim_beside_its_revisit(site: Path) -> None:
    found = ours(site)
    revisit = next(one for one in found if one.status == 304)
    beside = [one for one in found if one.headers.get("WARC-Concurrent-To") == revisit.id]
    assert [one.type for one in beside] == ["request", "metadata", "metadata"]
    assert beside[1].payload == unmodified(1).head


def test_each_answer_has_its_request_and_pages_their_metadata(site: Path) -> None:
    found = ours(site)
    answer = next(one for one in found if one.type == "response" and one.url == url(0))
    request, metadata = [one for one in found if one.headers.get("WARC-Concurrent-To") == answer.id]
    assert (request.type, request.head + (request.payload or b"")) == ("request", exchange(0).request)
    said = read_fields(metadata.payload or b"")
    assert said == {"via": LIST, "fetchTimeMs": "12", "role": "article", "list": LIST}
    assert {one.date for one in (answer, request, metadata)} == {exchange(0).at}
    assert {one.headers["WARC-IP-Address"] for one in (answer, request, metadata)} == {"127.0.0.1"}


def test_a_cut_answer_says_why_and_is_no_original(site: Path) -> None:
    torn = next(one for one in ours(site) if one.headers.get("WARC-Truncated") == "disconnect")
    assert torn.payload == b"<html>half"
    archive = open_site(site, "run-3")
    again = archive.keep(exchange(6, payload=b"<html>half"), role="other", via=None, list_url=None)
    archive.abandon()
    assert not again.revisit


def test_every_file_begins_with_who_made_it_and_the_profile(site: Path) -> None:
    for number, path in enumerate(warcs(site), 1):
        info, profile = list(scan(path))[:2]
        assert isinstance(info, Record)
        assert isinstance(profile, Record)
        said = read_fields(info.payload or b"")
        assert (info.type, said["run"], said["isPartOf"]) == ("warcinfo", f"run-{number}", "lianxi")
        assert said["profile"] == digest(profile.payload or b"")
        assert profile.url == "urn:congress-crawler:profile:lianxi"


def test_each_record_stands_alone_as_a_gzip_file(site: Path) -> None:
    for path in warcs(site):
        data = path.read_bytes()
        for one in scan(path):
            assert isinstance(one, Record)
            alone = gzip.decompress(data[one.offset : one.offset + one.length])
            assert alone.startswith(b"WARC/1.1\r\n")
            assert alone.endswith(b"\r\n\r\n")


def test_read_at_gives_one_record_and_refuses_every_other_place(site: Path) -> None:
    path = warcs(site)[0]
    whole = list(scan(path))
    for one in whole:
        assert isinstance(one, Record)
        assert read_at(path, one.offset, one.length) == one
        for offset, length in ((one.offset + 1, one.length), (one.offset, one.length + 1)):
            with pytest.raises(Unreadable):
                read_at(path, offset, length)
    with pytest.raises(Unreadable, match="ends before"):
        read_at(path, path.stat().st_size)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_at(path.with_name("none.warc.gz"), 0)


def rewritten(record: Record, **fields_: str | None) -> bytes:
    """The member of a record with named fields changed (None: left out)."""
    headers = {**record.headers, **{name.replace("_", "-"): value for name, value in fields_.items()}}
    return member(msgspec.structs.replace(record, headers={k: v for k, v in headers.items() if v is not None}))


def pack(raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


def bad_members(record: Record) -> dict[str, bytes]:
    """Members that other readers let pass, by what is wrong with them."""
    raw = gzip.decompress(member(record))
    longer = len(record.head) + len(record.payload or b"")
    return {
        "does not end where": pack(
            raw.replace(b"Content-Length: %d\r\n" % longer, b"Content-Length: %d\r\n" % (longer - 5), 1)
        ),
        "Content-Length says": pack(
            raw.replace(b"Content-Length: %d\r\n" % longer, b"Content-Length: %d\r\n" % (longer + 50), 1)
        ),
        "more than one record": pack(raw + raw),
        "end where its": pack(raw[:-2]),
        "WARC-Block-Digest says": pack(raw.replace("视察".encode(), "观察".encode())),
        "WARC-Payload-Digest says": rewritten(record, WARC_Payload_Digest=digest(b"other")),
        "has no WARC-Block-Digest": rewritten(record, WARC_Block_Digest=None),
        "has no WARC-Payload-Digest": rewritten(record, WARC_Payload_Digest=None),
        "has no WARC-Record-ID": rewritten(record, WARC_Record_ID=None),
        "has no WARC-Date": rewritten(record, WARC_Date=None),
        "named fields of a WARC": pack(b"HTTP/1.1 200 OK\r\n\r\n"),
        "not UTF-8": pack(raw.replace(b"WARC-Date: ", b"WARC-Date: \xff", 1)),
        "has no Content-Length": pack(raw.replace(b"Content-Length: %d\r\n" % longer, b"Content-Length: -1\r\n", 1)),
    }


def test_the_reader_names_what_other_readers_let_pass(tmp_path: Path) -> None:
    good = kinds.response(exchange(1), digest(page(1)))
    path = tmp_path / "x.warc.gz"
    for why, bad in bad_members(good).items():
        path.write_bytes(bad + member(good))
        first, second = scan(path)
        assert isinstance(first, Damage), why
        assert why in first.why, (why, first.why)
        assert first.next == len(bad)
        assert isinstance(second, Record), why


def test_a_record_of_many_pieces_is_checked_but_not_held(tmp_path: Path) -> None:
    body = b"0123456789abcdef" * 400_000
    big = kinds.response(exchange(1, payload=body), digest(body))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(member(big) + member(kinds.resource("urn:x", big.date, "text/plain", b"next")))
    first, second = scan(path)
    assert isinstance(first, Record)
    assert (first.payload, first.head) == (None, big.head)
    assert isinstance(second, Record)
    assert read_at(path, 0).payload == body
    changed = bytearray(gzip.decompress(member(big)))
    changed[-1000] ^= 1
    path.write_bytes(pack(bytes(changed)))
    (damage,) = scan(path)
    assert isinstance(damage, Damage)
    assert damage.why.startswith("WARC-Block-Digest says")
    with pytest.raises(ValueError, match="was not read"):
        member(first)


def test_going_on_after_damage_finds_the_next_whole_record(site: Path) -> None:
    path = warcs(site)[0]
    data = bytearray(path.read_bytes())
    whole = [one for one in scan(path) if isinstance(one, Record)]
    hit = whole[4]
    data[hit.offset + 20] ^= 0xFF
    path.write_bytes(bytes(data))
    assert next_member(path, hit.offset + 1, len(data)) == whole[5].offset
    assert next_member(path, whole[-1].offset + 1, len(data)) is None


def test_fields_that_would_break_a_header_are_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        fields({"via": "http://a/\r\nWARC-Type: response"})
    with pytest.raises(ValueError, match="one line"):
        member(kinds.resource("urn:x\nWARC-Type: response", "2026-01-01T00:00:00Z", "text/plain", b""))


HEADS = st.binary(max_size=60).map(
    lambda raw: b"HTTP/1.1 200 OK\r\nX: " + raw.replace(b"\n", b"").replace(b"\r", b"") + b"\r\n\r\n"
)


@settings(deadline=None)
@given(head=HEADS, payload=st.binary(max_size=300), hold=st.sampled_from([0, 100, 1000]))
def test_what_is_written_is_read_back_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, payload: bytes, hold: int
) -> None:
    got = msgspec.structs.replace(exchange(1, payload=payload), head=head)
    record = kinds.response(got, digest(payload))
    path = tmp_path_factory.getbasetemp() / "law.warc.gz"
    path.write_bytes(member(record) + member(kinds.request(got, record)))
    first, second = scan(path, hold=hold)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.headers == record.headers
    assert first.head == head
    assert first.payload == (payload if len(payload) <= hold else None)
    assert second.head == got.request


@given(
    st.dictionaries(
        st.from_regex(r"[a-zA-Z]{1,8}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip),
    )
)
def test_warc_fields_come_back(values: dict[str, str]) -> None:
    assert read_fields(fields(values)) == values


@given(st.binary(max_size=80))
def test_a_head_ends_at_its_first_blank_line(rest: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"
    assert head_length(head + rest) == len(head)
