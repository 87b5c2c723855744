"""How far has the sorted index read each file, and is it still the index that was left there?"""

from pathlib import Path

import msgspec

from congress_crawler.archive.index import fingerprint

NAME = "index.cdxj"
STATE = "index.cdxj.json"
VERSION = 1  #: of the lines and what they mean; an index with another number is made anew


class Read(msgspec.Struct, frozen=True):
    """How far a WARC file has been read."""

    bytes: int
    tail: str  #: fingerprint of the bytes before it (index.fingerprint), base16


class State(msgspec.Struct, kw_only=True):
    """What `index.cdxj.json` holds."""

    version: int = VERSION
    size: int = 0  #: bytes of index.cdxj
    sha256: str = ""  #: of index.cdxj, base16
    tail: str = ""  #: fingerprint of its last bytes, base16
    files: dict[str, Read] = {}  #: by the name below warc/

    def done(self, name: str) -> int:
        """Up to which byte a file has been read."""
        return self.files[name].bytes if name in self.files else 0


def whole(folder: Path) -> State | None:
    """The state of an index that is as it was left, by its size and its end; None when it is not. Raises OSError."""
    try:
        state = msgspec.json.decode((folder / STATE).read_bytes(), type=State)
        size = (folder / NAME).stat().st_size
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
    same = state.version == VERSION and state.size == size and tail(folder / NAME, size) == state.tail
    return state if same else None


def replaced(folder: Path, state: State) -> str | None:
    """The first WARC file that is not the one that was read; None when each is as it was or has grown."""
    for name, read in state.files.items():
        if tail(folder / "warc" / name, read.bytes) != read.tail:
            return name
    return None


def tail(path: Path, size: int) -> str:
    """The fingerprint of a file up to a byte, base16; "" when the file is shorter or not there. Raises OSError."""
    found = fingerprint(path, size)
    return found.hex() if found is not None else ""


def sizes(folder: Path) -> dict[str, int]:
    """The WARC files of a folder by name, sorted, with the bytes they have now."""
    return {path.name: path.stat().st_size for path in sorted((folder / "warc").glob("*.warc.gz"))}
