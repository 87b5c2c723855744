"""What a server shows of itself is kept, and one that cannot be trusted is told nothing."""

import hashlib
import subprocess
from pathlib import Path

from congress_crawler.archive.record import read_fields
from tests.faults.authority import Authority
from tests.faults.pages import article, listing
from tests.faults.server import Evil, Script, evil, page
from tests.faults.test_wire import records
from tests.support import COMMAND, PLAIN, last_run, lines

PATHS: dict[str, Script] = {"/list/": listing("/a/1"), "/a/1": page(article(1))}


def crawl(folder: Path, server: Evil, authority: Path | None) -> subprocess.CompletedProcess[str]:
    file = folder / "evil.toml"
    file.write_text(
        f'site = "evil"\nname = "试验人大"\nhosts = ["127.0.0.1:{server.port}"]\nhome = "{server.url}/"\n'
        f'checked = "practice"\n[[listing]]\nsection = ["市县人大", "工作剪影"]\nurl = "{server.url}/list/"\n',
        encoding="utf-8",
    )
    env = PLAIN | ({"SSL_CERT_FILE": str(authority)} if authority else {})
    command = [*COMMAND, "crawl", str(file), "--output", str(folder / "out"), "--delay", "0"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)


def test_version_cipher_and_certificate_stand_beside_every_capture(tmp_path: Path) -> None:
    context, certificate = Authority(tmp_path).server()
    with evil(PATHS, context) as server:
        done = crawl(tmp_path, server, tmp_path / "authority.pem")
        assert done.returncode == 0, done.stderr
    said = [read_fields(r.payload or b"") for r in records(tmp_path / "out/evil") if r.type == "metadata"]
    assert [one["role"] for one in said] == ["robots", "listing", "article"]
    assert {one["tls"] for one in said} == {"TLSv1.3"}
    assert {one["certificate"] for one in said} == {f"sha256:{hashlib.sha256(certificate).hexdigest()}"}
    assert all(one["cipher"].startswith("TLS_") for one in said)
    assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 1


def test_a_certificate_of_no_known_authority_ends_the_run_and_nothing_is_sent(tmp_path: Path) -> None:
    context, _ = Authority(tmp_path).server()
    with evil(PATHS, context) as server:
        done = crawl(tmp_path, server, None)
        assert done.returncode == 69
        assert "certificate verify failed" in done.stderr
        assert server.heard == []
    line = last_run(tmp_path / "out/evil")
    assert "certificate verify failed" in line["robots"][0]["says"]
    assert line["robots"][0]["warc"] is None


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    context, _ = Authority(tmp_path).server("127.0.0.9")
    with evil(PATHS, context) as server:
        done = crawl(tmp_path, server, tmp_path / "authority.pem")
        assert done.returncode == 69
        assert "IP address mismatch" in done.stderr
        assert server.heard == []
