"""The pages of a TRS list follow from its call, whichever way it counts."""

import pytest

from congress_crawler.listing import read_listing
from tests.listing.pieces import SECTION, listed, walk


def script(code: str) -> str:
    return f"<script>{code}</script>"


@pytest.mark.parametrize(
    ("pager", "following", "sure"),
    [
        (script('createPageHTML(4, 0, "index", "shtml");'), "index_1.shtml", True),
        (script("createPageHTML(4,0,'index','html')"), "index_1.html", True),
        (script('createPageHTML("page_div",4, 1, "list", "htm",57);'), "list_2.htm", True),
        (script('createPageHTML(4, 0, "index", "html", 57, "red");'), "index_1.html", True),
        (script('<!--\ncreatePageHTML(4, 0, "index", "html");\n//-->'), "index_1.html", True),
        ("<!-- " + script('createPageHTML(4, 0, "index", "html")') + " -->", "index_1.html", False),
        (script('/* createPageHTML(4, 0, "index", "html") */'), "index_1.html", False),
        (script('//createPageHTML(9, 0, "index", "html");\ncreatePageHTML(4, 0, "list", "htm")'), "list_1.htm", True),
        (
            script('var countPage = 5; var currentPage = 0; createPageHTML(countPage, currentPage, "index", "shtml")'),
            "index_1.shtml",
            True,
        ),
        (
            script(
                "var currentPage = 0;\nvar nextPage = currentPage+1;\nvar countPage = 5;\n"
                'document.write("<a href=\\"index"+"_" + nextPage + "."+"shtml\\">下一页</a>");'
            ),
            "index_1.shtml",
            True,
        ),
        (
            script('createPageHTML(4, 0, "index", "html");') + '<a href="index_2.shtml">下一页</a>',
            "index_2.shtml",
            True,
        ),
        (
            script('createPageHTML(4, 0, "index", "html");')
            + '<a href="index_3.html">3</a><a href="index_4.html">4</a>',
            "index_2.html",
            True,
        ),
        (
            script('createPageHTML(4, 0, "index", "html"); function f(){for(var i=2;i<=n;i++){w("index_"+i+".html")}}'),
            "index_2.html",
            True,
        ),
        (
            script('createPageHTML(4, 0, "index", "html"); function f(){for(var i=1;i<n;i++){w("index_"+i+".html")}}'),
            "index_1.html",
            True,
        ),
        (script('createPageHTML(4, 0, "index")'), "index_1.html", False),
        (script("Pager({size:4, current:0, prefix:'list',suffix:'htm'});"), "list_1.htm", True),
        (script('getPageNav(4, 0, "index", "shtml");'), "index_1.shtml", True),
        (
            script('var m_nPageCount=4; var m_nCurrPage = 0; var m_sPageName="index"; var m_sPageExt="htm";'),
            "index_1.htm",
            True,
        ),
    ],
)
def test_the_second_page(pager: str, following: str, sure: bool) -> None:
    page = read_listing(listed(pager), SECTION)
    assert page.dialect == "trs"
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (SECTION + following, sure)


def test_a_call_in_a_definition_is_no_call_and_one_page_is_the_end() -> None:
    code = "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}"
    assert read_listing(listed(script(code)), SECTION).dialect != "trs"
    page = read_listing(listed(script(code + 'createPageHTML(1, 0, "index", "html");')), SECTION)
    assert (page.dialect, page.next, page.pages) == ("trs", None, 1)


def test_pages_counted_from_zero_end_at_the_last() -> None:
    pages = {SECTION: script('createPageHTML(3, 0, "index", "html");')}
    pages |= {f"{SECTION}index_{n}.html": script(f'createPageHTML(3, {n}, "index", "html");') for n in (1, 2)}
    asked, read = walk(pages)
    assert [url.removeprefix(SECTION) for url in asked] == ["", "index_1.html", "index_2.html"]
    assert [page.pages for page in read] == [3, 3, 3]


def test_pages_counted_from_one_end_at_the_last() -> None:
    pages = {SECTION: script('createPageHTML("p",3, 1, "index", "html",45);')}
    pages |= {f"{SECTION}index_{n}.html": script(f'createPageHTML("p",3, {n}, "index", "html",45);') for n in (2, 3)}
    asked, read = walk(pages)
    assert [url.removeprefix(SECTION) for url in asked] == ["", "index_2.html", "index_3.html"]
    assert read[0].promised == 45


def test_files_counted_from_one_and_a_call_from_zero_end_at_the_last() -> None:
    pages = {SECTION: script('createPageHTML(3, 0, "index", "html");') + '<a href="index_2.html">下一页</a>'}
    pages |= {f"{SECTION}index_{n}.html": script(f'createPageHTML(3, {n - 1}, "index", "html");') for n in (2, 3)}
    asked, _ = walk(pages)
    assert [url.removeprefix(SECTION) for url in asked] == ["", "index_2.html", "index_3.html"]


def test_what_a_page_alone_does_not_tell_is_a_guess() -> None:
    page = read_listing(listed(script('createPageHTML(3, 2, "index", "html");')), f"{SECTION}index_2.html")
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (f"{SECTION}index_3.html", False)


def test_the_extension_of_a_numbered_page_is_its_own() -> None:
    page = read_listing(listed(script('createPageHTML(5, 2, "index", "html");')), f"{SECTION}index_2.shtml")
    assert page.next is not None
    assert page.next.url == f"{SECTION}index_3.shtml"


OLD = '<!--createPageHTML(50, 0, "index", "htm");-->'
VARIABLES = (
    "\n//var countPage = 9;\nvar currentPage = 0;//counted from 0\nvar nextPage = currentPage+1;\nvar countPage = 3;\n"
)
EXTERNAL = '<script src="/images/pager.js"></script>'


@pytest.mark.parametrize(
    ("path", "pager", "following", "pages"),
    [
        ("", OLD + script(VARIABLES) + EXTERNAL, "index_1.html", 3),
        ("list.shtml", script(VARIABLES) + EXTERNAL, "list_1.shtml", 3),
        ("", OLD + script(VARIABLES) + EXTERNAL + "<i>index_2.shtml</i>", "index_1.shtml", 3),
        ("", OLD, "index_1.html", None),
    ],
    ids=["old call beside variables", "own name", "a page of the list is named", "old call alone"],
)
def test_weak_evidence_is_a_guess(path: str, pager: str, following: str, pages: int | None) -> None:
    page = read_listing(listed(pager), SECTION + path)
    assert page.next is not None
    assert (page.dialect, page.next.url, page.next.sure, page.pages) == ("trs", SECTION + following, False, pages)


def test_variables_lead_through_all_pages() -> None:
    def pager(number: int) -> str:
        return OLD + script(VARIABLES.replace("currentPage = 0", f"currentPage = {number}")) + EXTERNAL

    pages = {SECTION: pager(0)} | {f"{SECTION}index_{n}.html": pager(n) for n in (1, 2)}
    asked, read = walk(pages)
    assert [url.removeprefix(SECTION) for url in asked] == ["", "index_1.html", "index_2.html"]
    assert [page.next.sure for page in read if page.next] == [False, True]


@pytest.mark.parametrize(
    ("path", "pager", "following"),
    [
        ("", OLD + '<a href="index_2.shtml">下一页</a>', "index_2.shtml"),
        ("list.jsp?c=3", script(VARIABLES) + '<a href="?c=3&page=2">下一页</a>', "list.jsp?c=3&page=2"),
        ("list.jsp?c=3", script(VARIABLES) + EXTERNAL, None),
    ],
)
def test_links_and_addresses_of_another_kind_go_before_weak_evidence(
    path: str, pager: str, following: str | None
) -> None:
    page = read_listing(listed(pager), SECTION + path)
    assert page.dialect != "trs"
    assert (page.next.url if page.next else None) == (SECTION + following if following else None)


def test_a_number_in_the_name_of_the_first_page_is_no_page() -> None:
    page = read_listing(listed(script('createPageHTML(4, 0, "index_7401", "htm");')), f"{SECTION}index_7401.htm")
    assert page.next is not None
    assert page.next.url == f"{SECTION}index_7401_1.htm"


def test_a_script_of_another_host_before_a_call_begins_no_comment() -> None:
    text = '<script src="//a.example/x.js"></script><input accept="image/*">'
    page = read_listing(listed(text + script('createPageHTML(4, 0, "index", "shtml")')), SECTION)
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (f"{SECTION}index_1.shtml", True)
