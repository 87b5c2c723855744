"""Is this answer a page at all?"""

import re
from functools import cache

from congress_crawler.extract.page import Headers, header, pairs
from congress_crawler.extract.shown import own, visible, without
from congress_crawler.items import Unreadable

CHALLENGE_STATUS = {412, 521}  # 瑞数 and 加速乐 answer so before their script has run
GONE = {404, 410}
# Content types that hold pages; old servers send text/plain or octet-stream for them too, so those are looked into.
PAGES = ("text/html", "application/xhtml+xml", "text/xml", "application/xml")
DOUBTFUL = ("text/plain", "application/octet-stream", "application/x-download", "unknown/unknown")
MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, DOCX or XLSX",
    b"\xd0\xcf\x11\xe0": "DOC or XLS",
    b"GIF8": "GIF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
}
NOSCRIPT = frozenset(("noscript",))
THIN = 300  # visible characters: walls and error pages say less, the shortest articles with a site round them say more
BARE = 120  # visible characters: not even a site round the notice
NOTE = 60  # visible characters: what a page says instead of itself is said in one short line
SENTENCES = 3  # full stops: a page with so many has a text of its own
TITLE = 1500  # characters of the page in which <title> is looked for once a page is thin


def verdict(status: int, headers: Headers, text: str) -> Unreadable | None:
    """Whether an answer can be an article page, judged before anything is read in it.

    In: the status code, the response headers, the decoded page. Out: None when it can, else the failure to record:
    rate-limited, not-found, challenge, http-error, redirect, not-html or soft-404. Words of a wall or of an error
    count only on a thin page, since an article may quote them; a page that is thin but for its links (a site's
    navigation round a notice) must say them to its reader, in a line of their own.

    >>> verdict(404, {}, "").reason, verdict(503, {"Retry-After": "120"}, "").reason
    ('not-found', 'rate-limited')
    >>> verdict(200, {}, "<script>document.cookie='__jsl_clearance=1'</script>").reason
    'challenge'
    >>> verdict(200, {}, "<p>对不起，您访问的页面不存在</p>").reason
    'soft-404'
    """
    known = pairs(headers)
    return _by_status(status, known, text) or wrong_type(known, tagged=_begins(text) == "<") or _by_words(text)


def data_verdict(status: int, headers: Headers, text: str) -> Unreadable | None:
    """As `verdict`, for an answer that is data: no words of it are a notice, and no type of it is wrong."""
    return _by_status(status, pairs(headers), text)


def is_data(headers: Headers, text: str) -> bool:
    """Whether an answer is what lists are filled from, and no page: JSON, a script, a feed, whatever it is labelled.

    >>> is_data({"Content-Type": "text/html"}, ' {"total": 3}'), is_data({}, "<html></html>")
    (True, False)
    """
    kind = (header(pairs(headers), "content-type") or "").split(";")[0].strip().lower()
    if kind.endswith(("json", "javascript", "ecmascript", "rss+xml", "atom+xml")) or _begins(text) in {"{", "["}:
        return True
    return text.lstrip()[:5].lower() == "<?xml" and "<html" not in text[:2000].lower()


def wrong_type(headers: Headers, *, tagged: bool) -> Unreadable | None:
    """The failure not-html when the Content-Type names no page. `tagged`: the body begins with a tag."""
    kind = (header(pairs(headers), "content-type") or "").split(";")[0].strip().lower()
    if not kind or kind in PAGES or (kind in DOUBTFUL and tagged):
        return None
    return Unreadable("not-html", f"the server calls it {kind}")


def by_magic(body: bytes) -> Unreadable | None:
    """The failure not-html when the first bytes are those of a file format."""
    name = next((name for magic, name in MAGIC.items() if body.startswith(magic)), None)
    return Unreadable("not-html", f"the first bytes are those of {name}") if name else None


def says_gone(text: str) -> bool:
    """Whether a short text says that the page is not there.

    >>> says_gone("您访问的内容已被删除或不存在"), says_gone("会议通报了建议办理情况")
    (True, False)
    """
    return _gone().search(text) is not None


def _by_status(status: int, headers: list[tuple[str, str]], text: str) -> Unreadable | None:
    if 200 <= status < 300 and status not in {204, 205, 206}:
        return None
    if status in GONE:
        return Unreadable("not-found", f"status {status}")
    if status == 429 or (status == 503 and header(headers, "retry-after") is not None):
        return Unreadable("rate-limited", f"status {status}, Retry-After {header(headers, 'retry-after') or 'absent'}")
    if status in CHALLENGE_STATUS or (status >= 400 and (_walled(text) or _notice().search(text))):
        return Unreadable("challenge", f"status {status}: a wall meant for browsers")
    if 300 <= status < 400:
        return Unreadable("redirect", f"status {status} without a page")
    return Unreadable("http-error", f"status {status}")


def _by_words(text: str) -> Unreadable | None:
    if _speaks(text):
        return None
    seen = visible(text)
    lines = own(text)
    if len(seen) > THIN and sum(map(len, lines)) > THIN:
        return None
    for line in lines:
        if len(line) <= NOTE and (asked := _asked().search(line)):
            return Unreadable("challenge", f"a wall meant for browsers: {asked.group()}")
    if len(seen) > THIN:
        gone = next((line for line in lines if len(line) <= NOTE and _told_gone(line)), None)
        return Unreadable("soft-404", f"the page says: {gone}") if gone else None
    if wall := _walled(text):
        return Unreadable("challenge", f"a wall meant for browsers: {wall}")
    if len(seen) <= BARE and (notice := _notice().search(seen)):
        return Unreadable("challenge", f"no page, but a notice: {notice.group()}")
    if _gone().search(seen):
        return Unreadable("soft-404", f"the page says: {seen[:80]}")
    if not seen and (jump := _jump().search(text)):
        return Unreadable("redirect", f"an empty page that sends browsers on: {jump.group()[:120]}")
    return None


def _begins(text: str) -> str:
    """The first character that is no blank; "" when there is none."""
    found = re.search(r"\S", text)
    return found.group() if found else ""


def _speaks(text: str) -> bool:
    """Whether a page has several full stops: most have them long before their end."""
    at = -1
    for _ in range(SENTENCES):
        at = text.find("。", at + 1)
        if at < 0:
            return False
    return True


def _told_gone(line: str) -> bool:
    """Whether a line tells its reader that the page is gone. News say that too, but not to a "you"."""
    return _gone().search(line) is not None and _reader().search(line) is not None


def _walled(text: str) -> str | None:
    """The first token of a wall. What a page says to browsers without scripts (noscript) is no wall's request."""
    found = _wall().search(text) or _scriptless().search(without(text, NOSCRIPT))
    return found.group()[:60] if found else None


@cache
def _wall() -> re.Pattern[str]:
    return re.compile(
        r"__jsl_clearance|acw_sc__v2|\$_ts\s*=|_\$_?cofing|wzws[_-]|FSSBBIl1UgzbN7N|cf-chl|challenge-platform"
        r"|Just a moment|安全狗|创宇盾|云锁|网站防火墙|Web应用防火墙|WAF|访问请求可能对网站造成|访问过于频繁"
        r"|您的请求.{0,6}(?:被拦截|存在威胁)"
        r"|滑动验证|人机验证"
    )


@cache
def _scriptless() -> re.Pattern[str]:
    """What a wall says that waits for its script; shells of applications say it too, in a noscript."""
    return re.compile(r"请开启\s{0,9}JavaScript|enable JavaScript")


@cache
def _asked() -> re.Pattern[str]:
    """A line that is nothing but a wall's name, or that asks the reader to pass it."""
    kinds = r"(?:安全|访问|人机|滑动|滑块|真人)(?:访问)?(?:验证|校验)"
    return re.compile(
        rf"^(?:网站|浏览器)?{kinds}(?:中|页面?)?[.。…!！]*$|请您?先?(?:完成|进行|通过|点击|拖动).{{0,8}}{kinds}"
    )


@cache
def _reader() -> re.Pattern[str]:
    return re.compile(
        r"您|对不起|抱歉|^(?:错误|error|HTTP)?404(?:NotFound|错误|页面)?[!！。]?$|^页面(?:不存在|未找到|已删除)[!！。]?$",
        re.IGNORECASE,
    )


@cache
def _notice() -> re.Pattern[str]:
    """What a page says instead of itself. Headers of sites say 请登录 too: only a bare page is one of these."""
    return re.compile(r"系统(?:正在)?维护|网站(?:正在)?维护|正在维护|请先?登录|登录后.{0,4}(?:查看|访问)|请输入验证码")


@cache
def _gone() -> re.Pattern[str]:
    return re.compile(
        r"(?:页面|网页|信息|文章|内容|文件|栏目|稿件|链接|资源).{0,8}(?:不存在|已?被?删除|已下线|找不到|未找到|已失效|无法访问)"
        r"|(?:找不到|未找到|没有找到).{0,8}(?:页面|网页|信息|文章|内容|文件|资源)|(?:^|\D)404(?:\D|$)|Not\s?Found"
    )


@cache
def _jump() -> re.Pattern[str]:
    return re.compile(r"location(?:\.href)?\s*=\s*[^;]+|http-equiv=[\"']?refresh[^>]*", re.IGNORECASE)
