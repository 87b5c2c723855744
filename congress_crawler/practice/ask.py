"""What does a client ask of a small practice site?"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

import msgspec


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request, taken apart. Header names in lower case; of fields given twice the first counts."""

    method: str
    path: str  #: without query, percent signs resolved (UTF-8), `;jsessionid=…` cut off
    query: dict[str, str]
    form: dict[str, str]  #: of a POST
    headers: dict[str, str]

    @property
    def origin(self) -> str:
        """What absolute links begin with; nothing when the asker names no host, or one that is no host."""
        host = self.headers.get("host", "")
        return f"http://{host}" if re.fullmatch(r"[\w.-]{1,80}(:\d{1,5})?", host) else ""

    @property
    def target(self) -> str:
        """Path and query in a fixed order, as addresses of articles are written."""
        tail = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.path}?{tail}" if tail else self.path

    def number(self, name: str, usual: int) -> int | None:
        """A whole number of the query or the form; None when something else is given."""
        value = self.query.get(name, self.form.get(name, str(usual)))
        return int(value) if re.fullmatch(r"\d{1,6}", value) else None


def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Ask:
    """Take a request apart. In: request target (path, with or without query); headers in any case; body."""
    path, _, query = target.partition("?")
    return Ask(
        method=method,
        path=re.sub(r";jsessionid=\w{0,40}", "", unquote(path)),
        query=_fields(query),
        form=_fields(body.decode("latin-1")) if method == "POST" else {},
        headers={name.lower(): value for name, value in headers.items()},
    )


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found.setdefault(name, value)
    return found
