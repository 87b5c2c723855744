"""Pages that a misbehaving server may show, in our own sentences."""

from tests.faults.server import Step, page

TEXT = (
    "青禾县人大常委会组织部分代表视察农田水利建设,代表们实地察看了三处泵站,听取了情况介绍,对工程进度表示肯定,"
    "并就管护经费、用水户协会和冬春清淤提出了七条建议。"
)


def article(number: int, *, text: str = TEXT) -> bytes:
    """A small article page in UTF-8."""
    return (
        '<html><head><meta charset="utf-8"><title>试验人大</title></head><body>'
        '<p>当前位置: <a href="/">首页</a>&gt;&gt;<a href="/c/">市县人大</a>&gt;&gt;<a href="/list/">工作剪影</a></p>'
        f"<h1>青禾县:第{number}次视察记事</h1><p>作者:青禾县人大常委会办公室 李倩   时间:2020-05-06</p>"
        f'<div id="zoom"><p>{text}</p><p>第{number}次视察共有{number + 10}名代表参加,常委会将跟踪督办。{text}</p></div>'
        "<p>版权所有:试验人大</p></body></html>"
    ).encode()


def listing(*links: str) -> list[Step]:
    """A list page with these links."""
    rows = "".join(
        f'<li class="pagedContent"><a href="{link}">题 {link}</a><span>2020-05-06</span></li>' for link in links
    )
    return page(f"<html><body><ul>{rows}</ul></body></html>".encode())
