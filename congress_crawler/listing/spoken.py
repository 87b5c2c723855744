"""What does a script make of the address of its own page?"""

import re
from urllib.parse import urlsplit

from congress_crawler.listing.script_values import Call, Name

LOCATION = re.compile(r"(?:^|\.)location\.(hash|pathname|search|href|origin|host|hostname|protocol)$")
CUTS = frozenset(("slice", "substring", "substr", "replace", "toLowerCase", "pop"))
ADDRESS = "location"  #: the name under which the page's address is known


def part(path: str, known: dict[str, str]) -> str | None:
    """`location.hash` and the like. In: a name's path; what is known of the page. Out: None for other names.

    >>> part("window.location.hash", {"location": "http://a.cn/#/list/qx"})
    '#/list/qx'
    """
    found = LOCATION.search(path)
    if found is None or ADDRESS not in known:
        return None
    parts = urlsplit(known[ADDRESS])
    said = {
        "hash": f"#{parts.fragment}" if parts.fragment else "",
        "pathname": parts.path or "/",
        "search": f"?{parts.query}" if parts.query else "",
        "href": known[ADDRESS],
        "origin": f"{parts.scheme}://{parts.netloc}",
        "host": parts.netloc,
        "hostname": parts.hostname or "",
        "protocol": f"{parts.scheme}:",
    }
    return said[found[1]]


def owner(call: Call) -> Name:
    """What a call is made on: `location.hash` of `location.hash.slice(1)`. In: a call of a name."""
    return Name(call.path.rpartition(".")[0])


def cut(text: str, call: Call) -> str:
    r"""What a string method leaves of a text.

    In: the text; the call. A regular expression is not read: `replace(/^#\/?/, "")` takes the signs at the beginning.

    >>> cut("#/list", Call("h.slice", [2])), cut("#/list", Call("h.replace", ["#", ""]))
    ('list', '/list')
    """
    numbers = [one for one in call.args if isinstance(one, int)]
    if call.last in {"slice", "substring", "substr"} and numbers:
        behind = numbers[1] + (numbers[0] if call.last == "substr" else 0) if len(numbers) > 1 else None
        return text[numbers[0] : behind]
    if call.last == "replace":
        words = [one for one in call.args if isinstance(one, str)]
        return text.replace(words[0], words[1], 1) if len(words) > 1 else text.lstrip("#!/?")
    return text.lower() if call.last == "toLowerCase" else text


def piece(text: str, split: Call, taken: Call, *, full: bool) -> str:
    """The piece of a text that `split` and an index, or `pop`, take.

    In: the text, both calls; whether empty pieces count. Out: "" when there is no such piece.
    """
    sign = split.args[0] if split.args and isinstance(split.args[0], str) and split.args[0] else "/"
    pieces = [one for one in text.partition("?")[0].split(sign) if one or full] if sign == "/" else text.split(sign)
    number = taken.args[0] if taken.path == "[]" else -1
    return pieces[number] if isinstance(number, int) and -len(pieces) <= number < len(pieces) else ""
