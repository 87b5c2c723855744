"""How does a run begin, and may it?"""

import ipaddress
import logging
import os
import platform
import secrets
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from congress_crawler import __version__, chromium
from congress_crawler.archive import SiteArchive
from congress_crawler.items import Run
from congress_crawler.profile import Profile, find
from congress_crawler.proof.keys import BadKey, key_from
from congress_crawler.proof.keys import check as check_key
from congress_crawler.proof.stamp import NoStamp, check_url
from congress_crawler.receipts import Options
from congress_crawler.run import SiteRun
from congress_crawler.transfer import NOT_KEPT
from congress_crawler.versions import EXTRACTOR, PACKAGE

logger = logging.getLogger(__name__)

POLITE = 1.0  # seconds between requests to a host that is not this machine
CONTACT = "CONGRESS_CRAWLER_CONTACT"
KEY = "CONGRESS_CRAWLER_KEY"


class UsageError(Exception):
    """The command or an option cannot be used like this. The message says what to do."""


def options_from(words: Mapping[str, Any]) -> Options:
    """Options from the arguments of the command line or of `scrapy crawl -a`.

    In: output, full, full_every, limit, delay, contact, key, tsa; values may be text. Out: checked options; contact
    and key come from the environment when they are not given. Raises UsageError.
    """
    unknown = sorted(set(words) - {"output", "full", "full_every", "limit", "delay", "contact", "key", "tsa"})
    if unknown:
        allowed = "site, output, full, full_every, limit, delay, contact, key, tsa"
        raise UsageError(f"unknown argument {unknown[0]}; there are {allowed}")
    try:
        limit, delay = words.get("limit"), words.get("delay")
        return Options(
            output=Path(words.get("output") or "output"),
            full=str(words.get("full") or "").lower() in {"1", "true", "yes"},
            full_every=float(str(words.get("full_every") or 30)),
            limit=None if limit in {None, ""} else int(str(limit)),
            delay=POLITE if delay in {None, ""} else float(str(delay)),
            contact=str(words.get("contact") or os.environ.get(CONTACT, "")).strip(),
            key=key_from(str(words.get("key") or os.environ.get(KEY, "")).strip()),
            tsa=str(words.get("tsa") or "").strip() or None,
        )
    except ValueError as error:
        raise UsageError(
            f"limit must be a whole number, delay a number of seconds and full_every of days: {error}"
        ) from error


def open_run(site: str | Profile, options: Options) -> SiteRun:
    """Find the profile, check manners, open the archive.

    In: a profile, its id or the path of its TOML file; options. Out: the run, its folder locked and repaired. Raises
    BadProfile (its NoBrowser when there is none to render with), UsageError, or the archive's errors (StorageError,
    Locked, Damaged).
    """
    if not site:
        raise UsageError("which site? Give -a site=NAME, a profile's id or the path of its TOML file")
    _check_sealing(options)
    profile = site if isinstance(site, Profile) else find(site)
    check_delay(profile, options.delay)
    if profile.render:
        chromium.find()
    started = datetime.now(UTC)
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    line = Run(
        run=run_id,
        site=profile.site,
        started=f"{started:%Y-%m-%dT%H:%M:%SZ}",
        ended="",
        profile=profile.digest,
        software=software(),
        delay=options.delay,
    )
    archive = SiteArchive.open(
        options.output / profile.site,
        profile.site,
        run=run_id,
        profile=profile.encode(),
        info=_info(profile, options),
        started=started,
    )
    for notice in [*archive.repaired, *archive.notices]:
        logger.warning("%s: %s", profile.site, notice)
    run = SiteRun(profile, options, archive, line)
    run.agent = user_agent(options)
    return run


def _check_sealing(options: Options) -> None:
    """See before the first request that the run can end as asked for. Raises UsageError."""
    try:
        check_key(options.key)
        if options.tsa is not None:
            check_url(options.tsa)
    except (BadKey, NoStamp) as error:
        raise UsageError(str(error)) from error


def user_agent(options: Options) -> str:
    """The User-Agent: project, version and the operator's contact (RFC 9110, section 10.1.5)."""
    contact = f" (+{options.contact})" if options.contact else ""
    return f"{EXTRACTOR}{contact}".encode("ascii", "xmlcharrefreplace").decode("ascii")


def software() -> dict[str, str]:
    """Name → version of what makes a row what it is."""
    ours = {PACKAGE: __version__, "python": platform.python_version(), "openssl": ssl.OPENSSL_VERSION.split()[1]}
    return ours | {name: version(name) for name in ("scrapy", "lxml", "cryptography")}


def check_delay(profile: Profile, delay: float) -> None:
    """Refuse a delay under a second towards anything but a literal loopback address. Raises UsageError."""
    if delay < 0 or not delay < 86400:
        raise UsageError(f"a delay of {delay} s makes no sense; give seconds, 1 or more")
    if delay < POLITE and not all(_is_loopback(host) for host in profile.hosts):
        raise UsageError(
            f"--delay {delay:g} is under {POLITE:g} s; that is only for a literal loopback address such as 127.0.0.1, "
            f"and this profile names {', '.join(profile.hosts)}"
        )


def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False  # a name, "localhost" included, is no literal address


def _info(profile: Profile, options: Options) -> dict[str, str]:
    """What warcinfo says beside the run (WARC 1.1, section 6.3, and the fields it names)."""
    return {
        "software": " ".join(f"{name}/{number}" for name, number in software().items()),
        "robots": "RFC 9309, fail closed",
        "http-header-user-agent": user_agent(options),
        "operator": options.contact or "not given",
        "isPartOf": profile.site,
        "description": f"{profile.name}; not kept of the wire: {NOT_KEPT}",
    }
