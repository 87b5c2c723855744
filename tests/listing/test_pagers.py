"""A pager of a form, a library or a script elsewhere leads on, and ends where its pages end."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from congress_crawler.listing import Step, read_listing
from tests.listing.pieces import SITE, around, items

LAST = 4
HIDDEN = (
    '<form id="f" name="f" method="{method}" action="list.do;jsessionid=AB{page}">'
    '<input type="hidden" name="cid" value="7">'
    '<input type="hidden" name="pageNo" id="pageNo" value="{page}"></form>'
)
Pager = Callable[[int], str]


def script(code: str) -> str:
    return f"<script>{code}</script>"


def buttons(page: int, attributes: str) -> str:
    """首页 上一页 下一页 尾页: those that lead nowhere are words alone. In: `{}` in the attributes is the page."""
    shown = (("首页", 1), ("上一页", page - 1), ("下一页", page + 1), ("尾页", LAST))
    made = (
        f"<a {attributes.format(to)}>{label}</a>" if 1 <= to <= LAST and to != page else label for label, to in shown
    )
    return f"共20条 第{page}/{LAST}页 " + " ".join(made)


def options(page: int) -> str:
    return "".join(
        f'<option value="{one}"{" selected" if one == page else ""}>第{one}页</option>' for one in range(1, LAST + 1)
    )


def numbers(page: int, attributes: str) -> str:
    return "".join(
        f"<b>{one}</b>" if one == page else f"<a {attributes.format(one)}>{one}</a>" for one in range(1, LAST + 1)
    )


def walk(start: str, asked: Callable[[int], tuple[str, str]], pager: Pager) -> list[Step]:
    """The steps through a site that answers page N when it is asked as `asked(N)`: address and body."""
    pages = {asked(page): page for page in range(2, LAST + 1)}
    steps, page, url, step = list[Step](), 1, start, None
    while len(steps) < LAST + 2:
        text = around(f'<ul class="list">{items(5, (page - 1) * 5)}</ul><div class="pages">{pager(page)}</div>')
        step = read_listing(text, SITE + url, None, step).next
        if step is None:
            break
        steps.append(step)
        url = step.url.removeprefix(SITE)
        page = pages.get((url, urlencode(step.form or ())), 0)
        if not page:
            break
    return steps


def get(page: int) -> tuple[str, str]:
    return f"/list.do?cid=7&pageNo={page}", ""


def post(page: int) -> tuple[str, str]:
    return "/list.do", f"cid=7&pageNo={page}"


SENDS = "function go(n){document.getElementById('pageNo').value=n;document.getElementById('f').submit();}"
#: name, address of page 1, how page N is asked, its pager, whether the first step is sure
WALKS: list[tuple[str, str, Callable[[int], tuple[str, str]], Pager, bool]] = [
    (
        "select that sends its form",
        "/list.do?cid=7",
        get,
        lambda n: (
            f'<form action="list.do"><input type="hidden" name="cid" value="7"><select name="pageNo" '
            f'onchange="this.form.submit()">{options(n)}</select></form>'
        ),
        True,
    ),
    (
        "onclick sends a form",
        "/list.do?cid=7",
        post,
        lambda n: HIDDEN.format(method="post", page=n) + buttons(n, 'href="#" onclick="go({})"') + script(SENDS),
        True,
    ),
    (
        "a script elsewhere sends a form",
        "/list.do?cid=7",
        post,
        lambda n: HIDDEN.format(method="post", page=n) + buttons(n, 'href="javascript:go({})"'),
        False,
    ),
    (
        "the same by GET",
        "/list.do?cid=7",
        get,
        lambda n: HIDDEN.format(method="get", page=n) + buttons(n, 'href="#" onclick="return go({});"'),
        False,
    ),
    (
        "template literal",
        "/x/",
        lambda n: (f"/x/list_{n}.html", ""),
        lambda n: buttons(n, 'href="javascript:go({})"') + script("function go(n){location.href=`list_${n}.html`;}"),
        True,
    ),
    (
        "rows are counted",
        "/x/?c=2",
        lambda n: (f"/x/?c=2&start={n * 5 - 5}", ""),
        lambda n: (
            f"第{n}/{LAST}页"
            + (f'<a href="javascript:go({n * 5})">下一页</a>' if n < LAST else "下一页")
            + script('function go(s){location.href="?c=2&start="+s;}')
        ),
        True,
    ),
    (
        "method in the query, session in the link",
        "/a.do?m=list&cid=52",
        lambda n: (f"/a.do?m=list&cid=52&start={n * 5 - 5}", ""),
        lambda n: (
            f"共有 20 条信息 第 {n}/{LAST} 页 首页 上一页 "
            + (f'<a href="/a.do;jsessionid=1A{n}F?m=list&amp;cid=52&amp;start={n * 5}">下一页</a>' if n < LAST else "")
        ),
        True,
    ),
    (
        "library",
        "/list?cid=3",
        lambda n: (f"/list?cid=3&page={n}", ""),
        lambda n: script(
            f"laypage.render({{elem:'p',count:20,limit:5,curr:{n},"
            "jump:function(obj,first){if(!first){location.href='/list?cid=3&page='+obj.curr;}}})"
        ),
        False,
    ),
    (
        "numbers without an address",
        "/list?page=1",
        lambda n: (f"/list?page={n}", ""),
        lambda n: numbers(n, 'href="javascript:void(0)" data-page="{}"'),
        False,
    ),
    (
        "total behind numbers",
        "/x/",
        lambda n: (f"/x/index_{n}.html", ""),
        lambda n: '<a title="Total">&nbsp;<b>57</b> </a>' + numbers(n, 'href="index_{}.html"'),
        True,
    ),
]


@pytest.mark.parametrize(("start", "asked", "pager", "sure"), [one[1:] for one in WALKS], ids=[one[0] for one in WALKS])
def test_every_page_is_asked_once(
    start: str, asked: Callable[[int], tuple[str, str]], pager: Pager, sure: bool
) -> None:
    steps = walk(start, asked, pager)
    assert [(step.url, urlencode(step.form or ())) for step in steps] == [
        (SITE + asked(page)[0], asked(page)[1]) for page in range(2, LAST + 1)
    ]
    assert steps[0].sure is sure  # page 2 is: its own address shows where the number stands


@pytest.mark.parametrize(
    "pager",
    [
        '<form action="/search"><input name="keyword"><input type="hidden" name="page" value="1"></form>第1/4页',
        HIDDEN.format(method="post", page=1),
        (
            '<form><input type="hidden" name="page" value="1"><textarea name="word"></textarea></form>第1/4页 '
            '<a href="javascript:go(2)">下一页</a>'
        ),
    ],
    ids=["search", "no pager", "letter box"],
)
def test_a_form_that_pages_nothing_is_not_sent(pager: str) -> None:
    assert read_listing(around(f'<ul class="list">{items(5)}</ul>{pager}'), f"{SITE}/x/").next is None
