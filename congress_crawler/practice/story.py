"""What happens to the articles of a small practice site, from one epoch to the next?

Numbers run from 0 (oldest); an epoch is three weeks. Everything is a function of (articles, epoch, number).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from itertools import count
from math import gcd

import msgspec

FEWEST = 30  # articles: with fewer, the numbers that something happens to would meet
BEIJING = timezone(timedelta(hours=8))
OPENED = date(2024, 5, 20)  # the day of epoch 0
WEEKS = timedelta(weeks=3)
ON_TOP, ADDED = 3, 4  # articles that an epoch brings: newest ones, and one more that is dated back
PER_EPOCH, RESERVED = 7, 2  # numbers that something happens to; pinned ones, which nothing happens to
DECOYS = 8  # articles in each section that is not to be crawled


class Turn(msgspec.Struct, frozen=True):
    """What an epoch does to articles that were there before."""

    edited: tuple[int, ...] = ()
    cosmetic: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()


class Story(msgspec.Struct, frozen=True, dict=True):
    """The articles of the section at one epoch.

    `redesign`: the epoch that gives every article a new address; `returns`: whether what epoch 1 took away is back at
    epoch 2; `late`: articles that came while the list was being walked.
    """

    articles: int
    epoch: int
    redesign: int | None = None
    returns: bool = False
    late: int = 0

    @property
    def era(self) -> int:
        """1 from the redesign on, else 0."""
        return int(self.redesign is not None and self.epoch >= self.redesign)

    @property
    def today(self) -> date:
        """The day of this epoch."""
        return OPENED + self.epoch * WEEKS

    def before(self) -> "Story":
        """The epoch before. Only for epochs from 1."""
        return msgspec.structs.replace(self, epoch=self.epoch - 1, late=0)

    @cached_property
    def turns(self) -> list[Turn]:
        """What happened at epoch 1, 2, … up to this one."""
        return [self._turn(epoch) for epoch in range(1, self.epoch + 1)]

    @cached_property
    def pinned(self) -> tuple[int, int]:
        """Two old articles that the list may repeat at its top."""
        return self._pick(0), self._pick(1)

    @cached_property
    def numbers(self) -> list[int]:
        """What the list shows, newest first but for a few rows that change places each epoch."""
        every = [number for number in self._ever() if not self.is_gone(number)]
        every.sort(key=lambda number: (self.day(number), number), reverse=True)
        for place in range(3 if self.epoch else 0):
            at = (5 + 11 * self.epoch + 13 * place) % (len(every) - 1)
            every[at], every[at + 1] = every[at + 1], every[at]
        return every

    def is_gone(self, number: int) -> bool:
        """Whether the article was taken off the site, and is not back."""
        return number in self._gone

    @cached_property
    def _gone(self) -> set[int]:
        back = self.turns[0].removed if self.returns and self.epoch > 1 else ()
        return {number for turn in self.turns for number in turn.removed}.difference(back)

    def day(self, number: int) -> date:
        """The publication date. One article of each epoch is dated back into the middle of the list."""
        gap = max(1, min(9, 3600 // self.articles))
        if number < self.articles:
            return OPENED - timedelta(days=2 + gap * (self.articles - 1 - number))
        epoch, place = divmod(number - self.articles, ADDED)
        if place == ON_TOP:
            return self.day(self.articles // 3 + 3 * epoch)
        return OPENED + (epoch + 1) * WEEKS - timedelta(days=11 - 4 * place)

    def revision(self, number: int) -> int:
        """How often the text was changed."""
        return sum(number in turn.edited for turn in self.turns)

    def stamp(self, number: int) -> int:
        """How often only the counter on the page was changed."""
        return sum(number in turn.cosmetic for turn in self.turns)

    def moves(self, number: int) -> int:
        """How often the article got another address, the redesign left out."""
        return sum(number in turn.moved for turn in self.turns)

    def changed(self, number: int) -> datetime:
        """Last-Modified: the evening of its day, or of the last epoch that changed its page."""
        last = [epoch for epoch, turn in enumerate(self.turns, 1) if number in (*turn.edited, *turn.cosmetic)]
        return datetime.combine(OPENED + last[-1] * WEEKS if last else self.day(number), time(17, 30), BEIJING)

    def _ever(self) -> Iterator[int]:
        """Every number up to now; what comes late has the numbers of the next epoch's newest."""
        yield from range(self.articles + ADDED * self.epoch + self.late)

    def _turn(self, epoch: int) -> Turn:
        if epoch == self.redesign:
            return Turn()
        one = [self._pick(RESERVED + PER_EPOCH * (epoch - 1) + place) for place in range(PER_EPOCH)]
        few = 1 + epoch % 2  # one or two: never the same again and again
        return Turn(tuple(one[:2]), tuple(one[2 : 2 + few]), tuple(one[4 : 4 + few]), (one[6],))

    def _pick(self, place: int) -> int:
        """Numbers far apart: a step without a common factor visits each once."""
        step = next(step for step in count(max(1, self.articles * 3 // 8)) if gcd(step, self.articles) == 1)
        return (3 + place * step) % self.articles


def story(articles: int, epoch: int, *, redesign: int | None, returns: bool) -> Story:
    """A story. In: how many articles at epoch 0, the epoch. Raises ValueError when they are too few for it."""
    most = (articles - RESERVED) // PER_EPOCH
    if articles < FEWEST or not 0 <= epoch <= most:
        raise ValueError(
            f"a small practice site has at least {FEWEST} articles, and an epoch from 0 to {most} with {articles};"
            f" asked: {articles} articles, epoch {epoch}"
        )
    return Story(articles, epoch, redesign, returns)
