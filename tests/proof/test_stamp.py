"""Time stamps, from an authority of our own (openssl) on loopback: asked politely, and never at the cost of a crawl."""

import base64
import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from congress_crawler.proof import Head, NoStamp, check, heads, seal
from congress_crawler.proof.stamp import check_url, stamp, stamped_at, verified
from tests.archive import material
from tests.proof.authority import Authority, served
from tests.proof.material import faults, notes


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    pytest.importorskip("rfc3161_client", reason="the extra timestamp is not installed")
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def url(authority: Authority) -> Iterator[str]:
    with served(authority) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    material.crawl(tmp_path / "site", "run-0", range(3))
    return tmp_path / "site"


def ended(folder: Path, tsa: str) -> Head:
    head = seal(folder, "lianxi", "run-0", key=folder.with_name("key.pem"), tsa=tsa, agent="test/1 (+a@b.example)")
    assert head is not None
    return head


def test_a_head_is_stamped_and_openssl_agrees(folder: Path, authority: Authority, url: str) -> None:
    head = ended(folder, url)
    assert heads(folder) == [head]
    assert head.tsa is not None
    token = base64.b64decode(head.tsa)
    assert authority.verify(token, head.stamped())
    assert not authority.verify(token, head.stamped() + b"\n")
    at = verified(head.tsa, head.stamped(), (authority.folder / "ca.pem").read_bytes())
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=2)
    assert (faults(folder), notes(folder)) == ([], [])


def test_the_authority_is_asked_once_and_knows_by_whom(folder: Path, authority: Authority, url: str) -> None:
    authority.asked.clear()
    ended(folder, url)
    ((path, headers),) = authority.asked
    assert (path, headers["User-Agent"], headers["Content-Type"]) == (
        "/",
        "test/1 (+a@b.example)",
        "application/timestamp-query",
    )


@pytest.mark.parametrize("how", ["error", "redirect", "nonsense", "long", "other", "replay"])
def test_an_authority_that_misbehaves_costs_the_stamp_not_the_head(
    folder: Path, authority: Authority, url: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    stamp(url, b"something before")
    authority.asked.clear()
    head = ended(folder, url + how)
    assert head.tsa is None
    assert head.signature is not None
    assert [path for path, _ in authority.asked] == [f"/{how}"]
    assert "has no time stamp" in caplog.text
    assert all(record.levelno <= logging.WARNING for record in caplog.records)


def test_an_authority_that_is_not_there_costs_the_stamp_not_the_head(folder: Path, authority: Authority) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert ended(folder, f"http://127.0.0.1:{held.getsockname()[1]}/").tsa is None


def test_a_stamp_over_other_bytes_is_found(folder: Path, authority: Authority, url: str) -> None:
    head = ended(folder, url)
    forged = msgspec.structs.replace(head, tsa=stamp(url, b"other"))
    (folder / "heads.jsonl").write_bytes(msgspec.json.encode(forged) + b"\n")
    (fault,) = [fault for fault in check(folder, lambda _: None) if fault.kind != "note"]
    assert (fault.file, fault.where) == ("heads.jsonl", "line 1")
    assert "over other bytes" in fault.what


def test_a_stamp_of_somebody_else_is_not_trusted(authority: Authority, url: str, tmp_path: Path) -> None:
    token = stamp(url, b"data")
    assert stamped_at(token, b"data").tzinfo is UTC
    other = Authority(tmp_path)
    with pytest.raises(NoStamp, match="not by an authority"):
        verified(token, b"data", (other.folder / "ca.pem").read_bytes())
    with pytest.raises(NoStamp, match="not by an authority"):
        verified(token, b"data", b"no certificate")
    with pytest.raises(NoStamp, match="no time stamp response"):
        stamped_at("AAAA", b"data")


@pytest.mark.parametrize("url", ["ftp://tsa.example/", "file:///etc/passwd", "tsa.example", "http://", "https:///x"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(NoStamp, match="no http or https address"):
        check_url(url)
