"""What is this site like?

A profile is one TOML file of about 15 lines; a family is one TOML file of defaults it inherits. The key set is
closed: what is not listed here is an error (exit 78) that names file, line and key. No key touches manners.
"""

import hashlib
import re
import tomllib
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler import prefectures
from congress_crawler.profile_checks import SITE, Fault, faults, line_of
from congress_crawler.scope import outside
from congress_crawler.scope_checks import address_faults

#: Keys that came after the first archives: left out of the canonical JSON at their default, so that the digest of a
#: profile written before them stays what it was.
LATER = frozenset(("scope", "not_ours", "old_hosts", "render", "max_pages", "since", "files", "file_limit"))


class BadProfile(Exception):
    """A profile that cannot be used. The message names file, line and key, and what to do."""


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section to crawl: at `url` when that is known, else by its names, else by what such sections are called."""

    section: tuple[str, ...] = ()  #: (): nobody has seen its name
    url: str | None = None


class Hints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors that a page of this family often answers to: hints, tried beside the generic reading."""

    row: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A site, checked. Made by `load`, `find` or `parse`; never by hand."""

    site: str
    name: str
    hosts: tuple[str, ...]  #: lower case; with a port when it is not the scheme's
    home: str
    checked: str  #: "live YYYY-MM-DD", "captured page", "public facts" or "practice"
    listing: tuple[Listing, ...]
    division: str | None = None  #: GB/T 2260 code of the unit whose congress this is
    family: str | None = None
    dialect: str | None = None  #: how its lists are built; recognised from the page when left out
    suffixes: tuple[str, ...] = ()  #: what `<title>` adds behind a headline
    hints: Hints = Hints()
    scope: tuple[str, ...] = ()  #: host/path: on these hosts only what lies under one of them is the site's
    not_ours: tuple[str, ...] = ()  #: host/path: what lies under them is another site's
    old_hosts: tuple[str, ...] = ()  #: where the site was before: for people and for `moved`; never asked
    render: bool = False  #: ask a browser for the list pages (needs the extra `render`)
    max_pages: int = 2000  #: list pages of one listing, at the very most
    files: bool = True  #: fetch the attachments and images of kept articles
    file_limit: int = 20  #: MiB that one of them may have; what is larger is named, and not kept
    since: str | None = None  #: YYYY-MM-DD from which this description of the site holds

    @property
    def digest(self) -> str:
        """`sha256:` and the hex digest of the effective profile (family merged in)."""
        return "sha256:" + hashlib.sha256(self.encode()).hexdigest()

    def encode(self) -> bytes:
        """The effective profile as canonical JSON (sorted keys, UTF-8): what a WARC keeps of it."""
        values = msgspec.to_builtins(self)
        for field in msgspec.structs.fields(self):
            if field.name in LATER and getattr(self, field.name) == field.default:
                del values[field.name]
        return msgspec.json.encode(values, order="sorted")


def decode(data: bytes) -> Profile:
    """The profile that `Profile.encode` wrote. Raises msgspec.ValidationError when it is none."""
    return msgspec.json.decode(data, type=Profile)


def _folder() -> Path:
    return Path(str(resources.files("congress_crawler") / "profiles"))


def names() -> list[str]:
    """The ids of the profiles that come with the package, sorted."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


def find(site: str) -> Profile:
    """A profile by its id, by that of a prefecture site ("p370600"), or by the path of a TOML file.

    Raises BadProfile when there is none, or when it is not valid.
    """
    if site.endswith(".toml"):
        return load(Path(site))
    if site in names():
        return load(_folder() / f"{site}.toml")
    if (row := prefectures.by_site(site)) is None:
        known = f"{', '.join(names())}; p and six digits for a prefecture (`congress-crawler sites --all`)"
        raise BadProfile(f"no profile named {site!r}; there are: {known}. A path must end in .toml.")
    try:
        return parse(prefectures.as_toml(row), f"{site} of profiles/prefectures.tsv")
    except prefectures.NoSite as error:
        raise BadProfile(str(error)) from error


def load(path: Path) -> Profile:
    """Read and check one profile file. Raises BadProfile."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise BadProfile(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadProfile(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def parse(text: str, where: str = "profile") -> Profile:
    """Check the TOML text of a profile and merge its family.

    In: TOML; `where` names it in messages. Out: the frozen profile. Raises BadProfile with file, line and key.
    """
    own = _toml(text, where)
    merged = _inherit(own, where, text)
    try:
        profile = msgspec.convert(merged, Profile)
    except msgspec.ValidationError as error:
        raise _at(where, text, _place(str(error))) from error
    values = msgspec.to_builtins(profile)
    for fault in chain(faults(values), address_faults(values)):
        raise _at(where, text, fault)
    return profile


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(f"{where}: is not TOML: {error}") from error


def _inherit(own: dict[str, Any], where: str, text: str) -> dict[str, Any]:
    """Family defaults below the profile's own keys; tables are merged one level deep."""
    family = own.get("family")
    if family is None:
        return own
    path = _folder() / "families" / f"{family}.toml"
    if not isinstance(family, str) or not SITE.fullmatch(family) or not path.is_file():
        raise _at(where, text, Fault("family", f"no family {str(family)[:40]!r} in profiles/families"))
    base = _toml(path.read_text(encoding="utf-8"), str(path))
    merged = {**base, **own}
    if isinstance(base.get("hints"), dict) and isinstance(own.get("hints"), dict):
        merged["hints"] = {**base["hints"], **own["hints"]}
    return merged


def in_scope(profile: Profile, url: str) -> bool:
    """Whether the URL is the site's, and may be asked as far as the profile has a say.

    In: any address. True for http(s) without user info, on a host (and port) that the profile names, inside `scope`
    where that says something about the host, outside `not_ours`, and not on the deny list.
    """
    return why_outside(profile, url) is None


def why_outside(profile: Profile, url: str) -> str | None:
    """Why the URL is not the site's, as the end of a sentence that begins with it; None when it is. In: any address."""
    return outside(profile.hosts, profile.scope, profile.not_ours, url)


def _place(message: str) -> Fault:
    """Where a msgspec message points: "…unknown field `x` - at `$.listing[0]`" or "… - at `$.hosts[0]`"."""
    path = re.search(r"`\$(.*?)`$", message)
    steps = re.findall(r"[^\W\d]\w*", path.group(1)) if path else []
    field = re.search(r"field `(.+?)`", message)
    steps += [field.group(1)] if field else []
    number = re.search(r"^\.\w+\[(\d+)\]", path.group(1)) if path else None
    if len(steps) < 2:
        return Fault(steps[0] if steps else "", _explain(message))
    return Fault(steps[1], _explain(message), steps[0], int(number.group(1)) if number else 0)


def _explain(message: str) -> str:
    if "unknown field" in message:
        return "is not a key of a profile; the key set is closed (docs/sites.md lists it)"
    return message.split(" - at ", maxsplit=1)[0]


def _at(where: str, text: str, fault: Fault) -> BadProfile:
    """The error with file, line and key."""
    return BadProfile(f"{where}:{line_of(text, fault)}: {fault.key}: {fault.what}")
