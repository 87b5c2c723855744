"""What is this site like?

A profile is one TOML file of about 15 lines; a family is one TOML file of defaults it inherits. The key set is
closed: what is not listed here is an error (exit 78) that names file, line and key. No key touches manners.
"""

import hashlib
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

HOST = re.compile(
    r"(?:\[[0-9a-f:.]+\]|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?::\d{1,5})?"
)
SITE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
CHECKED = re.compile(r"live \d{4}-\d\d-\d\d|captured page|public facts|practice")


class BadProfile(Exception):
    """A profile that cannot be used. The message names file, line and key, and what to do."""


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section to crawl: found by its names, or at `url` when that is known."""

    section: tuple[str, ...]
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

    @property
    def digest(self) -> str:
        """`sha256:` and the hex digest of the effective profile (family merged in)."""
        return "sha256:" + hashlib.sha256(self.encode()).hexdigest()

    def encode(self) -> bytes:
        """The effective profile as canonical JSON (sorted keys, UTF-8): what a WARC keeps of it."""
        return msgspec.json.encode(self, order="sorted")


def decode(data: bytes) -> Profile:
    """The profile that `Profile.encode` wrote. Raises msgspec.ValidationError when it is none."""
    return msgspec.json.decode(data, type=Profile)


def _folder() -> Path:
    return Path(str(resources.files("congress_crawler") / "profiles"))


def names() -> list[str]:
    """The ids of the profiles that come with the package, sorted."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


def find(site: str) -> Profile:
    """A profile by its id, or by the path of a TOML file.

    Raises BadProfile when there is none, or when it is not valid.
    """
    if site.endswith(".toml"):
        return load(Path(site))
    if site not in names():
        raise BadProfile(f"no profile named {site!r}; there are: {', '.join(names())}. A path must end in .toml.")
    return load(_folder() / f"{site}.toml")


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
        raise _at(where, text, _key_of(str(error)), _explain(str(error))) from error
    for check in (_check_site, _check_hosts, _check_urls, _check_listing):
        if (fault := check(profile)) is not None:
            raise _at(where, text, *fault)
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
        raise _at(where, text, "family", f"no family {family!r} in profiles/families")
    base = _toml(path.read_text(encoding="utf-8"), str(path))
    merged = {**base, **own}
    if isinstance(base.get("hints"), dict) and isinstance(own.get("hints"), dict):
        merged["hints"] = {**base["hints"], **own["hints"]}
    return merged


def _check_site(profile: Profile) -> tuple[str, str] | None:
    if not SITE.fullmatch(profile.site):
        return "site", f"{profile.site!r} must be lower-case letters, digits, - or _ (it names the output folder)"
    if not CHECKED.fullmatch(profile.checked):
        return (
            "checked",
            f'{profile.checked!r} must be "live YYYY-MM-DD", "captured page", "public facts" or "practice"',
        )
    if profile.division is not None and not re.fullmatch(r"\d{6}", profile.division):
        return "division", f"{profile.division!r} must be six digits (GB/T 2260)"
    return None


def _check_hosts(profile: Profile) -> tuple[str, str] | None:
    if not profile.hosts:
        return "hosts", "at least one host is needed"
    for host in profile.hosts:
        if not HOST.fullmatch(host) or "*" in host:
            return "hosts", f"{host!r} is no host name; write it in lower case, without scheme, path or *"
    return None


def _check_urls(profile: Profile) -> tuple[str, str] | None:
    for key, url in [("home", profile.home), *(("url", item.url) for item in profile.listing if item.url)]:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            return key, f"{url!r} must begin with http:// or https://"
        if not in_scope(profile, url):
            return key, f"{url!r} is not on one of the hosts {', '.join(profile.hosts)}"
    return None


def _check_listing(profile: Profile) -> tuple[str, str] | None:
    if not profile.listing:
        return "listing", "at least one [[listing]] is needed"
    if any(not item.section or not all(item.section) for item in profile.listing):
        return "section", 'give the names a reader sees, e.g. ["市县人大", "工作剪影"]'
    return None


def in_scope(profile: Profile, url: str) -> bool:
    """Whether the URL is http(s), without user info, on a host (and port) that the profile names."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or parts.hostname is None or "@" in parts.netloc:
        return False
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    name = host if port in {None, usual} else f"{host}:{port}"
    return name in profile.hosts


def _key_of(message: str) -> str:
    """The key a msgspec message speaks of: "…unknown field `x`" or "… - at `$.hosts[...]`"."""
    found = re.search(r"field `(\w+)`", message) or re.search(r"\$\.(?:\w+\[\.\.\.\]\.)?(\w+)", message)
    return found.group(1) if found else ""


def _explain(message: str) -> str:
    if "unknown field" in message:
        return "is not a key of a profile; the key set is closed (docs/sites.md lists it)"
    return message.split(" - at ", maxsplit=1)[0]


def _at(where: str, text: str, key: str, what: str) -> BadProfile:
    """The error with the line on which the key stands (1 when it stands nowhere: it is missing)."""
    for number, row in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[*\s*{re.escape(key)}\b", row):
            return BadProfile(f"{where}:{number}: {key}: {what}")
    return BadProfile(f"{where}:1: {key}: {what}")
