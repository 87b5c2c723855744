"""Are the practice files what their addresses say?"""

import re

from congress_crawler.practice import uploads


def test_a_practice_document_is_a_valid_pdf() -> None:
    answer = uploads.find("/uploads/files/report.pdf")
    assert answer is not None
    body = answer.body
    table = int(body.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert body[table:].startswith(b"xref\n0 4\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", body)]
    assert [body[place:].split(b" ", 1)[0] for place in places] == [b"1", b"2", b"3"]
    assert uploads.find("/uploads/files/report.pdf") == answer


def test_no_two_pictures_are_the_same_and_each_is_a_whole_gif() -> None:
    bodies = [answer.body for n in range(7) if (answer := uploads.find(f"/uploads/images/p{n}.gif")) is not None]
    assert len(set(bodies)) == 7
    assert all(body.startswith(b"GIF89a") and body.endswith(b"\x3b") for body in bodies)


def test_some_addresses_give_something_else() -> None:
    assert uploads.find("/uploads/images/p124.gif") is None
    page, large = uploads.find("/uploads/images/p38.gif"), uploads.find("/uploads/images/p52.gif")
    assert page is not None
    assert dict(page.headers)["Content-Type"].startswith("text/html")
    assert large is not None
    assert len(large.body) > uploads.LIMIT * 1024 * 1024
    fates = [uploads.fate(f"/uploads/images/p{n}.gif") for n in (24, 38, 52, 53)]
    assert fates == ["not-found", "soft-404", "too-large", None]
