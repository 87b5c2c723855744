"""Which further scripts does this bundle load?"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.page_names import chosen
from congress_crawler.listing.script_tokens import literals

FILE = re.compile(r"[\w./@~-]{1,200}\.js")
#: webpack: `r.p+"js/"+({3:"list"}[e]||e)+"."+{3:"1a2b3c4d"}[e]+".js"`
LOADER = re.compile(r"\.p\s?\+\s?[\"']([\w./-]{0,60})[\"']\s?\+")
PUBLIC = re.compile(r"\.p\s?=\s?[\"']([\w./:-]{0,120})[\"']")
PAIR = re.compile(r"[\"']?([\w-]{1,60})[\"']?:[\"']([\w~-]{1,60})[\"']")
HASH = re.compile(r"[0-9a-f]{6,32}$")
TABLE = 60_000  # characters behind the loader in which the names of its parts stand


def further(text: str, script: str, page: str) -> list[str]:
    """Addresses of the parts that a bundle loads when they are needed.

    In: the bundle, its address, that of the page. Out: those on the page's host that may name an API, the likeliest
    first.
    """
    folder = urlsplit(script).path.rpartition("/")[0].rpartition("/")[2]
    found = []
    for _, _, said in literals(text):
        if said.endswith(".js") and FILE.fullmatch(said) and "/" in said:
            beside = said.startswith((".", "/")) or "://" in said
            up = folder and said.startswith(f"{folder}/")  # "assets/List.js" named by a script in assets/
            found.append(absolute(script, said if beside else f"../{said}" if up else f"/{said}"))
    return chosen([*found, *(absolute(page, one) for one in _webpack(text))], page)


def _webpack(text: str) -> Iterator[str]:
    loader, public = LOADER.search(text), PUBLIC.search(text)
    if loader is None:
        return
    names: dict[str, str] = {}
    for match in PAIR.finditer(text, loader.start(), min(len(text), loader.start() + TABLE)):
        if HASH.fullmatch(match[2]):
            name = names.get(match[1], match[1])
            yield f"{public[1] if public else ''}{loader[1]}{name}.{match[2]}.js"
        else:
            names[match[1]] = match[2]
