"""Do pages made to hurt stay within a second, and are they read to their end?"""

import contextlib
import time

import pytest

from congress_crawler.extract import read
from congress_crawler.items import Unreadable
from tests.extract.material import PARAGRAPHS, TEXT, TITLE, URL

HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
ROW = "<tr><td>石桥镇</td><td>听取审议专项工作报告，提出意见建议。</td><td>已办结</td><td>2021-05-13</td></tr>"
PAGES = {
    "a table of 600 kB": HEAD + "<table>" + ROW * 4000 + "</table>",
    "5000 blocks deep": HEAD + "<div>" * 5000 + PARAGRAPHS + "</div>" * 5000,
    "text at each of 2000 depths": HEAD + ("<div>" + TEXT[0]) * 2000 + "</div>" * 2000,
    "20000 lines": HEAD + "<div>" + f"{TEXT[0]}<br>" * 20000 + "</div>",
    "20000 links": HEAD + "<li><a href=/a.pdf>石桥镇召开人代会</a></li>" * 20000 + PARAGRAPHS,
    "labels without end": HEAD + "<p>" + "来源：作者：时间：" * 5000 + "</p>" + PARAGRAPHS,
    "brackets without end": HEAD + "<p>" + "（记者 " * 5000 + "</p>" + PARAGRAPHS,
    "surnames without end": HEAD + "<p>作者：" + "王张" * 5000 + "</p>" + PARAGRAPHS,
    "blanks without end": HEAD + "<p>来" + "\u3000" * 100_000 + "源：甲</p>" + PARAGRAPHS,
    "a script of digits": f"<script>var pubtime='{'9' * 1900}'</script>" * 300 + HEAD + PARAGRAPHS,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_hurt_takes_less_than_a_second(name: str) -> None:
    body = PAGES[name].encode()
    begin = time.process_time()
    with contextlib.suppress(Unreadable):  # a named failure
        read(body, url=URL)
    assert time.process_time() - begin < 1.0


def test_no_tail_is_lost_however_deep_the_page() -> None:
    found = read((HEAD + "<div>" * 100_000 + PARAGRAPHS).encode(), url=URL)
    assert [paragraph.text for paragraph in found.paragraphs] == list(TEXT)
