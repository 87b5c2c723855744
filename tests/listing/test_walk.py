"""Does a walk end where the list ends, get out of every trap, and say why?"""

import pytest

from congress_crawler.listing import Listing, Row, Step
from congress_crawler.listing.walk import REPEATED, SHELLS, WHOLE, Trail

HOST = "http://a.cn"


def page(
    *links: str, to: str | Step | None = None, promised: int | None = None, pinned: tuple[str, ...] = ()
) -> Listing:
    """A page of rows that leads to another one."""
    rows = [Row(f"{HOST}/{link}", "题", None, f"{HOST}/list/", pinned=link in pinned) for link in links]
    step = Step(url=f"{HOST}{to}") if isinstance(to, str) else to
    return Listing(rows=rows, next=step, promised=promised, dialect="path", why="")


def give(trail: Trail, listing: Listing, at: str | Step, known: tuple[str, ...] = ()) -> Step | None:
    """Tell a trail of a page."""
    links = [row.url for row in listing.rows]
    step = Step(url=f"{HOST}{at}") if isinstance(at, str) else at
    return trail.page(listing, step, links, [link.removeprefix(f"{HOST}/") in known for link in links])


def trail(*, most: int = 100, news: bool = False) -> Trail:
    return Trail(most=most, news=news)


def test_a_list_is_walked_from_page_to_page_until_none_is_named() -> None:
    one = trail()
    assert give(one, page("a", "b", to="/2"), "/1") == Step(url=f"{HOST}/2")
    assert give(one, page("c", to="/3"), "/2") is not None
    assert give(one, page("d"), "/3") is None
    assert (one.ended, one.pages, one.rows, len(one.links)) == ("last page", 3, 4, 4)


def test_what_the_first_page_with_rows_showed_is_kept() -> None:
    one = trail()
    give(one, page(to="/api"), "/shell")
    give(one, page("a", "b", to="/2", promised=9), "/api")
    give(one, page("c", promised=8), "/2")
    assert one.first == ([f"{HOST}/a", f"{HOST}/b"], 9)


def test_a_last_page_that_comes_again_ends_the_list() -> None:
    one = trail()
    give(one, page("a", to="/2"), "/1")
    give(one, page("b", to="/3"), "/2")
    assert give(one, page("b", to="/4"), "/3") is None
    assert one.ended == "repeated page"


def test_a_link_that_leads_back_ends_the_list() -> None:
    one = trail()
    give(one, page("a", to="/2"), "/1")
    assert give(one, page("b", to="/1"), "/2") is None
    assert one.ended == "repeated page"


def test_a_session_id_in_the_address_makes_no_other_page() -> None:
    one = trail()
    give(one, page("a", to="/list.jsp;jsessionid=AB12?p=2"), "/list.jsp;jsessionid=FF00?p=1")
    assert give(one, page("b", to="/list.jsp;jsessionid=77CC?p=1"), "/list.jsp;jsessionid=AB12?p=2") is None
    assert one.ended == "repeated page"


def test_pages_of_one_address_are_told_apart_by_what_is_sent() -> None:
    one, url = trail(), f"{HOST}/list.aspx"
    second = Step(url=url, form=(("__EVENTARGUMENT", "2"),), mark="2")
    third = Step(url=url, form=(("__EVENTARGUMENT", "3"),), mark="3")
    assert give(one, page("a", to=second), "/list.aspx") == second
    assert give(one, page("b", to=third), second) == third
    assert give(one, page("c", to=second), third) is None
    assert one.ended == "repeated page"


def test_two_pages_that_add_nothing_end_the_list_and_one_does_not() -> None:
    one = trail()
    give(one, page("a", "b", to="/2"), "/1")
    assert give(one, page("b", "a", to="/3"), "/2") is not None
    assert give(one, page("c", to="/4"), "/3") is not None
    assert give(one, page("a", "c", to="/5"), "/4") is not None
    assert give(one, page("c", "b", to="/6"), "/5") is None
    assert one.ended == "no new links"


def test_the_cap_of_the_profile_ends_a_list_that_never_ends() -> None:
    one = trail(most=3)
    for number in (1, 2):
        assert give(one, page(f"a{number}", to=f"/{number + 1}"), f"/{number}") is not None
    assert give(one, page("a3", to="/4"), "/3") is None
    assert (one.ended, one.pages) == ("too many pages", 3)


@pytest.mark.parametrize("path", ["/b/b/b", "/list/list/list/", "/a/b/a/b/a/x", "/x/y/z/x/y/z/x"])
def test_an_address_that_repeats_its_folders_is_a_trap(path: str) -> None:
    one = trail()
    assert give(one, page("a", to=path), "/1") is None
    assert one.ended == "trap"


@pytest.mark.parametrize("path", ["/b/b", "/2020/20/20200202", "/list/1/list/2", "/a/aa/aaa", "/1/11/1/"])
def test_an_ordinary_address_is_none(path: str) -> None:
    assert REPEATED.search(path) is None


def test_pages_without_rows_are_passed_on_the_way_to_the_rows_but_not_for_ever() -> None:
    one = trail()
    for number in range(SHELLS):
        assert give(one, page(to=f"/{number + 1}"), f"/{number}") is not None
    assert one.pages == 0
    assert give(one, page(to="/x"), f"/{SHELLS}") is None
    assert one.ended == "last page"


def test_a_page_without_rows_behind_the_rows_is_the_end() -> None:
    one = trail()
    give(one, page("a", to="/2"), "/1")
    assert give(one, page(to="/3"), "/2") is None
    assert (one.ended, one.pages) == ("last page", 1)


def test_two_pages_of_known_rows_end_a_walk_for_news() -> None:
    one = trail(news=True)
    assert give(one, page("n", "a", to="/2"), "/1", known=("a",)) is not None
    assert give(one, page("b", "c", to="/3"), "/2", known=("b", "c")) is not None
    assert give(one, page("d", to="/4"), "/3", known=("d",)) is None
    assert one.ended == "known rows"


def test_a_new_row_between_known_pages_begins_the_count_again() -> None:
    one, known = trail(news=True), ("a", "b", "d", "e", "f")
    for number, links in enumerate([("a",), ("b", "n"), ("d",)]):
        assert give(one, page(*links, to=f"/{number + 1}"), f"/{number}", known) is not None
    assert give(one, page("e", to="/4"), "/3", known) is None


def test_known_rows_do_not_end_a_full_walk() -> None:
    one = trail()
    for number, link in enumerate("abcde"):
        assert give(one, page(link, to=f"/{number + 1}"), f"/{number}", known=tuple("abcde")) is not None


def test_a_pinned_row_that_is_not_known_does_not_keep_a_walk_for_news_going() -> None:
    one = trail(news=True)
    assert give(one, page("p", "a", to="/2", pinned=("p",)), "/1", known=("a",)) is not None
    assert give(one, page("p", "b", to="/3", pinned=("p",)), "/2", known=("b",)) is None
    assert one.ended == "known rows"


def test_only_a_walk_that_saw_every_page_makes_a_missing_row_an_absence() -> None:
    assert frozenset(("last page", "repeated page", "no new links")) == WHOLE
