"""The proof of one article: small, and checked by docs/check_proof.py alone, as it is written."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive import Exchange
from congress_crawler.items import Article, Event
from congress_crawler.proof import Leaf, Unsealed, document, heads, inclusion, prove, seal
from congress_crawler.proof.article import find, leaves_of
from congress_crawler.proof.tree import consistency, included, leaf_hash, root
from tests.archive import material
from tests.proof.material import ARTICLES, archive, overwrite, row, sealed

SCRIPT = Path(__file__).parents[2] / "docs/check_proof.py"
#: Runs the script as it is written, where no part of this package can be imported.
ALONE = "import runpy, sys; sys.modules['congress_crawler'] = None; sys.argv = sys.argv[1:]; "
ALONE += "runpy.run_path(sys.argv[0], run_name='__main__')"


@pytest.fixture(scope="module")
def sealed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prove") / "site"
    archive(folder)
    return folder


@pytest.fixture
def site(sealed_site: Path) -> Iterator[Path]:
    """The sealed site; what a test changes in its row and head files is put back."""
    before = {path: path.read_bytes() for path in sealed_site.rglob("*") if path.is_file()}
    yield sealed_site
    for path, data in before.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def proof_of(folder: Path, article: Article, since: str | None = None) -> dict[str, Any]:
    found = find(folder, lambda one: one.id == article.id)
    assert found is not None
    return document(found.about(), leaves_of(folder, found), folder, since)


def script(proof: dict[str, Any], folder: Path, *files: Path, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Exit code and output of the script."""
    path = folder.with_name("proof.json")
    path.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    given = [str(file) for file in files] or [
        str(one) for one in [*(folder / "warc").iterdir(), folder / "articles.jsonl"]
    ]
    words = [sys.executable, "-I", "-c", ALONE, str(SCRIPT), str(path), *given, *more]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_script_has_at_most_60_lines_and_needs_cryptography_only() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert text.count("\n") <= 60
    names = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert names - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("number", [0, ARTICLES, 3 * ARTICLES - 1])
def test_an_article_is_proven_by_the_script_alone(site: Path, number: int) -> None:
    proof = proof_of(site, row(site, number))
    code, said = script(proof, site)
    assert code == 0, said
    assert said.count("proven:") == 6
    assert "NOT" not in said


def test_the_row_and_the_record_alone_are_enough(site: Path) -> None:
    """What `provenance` and `show-source` hand out: no need to give away a WARC file."""
    article = row(site, 5)
    assert article.provenance is not None
    ref = article.provenance.warc
    line, member = site.with_name("row.json"), site.with_name("member.gz")
    line.write_bytes(material.lines(site / "articles.jsonl")[5] + b"\n")
    member.write_bytes((site / "warc" / ref.file).read_bytes()[ref.offset : ref.offset + ref.length])
    code, said = script(proof_of(site, article), site, line, member)
    assert code == 0, said


def test_a_proof_is_small(site: Path) -> None:
    proof = proof_of(site, row(site), since="run-0")
    assert len(json.dumps(proof)) < 5_000
    paths = [len(leaf["path"]) for leaf in proof["leaves"]]
    assert max(paths) <= heads(site)[-1].size.bit_length()


def test_the_key_that_one_trusts_is_asked_for(site: Path) -> None:
    proof = proof_of(site, row(site))
    assert script(proof, site, more=("--key", proof["head"]["key"]))[0] == 0
    code, said = script(proof, site, more=("--key", "00" * 32))
    assert code == 1
    assert "NOT PROVEN: the tree head" in said


@pytest.mark.parametrize("earlier", [0, 1, 2])
def test_the_log_grew_from_a_head_that_was_kept(site: Path, earlier: int) -> None:
    kept = site.with_name("kept.json")
    kept.write_bytes(material.lines(site / "heads.jsonl")[earlier])
    proof = proof_of(site, row(site, 2), since=f"run-{earlier}")
    code, said = script(proof, site, more=("--earlier", str(kept)))
    assert code == 0, said
    assert "the log grew from your head" in said
    other = msgspec.json.decode(kept.read_bytes())
    kept.write_text(json.dumps({**other, "root": "11" * 32}), encoding="utf-8")
    code, said = script(proof, site, more=("--earlier", str(kept)))
    assert code == 1
    assert "NOT PROVEN: the log grew" in said


def test_every_consistency_proof_to_40_leaves_is_understood_by_the_script(site: Path) -> None:
    """Its climb against ours, with the very lines of the script."""
    text = SCRIPT.read_text(encoding="utf-8")
    climb = text[text.index("def climb") : text.index("\n\n\nargs =")]
    last = text[text.index("    path, zeros =") : text.index("    need(old")]
    leaves = [leaf_hash(bytes([number])) for number in range(40)]
    body = f"from hashlib import sha256\n{climb}\ndef ends_of(old, path, size):\n{last}\n    return ends"
    room: dict[str, Any] = {}
    exec(compile(body, "script", "exec"), room)
    for size in range(1, 41):
        for first in range(1, size):
            old = {"size": first, "root": root(leaves, 0, first).hex()}
            path = [node.hex() for node in consistency(leaves, first, size)]
            assert room["ends_of"](old, path, size) == (old["root"], root(leaves, 0, size).hex()), (first, size)
            wrong = {**old, "size": first + 1} if first + 1 < size else {**old, "root": "11" * 32}
            assert room["ends_of"](wrong, path, size) != (wrong["root"], root(leaves, 0, size).hex()), (first, size)


FORGED: dict[str, tuple[Any, ...]] = {
    "the text of the head": ("head", "text", lambda said: said.replace("run-2", "run-9")),
    "the signature": ("head", "signature", lambda said: said[::-1]),
    "another key": ("head", "key", lambda _: "a" * 64),
    "an index": ("leaves", 0, "index", lambda said: said + 1),
    "a path": ("leaves", 1, "path", lambda said: [said[1], said[0], *said[2:]]),
    "a path cut": ("leaves", 0, "path", lambda said: said[:-1]),
    "an offset": ("leaves", 0, "offset", lambda said: said + 1),
    "a length": ("leaves", 1, "length", lambda said: said - 1),
    "a digest": ("leaves", 1, "sha256", lambda _: "0" * 64),
    "a name": ("leaves", 1, "name", lambda _: "warc/other.warc.gz"),
}


@pytest.mark.parametrize("what", list(FORGED))
def test_a_forged_proof_is_refused(site: Path, what: str) -> None:
    proof = copy.deepcopy(proof_of(site, row(site, 3)))
    *way, change = FORGED[what]
    place: Any = proof
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = change(place[way[-1]])
    code, said = script(proof, site)
    assert code == 1, said


def test_a_row_or_record_that_was_changed_is_refused(site: Path) -> None:
    article = row(site, 4)
    assert article.provenance is not None
    proof = proof_of(site, article)
    place = (site / "articles.jsonl").read_bytes().index(article.id.encode())
    overwrite(site / "articles.jsonl", place + 300, b"#")
    code, said = script(proof, site)
    assert code == 1
    assert "NOT PROVEN: row: a file given has" in said
    with pytest.raises(Unsealed, match="not what was sealed"):
        inclusion(
            site, Leaf.row("articles.jsonl", sum(len(one) + 1 for one in material.lines(site / "articles.jsonl")[:4]))
        )


def test_the_record_of_another_article_is_refused(site: Path) -> None:
    """Both are sealed, but the row was read from another record."""
    proof, other = proof_of(site, row(site, 3)), proof_of(site, row(site, 4))
    proof["leaves"][1] = other["leaves"][1]
    code, said = script(proof, site)
    assert code == 1
    assert "NOT PROVEN: the row was read from this record" in said


def test_an_unsigned_head_proves_what_it_can(tmp_path: Path) -> None:
    material.crawl(tmp_path / "site", "run-0", range(3))
    seal(tmp_path / "site", "lianxi", "run-0", key="none")
    code, said = script(proof_of(tmp_path / "site", row(tmp_path / "site")), tmp_path / "site")
    assert code == 0, said
    assert "names the key None" in said


def test_a_revisit_is_proven_with_the_record_that_holds_its_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    archive(folder, 1)
    again = material.open_site(folder, "again")
    got: Exchange = msgspec.structs.replace(material.exchange(99), payload=material.page(3))
    kept = again.keep(got, role="article", via=material.LIST, list_url=material.LIST)
    assert kept.revisit
    made = material.row(99, kept, "again")
    again.add(made)
    event = Event(event="new", url=made.url, id=made.id, version=1, at=material.AT, run="again", evidence=kept.ref)
    again.add(event)
    again.close(material.run_line("again"))
    sealed(folder, "again")
    proof = proof_of(folder, made)
    assert [leaf["what"] for leaf in proof["leaves"]] == ["row", "record", "original"]
    original, first = proof["leaves"][2], row(folder, 3).provenance
    assert first is not None
    assert (original["name"], original["offset"]) == (f"warc/{first.warc.file}", first.warc.offset)
    (folder / "index.sqlite3").unlink()  # derived: without it the WARC files are looked through
    assert proof_of(folder, made) == proof
    assert script(proof, folder)[0] == 0


def test_leaves_that_are_missing_or_wrong_only_cost_time(site: Path) -> None:
    proof = proof_of(site, row(site, 7), since="run-1")
    overwrite(site / "leaves.bin", 90, b"\xff" * 500)
    assert proof_of(site, row(site, 7), since="run-1") == proof
    (site / "leaves.bin").unlink()
    assert proof_of(site, row(site, 7), since="run-1") == proof
    assert not (site / "leaves.bin").exists()  # asking writes nothing


def test_what_is_not_sealed_is_said(site: Path) -> None:
    with (site / "articles.jsonl").open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(Unsealed, match="the next crawl"):
        inclusion(site, Leaf.row("articles.jsonl", heads(site)[-1].files["articles.jsonl"]))
    with pytest.raises(Unsealed, match="no sealed record or row begins here"):
        inclusion(site, Leaf.row("articles.jsonl", 1))
    with pytest.raises(Unsealed, match="no head of run run-7"):
        prove(site, [], "run-7")
    with pytest.raises(Unsealed, match="nothing is sealed yet"):
        prove(site.with_name("nowhere"), [])


def test_an_inclusion_is_that_of_the_tree(site: Path) -> None:
    found = inclusion(site, Leaf.row("runs.jsonl", 0))
    data = f"{found.name}\n{found.offset}\n{found.length}\n{found.sha256}\n".encode()
    head = bytes.fromhex(heads(site)[-1].root)
    assert included(leaf_hash(data), found.index, found.size, [bytes.fromhex(node) for node in found.path], head)
