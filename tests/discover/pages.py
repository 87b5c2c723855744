"""A small site in memory: pages by path, lists and articles made from a few words, asked as a crawl would ask."""

import asyncio
from datetime import date
from urllib.parse import urlsplit

from congress_crawler.discover import Discovery, Explorer, Got, NoPage
from congress_crawler.listing.step import Step

HOME = "http://127.0.0.1:9101/"
TODAY = date(2024, 6, 30)
COUNTIES = ("白鹭县", "石桥区", "云栖市", "松川县", "枫渡区", "麦浦县")
TOPICS = ("乡村道路养护", "校园食堂安全", "河道清淤", "社区养老服务", "图书馆夜间开放", "菜市场改造")
OWN = (
    "机关开展主题党日活动",
    "办公室召开工作例会",
    "机关干部参加义务植树",
    "信息化培训班结束",
    "机关支部换届",
    "文艺汇演举行",
)


class Pages:
    """Paths and what they answer. `asked` is what was asked for, in order."""

    def __init__(self, home: str, **others: str) -> None:
        self.pages = {"/": page("青原省人大网", home)}
        self.pages.update((path, page("青原省人大网", body)) for path, body in others.items())
        self.asked: list[str] = []

    def add(self, path: str, *crumb: str, about: str = "county", rows: int = 6, body: str | None = None) -> "Pages":
        """A list page at `path` with its articles; its crumb."""
        links = []
        for number in range(rows):
            title = (
                f"{COUNTIES[number % 6]}人大常委会视察{TOPICS[number % 6]}" if about == "county" else OWN[number % 6]
            )
            where = f"{path.rstrip('/').replace('#', '')}/t2024050{number + 1}_{number}.html"
            links.append(f'<li><a href="{where}">{title}</a><span>2024-05-0{number + 1}</span></li>')
            self.pages[where] = page(title, article(title, crumb, number + 1))
        rest = body if body is not None else ""
        self.pages[path] = page("、".join(crumb), f"{trail(crumb)}{rest}<ul class='list'>{''.join(links)}</ul>")
        return self

    async def ask(self, step: Step, _role: str) -> Got:
        """The answer to one request, as the spider would give it."""
        self.asked.append(step.url)
        parts = urlsplit(step.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path not in self.pages:
            raise NoPage(step.url, "not-found", "status 404")
        text = self.pages[path]
        headers = [("content-type", "text/html; charset=utf-8")]
        return Got(url=step.url, text=text, body=text.encode(), headers=headers)

    def discover(self) -> Discovery:
        """Look at the site."""
        return asyncio.run(Explorer(self.ask, HOME, TODAY).run())


def page(title: str, body: str) -> str:
    """A whole HTML page; a body that begins with its own `<html` is one already."""
    if body.lstrip().lower().startswith(("<html", "<!doctype", "var ", "document.")):
        return body
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


def trail(crumb: tuple[str, ...]) -> str:
    """The breadcrumb line of a page."""
    return f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; {' &gt; '.join(crumb)}</div>" if crumb else ""


def article(title: str, crumb: tuple[str, ...], day: int) -> str:
    """The page of an article."""
    words = (
        "近日，有关方面围绕这项工作开展了实地察看，并同基层干部群众进行了座谈交流。",
        "大家认为，有关工作取得了明显进展，同时也存在设施老化、管护力量不足等问题。",
        "下一步将持续跟踪问效，推动意见建议落到实处，让群众感受到实实在在的变化。",
    )
    paragraphs = "".join(f"<p>　　{line}</p>" for line in words)
    return (
        f"{trail(crumb)}<h1>{title}</h1><p>来源：本网　时间：2024-05-0{day}</p><div class='content'>{paragraphs}</div>"
    )
