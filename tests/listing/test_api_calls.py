"""What a script asks is read from its literals, in the ways that scripts are written."""

import json

import pytest

from congress_crawler.listing import api_rows
from congress_crawler.listing.api_call import ApiCall, ask
from congress_crawler.listing.api_calls import find_calls
from congress_crawler.listing.api_links import find_links
from congress_crawler.listing.page_names import known, scripts
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_tokens import tokens
from congress_crawler.listing.tree import parse

URL = "http://rd.a.example/sxrd/index.html?cid=42"


def calls(script: str, page: str = "<p></p>", url: str = URL) -> list[ApiCall]:
    return find_calls(Script(tokens(script)), known(parse(page), url))


def first(script: str, page: str = "<p></p>", url: str = URL, number: int = 1) -> str:
    """The likeliest request for a page: its address, and what is posted."""
    found = calls(script, page, url)
    assert found, "no call was found"
    address, form, body = ask(found[0], number)
    said = "&".join(f"{key}={value}" for key, value in form) if form is not None else ""
    return " ".join(filter(None, [address, said or (json.dumps(body) if body is not None else "")]))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("fetch('/api/list?page=' + page)", "/api/list?page=3"),
        ("axios({url:'/api/list',method:'post',data:{pageNo:1,size:9}})", '/api/list {"pageNo": 3, "size": 9}'),
        ("$.ajax({url:'/api/list',data:'cid=7&pageNo='+p,type:'POST'})", "/api/list cid=7&pageNo=3"),
        ("var p=new URLSearchParams({page:n,cid:'7'}); fetch('/api/list?'+p.toString())", "/api/list?page=3&cid=7"),
        ("fetch(`/api/list?${new URLSearchParams({page, size: 9})}`)", "/api/list?page=3&size=9"),
        (
            "const q=new URLSearchParams(); q.append('cid','7'); q.set('page',i); fetch('/api/list?'+q)",
            "/api/list?cid=7&page=3",
        ),
        (
            "const u=new URL('/api/list',location.origin); u.searchParams.set('page',i); fetch(u)",
            "/api/list?page=3",
        ),
        (
            (
                "const f=new FormData(); f.append('cid','7'); f.append('pageNo',n); fetch('/api/list',"
                "{method:'POST',body:f})"
            ),
            "/api/list cid=7&pageNo=3",
        ),
        (
            "axios.post('/api/list', Qs.stringify({pageNo: this.pageNo, cid: '7'}))",
            "/api/list pageNo=3&cid=7",
        ),
        ("s.src='/api/list?callback=show&page='+page", "/api/list?callback=show&page=3"),
        ("function go(n){ $.getJSON('/data/sxrd_'+n+'.json', draw); if(more) go(n+1) } go(1)", "/data/sxrd_3.json"),
        ("var i=1; function more(){ i++; $.getJSON('/data/sxrd/'+i+'.json', draw) }", "/data/sxrd/3.json"),
        (
            "function go(p){ $.get('/api/news/'+cid+'/'+p, draw) } var cid='7'; go(1); x.click(function(){ go(p+1) })",
            "/api/news/7/3",
        ),
        ("$.get('/api/list', {offset: $('#list li').length, limit: 10})", "/api/list?offset=20&limit=10"),
        ("$.get('/api/list', {start: (page-1)*10, rows: 10})", "/api/list?start=20&rows=10"),
        ("layui.table.render({url:'/api/list', where:{cid:'7', page:1}})", "/api/list?cid=7&page=3"),
        (
            "fetch('/api/list',{method:'POST',body:JSON.stringify({q:{cid:'7'},page:{pageNum:1,pageSize:9}})})",
            '/api/list {"q": {"cid": "7"}, "page": {"pageNum": 3, "pageSize": 9}}',
        ),
        ("$.ajax({url:'/api/list?cid=7&page='+page+'&_='+new Date().getTime()})", "/api/list?cid=7&page=3"),
        (
            "$.ajax({url:'/api/list',data:{cid:'7',page:page,keyword:$('#q').val(),t:Math.random()}})",
            "/api/list?cid=7&page=3",
        ),
        ("var o={url:'/api/list',data:{pageNo:1}}; $.ajax(o)", "/api/list?pageNo=3"),
        ("const load = async (page = 1) => { const r = await fetch('/api/list?p=' + page) }", "/api/list?p=3"),
        (
            "window.CFG={api:'/api/v1',col:'7'}; fetch(CFG.api+'/list?col='+CFG.col+'&page='+page)",
            "/api/v1/list?col=7&page=3",
        ),
    ],
)
def test_the_third_page_is_asked_for_as_the_script_says(script: str, said: str) -> None:
    assert first(script, number=3) == said


@pytest.mark.parametrize(
    ("script", "page", "said"),
    [
        ("fetch('/api/list?page=1&cid='+getUrlParam('cid'))", "", "/api/list?page=1&cid=42"),
        (
            "fetch('/api/list?page=1&cid='+new URLSearchParams(location.search).get('cid'))",
            "",
            "/api/list?page=1&cid=42",
        ),
        ("fetch('/api/list?page=1&cid='+location.pathname.split('/')[1])", "", "/api/list?page=1&cid=sxrd"),
        (
            "fetch('/api/list?page=1&cid='+$('#box').data('cid'))",
            "<div id='box' data-cid='9'></div>",
            "/api/list?page=1&cid=9",
        ),
        (
            "fetch('/api/list?page=1&cid='+$('#box').attr('data-cid'))",
            "<div id='box' data-cid='9'></div>",
            "/api/list?page=1&cid=9",
        ),
        (
            "fetch('/api/list?page=1&cid='+document.body.dataset.cid)",
            "<body data-cid='9'></body>",
            "/api/list?page=1&cid=9",
        ),
        ("fetch('/api/list?page=1&cid='+$('#cid').val())", "<input id='cid' value='9'>", "/api/list?page=1&cid=9"),
        (
            "fetch('/api/list?page=1&cid='+document.getElementById('cid').value)",
            "<input id='cid' value='9'>",
            "/api/list?page=1&cid=9",
        ),
        (
            "fetch('/api/list?page=1&cid='+$('meta[name=channelid]').attr('content'))",
            "<meta name='channelid' content='9'>",
            "/api/list?page=1&cid=9",
        ),
        (
            "var c=JSON.parse(document.getElementById('c').textContent); fetch(c.api+'?page=1&cid='+c.channel)",
            '<script id=\'c\' type=\'application/json\'>{"api":"/api/list","channel":9}</script>',
            "/api/list?page=1&cid=9",
        ),
        (
            "$.post('/api/list', $('#f').serialize())",
            "<form id='f'><input name='cid' value='9'><input name='pageNo' value='1'></form>",
            "/api/list cid=9&pageNo=1",
        ),
    ],
)
def test_what_the_page_says_is_asked_with(script: str, page: str, said: str) -> None:
    assert first(script, page or "<p></p>") == said


@pytest.mark.parametrize(
    "script",
    [
        "var parts=location.hash.replace(/^#\\/?/,'').split('/'); fetch('/api/list?c='+parts[1]+'&page=1')",
        "fetch('/api/list?c='+location.hash.split('/')[2]+'&page=1')",
        "fetch('/api/list?c='+location.hash.slice(2).split('/')[1]+'&page=1')",
        "fetch('/api/list?c='+location.hash.split('/').pop()+'&page=1')",
        "var c=location.hash.substring(7); fetch('/api/list?c='+c+'&page=1')",
        "fetch('/api/list?c='+location.hash.split('/').filter(Boolean)[2]+'&page=1')",
    ],
)
def test_the_route_of_the_address_says_the_column(script: str) -> None:
    assert first(script, url="http://rd.a.example/#/list/qxrd") == "/api/list?c=qxrd&page=1"


def test_a_call_with_pages_comes_before_others_and_helpers_are_left_out() -> None:
    script = (
        "$.get('/api/config/list'); $.get('/api/article/detail?id='+id); $.post('/api/login',{page:1}"
        "); map.get('list/x');"
        "$.get('/api/article/list?page='+page); $.get('/js/list.js?page=1')"
    )
    assert [call.url for call in calls(script)][:1] == ["/api/article/list?page={{1,0}}"]
    assert not any("detail" in call.url or "login" in call.url or ".js" in call.url for call in calls(script))


def test_headers_of_the_request_are_kept_and_ours_are_not_taken() -> None:
    script = (
        "$.ajaxSetup({headers:{'X-Site':'rd'}}); $.ajax({url:'/api/list?page=1',"
        "headers:{'Content-Type':'application/json',"
        "'Cookie':'a=b','X-CSRF':$('meta[name=csrf]').attr('content'),'X-Not':unknown}})"
    )
    found = calls(script, "<meta name='csrf' content='t1'>")
    assert dict(found[0].headers) == {"X-Site": "rd", "X-CSRF": "t1", "X-Requested-With": "XMLHttpRequest"}


@pytest.mark.parametrize(
    "script",
    [
        "axios.defaults.headers.common['X-Site'] = 'rd'; axios.post('/api/list', {pageNo: 1, size: 9})",
        "axios.defaults.headers.post.siteId = 'rd'; axios.post('/api/list', {pageNo: 1, size: 9})",
        "const h = axios.create({headers: {siteId: 'rd'}}); h.get('/api/list?page=1')",
        "h.interceptors.request.use(c => { c.headers['X-Site'] = 'rd'; return c }); h.get('/api/list?page=1')",
        "$.ajax({url: '/api/list?page=1', beforeSend: function(x){ x.setRequestHeader('X-Site', 'rd') }})",
    ],
)
def test_headers_that_are_set_for_all_requests_are_sent(script: str) -> None:
    said = dict(calls(script)[0].headers)
    assert said.pop("X-Requested-With") == "XMLHttpRequest"
    assert list(said.values()) == ["rd"]


def test_a_token_of_a_visitor_is_not_made_up() -> None:
    script = "c.headers['Authorization'] = 'Bearer x'; c.headers.token = getToken(); axios.get('/api/list?page=1')"
    assert dict(calls(script)[0].headers) == {"X-Requested-With": "XMLHttpRequest"}


@pytest.mark.parametrize("way", ["/api/news/save", "/api/message/addMessage", "/api/article/delete.do"])
def test_what_changes_something_is_never_asked(way: str) -> None:
    assert calls(f"$.post('{way}', {{page: 1, size: 9}})") == []
    assert calls("$.post('/api/address/list', {page: 1, size: 9})") != []


def test_an_address_with_a_blank_in_its_path_is_no_call() -> None:
    assert calls("r({url: '/api/article/' + e, method: 'get'})") == []


def test_an_address_that_is_not_known_is_no_call() -> None:
    assert calls("$.get('/api/' + column + '/list?page=1')") == []


def test_a_parameter_that_is_not_known_is_counted() -> None:
    found = calls("$.get('/api/list', {column: e, page: t})")
    assert (found[0].url, found[0].missing) == ("/api/list?page={{1,0}}", 1)


def test_libraries_and_other_hosts_are_not_looked_into() -> None:
    page = "".join(
        f"<script src='{one}'></script>"
        for one in (
            "/js/jquery.min.js",
            "/js/swiper.js",
            "http://hm.baidu.com/hm.js",
            "/js/nav.js",
            "/js/app.js",
            "/js/list.js",
            "/js/config.js",
        )
    )
    names = [one.rpartition("/")[2] for one in scripts(parse(page), URL, URL)]
    assert names == ["config.js", "list.js", "app.js", "nav.js"]


@pytest.mark.parametrize(
    ("script", "pattern"),
    [
        ("h+='<a href=\"'+data[i].url+'\">'", "{url}"),
        ("h+=\"<a target='_blank' href='/show/\"+o.articleId+\".shtml'>\"", "/show/{articleId}.shtml"),
        ("h+=`<a href=\"${base}/c/${x.id}.html\">`; var base='/m'", "/m/c/{id}.html"),
        ("function go(id){ window.location.href='detail.html?id='+id }", "detail.html?id={id}"),
        ("var url='/info/'+item.channel+'/'+item.id+'.htm'", "/info/{channel}/{id}.htm"),
    ],
)
def test_the_address_of_a_row_is_made_as_the_script_makes_it(script: str, pattern: str) -> None:
    assert find_links(Script(tokens(script)))[0] == pattern


def test_the_address_of_a_list_is_none_of_a_row() -> None:
    assert find_links(Script(tokens("location.href='list.html?page='+page; a='/api/list?page='+pageNo"))) == []


@pytest.mark.parametrize(
    "data",
    [
        {"count": 3, "data": [{"bt": "青禾县开门立规", "fbrq": "2021-03-09", "dz": "/a/1.html"}]},
        {
            "hits": {
                "total": {"value": 3},
                "hits": [{"_source": {"title": "青禾县开门立规", "url": "/a/1.html", "pubtime": "2021-03-09"}}],
            }
        },
        {"total": 3, "rows": [["/a/1.html", "青禾县开门立规", "2021-03-09"]]},
        {
            "data": {
                "recordsTotal": "3",
                "list": [{"F_BT": "青禾县开门立规", "lj": "/a/1.html", "time": "2021-03-09", "src": "办公室"}],
            }
        },
        {
            "current_page": 1,
            "data": [{"title": "青禾县开门立规", "link": "/a/1.html", "date": "2021-03-09"}],
            "total": 3,
        },
    ],
)
def test_rows_under_odd_keys_are_found(data: object) -> None:
    answer = api_rows.read(data, URL, URL, [])
    assert [(row.url, row.title, row.date) for row in answer.rows] == [
        ("http://rd.a.example/a/1.html", "青禾县开门立规", "2021-03-09")
    ]
    assert answer.total == 3


def test_a_count_of_the_rows_shown_is_no_total() -> None:
    data = {"count": 2, "data": [{"title": f"第{n}次会议", "url": f"/a/{n}.html"} for n in range(2)]}
    assert api_rows.read(data, URL, URL, []).total is None


def test_the_same_call_is_found_once() -> None:
    script = "function a(){ $.get('/api/list?page='+page) } function b(){ $.get('/api/list?page='+page) }"
    assert len(calls(script)) == 1
