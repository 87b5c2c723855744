"""How is this article cited?

GB/T 7714-2015, electronic resource: 主要责任者. 题名: 其他题名信息[EB/OL]. (更新或修改日期)[引用日期]. 获取和访问路径.
BibTeX for LaTeX (@misc) and for biblatex (@online). Nothing is made up: what the page does not say is left out, and a
note says by which rule. The text of the standard was not at hand; its rules are taken from journals' guides to it.
"""

import re
from datetime import datetime

from congress_crawler.items import Article, Provenance
from congress_crawler.normalise.moment import china
from congress_crawler.provenance.model import Cited

MOST = 3  # names that are written out; behind them 等
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
_IN_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"})
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{1,40}")

_ORGANISATION = "主要责任者: the page names no person; the body that it names as author stands, as it is written there"
_SOURCE = "主要责任者: the page names no author; the body that it gives as its source (来源) stands"
_SITE = (
    "主要责任者: the page names neither author nor source; the body that publishes the site stands. GB/T 7714 also "
    "allows 佚名, or leaving it out where references are numbered"
)
_NOBODY = "主要责任者: neither page nor profile names anybody: 佚名"
_UNDATED = "更新或修改日期 is left out: the page has no date that can be read ({})"
_ACCESS = "引用日期 is the day in China on which the answer came that the text was read from"


def cite(row: Article, made: Provenance, name: str | None) -> Cited:
    """The citation of one version.

    In: its row and provenance; the name of the site, None when it is not known.
    """
    authors, organised, note = _responsible(row, name)
    seen = china(datetime.fromisoformat(made.fetched_at)).isoformat()
    day = row.published[:10] if row.published else None
    notes = [note] if note else []
    if day is None:
        notes.append(_UNDATED.format(row.missing.get("published", "no reason given")))
    notes.append(_ACCESS)
    fields = {"title": _title(row), "url": row.url, "day": day or "", "seen": seen, "archive": _archive(row, made)}
    return Cited(
        gbt7714=_gbt7714(authors, fields),
        bibtex=_misc(row.id, _names(authors, organised=organised), fields, name),
        biblatex=_online(row.id, _names(authors, organised=organised), fields, name),
        notes=notes,
    )


def escaped(text: str) -> str:
    r"""Text for a BibTeX field: what TeX takes for commands is written so that it stands for itself.

    >>> escaped("预算_100%{草案}")
    '预算\\_100\\%\\{草案\\}'
    """
    return " ".join(text.split()).translate(_SPECIAL)


def _responsible(row: Article, name: str | None) -> tuple[list[str], bool, str]:
    """主要责任者: names, whether they are bodies, and by which rule."""
    writers = [one for one in row.authors if one.role != "photographer"] or row.authors
    if persons := [one.name for one in writers if one.kind == "person"]:
        return persons, False, ""
    if bodies := [one.name for one in writers]:
        return bodies, True, _ORGANISATION
    if row.source:
        return [row.source], True, _SOURCE
    return ([name], True, _SITE) if name else (["佚名"], True, _NOBODY)


def _archive(row: Article, made: Provenance) -> str:
    """Where it is kept: file and first byte, record, digest of the payload."""
    return f"{made.warc.file}#{made.warc.offset}, {made.warc.record_id}, {row.digests.payload}"


def _title(row: Article) -> str:
    """题名: 其他题名信息."""
    title = " ".join((row.title or "[无题名]").split())
    return f"{title}: {' '.join(row.subtitle.split())}" if row.subtitle else title


def _gbt7714(authors: list[str], fields: dict[str, str]) -> str:
    who = ", ".join(authors[:MOST]) + (", 等" if len(authors) > MOST else "")
    day = f"({fields['day']})" if fields["day"] else ""
    head = f"{who}. {fields['title']}[EB/OL]. {day}[{fields['seen']}]. {fields['url']}"
    return f"{head}. 存档: WARC {fields['archive']}."


def _names(authors: list[str], *, organised: bool) -> str:
    """Authors for BibTeX: a Chinese name is one word; what is not is kept whole by braces."""
    whole = [organised or _HAN.fullmatch(name) is None for name in authors]
    return " and ".join(f"{{{escaped(name)}}}" if braced else name for name, braced in zip(authors, whole, strict=True))


def _misc(key: str, authors: str, fields: dict[str, str], name: str | None) -> str:
    """For BibTeX itself, which knows neither URLs nor dates."""
    day, url = fields["day"], fields["url"].translate(_IN_URL)
    rows = {
        "author": authors,
        "title": f"{{{escaped(fields['title'])}}}",
        "year": day[:4],
        "month": str(int(day[5:7])) if day else "",
        "howpublished": rf"\url{{{url}}}",
        "organization": f"{{{escaped(name)}}}" if name else "",
        "note": f"{_seen(fields)}; archived in WARC {escaped(fields['archive'])}",
        "language": "chinese",
    }
    return _entry("misc", key, rows)


def _online(key: str, authors: str, fields: dict[str, str], name: str | None) -> str:
    """For biblatex."""
    rows = {
        "author": authors,
        "title": f"{{{escaped(fields['title'])}}}",
        "date": fields["day"],
        "url": fields["url"].translate(_IN_URL),
        "urldate": fields["seen"],
        "organization": f"{{{escaped(name)}}}" if name else "",
        "note": f"archived in WARC {escaped(fields['archive'])}",
        "langid": "chinese",
    }
    return _entry("online", key, rows)


def _seen(fields: dict[str, str]) -> str:
    return f"{'' if fields['day'] else 'undated; '}read {fields['seen']}"


def _entry(kind: str, key: str, rows: dict[str, str]) -> str:
    said = "".join(f"  {name:<12} = {{{value}}},\n" for name, value in rows.items() if value)
    return f"@{kind}{{{key},\n{said}}}\n"
