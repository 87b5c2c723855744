"""Which kinds of practice sites are there?"""

from functools import cache

from congress_crawler.practice.dialects import (
    aspnet,
    enorth,
    gentlecms,
    hanweb,
    json,
    newest,
    path,
    plain,
    query,
    router,
    router_api,
    script,
    sublists,
    trap,
    trs,
    truecms,
    vsb,
)
from congress_crawler.practice.facts import Truth, TruthRow
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.small import PracticeSite
from congress_crawler.practice.story import story

__all__ = ["KINDS", "PracticeSite", "Truth", "TruthRow", "make"]

ROOMS = (gentlecms, trs, hanweb, vsb, enorth, query, path, aspnet, json, truecms, script, plain)
ODD_ROOMS = (router, router_api, newest, sublists, trap)
SERVINGS: tuple[Serving, ...] = tuple(serving for room in (*ROOMS, *ODD_ROOMS) for serving in room.KINDS)
#: Their names.
KINDS: tuple[str, ...] = tuple(serving.kind.name for serving in SERVINGS)


def make(kind: str, epoch: int = 0, articles: int | None = None, *, shifting: bool = False) -> PracticeSite:
    """A practice site.

    In: one of KINDS; the epoch, 0 or how many times three weeks later it is; how many articles the section has at epoch
    0, at least 30, None for what is usual of the kind; whether its list changes while it is walked. Raises KeyError
    for another kind, ValueError when the articles are too few for the epoch.
    """
    serving = _by_name()[kind]
    one = serving.kind
    tale = story(articles or one.articles, epoch, redesign=one.redesign, returns=one.returns)
    return PracticeSite(serving, tale, shifting=shifting)


@cache
def _by_name() -> dict[str, Serving]:
    return {serving.kind.name: serving for serving in SERVINGS}
