"""Does a broken page ever end in anything but a record that says what the page says, or a named failure?"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.extract import read
from congress_crawler.extract.charset import decode
from congress_crawler.items import Article, Reason, Unreadable
from tests.extract import mutants
from tests.extract.material import PARAGRAPHS, TITLE, URL, page
from tests.extract.mutants import Mutant, Source
from tests.extract.seen import Seen, damaged, folded, invented

CAPTURED = date(2026, 11, 24)
REASONS = get_args(Reason)
SLOWEST = 1.0  # seconds of CPU for one page
AGAIN = 10  # of the mutants one in so many is read twice
OWN, FEW, MANY = 2000, 600, 100_000
SMALL = 80_000  # bytes of the gold pages that every run breaks; the soak breaks all
NO_GOLD = pytest.mark.skipif(not mutants.gold(), reason="the gold pages (../shared/gold) are not here")


class Outcome(msgspec.Struct):
    """What became of some mutants: how many ended how, what was wrong, and the slowest."""

    ends: Counter[str]
    wrong: list[str]
    slowest: tuple[float, int]


def reading(body: bytes, headers: list[tuple[str, str]] | None = None) -> tuple[Article | None, str]:
    """The record, or the reason why there is none."""
    try:
        return read(body, headers=headers or [], url=URL, captured=CAPTURED), "read"
    except Unreadable as fault:
        return None, fault.reason


def faults(mutant: Mutant, found: Article | None) -> list[str]:
    """What is wrong with the record of a mutant; with None, whether its characters came back at least."""
    if mutant.text is None and found is None:
        return []
    text, how = _decoded(mutant)
    if mutant.text is not None and text != mutant.text.removeprefix("\ufeff"):
        return [f"{mutant.changes[-1]}: read as {how}"]
    if found is None:
        return []
    assert msgspec.json.decode(msgspec.json.encode(found), type=Article) == found
    if (found.published is None) != ("published" in found.missing) or (not found.authors) != (
        "authors" in found.missing
    ):
        return [f"a null without a reason, or a reason without a null: {found.missing}"]
    return [f"{field}: {value[:120]!r}" for field, value in invented(found, Seen(text))]


def _decoded(mutant: Mutant) -> tuple[str, str]:
    try:
        read = decode(mutant.body, mutant.headers[0][1])
    except Unreadable as fault:
        return "", str(fault)
    return read.text, f"{read.charset.used} by {read.charset.rung}"


def outcome(seeds: Iterable[int], sources: tuple[Source, ...]) -> Outcome:
    """Break and read once for every seed."""
    result = Outcome(Counter(), [], (0.0, -1))
    for seed in seeds:
        mutant = mutants.mutant(seed, sources)
        begin = time.process_time()
        found, end = reading(mutant.body, mutant.headers)
        result.slowest = max(result.slowest, (time.process_time() - begin, seed))
        wrong = faults(mutant, found)
        if seed % AGAIN == 0 and reading(mutant.body, mutant.headers) != (found, end):
            wrong.append("two readings of the same bytes differ")
        result.ends[end] += 1
        result.wrong += [f"seed {seed} {mutant.changes}: {fault}" for fault in wrong]
    return result


def check(result: Outcome, of: int) -> None:
    print(f"{dict(result.ends)}; the slowest, seed {result.slowest[1]}: {result.slowest[0]:.3f} s")
    assert not result.wrong, "\n".join(result.wrong[:20])
    assert result.slowest[0] < SLOWEST, f"seed {result.slowest[1]} takes {result.slowest[0]:.2f} s"
    assert result.ends["read"] > of / 2  # else the changes are so rough that nothing is tested
    assert len(result.ends) > 3
    assert set(result.ends) <= {"read", *REASONS}  # the closed list


def test_our_own_pages_broken_in_every_way_say_nothing_that_they_do_not_say() -> None:
    check(outcome(range(OWN), mutants.own()), OWN)


@NO_GOLD
def test_real_pages_broken_in_every_way_say_nothing_that_they_do_not_say() -> None:
    check(outcome(range(FEW), mutants.gold(SMALL)), FEW)


def stretch(seeds: range) -> Outcome:
    """A share of the soak, in a process of its own: real pages and our own."""
    return outcome(seeds, (*mutants.own(), *mutants.gold()))


@pytest.mark.soak
def test_a_hundred_thousand_broken_pages() -> None:
    parts = [range(start, start + 1000) for start in range(0, MANY, 1000)]
    whole = Outcome(Counter(), [], (0.0, -1))
    with multiprocessing.get_context("spawn").Pool() as pool:
        for part in pool.imap_unordered(stretch, parts):
            whole.ends += part.ends
            whole.wrong += part.wrong
            whole.slowest = max(whole.slowest, part.slowest)
    check(whole, MANY)


SOURCES = (*mutants.own(), *mutants.gold())


@pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
def test_a_whole_page_says_all_that_its_record_says(source: Source) -> None:
    found, _ = reading(source.text.encode())
    assert found is not None
    assert invented(found, Seen(source.text)) == []
    assert damaged(found) == 0


@pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
def test_a_page_without_any_date_has_none(source: Source) -> None:
    found, _ = reading(mutants.undated(source.text).encode())
    if found is not None:
        assert (found.published, found.published_raw) == (None, None)
        assert found.missing["published"]


@pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
def test_a_page_without_labels_and_credits_has_no_author(source: Source) -> None:
    found, _ = reading(source.text.encode())
    assert found is not None
    names = [*(author.name for author in found.authors), *found.editors, *filter(None, [found.source])]
    bare, _ = reading(mutants.without(source.text, names).encode())
    if bare is not None:
        assert bare.authors == []
        assert bare.missing["authors"]


def whole() -> tuple[Article, Seen]:
    """The record of the page of the tests, and the page."""
    source = mutants.own()[-1]
    found, _ = reading(source.text.encode())
    assert found is not None
    return found, Seen(source.text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", f"{TITLE}报道"),
        ("published", "2021-05-14T08:30+08:00"),
        ("published", "2021-05-13T08:31+08:00"),
        ("source", "云溪晚报"),
        ("editors", ["方一帆"]),
        ("section", ["代表之家"]),
        ("byline_raw", "供稿：林一帆"),
    ],
)
def test_the_check_itself_sees_what_is_invented(field: str, value: object) -> None:
    found, seen = whole()
    setattr(found, field, value)
    assert [name for name, _ in invented(found, seen)] == [field]


def test_the_check_itself_sees_invented_names_texts_and_files() -> None:
    found, seen = whole()
    replace = msgspec.structs.replace
    found.authors[0] = replace(found.authors[0], name="方舟一")
    found.paragraphs[0] = replace(found.paragraphs[0], text="云溪县人大常委会昨日听取了水务工作的汇报，表示满意。")
    found.images[0] = replace(found.images[0], url="http://a.example/2.jpg")
    assert [name for name, _ in invented(found, seen)] == ["authors", "links", "paragraphs"]


@pytest.mark.parametrize(
    "form",
    ["2021-05-13", "2021年5月13日", "２０２１．５．１３", "二〇二一年五月十三日", "20210513", "21/5/13", "1620864000"],
)
def test_the_check_itself_knows_the_written_forms_of_a_day(form: str) -> None:
    assert Seen(f"<p>时间：{form} 08:30</p>").has_day(date(2021, 5, 13))
    assert not Seen(f"<p>时间：{form} 08:30</p>").has_day(date(2021, 3, 15))


def test_the_same_seed_breaks_a_page_in_the_same_way() -> None:
    assert [mutants.mutant(seed, mutants.own()) for seed in range(50)] == [
        mutants.mutant(seed, mutants.own()) for seed in range(50)
    ]
    seen = {change for seed in range(OWN) for change in mutants.mutant(seed, mutants.own()[-1:]).changes}
    assert set(mutants.CHANGES) <= seen


@given(st.binary(max_size=500))
def test_any_bytes_are_a_record_or_a_named_failure(body: bytes) -> None:
    reading(body)


@given(st.text(max_size=400))
def test_any_text_in_a_page_is_a_record_of_what_it_says_or_a_named_failure(text: str) -> None:
    written = page(f"<h1>{TITLE}</h1><p>{text}</p>{PARAGRAPHS}".encode("utf-8", "replace").decode())
    found, _ = reading(written)
    assert found is None or folded(TITLE) in folded(f"{found.title}{found.text}") or found.title
