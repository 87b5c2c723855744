"""What if a section has one list for each city?"""

from datetime import date

from congress_crawler.practice.dialects.trs import lists_one
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving


def _first(column: Column, _era: int) -> str:
    return f"/{column.parent}/{column.code}/" if column.parent else f"/{column.code}/"


def _article(column: Column, ident: int, day: date, era: int) -> str:
    return f"{_first(column, era)}{day:%Y%m}/t{day:%Y%m%d}_{ident}.shtml"


KINDS = (
    Serving(
        Kind(
            name="sublists",
            dialect="trs",
            site="青原人大门户",
            columns=columns(
                Column("市县人大", "sxrd", 1061),
                Column("云栖市", "yqs", 1062, "sxrd", ours=True),
                Column("白鹭市", "bls", 1063, "sxrd", ours=True),
                Column("鹿鸣市", "lms", 1064, "sxrd", ours=True),
                Column("星渡市", "xds", 1065, "sxrd", ours=True),
            ),
            first=_first,
            article=_article,
            look=Look(skin=0, name="citylist", day="%Y-%m-%d", link="relative", nested=False),
            size=12,
            total=False,
            validators=True,
        ),
        lists_one,
    ),
)
