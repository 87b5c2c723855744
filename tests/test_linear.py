"""Does any regular expression of the package take more than linear time on a string made to hurt it?"""

import contextlib
import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.patterns import attacks, compiled, patterns

FIRST, LAST = 2_000, 8_000  # characters
PAGE = 64_000  # characters, then twice as many: for the patterns that see whole pages
FLOOR = 0.003  # seconds under which a ratio says nothing
MOST = 0.050  # seconds for 8,000 characters
TWICE = 3.0  # times the time for twice the length: linear is 2, quadratic 4
TRIES = 4  # measurements that must all say so
WORST = 4  # of the attacks on a pattern that are pursued
PATIENCE = 0.2  # seconds after which a search is called endless
WHOLE_PAGES = ("extract.answer.", "extract.charset.", "listing.gentlecms")
# Patterns that are not linear, and why that does no harm: the longest string they are given, and who sees to it.
LINE = "a byline or a field of one: marks.is_labelled, below 200 characters; blanks collapsed by the sheet"
CRUMB = "marks.is_crumb, 150 characters, and eight stops of 20 more: crumbs.find"
OURS = "data of ours or the operator's: no page has a say in it"
BOUNDED: dict[str, tuple[int, str]] = {
    "extract.bylines._roled()": (80, "bylines.trailers: twice SHORT"),
    "extract.crumbs.PREFIX": (350, CRUMB),
    "extract.crumbs.SPLIT": (350, CRUMB),
    "extract.crumbs.ENDING": (350, CRUMB),
    "extract.phrases.adoption()": (70, "bylines._between: DATED; marks.is_dated: LONGEST_MARK"),
    "extract.phrases.end()": (60, "marks.is_end: LONGEST_MARK"),
    "extract.phrases.tool()": (60, "marks.is_tool: LONGEST_MARK"),
    "extract.phrases.path()": (150, "marks.is_crumb"),
    "extract.phrases.label()": (200, "marks.is_labelled: LONGEST_FOOTER"),
    "lexicon.divisions.ETHNIC": (30, "names of the lexicon"),
    "normalise.byline.LATIN": (200, LINE),
    "normalise.credit.SITE": (200, LINE),
    "normalise.credit.SOURCE": (200, LINE),
    "normalise.names.ACCOUNT": (200, LINE),
    "normalise.person.LATIN": (200, LINE),
    r"profile r'`\$(.*?)`$'": (300, OURS),
    "profile_checks r'\\s*[\\\"']?1\\b'": (300, OURS),
    "profile_checks.HEADER": (100, OURS),
}

PATTERNS = patterns()


class EndlessError(Exception):
    """A search that took longer than our patience."""


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Raise EndlessError inside when it takes too much CPU. The engine looks for signals while it searches."""

    def over(*_: object) -> None:
        raise EndlessError

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def uses(pattern: re.Pattern[Any]) -> dict[str, Callable[[Any], object]]:
    """The ways in which a pattern is applied."""
    return {
        "match": pattern.match,
        "fullmatch": pattern.fullmatch,
        "finditer": lambda text: sum(1 for _ in pattern.finditer(text)),  # search and all that follow
    }


def made(attack: tuple[str, str, str], size: int, pattern: re.Pattern[Any]) -> Any:
    """An attack of so many characters, or bytes for a pattern of bytes."""
    head, unit, end = attack
    text = head + unit * ((size - len(head) - len(end)) // len(unit) + 1) + end
    return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "ignore")


def seconds(use: Callable[[Any], object], text: Any, rounds: int = 1) -> float:
    """The least CPU time of some rounds; endless counts as our patience."""
    least = PATIENCE
    for _ in range(rounds):
        begin = time.thread_time()
        try:
            with patience():
                use(text)
        except EndlessError:
            return PATIENCE
        least = min(least, time.thread_time() - begin)
    return least


def worst(pattern: re.Pattern[Any], first: int) -> list[tuple[str, tuple[str, str, str]]]:
    """(use, attack) of those that take longest: of all of them at a small size, then of the worst at a larger one."""
    chosen = [(name, attack) for attack in attacks(pattern) for name in uses(pattern)]
    for size, keep, rounds in ((min(first, FIRST // 8), 8 * WORST, 1), (first, WORST, 2)):
        times: list[tuple[float, int]] = []
        for number, (name, attack) in enumerate(chosen):
            times.append((seconds(uses(pattern)[name], made(attack, size, pattern), rounds), number))
            if sum(took >= PATIENCE for took, _ in times) == WORST:
                break
        chosen = [chosen[number] for _, number in sorted(times, reverse=True)[:keep]]
    return chosen


def harm(pattern: re.Pattern[Any], sizes: tuple[int, ...], most: float) -> list[str]:
    """What hurts a pattern: each attack whose time grows faster than its length, or is too long at the end.

    Another process may take its share of the machine, so what looks harmful must look so each time it is measured.
    """
    found = []
    for name, attack in worst(pattern, min(FIRST, sizes[0])):
        told = [grown(uses(pattern)[name], attack, sizes, most, pattern)]
        while told[-1] and len(told) < TRIES:
            told.append(grown(uses(pattern)[name], attack, sizes, most, pattern))
        if told[-1]:
            found.append(f"{name} on {attack[0]!r} + {attack[1]!r} * n + {attack[2]!r}: {told[-1]}")
    return found


def grown(
    use: Callable[[Any], object],
    attack: tuple[str, str, str],
    sizes: tuple[int, ...],
    most: float,
    pattern: re.Pattern[Any],
) -> str:
    """How the time grows with the length, when it does so faster than it or is too long at the end; else nothing."""
    times = [seconds(use, made(attack, size, pattern), 3) for size in sizes]
    pairs = [(a, b) for a, b in itertools.pairwise(times) if b > FLOOR]
    if times[-1] <= most and not any(b > TWICE * a for a, b in pairs):
        return ""
    return ", ".join(f"{size}: {took * 1000:.2f} ms" for size, took in zip(sizes, times, strict=True))


def test_no_pattern_of_the_package_escapes_this_test() -> None:
    assert len([name for name in PATTERNS if " r'" not in name]) >= compiled() > 60
    assert len(PATTERNS) > 90


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_linear_time_on_strings_made_to_hurt_it(name: str) -> None:
    longest, _ = BOUNDED.get(name, (LAST, ""))
    sizes = (longest,) if name in BOUNDED else (FIRST, 2 * FIRST, LAST)
    assert harm(PATTERNS[name], sizes, MOST) == []


@pytest.mark.parametrize("name", [name for name in PATTERNS if name.startswith(WHOLE_PAGES)])
def test_a_pattern_that_sees_whole_pages_takes_linear_time_on_long_ones(name: str) -> None:
    assert harm(PATTERNS[name], (PAGE, 2 * PAGE), MOST * 2 * PAGE / LAST) == []


def test_every_exception_is_a_pattern_of_the_package() -> None:
    assert set(BOUNDED) <= set(PATTERNS)
    assert all(reason for _, reason in BOUNDED.values())


@pytest.mark.parametrize(
    "bad", [r"(?:a+)+$", r"(?:a|a)*b", r"\s+$", r"<a[^>]*>.*</a>", r"(\d+-)*\d+:", r"^(?:.*,){9}x"]
)
def test_the_test_itself_sees_patterns_that_are_not_linear(bad: str) -> None:
    assert harm(re.compile(bad), (FIRST, 2 * FIRST, LAST), MOST)


@pytest.mark.parametrize("good", [r"<[^<>]*>", r"\s{0,4}:", r"(?:19|20)\d\d", r"abc", r"[(（][^()]{0,40}[)）]"])
def test_the_test_itself_lets_linear_patterns_pass(good: str) -> None:
    assert harm(re.compile(good), (FIRST, 2 * FIRST, LAST), MOST) == []
