"""How is the practice site crawled?"""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from congress_crawler.practice.phrases import SITE
from congress_crawler.practice.server import Server, serve
from congress_crawler.practice.site import Site
from congress_crawler.profile import Profile, parse

SITE_ID = "practice"
PORT = 8765  # fixed, so that a second crawl finds the addresses of the first


class PortTaken(Exception):
    """Another program has the port. The message says what to do."""


def practice_toml(url: str) -> str:
    """The profile of a practice site as TOML. In: where it is served, "http://127.0.0.1:8765/"."""
    return f"""\
site = "{SITE_ID}"
name = "{SITE}"
hosts = ["{urlsplit(url).netloc}"]
home = "{url}"
family = "gentlecms"
checked = "practice"

[[listing]]
section = ["市县人大", "工作剪影"]
"""


def practice_profile(url: str) -> Profile:
    """The profile of a practice site. In: where it is served."""
    return parse(practice_toml(url), "practice site")


@contextlib.contextmanager
def serve_practice(site: Site | None = None, port: int = PORT) -> Iterator[Server]:
    """Serve a practice site while the context lasts.

    In: the site (320 articles when left out); the port, 0 for a free one. Raises PortTaken.
    """
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(serve(site or Site(), port, record=False))
        except OSError as error:
            message = f"port {port} of this machine is taken ({error.strerror}); is another practice site running?"
            raise PortTaken(message) from error
        yield server
