"""What stands in the list of 工作剪影, and on which of its files?"""

from functools import cached_property

import msgspec

from congress_crawler.items import Reason
from congress_crawler.practice.plan import Plan

LARGE = 2000  # articles; beyond, files are cut as on a real site: 50 client-side pages of 20 rows, then 500 rows


class Item(msgspec.Struct, frozen=True):
    """A row that leads to an article of this section."""

    number: int
    pinned: bool = False


class Extra(msgspec.Struct, frozen=True):
    """A row that leads elsewhere, and why it can be no article."""

    href: str
    title: str
    day: str
    reason: Reason


Entry = Item | Extra

EXTRAS = (
    Extra(
        "http://www.yunqi-practice.gov.cn/rd/20190611/1042.html",
        "云栖市：市人大网站转载的消息",
        "2021-02-02",
        "off-site",
    ),
    Extra("https://mp.weixin.qq.com/s/practice-site-0001", "微信推送：代表说，代表做", "2019-08-08", "off-site"),
    Extra("/uploads/files/report.pdf", "青禾县人大常委会年度工作一览（PDF）", "2018-01-15", "not-html"),
    Extra("/uploads/files/form.doc", "代表履职登记表（下载）", "2016-05-20", "not-html"),
    Extra("javascript:openVideo('711')", "视频：联络站的一天", "2014-10-10", "bad-url"),
)


class Paging(msgspec.Struct, frozen=True, dict=True):
    """The rows of the list in order, cut into files of `first`, then `then` rows."""

    plan: Plan
    first: int
    then: int

    @cached_property
    def listed(self) -> list[int]:
        """The numbers listed, newest first."""
        return [number for number in reversed(self.plan.numbers) if not self.plan.is_gone(number)]

    @property
    def promised(self) -> int:
        """The total that the list states: distinct links."""
        return len(self.listed) + len(EXTRAS)

    @property
    def files(self) -> int:
        """How many files the list has."""
        rest = self.promised + len(self.plan.pinned) - self.first
        return 1 + max(0, -(-rest // self.then))

    def name(self, page: int) -> str:
        """The file name of a page: index.shtml, index_1.shtml, …"""
        return f"index_{page}.shtml" if page else "index.shtml"

    def slice(self, page: int) -> list[Entry]:
        """The rows of one file."""
        entries: list[Entry] = [Item(number) for number in self.listed]
        step = len(entries) // (len(EXTRAS) + 1)
        for place, extra in enumerate(EXTRAS, 1):
            entries.insert(place * step, extra)
        entries[:0] = [Item(number, pinned=True) for number in self.plan.pinned]
        start = 0 if page == 0 else self.first + (page - 1) * self.then
        return entries[start : start + (self.then if page else self.first)]


def paging(plan: Plan, first: int | None, then: int | None) -> Paging:
    """The list of a site; None for the sizes that suit its number of articles."""
    usual = (1000, 500) if plan.articles > LARGE else (240, 60)
    return Paging(plan, first or usual[0], then or usual[1])
