"""What is in one WACZ file?

archive/, indexes/, pages/, for a whole site ledgers/, and the manifest.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.draft import Draft
from congress_crawler.archive.sorting import Sorter
from congress_crawler.archive.wacz.blocks import DIRECTORY, INDEX, Blocks
from congress_crawler.archive.wacz.books import Books, pieces
from congress_crawler.archive.wacz.choice import Choice
from congress_crawler.archive.wacz.package import Package
from congress_crawler.archive.wacz.pages import EXTRA, PAGES, Articles, extra_pages, main_page
from congress_crawler.archive.wacz.plan import Plan

Walked = Callable[[int], None]  #: told how many more bytes have been copied


class Part(msgspec.Struct, frozen=True):
    """One of the files that a site is packed into."""

    number: int  #: from 1
    count: int  #: how many there are
    choice: Choice
    software: str

    def name(self, folder: Path, plan: Plan) -> str:
        """The name of the file: `<site>-<14 digits>[-since-…][-until-…][-run-…][-part-00001].wacz`."""
        stamp = "".join(sign for sign in plan.newest() if sign.isdigit())[:14]
        serial = f"-part-{self.number:05d}" if self.count > 1 else ""
        return f"{folder.resolve().name}-{stamp}{self.choice.name()}{serial}.wacz"

    def said(self, folder: Path, plan: Plan) -> dict[str, Any]:
        """What datapackage.json says of it. `created` is the date of its newest capture: no clock is asked."""
        main = main_page(plan, self.number)
        title = plan.title or folder.resolve().name
        return {
            "title": f"{title} ({self.number}/{self.count})" if self.count > 1 else title,
            "created": plan.newest(self.number),
            "software": self.software,
            **({"mainPageUrl": main[0], "mainPageDate": main[1]} if main else {}),
            **({"selection": self.choice.said()} if not self.choice.whole else {}),
            **({"part": {"number": self.number, "count": self.count}} if self.count > 1 else {}),
        }


def write(
    folder: Path, plan: Plan, part: Part, articles: Articles, books: Books | None, draft: Draft, walked: Walked
) -> None:
    """Write one part into a draft. In: `books`: the row files that lie in it. Raises StorageError or OSError."""
    with Package(draft) as package, Sorter(draft.path.parent) as sorter:
        for file, name, done in plan.files(part.number):
            _warc(folder, plan, part, (file, name, done), package, sorter, walked)
        blocks = Blocks()
        package.add(INDEX, blocks.index(sorter.lines()), size=sorter.size)
        package.add(DIRECTORY, blocks.directory(), size=sorter.size)
        package.add(PAGES, articles.pages(plan, part.number), size=articles.end, packed=True)
        package.add(EXTRA, extra_pages(plan, part.number), size=sorter.size, packed=True)
        for path, size, data in books.files() if books is not None else ():
            package.add(path, data, size=size, packed=True)
        package.finish(part.said(folder, plan))


def _warc(
    folder: Path,
    plan: Plan,
    part: Part,
    of: tuple[int, str, int],
    package: Package,
    sorter: Sorter,
    walked: Walked,
) -> None:
    """Copy what a part takes of one WARC file, member by member as it is, and sort in the lines of its index."""
    file, name, done = of
    size = sum(stop - start for start, stop in plan.ranges(part.number, file))
    kept = name if size == done else f"{name.removesuffix('.warc.gz')}-part-{part.number:05d}.warc.gz"

    def copied() -> Iterator[bytes]:
        at = 0
        for start, stop in plan.ranges(part.number, file):
            for entry in plan.entries(file, start, stop):
                moved = msgspec.structs.replace(entry, filename=kept, offset=at + entry.offset - start)
                sorter.add(moved.line())
            for piece in pieces(folder / "warc" / name, start, stop):
                walked(len(piece))
                yield piece
            at += stop - start

    package.add(f"archive/{kept}", copied(), size=size)
