"""How is a practice site crawled?"""

import contextlib
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from congress_crawler.practice.kinds import KINDS, PracticeSite, make
from congress_crawler.practice.phrases import SITE
from congress_crawler.practice.server import Running, Served, serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.uploads import LIMIT
from congress_crawler.profile import Profile, parse

SITE_ID = "practice"
PORT = 8765  # fixed, so that a second crawl finds the addresses of the first; the kinds have the ports behind it


class PortTaken(Exception):
    """Another program has the port. The message says what to do."""


def kind_of(site_id: str) -> str | None:
    """The kind of practice site that a site id means; None when it means none.

    >>> kind_of("practice-trs-one"), kind_of("practice"), kind_of("practice-nonsense")
    ('trs-one', None, None)
    """
    kind = site_id.removeprefix(f"{SITE_ID}-")
    return kind if kind != site_id and kind in KINDS else None


def port_of(kind: str | None) -> int:
    """The port where a kind is served unless another is asked for. In: a kind; None for the site of the main job."""
    return PORT if kind is None else PORT + 1 + KINDS.index(kind)


def practice_toml(url: str, kind: str | None = None, *, files: bool = True) -> str:
    """The profile of a practice site as TOML: its section by name, nothing that must be recognised.

    In: where it is served, "http://127.0.0.1:8765/"; one of KINDS, None for the site of the main job; whether the files
    and pictures of its articles are wanted.
    """
    if kind is None:
        site, name, section, family = SITE_ID, SITE, ["市县人大", "工作剪影"], 'family = "gentlecms"\n'
    else:
        one = make(kind)
        site, name, section, family = f"{SITE_ID}-{kind}", one.name, one.expected().section, ""
    names = ", ".join(f'"{step}"' for step in section)
    return f"""\
site = "{site}"
name = "{name}"
hosts = ["{urlsplit(url).netloc}"]
home = "{url}"
{family}checked = "practice"
{"file_limit = " + str(LIMIT) if files else "files = false"}

[[listing]]
section = [{names}]
"""


def practice_profile(url: str, kind: str | None = None) -> Profile:
    """The profile of a practice site. In: as for `practice_toml`."""
    return parse(practice_toml(url, kind), "practice site")


@contextlib.contextmanager
def serve_practice(site: Served | None = None, port: int = PORT, *, record: bool = False) -> Iterator[Running[Served]]:
    """Serve a practice site while the context lasts.

    In: the site (that of the main job with 320 articles when left out); the port, 0 for a free one; whether requests
    are kept. Raises PortTaken.
    """
    with contextlib.ExitStack() as stack:
        try:
            server: Running[Served] = stack.enter_context(serve(site or Site(), port, record=record))
        except OSError as error:
            message = f"port {port} of this machine is taken ({error.strerror}); is another practice site running?"
            raise PortTaken(message) from error
        yield server


@contextlib.contextmanager
def serve_kinds(
    kinds: Sequence[str] = KINDS, epoch: int = 0, articles: int | None = None, port: int | None = None
) -> Iterator[dict[str, str]]:
    """Serve one practice site of each kind while the context lasts.

    In: kinds; the epoch; how many articles each has, None for what is usual; the port of the first, counted on from
    there, 0 for free ones, None for those of `port_of`. Out: kind → where it is served. Raises PortTaken, ValueError.
    """
    sites: list[PracticeSite] = [make(kind, epoch, articles) for kind in kinds]
    with contextlib.ExitStack() as stack:
        urls: dict[str, str] = {}
        for at, site in enumerate(sites):
            where = port_of(site.kind) if port is None else port and port + at
            urls[site.kind] = stack.enter_context(serve_practice(site, where)).url
        yield urls
