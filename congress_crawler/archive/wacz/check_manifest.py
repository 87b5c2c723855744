"""Does the manifest list what is there, all of it, as it is?"""

import hashlib
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec

from congress_crawler.archive.wacz.package import DATAPACKAGE, DIGEST, VERSION

LIMIT = 1 << 26  #: bytes of a manifest that are read; ours has 200 for each WARC file


class Seen(msgspec.Struct, frozen=True):
    """An entry as it was read."""

    size: int
    sha256: str


def manifest(file: zipfile.ZipFile, seen: dict[str, Seen]) -> Iterator[tuple[str, str]]:
    """Everything wrong in datapackage.json and its digest. In: the entries that could be read, by path."""
    if DATAPACKAGE not in seen:
        yield DATAPACKAGE, "is missing, or cannot be read: nothing says what the file should hold"
        return
    yield from _digest(file, seen)
    try:
        said = msgspec.json.decode(_read(file, DATAPACKAGE), type=dict[str, Any])
    except msgspec.MsgspecError as error:
        yield DATAPACKAGE, f"is no JSON object: {error}"
        return
    if said.get("profile") != "data-package":
        yield DATAPACKAGE, f"profile is {said.get('profile')!r}, not 'data-package'"
    if said.get("wacz_version") != VERSION:
        yield DATAPACKAGE, f"wacz_version is {said.get('wacz_version')!r}, not {VERSION!r}"
    yield from _resources(said.get("resources"), seen)


def _digest(file: zipfile.ZipFile, seen: dict[str, Seen]) -> Iterator[tuple[str, str]]:
    if DIGEST not in seen:
        yield DIGEST, "is missing, or cannot be read"
        return
    try:
        said = msgspec.json.decode(_read(file, DIGEST), type=dict[str, Any])
    except msgspec.MsgspecError as error:
        yield DIGEST, f"is no JSON object: {error}"
        return
    found = f"sha256:{hashlib.sha256(_read(file, DATAPACKAGE)).hexdigest()}"
    if said.get("path") != DATAPACKAGE:
        yield DIGEST, f"path is {said.get('path')!r}, not {DATAPACKAGE!r}"
    if said.get("hash") != found:
        yield DIGEST, f"says that {DATAPACKAGE} is {said.get('hash')}, but it is {found}"


def _resources(said: Any, seen: dict[str, Seen]) -> Iterator[tuple[str, str]]:
    listed: set[str] = set()
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        yield DATAPACKAGE, "has no list of resources"
        return
    for one in said:
        path = str(one.get("path"))
        if path in listed:
            yield DATAPACKAGE, f"lists {path} twice"
        listed.add(path)
        if path not in seen:
            yield path, "is listed, but not there, or cannot be read"
            continue
        for name, has in (("hash", f"sha256:{seen[path].sha256}"), ("bytes", seen[path].size)):
            if one.get(name) != has:
                yield path, f"{name} is {has}, {DATAPACKAGE} says {one.get(name)}"
    for path in sorted(seen.keys() - listed - {DATAPACKAGE, DIGEST}):
        yield path, f"is not listed in {DATAPACKAGE}"


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as stream:
        return stream.read(LIMIT)
