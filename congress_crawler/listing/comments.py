"""Does this place of a page stand in a comment?"""

import re
from itertools import islice

FAR = 2_000  # characters in front of a place in which its comment begins
MOST = 20  # places of one pattern that are looked at
#: `//` begins a comment of a script, but not in `http://`, `"//a.cn/x.js"`, `url(//a.cn)` and `src=//a.cn`.
LINE = re.compile(r"(?<![:\"'(=/\\])//")


def is_commented(text: str, at: int) -> bool:
    r"""Whether a place is in a comment: of a script, or of HTML; the old `<!--` that begins a script is none.

    In: a page or a script, a place in it.

    >>> is_commented("<!-- f(1) --> f(2)", 6), is_commented("<script><!--\nf(1)", 13), is_commented("a; // f(1)", 7)
    (True, False, True)
    """
    before = text[max(0, at - FAR) : at]
    lower = before.lower()
    code = before[max(0, lower.rfind("<script")) :]
    if LINE.search(code.rpartition("\n")[2]) or code.rfind("/*") > code.rfind("*/"):
        return True
    opened = before.rfind("<!--")
    if opened <= before.rfind("-->"):
        return False
    hides = lower.rfind("<script", 0, opened) > lower.rfind("</script", 0, opened)
    return not hides or "<script" in lower[opened:]


def live(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is in no comment; None when there is none among the first twenty."""
    return next((one for one in islice(pattern.finditer(text), MOST) if not is_commented(text, one.start())), None)
