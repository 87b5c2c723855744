"""What can keep us from keeping?

Four answers for the caller, one base class to catch them all. Every message says what happened, where, and what
to do next.
"""


class ArchiveError(Exception):
    """Base of everything this room raises about the state of the disk."""


class StorageError(ArchiveError):
    """The disk refused a write, an fsync or the folder itself. Write no more; leave with exit 74.

    After the first one every later call on the same archive raises one too: a second fsync may "succeed" although
    the kernel dropped the pages of the first (PostgreSQL's fsync handling, 2018-11-19), so nothing is retried.
    """


class Locked(ArchiveError):
    """Another process writes into this folder. `pid` as it wrote it down; None when it had not yet."""

    def __init__(self, folder: str, pid: int | None) -> None:
        who = "another process" if pid is None else f"process {pid}"
        super().__init__(f"{folder} is being written by {who}: wait for it to end, or stop it, and start again")
        self.pid = pid


class Damaged(ArchiveError):
    """Damage that no crash of ours explains: nothing was changed. `file`, `where` (byte or line) and `why` name it."""

    def __init__(self, file: str, where: str, why: str) -> None:
        super().__init__(
            f"{file}: {where}: {why}. This is no torn tail, so nothing was cut and nothing is written: "
            "restore the file from a copy, or move the folder away and crawl anew; `verify` names all that is bad"
        )
        self.file = file
        self.where = where
        self.why = why


class Unfinished(ArchiveError):
    """A file whose end a reader cannot read: perhaps a torn tail, perhaps damage. `file`, `where`, `why` as in Damaged.

    For readers that change nothing (replay, reextract): only the opening for a crawl knows which of the two it is.
    """

    def __init__(self, file: str, where: str, why: str) -> None:
        super().__init__(
            f"{file}: {where}: {why}. Run a crawl, which cuts torn tails, or `verify`, which names all that is bad"
        )
        self.file = file
        self.where = where
        self.why = why
