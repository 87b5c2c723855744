"""How is a register written down, and does another one say the same?"""

import csv
import io
from collections.abc import Iterator

import msgspec

from congress_crawler.items import line
from congress_crawler.standards.figures import Register, RunFigures

BOM = "\ufeff"  #: Excel takes a CSV file without it for GBK; other readers drop it
#: Column → its head for people.
COLUMNS = {
    "site": "site 网站",
    "run": "run 批次",
    "started": "started 起",
    "ended": "ended 止",
    "articles": "items 件数",
    "versions": "versions 版本",
    "files": "files 附件",
    "files_failed": "files failed 附件失败",
    "failures": "failures 失败",
    "events": "events 事件",
    "warc": "WARC files",
    "records": "records 记录",
    "bytes": "bytes 字节数",
    "payload": "payload bytes 内容字节数",
    "damaged": "damaged 损坏",
    "manifest": "manifest 清单摘要",
    "head": "tree head 树根",
    "signed": "signed 签名",
    "differs": "differs 不符",
}
#: What two registers of the same run must agree in.
COMPARED = (
    *("articles", "versions", "files", "files_failed", "failures", "events"),
    *("records", "bytes", "payload", "damaged", "manifest", "head"),
)


def cells(one: RunFigures) -> list[str]:
    """One line of the register, a cell a column. Empty for what there is none of."""
    found = {**msgspec.structs.asdict(one), "warc": len(one.warc_files), "differs": "; ".join(one.differs)}
    found["signed"] = "" if one.head is None else "yes" if one.signed else "no"
    return ["" if found[name] is None else str(found[name]) for name in COLUMNS]


def lines(register: Register) -> list[RunFigures]:
    """A line a run, and the total where there are several."""
    return [*register.runs, register.total()] if len(register.runs) > 1 else list(register.runs)


def as_csv(registers: list[Register]) -> bytes:
    """Registers as one CSV file (RFC 4180) in UTF-8 with a byte order mark; the heads are the names of fields."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in registers:
        writer.writerows(map(cells, lines(one)))
    return (BOM + out.getvalue()).encode()


def as_line(register: Register) -> bytes:
    """A register as a line of JSON, its total beside the runs."""
    return line({**msgspec.to_builtins(register), "total": msgspec.to_builtins(register.total())})


def compare(now: Register, then: Register) -> Iterator[str]:
    """Where a register that was handed over says other figures than one counted now. Runs that came later are passed.

    In: two registers of one site. Out: sentences.
    """
    if now.site != then.site:
        yield f"is a register of {then.site}, this is {now.site}"
        return
    runs = {one.run: one for one in now.runs}
    for before in then.runs:
        here = runs.get(before.run)
        if here is None:
            yield f"run {before.run}: is in the register, but not here"
            continue
        for name in COMPARED:
            says, has = getattr(before, name), getattr(here, name)
            if says != has:
                yield f"run {before.run}: {name}: the register says {says}, there is {has}"
