"""What is left of a text when a few of its bytes are broken?"""

MARK = "\ufffd"  # one for each broken stretch: the reader sees where something is missing
SHARE = 20  # characters beyond ASCII that must be whole for each mark: more damage than that is another charset
MOST = 500  # marks; more is no page any more
WORK = 200_000_000  # bytes that may be decoded over and over: a mark each time, fewer of them in a long page
CLOSE = 8  # marks one after the other, fewer than NEAR bytes apart: this is another charset
NEAR = 16
PLAIN = 0x40  # bytes below never are the second of a pair (GB 18030, Big5): pairs are in step behind them
LONGEST = 4000  # bytes without such a byte that are cut anew
# First bytes of the characters in daily use, and of punctuation: level 1 of GB 2312 and of Big5. The second byte of a
# character in daily use is high in GB 2312.
SIGNS = (0xA1, 0xA3)
DAILY = {"gb18030": (0xB0, 0xD7, 0xA1), "big5hkscs": (0xA4, 0xC6, 0x40)}


def marked(data: bytes, codec: str) -> tuple[str, int, int] | None:
    """Decode bytes of which a few are broken, each broken stretch marked by U+FFFD.

    In: the page without its BOM, a codec. Out: the text, the number of marks, the offset of the first broken byte;
    None when too much is broken for the page to be in this codec. One byte too few or too many shifts all pairs of
    GB 18030 up to the next plain character, so those pairs are cut anew: see `_cut`.

    >>> marked("云溪县人大举行了代表活动，许多代表参加了".encode()[:-1], "utf-8")
    ('云溪县人大举行了代表活动，许多代表参加\ufffd', 1, 57)
    """
    pieces: list[str] = []
    at, marks, first, close = 0, 0, -1, 0
    while marks <= min(MOST, WORK // len(data)) and close < CLOSE:
        try:
            pieces.append(data[at:].decode(codec))
        except UnicodeDecodeError as error:
            start, end = at + error.start, at + error.end
            first = start if first < 0 else first
            close = close + 1 if marks and start - at < NEAR else 0
            marks += 1
            piece, at = _piece(data, at, start, end, codec)
            pieces.append(piece)
        else:
            text = "".join(pieces)
            beyond = sum(1 for character in text if character > "\x7f")
            return (text, marks, first) if marks * SHARE <= beyond else None
    return None


def _piece(data: bytes, at: int, start: int, end: int, codec: str) -> tuple[str, int]:
    """The text up to a broken stretch with its mark, and where to go on."""
    if not codec.startswith("utf") and end < len(data):  # UTF is always in step; so is a pair cut by the end
        first, last = _run(data, at, start)
        try:
            return data[at:first].decode(codec) + _cut(data[first:last], codec), last
        except UnicodeDecodeError:  # the run begins inside a character of four bytes, or too far back
            return data[at:start].decode(codec) + MARK, end
    return data[at:start].decode(codec) + MARK, end


def _run(data: bytes, at: int, broken: int) -> tuple[int, int]:
    """The stretch round a broken byte in which the pairs may be out of step, as a half-open range."""
    start, end = broken, broken + 1
    while start > at and data[start - 1] >= PLAIN and broken - start < LONGEST:
        start -= 1
    while end < len(data) and data[end] >= PLAIN and end - broken < LONGEST:
        end += 1
    return start, end


def _cut(run: bytes, codec: str) -> str:
    """A run of pairs with one to three bytes marked: those without which most characters are of those in daily use.

    Read in step from the left up to them, and from behind them to the end. Where several places explain the run as
    well, all between them is marked; a run that no place explains is one mark: nothing in it is sure.
    """
    daily = DAILY[codec]
    behind = _from_right(run, daily)
    best, places = -1, (0, len(run))
    at = score = 0
    while at < len(run):
        for skipped in (1, 2, 3):
            rest = behind[at + skipped] if at + skipped <= len(run) else None
            if rest is not None and score + rest >= best:
                places = (at if score + rest > best else places[0], at + skipped)
                best = score + rest
        width = _width(run, at)
        if not width:
            break
        score += _daily(run, at, width, daily)
        at += width
    try:
        return run[: places[0]].decode(codec) + MARK + run[places[1] :].decode(codec)
    except UnicodeDecodeError:
        return MARK


def _from_right(run: bytes, daily: tuple[int, int, int]) -> list[int | None]:
    """For each offset the characters in daily use from there to the end; None where the pairs do not come out even."""
    scores: list[int | None] = [None] * len(run) + [0]
    for at in range(len(run) - 1, -1, -1):
        width = _width(run, at)
        rest = scores[at + width] if width else None
        scores[at] = None if rest is None else rest + _daily(run, at, width, daily)
    return scores


def _width(run: bytes, at: int) -> int:
    """Bytes of the character at an offset; 0 when none begins there."""
    if run[at] < 0x80:
        return 1
    pair = 0x81 <= run[at] <= 0xFE and at + 1 < len(run) and run[at + 1] not in {0x7F, 0xFF}
    return 2 if pair else 0


def _daily(run: bytes, at: int, width: int, daily: tuple[int, int, int]) -> int:
    first, last, second = daily
    lead = run[at]
    return int(width == 2 and run[at + 1] >= second and (first <= lead <= last or SIGNS[0] <= lead <= SIGNS[1]))
