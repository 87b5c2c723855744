"""How does the check report read, and in which form is it written?

Markdown for people, Chinese with English beside it; JSON, when the file is called .json.
"""

from collections.abc import Iterator
from pathlib import Path

from congress_crawler.items import line
from congress_crawler.standards.assess import SCHEMA, Item, Result, SiteCheck
from congress_crawler.standards.looks import SHOWN
from congress_crawler.standards.mapping import UNVERIFIED
from congress_crawler.standards.register_forms import COLUMNS, cells

RESULTS: dict[Result, str] = {
    "passed": "合格 passed",
    "failed": "不合格 failed",
    "partly checked": "部分检测 partly checked",
    "not checked": "未检测 not checked",
}
COUNTED = {
    "records": "WARC 记录 records",
    "articles": "文章 articles",
    "files": "附件行 files",
    "failures": "失败行 failures",
    "events": "事件 events",
    "runs": "批次 runs",
    "reread": "重读 read again",
    "responses": "响应 responses",
    "requests": "请求 requests",
    "metadata": "元数据记录 metadata records",
    "revisits": "重访 revisits",
    "cdxj-lines": "索引行 lines of index.cdxj",
    "wacz": "WACZ",
    "heads": "封存 tree heads",
    "signed": "签名 signed",
    "stamped": "时间戳 time stamps",
    "links": "附件与图片 links",
    "walks": "列表 walks of lists",
    "paths": "文件 paths",
    "counted-runs": "批次 runs",
    "sealed-files": "封存的 WARC 文件 sealed files",
}
_REGISTER = ("run", "started", "articles", "versions", "files", "failures", "warc", "records", "bytes", "differs")
_SPECIAL = str.maketrans(
    {"|": "\\|", "\n": " ", "\r": " ", "<": "&lt;", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\["}
)


def encode(checks: list[SiteCheck], path: Path) -> bytes:
    """The reports in the form that the name of the file asks for: one JSON object, or Markdown with a part a site."""
    if path.suffix.lower() == ".json":
        return line({"schema": SCHEMA, "sites": checks})
    return "\n".join(row for one in checks for row in _report(one)).encode() + b"\n"


def _report(one: SiteCheck) -> Iterator[str]:
    yield f"# 四性检测报告 Check report: {_cell(one.site)}"
    yield ""
    yield f"- 检测时间 made: {one.made}"
    yield f"- 检测软件 software: {one.software}"
    yield "- 依据 after: DA/T 70-2018, 真实性 完整性 可用性 安全性"
    yield f"- {UNVERIFIED} (对应关系未经标准原文核实): 所有条目编号 every code of an item"
    if one.writing:
        yield "- 检测时正在抓取 a crawl was writing: the report is on what was there when it began"
    yield from (f"- 说明 note: {_cell(said)}" for said in one.notes[:SHOWN])
    yield f"- 结果 results: {', '.join(f'{RESULTS[name]} {count}' for name, count in _results(one))}"
    yield ""
    yield from _summary(one)
    for number, group in zip("一二三四", one.properties, strict=True):
        yield f"## {number}、{group.chinese} {group.english}"
        yield ""
        for item in group.items:
            yield from _item(item)
    yield from _register(one)


def _results(one: SiteCheck) -> Iterator[tuple[Result, int]]:
    for name in RESULTS:
        yield name, one.results[name]


def _summary(one: SiteCheck) -> Iterator[str]:
    yield "| 编号 code | 条目 item | 检测数 looked at | 不合格 failed | 结果 result |"
    yield "|---|---|---|---:|---|"
    for item in (item for group in one.properties for item in group.items):
        looked = _looked(item)
        yield f"| {item.code} | {item.chinese} {item.english} | {looked} | {item.failed} | {RESULTS[item.result]} |"
    yield ""


def _item(item: Item) -> Iterator[str]:
    yield f"### {item.code} {item.chinese} {item.english}: {RESULTS[item.result]}"
    yield ""
    if item.what:
        yield f"- 检测内容 what: {item.what_chinese} / {item.what}"
        yield f"- 检测数 looked at: {_looked(item)}; 不合格 failed: {item.failed}"
    for said in item.not_checked:
        yield f"- 未检测 not checked: {_cell(said)}"
    for said in item.notes:
        yield f"- 说明 note: {_cell(said)}"
    yield f"- {item.mapping}"
    for number, fault in enumerate(item.findings, start=1):
        yield f"  {number}. {_cell(fault.sentence())}"
    if item.failed > len(item.findings):
        yield f"  … {item.failed - len(item.findings)} 项未列 more, not listed here; `verify` names all"
    yield ""


def _looked(item: Item) -> str:
    return ", ".join(f"{COUNTED.get(name, name)} {count}" for name, count in item.looked_at.items()) or "–"


def _register(one: SiteCheck) -> Iterator[str]:
    yield "## 登记表 register (GB/T 18894-2016 表A.1: 件数 items, 字节数 bytes)"
    yield ""
    yield f"- {UNVERIFIED}"
    yield ""
    yield f"| {' | '.join(COLUMNS[name] for name in _REGISTER)} |"
    yield f"|{'---|' * len(_REGISTER)}"
    for run in one.register:
        said = dict(zip(COLUMNS, cells(run), strict=True))
        yield f"| {' | '.join(_cell(said[name]) for name in _REGISTER)} |"
    yield ""


def _cell(text: str) -> str:
    """Text of others, so that it stays text in Markdown and in a cell."""
    return text.translate(_SPECIAL)
