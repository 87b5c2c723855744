"""A process that keeps articles until it is done, killed, or out of disk: `python -m tests.archive.child FOLDER RUN N`.

Exit 0 when all N articles have a row, 74 on StorageError, 75 when the folder is locked. Says "open" when it is open.
`--limit BYTES` sets RLIMIT_FSIZE; `--size BYTES` is the size of a page.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

from congress_crawler.archive.errors import Locked, StorageError
from congress_crawler.archive.site import SiteArchive
from tests.archive.material import article_id, keep_article, keep_listing, open_site, run_line


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("run")
    parser.add_argument("count", type=int)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--size", type=int, default=600)
    parser.add_argument("--pause", type=float, default=0.0)
    asked = parser.parse_args()
    if asked.limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.limit, asked.limit))
    try:
        archive = open_site(asked.folder, asked.run)
    except Locked as error:
        sys.stderr.write(f"{error}\n")
        return 75
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        return 74
    sys.stdout.write("open\n")
    sys.stdout.flush()
    return work(archive, asked)


def work(archive: SiteArchive, asked: argparse.Namespace) -> int:
    code = 0
    try:
        keep_listing(archive)
        for number in range(asked.count):
            if archive.article(article_id(number)) is None:
                keep_article(archive, number, size=asked.size)
            archive.tick()
            time.sleep(asked.pause)
            if number % 10 == 9:
                archive.commit()
        archive.close(run_line(asked.run))
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        code = 74
        archive.abandon()
    return code


if __name__ == "__main__":
    sys.exit(main())
