"""Did the walk find all that the listing promised, and is the site still the one we knew?

`warnings` compares one walk with itself, `alarms` a run with the runs before. Pure: structs in, sentences out.
"""

import math
from collections import Counter
from collections.abc import Iterator

from congress_crawler.items import Run, Walked

WINDOW = 10  #: runs that an alarm looks back on; an alarm nobody answers is the usual thing after as many
ENOUGH = 20  #: pages read before, below which there is no usual thing to compare with
SHARE = 0.9  #: "a field's fill-rate under 90 % of its last runs" (DESIGN, issue 4, section 6)
#: How improbable so few filled fields must be on an unchanged site. Every run tests five fields, so at 0.05 up to a
#: quarter of all runs would cry wolf; at 0.001 at most one in 200 does, as far as articles are independent. A redesign
#: is far below: three empty fields of three, after 100 full ones of 100, have a probability of 0.000001.
CHANCE = 0.001


def warnings(walked: Walked) -> list[str]:
    """What does not agree in the walk of one listing.

    In: the walk, its counts final. Out: sentences with numbers; [] when all agrees. A walk for news only (full is
    false) is not measured by what the listing promises in all.
    """
    return [*_read(walked), *_promised(walked), *_accounted(walked)]


def _read(walked: Walked) -> Iterator[str]:
    ended = f"it ended with: {walked.ended or 'no reason given'}"
    if walked.pages == 0:
        yield f"no page of it was read; {ended}"
    elif walked.rows == 0:
        yield f"it lists nothing: 0 rows on {count(walked.pages, 'page')}; {ended}"
    elif walked.full and not walked.complete:
        tries = f", walked {walked.walks} times" if walked.walks > 1 else ""
        yield f"it was not read to its end: {count(walked.pages, 'page')}{tries}; {ended}"


def _promised(walked: Walked) -> Iterator[str]:
    said, rows, links = walked.promised, walked.rows, walked.links
    if said is not None and said > links and walked.full:
        if rows >= said:
            again = f"{rows - links} more rows than links, so some repeat a link"
            yield f"it promises {said} rows and shows {rows}, but {links} links: {again}"
        else:
            yield f"it promises {said} rows, {links} links were found: {said - links} are missing"
    elif said is not None and links > said:
        yield f"it promises {said} rows, {links} links were found: {links - said} more than promised"
    said = walked.promised_pages
    if said is not None and (walked.pages > said or (walked.full and walked.pages < said)):
        yield f"it promises {count(said, 'page')}, {walked.pages} were read"


def _accounted(walked: Walked) -> Iterator[str]:
    settled = walked.new + walked.edited + walked.known + walked.failed
    sums = f"{walked.new} new + {walked.edited} edited + {walked.known} known + {walked.failed} failed"
    if settled < walked.links:
        left = walked.links - settled
        yield f"{left} of {walked.links} links are not accounted for ({sums}): left by --limit, or the run ended early"
    elif settled > walked.links:
        yield f"{sums} is {settled}, more than its {walked.links} links"
    if (named := sum(walked.reasons.values())) != walked.failed:
        yield f"{walked.failed} links failed, but {named} have a reason"


def count(number: int, noun: str) -> str:
    """A number of things in words. In: how many; what one of them is called.

    >>> count(1, "page"), count(3, "page")
    ('1 page', '3 pages')
    """
    return f"{number} {noun}{'es' if noun.endswith('s') else 's'}" if number != 1 else f"1 {noun}"


def alarms(line: Run, before: list[Run]) -> list[str]:
    """Why a person should look at the site: signs of a redesign.

    In: the run's line, its counts final; the site's earlier runs, oldest first. Out: sentences with numbers, each worth
    exit 65; [] when there is no sign.
    """
    return [*_emptied(line, before), *_unfilled(line, [run for run in before if run.read][-WINDOW:])]


def _emptied(line: Run, before: list[Run]) -> Iterator[str]:
    """Listings that were read, show no row, and had rows before."""
    for name, walked in by_name(line).items():
        past = [(run, by_name(run)[name].rows) for run in before if name in by_name(run)]
        had = next(((run, rows) for run, rows in reversed(past) if rows), None)
        if had is not None and walked.pages and not walked.rows:
            shown = f"0 rows on {count(walked.pages, 'page')}, {had[1]} in the run of {had[0].started[:10]}"
            yield f"{name} lists nothing: {shown}. Look at {walked.url}; has the site been redesigned?"


def _unfilled(line: Run, past: list[Run]) -> Iterator[str]:
    """Fields that used to be filled and are not any more, chance ruled out."""
    read = sum(run.read for run in past)
    filled: Counter[str] = Counter()
    for run in past:
        filled.update(run.filled)
    for field, had in sorted(filled.items()) if read >= ENOUGH else ():
        now = line.filled.get(field, 0)
        usual = (had + 1) / (read + 2)  # Laplace's rule of succession: 100 of 100 is no promise of 100 %
        if now * read < SHARE * had * line.read and tail(now, line.read, usual) < CHANCE:
            what = f"is read on {now} of {line.read} pages, was on {had} of {read} in {count(len(past), 'run')} before"
            yield f"{field} {what}. Look at a page; has the site been redesigned?"


def tail(most: int, tried: int, share: float) -> float:
    """The probability of at most `most` hits in `tried`, when each hits with probability `share` (0 < share < 1).

    The binomial sum. Its terms by logarithms, since math.comb of some thousands is beyond a float.

    >>> round(tail(1, 2, 0.5), 12), tail(2, 2, 0.5)
    (0.75, 1.0)
    """
    if most >= tried:
        return 1.0
    return min(1.0, math.fsum(_term(hits, tried, share) for hits in range(most + 1)))


def _term(hits: int, tried: int, share: float) -> float:
    ways = math.lgamma(tried + 1) - math.lgamma(hits + 1) - math.lgamma(tried - hits + 1)
    return math.exp(ways + hits * math.log(share) + (tried - hits) * math.log1p(-share))


def by_name(run: Run) -> dict[str, Walked]:
    """The listings of a run by a name that lasts when the address changes.

    In: a run. Out: section names joined by " › ", with the address where two listings share them or there are none.
    """
    often = Counter(" › ".join(walked.section) for walked in run.listings)
    names = [(" › ".join(walked.section), walked) for walked in run.listings]
    return {name if name and often[name] == 1 else f"{name} {walked.url}".strip(): walked for name, walked in names}
