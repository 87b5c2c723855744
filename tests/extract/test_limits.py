"""Do pages made to hurt stay within their time and memory, and are they read to their end?"""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.extract.material import PARAGRAPHS, TEXT, TITLE

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
ROW = "<tr><td>石桥镇</td><td>听取审议专项工作报告，提出意见建议。</td><td>已办结</td><td>2021-05-13</td></tr>"
LIST = "<li><a href=/a.pdf>石桥镇召开人代会</a></li>"
TAGS = ("div", "table", "span", "font", "b", "ul", "blockquote", "center", "i", "p", "td", "form", "dl")
MIB = 1024 * 1024
ALL = (1.0, 100.0)  # seconds of CPU and MB of the whole process, the interpreter and our tables included


def deep(tag: str, depth: int = 5000) -> str:
    """A page with its text inside so many elements of one kind, and one more line behind them."""
    return HEAD + f"<{tag}>" * depth + PARAGRAPHS + f"</{tag}>" * depth


#: name → (the page, seconds of CPU, MB at the most)
PAGES: dict[str, tuple[Callable[[], str], float, float]] = {
    "a table of 500 kB": (lambda: HEAD + "<table>" + ROW * 3200 + "</table>", *ALL),
    **{f"5000 <{tag}> deep": (partial(deep, tag), *ALL) for tag in TAGS},
    "an anchor that is no link and never closed": (lambda: HEAD + "<a name=top>" + PARAGRAPHS, *ALL),
    "100000 <div> deep": (lambda: deep("div", 100_000), 1.0, 150.0),
    "text at each of 2000 depths": (lambda: HEAD + ("<div>" + TEXT[0]) * 2000 + "</div>" * 2000, *ALL),
    "a line of 2 MB": (lambda: HEAD + "<p>" + TEXT[0] * (2 * MIB // len(TEXT[0].encode())) + "</p>", 1.0, 150.0),
    "200000 links": (lambda: HEAD + PARAGRAPHS + LIST * 200_000, 4.0, 600.0),
    "200000 links to files": (lambda: HEAD + LIST * 200_000 + PARAGRAPHS, 4.0, 600.0),
    "100000 <br>": (lambda: HEAD + PARAGRAPHS + "<br>" * 100_000, 1.0, 150.0),
    "20000 lines": (lambda: HEAD + "<div>" + f"{TEXT[0]}<br>" * 20000 + "</div>", 1.5, 150.0),
    "a comment of 1 MB": (lambda: HEAD + "<!--" + "云溪县" * (MIB // 9) + "-->" + PARAGRAPHS, *ALL),
    "an attribute of 1 MB": (lambda: HEAD + "<div title='" + "云溪县" * (MIB // 9) + f"'>{PARAGRAPHS}</div>", *ALL),
    "a class of 1 MB": (lambda: HEAD + f"<div class='{'tit ' * (MIB // 4)}'>{PARAGRAPHS}</div>", *ALL),
    "5 MB of entities": (lambda: HEAD + "<p>" + "&nbsp;&amp;" * (5 * MIB // 11) + "</p>" + PARAGRAPHS, 2.0, 250.0),
    "16 MiB of <": (lambda: HEAD + PARAGRAPHS + "<" * (16 * MIB - 2000), 3.0, 400.0),
    "12 MB in one text": (lambda: HEAD + "<p>" + "云溪县人" * MIB + "</p>" + PARAGRAPHS, 3.0, 400.0),
    "a link to a file that is never closed": (
        lambda: HEAD + PARAGRAPHS + "<a href=/x.pdf>" + "附<b>件</b>" * 100_000,
        1.0,
        150.0,
    ),
    "labels without end": (lambda: HEAD + "<p>" + "来源：作者：时间：" * 5000 + "</p>" + PARAGRAPHS, *ALL),
    "brackets without end": (lambda: HEAD + "<p>" + "（记者 " * 5000 + "</p>" + PARAGRAPHS, *ALL),
    "surnames without end": (lambda: HEAD + "<p>作者：" + "王张" * 5000 + "</p>" + PARAGRAPHS, *ALL),
    "blanks without end": (lambda: HEAD + "<p>来" + "\u3000" * 100_000 + "源：甲</p>" + PARAGRAPHS, *ALL),
    "a date and blanks in a meta tag": (
        lambda: f"<meta name=PubDate content='2016-06-03{' ' * 100_000}x'>" + HEAD + PARAGRAPHS,
        *ALL,
    ),
    "half a date and blanks in a meta tag": (
        lambda: f"<meta name=PubDate content='1-1{' ' * 100_000}x'>" + HEAD + PARAGRAPHS,
        *ALL,
    ),
    "weekdays without end": (lambda: HEAD + "<p>时间：2016-06-03" + " 星期五" * 40 + "号</p>" + PARAGRAPHS, *ALL),
    "half a role in a meta tag": (
        lambda: f"<meta name=ColumnName content=x><meta name=author content='{'实习' * 20_000}'>" + HEAD + PARAGRAPHS,
        *ALL,
    ),
    "scripts of a date and blanks": (
        lambda: f"<script>var fbrq:{' ' * 1900}</script>" * 30 + HEAD + PARAGRAPHS,
        *ALL,
    ),
    "scripts of digits": (lambda: f"<script>var pubtime='{'9' * 1900}'</script>" * 300 + HEAD + PARAGRAPHS, *ALL),
    "blanks in the charset": (lambda: f"<meta charset={' ' * 4000}>" + HEAD + PARAGRAPHS, 0.1, 100.0),
}
#: Of these the last line is not the last of TEXT.
OTHER_ENDS = {
    *("a table of 500 kB", "text at each of 2000 depths", "a line of 2 MB", "20000 lines", "16 MiB of <"),
    "a link to a file that is never closed",
}


def weighed(folder: Path, body: bytes) -> Any:
    """The reading of a page in a process of its own: how it ended, its last line, seconds, MB before and at most."""
    file = folder / "page.html"
    file.write_bytes(body)
    command = [sys.executable, "-m", "tests.extract.weigh", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_hurt_stays_within_its_time_and_memory_and_is_read_to_its_end(name: str, tmp_path: Path) -> None:
    make, seconds, most = PAGES[name]
    cost = weighed(tmp_path, make().encode())
    print(f"{name}: {cost}")
    assert cost["end"] in {"read", "truncated-parse"}
    if cost["end"] == "read" and name not in OTHER_ENDS:
        assert cost["last"] == TEXT[-1]
    assert cost["seconds"] < seconds
    assert cost["peak"] < most


def test_the_last_row_of_a_long_table_and_the_last_of_many_lines_are_read(tmp_path: Path) -> None:
    table = HEAD + "<table>" + ROW * 3200 + "<tr><td>柳林镇</td><td>建议已全部办结，代表表示满意。</td></tr></table>"
    assert weighed(tmp_path, table.encode())["last"] == "柳林镇\t建议已全部办结，代表表示满意。"
    lines = HEAD + "<div>" + f"{TEXT[0]}<br>" * 20000 + f"{TEXT[1]}</div>"
    assert weighed(tmp_path, lines.encode())["last"] == TEXT[1]
