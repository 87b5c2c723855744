"""Rows that stand in scripts are read from their string literals, whatever the arrays are called."""

import pytest

from congress_crawler.listing import inline
from congress_crawler.listing.step import Step
from tests.listing.steps import given, walk

URL = "http://rd.a.example/col/col9/index.html"
Shown = list[tuple[str, str, str | None]]


def rows(script: str, inside: str = "<ul id='list'></ul>", tag: str = "<script language='javascript'>") -> Shown | None:
    page = f"<html><body><h2>市县人大</h2>{inside}{tag}{script}</script></body></html>"
    found = inline.read(given(page, URL))
    return [(row.url, row.title, row.date) for row in found.rows or []] if found is not None else None


EXPECTED: Shown = [
    ("http://rd.a.example/a/1.html", "青禾县“开门”立规", "2021-3-9"),
    ("http://b.example/2.html", "云栖市视察水源地", "2021-3-8"),
]


def test_parallel_arrays_with_the_day_in_three_parts() -> None:
    script = """var urls=new Array(); var headers=new Array(); var year=[], month=[], day=[]; var i=0;
    i=0; urls[i]='/a/1.html';headers[i]="青禾县“开门”立规";year[i]='2021';month[i]='3';day[i]='9';
    i++; urls[i]='http://b.example/2.html';headers[i]="云栖市视察水源地";year[i]='2021';month[i]='3';day[i]='8';"""
    assert rows(script) == EXPECTED


@pytest.mark.parametrize(
    "script",
    [
        (
            "a1[0]='/a/1.html'; b[0]='青禾县“开门”立规'; z[0]='2021-3-9'; "
            "a1[1]='http://b.example/2.html'; b[1]='云栖市视察水源地'; z[1]='2021-3-8';"
        ),
        (
            "x.push('/a/1.html'); y.push('青禾县“开门”立规'); z.push('2021-3-9'); "
            "x.push('http://b.example/2.html'); y.push('云栖市视察水源地'); z.push('2021-3-8');"
        ),
        (
            "var l=['/a/1.html','http://b.example/2.html'], t=['青禾县“开门”立规','云栖市视察水源地'], "
            "d=['2021-3-9','2021-3-8'];"
        ),
        (
            "var l=new Array('/a/1.html','http://b.example/2.html'); var t=new Array('青禾县“开门”立规',"
            "'云栖市视察水源地'); var d=new Array('2021-3-9','2021-3-8');"
        ),
        (
            "item[0]=new title_array('/a/1.html','青禾县“开门”立规','2021-3-9');item[1]=new "
            "title_array('http://b.example/2.html','云栖市视察水源地','2021-3-8');"
        ),
        (
            "addRow('青禾县“开门”立规', '2021-3-9', '/a/1.html'); addRow('云栖市视察水源地', '2021-3-8', "
            "'http://b.example/2.html');"
        ),
        (
            "var list=[{title:'青禾县“开门”立规',url:'/a/1.html',date:'2021-3-9'},"
            "{title:'云栖市视察水源地',url:'http://b.example/2.html',date:'2021-3-8'}];"
        ),
        """document.write('<li><a href="/a/1.html">青禾县“开门”立规</a><span>2021-3-9</span></li>');
        document.write('<li><a href="http://b.example/2.html">云栖市视察水源地</a><span>2021-3-8</span></li>');""",
        r"""document.writeln("<li><a href=\"\/a\/1.html\">"
        + "\u9752\u79be\u53bf“开门”立规" + "<\/a><span>2021-3-9<\/span><\/li>"
        + "<li><a href='http://b.example/2.html' title='云栖市视察水源地'>云栖市…<\/a>[2021-3-8]<\/li>");""",
        """document.getElementById('list').innerHTML = `<li><a href='/a/1.html'>青禾县“开门”立规</a>2021-3-9</li>
        <li><a href='http://b.example/2.html'>云栖市视察水源地</a>2021-3-8</li>`;""",
        """// urls[0]='/no.html'
        /* a[0]='/no/2.html'; */ var u={}; q[0]='/a/1.html'; w[0]='青禾县“开门”立规'; e[0]='2021-3-9';
        q[1]='http://b.example/2.html'; w[1]='云栖市视察水源地'; e[1]='2021-3-8';""",
    ],
)
def test_rows_of_a_script_in_any_naming(script: str) -> None:
    assert rows(script) == EXPECTED


def test_json_in_the_page_is_read() -> None:
    script = (
        '{"props":{"list":[{"title":"青禾县“开门”立规","url":"/a/1.html","date":"2021-3-9"},'
        '{"title":"云栖市视察水源地","url":"http://b.example/2.html","date":"2021-3-8"}]}}'
    )
    assert rows(script, tag="<script id='__NEXT_DATA__' type='application/json'>") == EXPECTED


def test_a_carousel_is_no_list() -> None:
    assert (
        rows(
            "var slides=[{img:'/i/1.jpg',title:'图片一',url:'/a/1.html'},{img:'/i/2.jpg',title:'图片二',"
            "url:'/a/2.html'}];"
        )
        is None
    )


def test_rows_in_the_page_are_more_than_a_box_in_its_script() -> None:
    inside = (
        "<ul>"
        + "".join(f"<li><a href='/a/{n}.html'>第{n}次会议召开</a><span>2021-03-09</span></li>" for n in range(9))
        + "</ul>"
    )
    assert rows("document.write('<li><a href=\"/x.html\">公告一则</a>2021-3-9</li>')", inside) is None


def test_a_template_with_names_is_no_row() -> None:
    assert rows("html += '<li><a href=\"/a/' + id + '.html\">标题' + t + '</a><span>2021-3-9</span></li>';") is None


def test_a_script_file_that_writes_the_rows_is_followed() -> None:
    page = (
        "<html><body><h2>市县人大</h2><p>当前位置：首页 市县人大 工作动态</p><a href='/'>首页</a><ul "
        "class='list'><script src='data_12.js'></script></ul></body></html>"
    )
    script = (
        'document.write(\'<li><a href="/a/1.html">青禾县开门立规</a>2021-3-9</li><li><a '
        'href="/a/2.html">云栖市视察</a>2021-3-8</li>\');'
    )

    def answer(step: Step) -> str:
        return script if step.url.endswith("data_12.js") else page

    found, steps, founds = walk(URL, answer)
    assert [row.url for row in found] == ["http://rd.a.example/a/1.html", "http://rd.a.example/a/2.html"]
    assert founds[-1].why == "rows that a script writes"
    assert len(steps) == 2
