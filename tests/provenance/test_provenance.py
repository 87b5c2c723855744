"""Does every answer lead to the bytes, and is it plain when one does not?"""

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive.disk import Disk
from congress_crawler.archive.lock import FolderLock
from congress_crawler.archive.members import read_at
from congress_crawler.items import WarcRef
from congress_crawler.provenance.finding import NoArticle, Where, find
from congress_crawler.provenance.gather import gather
from congress_crawler.provenance.model import SCHEMA
from congress_crawler.provenance.pages import uncoded
from congress_crawler.provenance.shelf import Shelf
from congress_crawler.provenance.tell import tell
from tests.provenance.conftest import DAYS, Town
from tests.support import lines, run_later

LATER = DAYS + 1


def asked(article: str, out: Path, *words: object, code: int = 0) -> dict[str, Any]:
    """What `provenance --json` says."""
    done = run_later(LATER, "provenance", article, out, "--json", *words)
    assert done.returncode == code, done.stdout + done.stderr
    return dict(json.loads(done.stdout))


def told(folder: Path, article: str, *more: Path) -> dict[str, Any]:
    """The same, in this process. In: the site's folder, and others in which the like is looked for."""
    with contextlib.closing(Shelf(folder)) as shelf:
        story, _ = gather(Where(folder, article), [folder, *more], shelf)
    return dict(json.loads(msgspec.json.encode(story)))


@pytest.fixture
def copy(town: Town, tmp_path: Path) -> Path:
    """The output folder, to spoil."""
    shutil.copytree(town.out, tmp_path / "out")
    return tmp_path / "out"


def test_every_field_of_every_version_reads_the_same_and_its_place_holds_its_string(town: Town) -> None:
    ids = list(dict.fromkeys(row.id for row in town.rows()))
    charsets, hows = set(), set()
    for story in (told(town.folder, one) for one in ids):
        for version in story["versions"]:
            assert (version["now"], version["differs"], version["faults"]) == ("same", [], [])
            ref = WarcRef(**version["row"]["provenance"]["warc"])
            body = uncoded(read_at(town.folder / "warc" / ref.file, ref.offset, ref.length))
            codec = version["row"]["charset"]["used"]
            charsets.add(codec)
            for field in (one for one in version["fields"] if one["raw"]):
                spot = field["spot"]
                assert spot["count"] >= 1
                if spot["record"]["record_id"] == ref.record_id:
                    shown = body[spot["byte"] :].decode(codec)[: spot["length"]]
                    hows.add(spot["how"])
                    assert field["raw"][0] == shown[0]
                    if spot["how"] == "literal":
                        assert shown == field["raw"]
    assert charsets >= {"utf-8", "gb18030"}
    assert hows == {"literal", "entities", "tags"}


def test_an_edit_shows_what_went_and_came_whole(town: Town) -> None:
    story = told(town.folder, town.article("edited"))
    first, second = story["versions"]
    before, after = ([part["text"] for part in one["row"]["paragraphs"]] for one in (first, second))
    assert [line[2:] for line in second["diff"] if line.startswith("- ")] == [one for one in before if one not in after]
    assert [line[2:] for line in second["diff"] if line.startswith("+ ")] == [one for one in after if one not in before]
    assert [one["event"]["event"] for one in story["events"]] == ["new", "edited"]
    assert len(story["captures"]) == 2
    assert story["faults"] == []


def test_a_removal_shows_the_answers_that_prove_it(town: Town) -> None:
    story = told(town.folder, town.article("removed"))
    removed = story["events"][-1]
    assert removed["event"]["event"] == "removed"
    assert "no longer shows it" in removed["event"]["because"]
    assert [(one["status"], one["sound"]) for one in removed["records"]] == [(404, True)]
    assert [one["said"]["status"] for one in story["captures"]] == [200, 404]
    assert story["failures"][0]["failure"]["reason"] == "not-found"


def test_it_names_request_listing_robots_run_and_seal_each_by_a_record_of_the_archive(town: Town) -> None:
    story = told(town.folder, town.rows()[0].id)
    row, way, robots, run = story["versions"][0]["row"], story["ways"][0], story["robots"][0], story["runs"][0]
    assert story["schema"] == SCHEMA
    assert story["captures"][0]["request"]["line"] == f"GET {row['url'].partition(str(town.server.port))[2]} HTTP/1.1"
    assert "a@example.org" in story["captures"][0]["request"]["headers"]["User-Agent"]
    assert story["captures"][0]["metadata"]["role"] == "article"
    assert (way["record"]["url"], way["run"]) == (row["provenance"]["list_url"], row["provenance"]["run"])
    assert row["title"] in way["spot"]["excerpt"]
    assert (robots["allows"], robots["status"], robots["line"]) == (True, 200, None)
    assert robots["says"].startswith('no rule of the group "*" names it')
    assert run["profile"]["payload_digest"] == row["provenance"]["profile"]
    assert (story["seal"]["signed"], story["seal"]["open"], story["seal"]["wrong"]) == (True, [], "")
    assert story["seal"]["included"] > story["records"] > 10
    for said in (way["record"], robots["record"], run["profile"], story["captures"][0]["said"]):
        ref = WarcRef(**said["ref"])
        assert read_at(town.folder / "warc" / ref.file, ref.offset, ref.length).id == ref.record_id


def test_files_that_an_article_carries_are_named_with_their_records(town: Town) -> None:
    kept = lines(town.folder / "files.jsonl")[0]
    story = told(town.folder, kept["id"])
    assert kept["url"] in {one["file"]["url"] for one in story["files"]}
    assert all(one["record"]["sound"] for one in story["files"] if one["file"]["warc"])


def test_for_people_it_is_plain_lines_in_a_pipe(town: Town) -> None:
    row = town.rows()[0]
    done = run_later(LATER, "provenance", row.id, town.out)
    assert done.returncode == 0, done.stderr
    heads = [line for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert [head.partition(":")[0] for head in heads] == [
        *(row.id, "Captures", "Versions", "Listing", "robots.txt in force", "Runs"),
        *("Fields of version 1, each read again now", "Files", "The same elsewhere", "Events", "Seal"),
        "Citation (GB/T 7714-2015; BibTeX; biblatex)",
    ]
    assert "\x1b" not in done.stdout
    assert row.digests.payload in done.stdout


def test_what_a_page_says_cannot_command_a_terminal(town: Town) -> None:
    where = Where(town.folder, town.rows()[0].id)
    with contextlib.closing(Shelf(town.folder)) as shelf:
        story, _ = gather(where, [town.folder], shelf)
    story.versions[-1].row.title = "题\x1b[31m目\u202e\r\n"
    story.versions[-1].fields[0].value = "题\x9b31m"
    said = "\n".join(tell(story))
    assert "题\\u001b[31m目\\u202e\\u000d\\u000a" in said
    assert not {"\x1b", "\x9b", "\u202e", "\r"} & set(said)


def test_an_article_is_found_by_id_beginning_and_any_spelling_of_its_address(town: Town) -> None:
    row = town.rows()[3]
    bare = row.url.removeprefix("http://")
    for name in (row.id, row.id[:-4], row.id.removeprefix("practice-"), row.url, bare, f"http://www.{bare}#top"):
        assert find(name, [town.folder]).id == row.id, name
    moved = next(one for one in town.rows() if one.provenance and one.provenance.listed and one.provenance.listed.url)
    assert moved.provenance is not None
    assert moved.provenance.listed is not None
    assert find(str(moved.provenance.listed.url), [town.folder]).id == moved.id
    story = told(town.folder, moved.id)
    assert 301 in {one["said"]["status"] for one in story["captures"]}


def test_what_is_no_article_gets_a_sentence_that_helps(town: Town) -> None:
    failed = next(one for one in lines(town.folder / "failures.jsonl") if one["reason"] == "soft-404")
    done = run_later(LATER, "provenance", failed["url"], town.out)
    assert done.returncode == 1
    assert "never became an article: soft-404" in done.stderr
    assert failed["warc"]["record_id"] in done.stderr
    with pytest.raises(NoArticle, match=f"the nearest is {town.rows()[0].id}"):
        find(town.rows()[0].id + "x", [town.folder])
    with pytest.raises(NoArticle, match="write more of it"):
        find("practice-", [town.folder])
    assert run_later(LATER, "provenance", "practice-0", town.out.parent).returncode == 1


def test_it_writes_nothing_into_the_archive_but_the_derived_index(copy: Path, town: Town) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    for name in ("index.cdxj", "index.cdxj.json"):
        (copy / "practice" / name).unlink(missing_ok=True)
    told(copy / "practice", town.rows()[0].id)
    changed = {path.name for path in copy.rglob("*") if path.is_file() and before.get(path) != path.stat().st_mtime_ns}
    assert changed <= {"index.cdxj", "index.cdxj.json"}


def test_without_a_usable_index_the_answer_is_the_same(copy: Path, town: Town) -> None:
    article = town.article("removed")
    story = told(copy / "practice", article)
    for name in ("index.cdxj", "index.cdxj.json"):
        (copy / "practice" / name).unlink()
        (copy / "practice" / name).mkdir()
    (copy / "practice/index.sqlite3").unlink()
    (copy / "practice/leaves.bin").unlink()
    again = told(copy / "practice", article)
    assert again | {"asked": ""} == story | {"asked": ""}


def test_while_a_crawl_writes_it_reads_what_is_whole(copy: Path, town: Town) -> None:
    folder = copy / "practice"
    article = town.rows()[0].id
    newest = max((folder / "warc").iterdir())
    with newest.open("ab") as file:
        file.write(newest.read_bytes()[:700])
        os.truncate(newest, newest.stat().st_size - 100)
    with (folder / "articles.jsonl").open("ab") as rows:
        rows.write(b'{"id":"practice-')
    lock = FolderLock.take(folder, Disk())
    try:
        story = told(copy / "practice", article)
    finally:
        lock.release()
    assert (story["faults"], story["notes"]) == ([], [])


def test_a_changed_byte_is_named_and_the_rest_still_told(copy: Path, town: Town) -> None:
    row = town.rows()[0]
    assert row.provenance is not None
    ref = row.provenance.warc
    path = copy / "practice/warc" / ref.file
    raw = bytearray(path.read_bytes())
    raw[ref.offset + ref.length // 2] ^= 1
    path.write_bytes(raw)
    story = asked(row.id, copy, code=74)
    assert f"warc/{ref.file}" in story["faults"][0]
    assert story["versions"][0]["now"] == "unread"
    assert story["ways"][0]["record"]["sound"]
    assert story["seal"]["wrong"] == f"not as it was sealed any more: record {ref.record_id}"
    assert run_later(LATER, "provenance", row.id, copy).returncode == 74


def test_an_edited_row_is_named_by_what_its_record_gives(copy: Path, town: Town) -> None:
    path = copy / "practice/articles.jsonl"
    row = town.rows()[0]
    rows = path.read_bytes().split(b"\n")
    rows[0] = rows[0].replace(str(row.title).encode(), "别的题目".encode())
    path.write_bytes(b"\n".join(rows))
    story = asked(row.id, copy, code=74)
    version = story["versions"][0]
    assert "title" in version["differs"]
    title = next(one for one in version["fields"] if one["name"] == "title")
    assert (title["now"], title["gives"]) == ("differs", row.title)


def test_the_same_bytes_at_another_address_are_named(town: Town, copy: Path) -> None:
    row = town.rows()[0]
    twin = copy / "practice-copy"
    shutil.copytree(copy / "practice", twin)
    name = row.id.replace("practice-", "practice-copy-").encode()
    path = twin / "articles.jsonl"
    path.write_bytes(path.read_bytes().replace(row.id.encode(), name))
    story = told(copy / "practice", row.id, twin)
    assert [(one["kind"], one["id"]) for one in story["twins"]] == [("same-bytes", name.decode())]
