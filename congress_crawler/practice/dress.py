"""How are the rows of a small practice site's list written in HTML?"""

from datetime import date
from posixpath import dirname, relpath

from congress_crawler.practice.ask import Ask
from congress_crawler.practice.furniture import short
from congress_crawler.practice.kind import Look
from congress_crawler.practice.shop import Line

NOISE_EVERY = 5  # rows between two separators


def rows(look: Look, lines: list[Line], ask: Ask) -> str:
    """The list of one page. In: how rows look; the rows; the request, for the ways to write a link."""
    inner = "\n".join(_with_noise(look, [row(look, line, ask) for line in lines]))
    if look.rows == "table":
        head = '<tr class="th"><th>标题</th><th width="110">发布日期</th></tr>\n'
        return f'<table class="{look.name}" width="100%" cellspacing="0">\n{head}{inner}\n</table>'
    around = "ul" if look.rows == "li" else "div"
    return f'<{around} class="{look.name}">\n{inner}\n</{around}>'


def row(look: Look, line: Line, ask: Ask) -> str:
    """One row. In: how it looks; what it says; the request."""
    link, day = anchor(look, line, ask), shown_day(look, line.day)
    if line.pinned:
        link = f'<em class="top">[置顶]</em>{link}'
    if look.rows == "table":
        return f'<tr><td height="28">·{link}</td><td align="center">{day}</td></tr>'
    if look.rows == "dl":
        return f"<dl><dt>{link}</dt><dd>{day}</dd></dl>"
    if look.rows == "card":
        return f'<div class="item"><h4>{link}</h4><p class="info"><em>{day}</em></p></div>'
    span = f'<span class="date">{day}</span>' if day else ""
    return f"<li>{span}{link}</li>" if look.day_first else f"<li>{link}{span}</li>"


def anchor(look: Look, line: Line, ask: Ask) -> str:
    """The link of a row, before it an empty one with a picture where the look has two."""
    href = written(look, line.path, ask)
    title = f' title="{line.title}">{short(line.title, look.cut)}' if look.cut else f">{line.title}"
    before = f'<a href="{href}"><img src="/res/images/dot.gif" border="0"></a>' if look.two_anchors else ""
    return f'{before}<a href="{href}" target="_blank"{title}</a>'


def written(look: Look, path: str, ask: Ask) -> str:
    """An address as the list writes it. In: a path from the root, or an address elsewhere, which stays as it is."""
    if not path.startswith("/") or look.link == "root":
        return path
    if look.link == "absolute":
        return ask.origin + path
    return near(path, ask.path)


def near(path: str, at: str) -> str:
    """A path relative to the page it stands on.

    >>> near("/zsrd/202405/t1.html", "/zsrd/index.html"), near("/uploads/a.pdf", "/zsrd/")
    ('./202405/t1.html', '../uploads/a.pdf')
    """
    way = relpath(path, dirname(at))
    return way if way.startswith("..") else f"./{way}"


def shown_day(look: Look, day: date) -> str:
    """The date of a row; nothing where rows show none."""
    return day.strftime(look.day)


def _with_noise(look: Look, items: list[str]) -> list[str]:
    """Rows with separators between them, as blank lines are drawn."""
    if not look.noise:
        return items
    line = '<tr><td colspan="2"><hr size="1"></td></tr>' if look.rows == "table" else '<li class="line"></li>'
    return [piece for at, item in enumerate(items, 1) for piece in ([item, line] if at % NOISE_EVERY == 0 else [item])]
