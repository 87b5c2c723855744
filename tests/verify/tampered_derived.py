"""Which tamperings of what is derived or signed must be flagged?  W01 to W09 are those of the study of validators."""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from congress_crawler.archive.members import WHOLE, scan
from congress_crawler.archive.record import Record, member
from congress_crawler.archive.wacz import pack
from tests.verify.cases import ANY, Case, Place, case
from tests.verify.forger import Forger, edited

DERIVED: list[Case] = []
WACZ: list[tuple[str, str, Callable[[Path], str]]] = []
Files = dict[str, tuple[bytes, int]]  # name → bytes, how they are stored


@case(DERIVED, "C01", "CDXJ: offset wrong", group="derived")
def offset(forger: Forger) -> list[Place]:
    path = forger.folder / "index.cdxj"
    lines = path.read_bytes().split(b"\n")
    key, stamp, said = lines[4].split(b" ", 2)
    entry = json.loads(said)
    entry["offset"] = str(int(entry["offset"]) + 1)
    lines[4] = b" ".join([key, stamp, json.dumps(entry).encode()])
    path.write_bytes(b"\n".join(lines))
    return [("cdxj", "index.cdxj", "line 5")]


@case(DERIVED, "C02", "CDXJ: line deleted", group="derived")
def unlined(forger: Forger) -> list[Place]:
    path = forger.folder / "index.cdxj"
    lines = path.read_bytes().split(b"\n")
    entry = json.loads(lines[4].split(b" ", 2)[2])
    path.write_bytes(b"\n".join(lines[:4] + lines[5:]))
    return [("cdxj", f"warc/{entry['filename']}", f"byte {entry['offset']}")]


@case(DERIVED, "C03", "CDXJ: not sorted", group="derived")
def unsorted(forger: Forger) -> list[Place]:
    path = forger.folder / "index.cdxj"
    lines = path.read_bytes().split(b"\n")
    lines[1], lines[6] = lines[6], lines[1]
    path.write_bytes(b"\n".join(lines))
    return [("cdxj", "index.cdxj", ANY)]


@case(DERIVED, "H01", "tree head: signature changed", sealed=True, group="derived")
def signature(forger: Forger) -> list[Place]:
    return head(forger, 2, lambda row: row.update(signature=row["signature"][:-6] + "AAAA" + row["signature"][-2:]))


@case(DERIVED, "H02", "tree head: root changed", sealed=True, group="derived")
def root(forger: Forger) -> list[Place]:
    return head(forger, 2, lambda row: row.update(root="0" * 64))


@case(DERIVED, "H03", "tree head deleted", sealed=True, group="derived")
def headless(forger: Forger) -> list[Place]:
    path = forger.folder / "heads.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    return [("head-missing", "heads.jsonl", ANY)]


@case(DERIVED, "H04", "all tree heads deleted", sealed=True, group="derived")
def unsealed(forger: Forger) -> list[Place]:
    (forger.folder / "heads.jsonl").unlink()
    return [("head-missing", "heads.jsonl", ANY)]


def head(forger: Forger, number: int, change: Callable[[dict[str, str]], object]) -> list[Place]:
    forger.row("heads", number, change)
    return [("proof", "heads.jsonl", f"line {number}")]


# --- WACZ: a function changes the file and gives back what the finding must name -----------------------------------


def wacz(name: str, words: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    def enter(forge: Callable[[Path], str]) -> Callable[[Path], str]:
        WACZ.append((name, words, forge))
        return forge

    return enter


def packed(site: Path, to: Path) -> Path:
    """The captures of a site as one WACZ, without the ledgers, whose types `wacz validate` guesses wrong."""
    (path,) = pack(site, to, since=date(2000, 1, 1))
    return path


def read(path: Path) -> Files:
    with zipfile.ZipFile(path) as file:
        return {info.filename: (file.read(info), info.compress_type) for info in file.infolist()}


def write(path: Path, files: Files, *, manifest: bool = True) -> None:
    """Write it anew. `manifest`: the forger makes datapackage.json and its digest fit again."""
    if manifest:
        package = json.loads(files["datapackage.json"][0])
        package["resources"] = [one for one in package["resources"] if one["path"] in files]
        for one in package["resources"]:
            data = files[one["path"]][0]
            one["hash"], one["bytes"] = f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)
        files["datapackage.json"] = (json.dumps(package).encode(), zipfile.ZIP_DEFLATED)
        hashed = hashlib.sha256(files["datapackage.json"][0]).hexdigest()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashed}"}
        files["datapackage-digest.json"] = (json.dumps(digest).encode(), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "w") as file:
        for name, (data, how) in files.items():
            file.writestr(name, data, how)


def first(files: Files) -> str:
    return next(name for name in files if name.startswith("archive/"))


@wacz("W01", "without pages.jsonl")
def pageless(path: Path) -> str:
    files = read(path)
    del files["pages/pages.jsonl"]
    write(path, files)
    return "pages/pages.jsonl"


@wacz("W02", "without any WARC")
def warcless(path: Path) -> str:
    write(path, {name: data for name, data in read(path).items() if not name.startswith("archive/")})
    return "archive/"


@wacz("W03", "a WARC with a wrong digest")
def undigested(path: Path) -> str:
    files = read(path)
    name = first(files)
    source = path.with_name("one.warc.gz")
    source.write_bytes(files[name][0])
    records = [one for one in scan(source, hold=WHOLE) if isinstance(one, Record)]
    target = next(n for n, one in enumerate(records) if one.type == "response" and (one.url or "").endswith("/a/4"))
    wrong = edited(records[target], (records[target].payload or b"").replace("视察".encode(), "考察".encode()))
    wrong.headers["WARC-Payload-Digest"] = records[target].payload_digest or ""
    records[target] = wrong
    files[name] = (b"".join(map(member, records)), zipfile.ZIP_STORED)
    write(path, files)
    source.unlink()
    return name


@wacz("W04", "CDXJ offset wrong")
def misplaced(path: Path) -> str:
    files = read(path)
    name = "indexes/index.cdx.gz"
    lines = gzip.decompress(files[name][0]).split(b"\n")
    place = next(n for n, one in enumerate(lines) if b'"offset"' in one)
    key, stamp, said = lines[place].split(b" ", 2)
    entry = json.loads(said)
    entry["offset"] = str(int(entry["offset"]) + 1)
    lines[place] = b" ".join([key, stamp, json.dumps(entry).encode()])
    files[name] = (gzip.compress(b"\n".join(lines)), zipfile.ZIP_STORED)
    write(path, files)
    return name


@wacz("W05", "an unlisted file")
def unlisted(path: Path) -> str:
    files = read(path)
    files["archive/more"] = (b"more", zipfile.ZIP_STORED)
    write(path, files)
    return "archive/more"


@wacz("W06", "archive deflated")
def deflated(path: Path) -> str:
    files = read(path)
    name = first(files)
    files[name] = (files[name][0], zipfile.ZIP_DEFLATED)
    write(path, files)
    return name


@wacz("W07", "a listed WARC left out")
def removed(path: Path) -> str:
    files = read(path)
    name = first(files)
    del files[name]
    write(path, files, manifest=False)
    return name


@wacz("W08", "two WARCs change places")
def swapped(path: Path) -> str:
    files = read(path)
    one, two = [name for name in files if name.startswith("archive/")][:2]
    files[one], files[two] = files[two], files[one]
    write(path, files, manifest=False)
    return one


@wacz("W09", "datapackage.json edited")
def edited_package(path: Path) -> str:
    files = read(path)
    data, how = files["datapackage.json"]
    files["datapackage.json"] = (data.replace(b'"title"', b'"Title"'), how)
    write(path, files, manifest=False)
    return "datapackage.json"
