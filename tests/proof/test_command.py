"""The commands: a crawl ends with a signed head, `heads` and `prove` tell of it, and no key reaches the output."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from congress_crawler.practice.server import Server, serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.proof.authority import Authority, served
from tests.support import COMMAND, PLAIN, lines, run_later, start

SCRIPT = Path(__file__).parents[2] / "docs/check_proof.py"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(Site(24)) as server:
        yield server


@pytest.fixture(scope="module")
def crawled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs, the first with a key of its own making beside the output."""
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    for _ in range(2):
        done = crawl(folder, "--key", folder / "key.pem")
        assert done.returncode == 0, done.stderr
    return folder


def crawl(folder: Path, *more: object) -> "subprocess.CompletedProcess[str]":
    return run_later(0, "crawl", folder / "practice.toml", "--output", folder / "out", "--delay", 0, *more)


def test_each_run_ends_with_a_signed_head(crawled: Path) -> None:
    site = crawled / "out/practice"
    made, ran = lines(site / "heads.jsonl"), lines(site / "runs.jsonl")
    assert [head["run"] for head in made] == [line["run"] for line in ran]
    assert len({head["key"] for head in made}) == 1
    assert all(head["signature"] for head in made)
    assert "cryptography" in ran[0]["software"]


def test_no_key_reaches_the_output_and_none_of_the_tests_the_home(crawled: Path) -> None:
    assert (crawled / "key.pem").stat().st_mode & 0o777 == 0o600
    for path in (crawled / "out").rglob("*"):
        assert path.is_dir() or b"PRIVATE KEY" not in path.read_bytes()
    assert Path(PLAIN["XDG_CONFIG_HOME"]).is_relative_to(tempfile.gettempdir())


def test_heads_lists_them_and_exits_0(crawled: Path) -> None:
    done = run_later(0, "heads", crawled / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("signed by") == 2
    assert done.stdout.count("no time stamp") == 2


def test_prove_by_id_and_by_address_and_the_script_agree(crawled: Path) -> None:
    row = lines(crawled / "out/practice/articles.jsonl")[3]
    first = lines(crawled / "out/practice/heads.jsonl")[0]["run"]
    by_id, by_url = crawled / "id.json", crawled / "url.json"
    assert run_later(0, "prove", row["id"], crawled / "out", "--to", by_id, "--since", first).returncode == 0
    assert run_later(0, "prove", row["url"], crawled / "out", "--to", by_url, "--version", 1).returncode == 0
    assert json.loads(by_id.read_bytes())["leaves"] == json.loads(by_url.read_bytes())["leaves"]
    assert by_id.stat().st_size < 8_000
    warc = crawled / "out/practice/warc" / row["provenance"]["warc"]["file"]
    words = [sys.executable, "-I", SCRIPT, by_id, crawled / "out/practice/articles.jsonl", warc]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("prove", "nothing", "{out}", "--to", "{out}/p.json"), 1, "no row of nothing"),
        (("prove", "{id}", "{out}", "--to", "{out}/p.json", "--version", 9), 1, "no row of version 9"),
        (("prove", "{id}", "{out}", "--to", "{out}/no/such/folder.json"), 1, "cannot be written"),
        (("prove", "{id}", "{out}", "--to", "{out}/p.json", "--since", "x"), 74, "no head of run x"),
        (("heads", "{out}", "--tsa-ca", "{out}/none.pem"), 1, "cannot be read"),
        (("crawl", "{toml}", "--output", "{out}2", "--key", "{toml}"), 1, "--key none"),
        (("crawl", "{toml}", "--output", "{out}2", "--tsa", "ftp://x/"), 1, "no http or https address"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(crawled: Path, words: tuple[object, ...], code: int, said: str) -> None:
    names = {"out": crawled / "out", "toml": crawled / "practice.toml"}
    names["id"] = lines(crawled / "out/practice/articles.jsonl")[0]["id"]
    done = run_later(0, *(str(word).format(**names) for word in words))
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_head_is_told_and_the_next_crawl_refuses_to_build_on_it(server: Server, tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    assert crawl(tmp_path, "--key", tmp_path / "key.pem").returncode == 0
    path = tmp_path / "out/practice/heads.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"at":"2', b'"at":"3'))
    assert run_later(0, "heads", tmp_path / "out").returncode == 74
    done = crawl(tmp_path, "--key", tmp_path / "key.pem")
    assert done.returncode == 74
    assert "heads.jsonl: line 1: has a signature that is not over its text" in done.stderr


def test_unsigned_is_allowed_and_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    assert crawl(tmp_path, "--key", "none").returncode == 0
    (head,) = lines(tmp_path / "out/practice/heads.jsonl")
    assert (head["key"], head["signature"]) == (None, None)
    done = run_later(0, "heads", tmp_path / "out")
    assert done.returncode == 0
    assert "not signed" in done.stdout


def test_the_environment_names_the_key(server: Server, tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    words = [*COMMAND, "crawl", "practice.toml", "--output", "out", "--delay", "0"]
    env = {**PLAIN, "CONGRESS_CRAWLER_KEY": str(tmp_path / "mine.pem")}
    subprocess.run(words, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert (tmp_path / "mine.pem").exists()
    assert lines(tmp_path / "out/practice/heads.jsonl")[0]["signature"]


def test_a_signal_ends_the_run_with_a_head(server: Server, tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    process = start("crawl", tmp_path / "practice.toml", "--output", tmp_path / "out", "--delay", 0.2)
    end = time.monotonic() + 30
    while not lines(tmp_path / "out/practice/articles.jsonl"):
        assert time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    (head,) = lines(tmp_path / "out/practice/heads.jsonl")
    assert head["files"]["runs.jsonl"] == (tmp_path / "out/practice/runs.jsonl").stat().st_size


def test_a_crawl_is_stamped_and_heads_knows_whom_to_trust(server: Server, tmp_path: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="the extra timestamp is not installed")
    authority = Authority(tmp_path)
    (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
    with served(authority) as url:
        done = crawl(tmp_path, "--tsa", url, "--contact", "a@b.example")
        assert done.returncode == 0, done.stderr
    assert "a@b.example" in authority.asked[0][1]["User-Agent"]
    done = run_later(0, "heads", tmp_path / "out", "--tsa-ca", tmp_path / "ca.pem")
    assert (done.returncode, "of a trusted authority" in done.stdout) == (0, True), done.stderr
    done = run_later(0, "heads", tmp_path / "out")
    assert (done.returncode, "authority not checked" in done.stdout) == (0, True)
    first = lines(tmp_path / "out/practice/articles.jsonl")[0]["id"]
    assert run_later(0, "prove", first, tmp_path / "out", "--to", tmp_path / "proof.json").returncode == 0
    (tmp_path / "roots.pem").write_bytes((tmp_path / "ca.pem").read_bytes())
    told = (SCRIPT.with_name("proofs.md").read_text(encoding="utf-8").split("## Time stamps")[1]).split("```")[1]
    checked = subprocess.run(["bash", "-ec", told], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in checked.stdout + checked.stderr
    done = run_later(0, "heads", tmp_path / "out", "--tsa-ca", tmp_path / "tsa.key")
    assert (done.returncode, "not by an authority" in done.stdout) == (74, True)
