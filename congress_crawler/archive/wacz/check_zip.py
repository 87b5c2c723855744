"""Do the ZIP file's two descriptions of each entry agree, and do the entries fill the file?

A reader goes by the directory at the end, another by the header before each entry; they must not find different things
(APPNOTE.TXT 6.3, sections 4.3.7 and 4.5.3).
"""

import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

_HEADER = struct.Struct("<4s5H3L2H")
_MARK = b"PK\x03\x04"
_LARGE = 0xFFFFFFFF  # the sizes are in the extra field
_DESCRIPTOR = 24  # bytes that may follow an entry whose sizes were not known when it was begun
_BIT = 0x8  # of the flags: that is so


def layout(path: Path, file: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Everything odd about where the entries lie and what their headers say. Raises OSError."""
    end = spare = 0
    with path.open("rb") as raw:
        for info in sorted(file.infolist(), key=lambda info: info.header_offset):
            if not end <= info.header_offset <= end + spare:
                yield info.filename, f"begins at byte {info.header_offset}, but what is before it ends at byte {end}"
            start = data_start(raw.fileno(), info)
            if start is None:
                yield info.filename, "does not begin where the directory says"
                continue
            header = os.pread(raw.fileno(), start - info.header_offset, info.header_offset)
            odd = [name for name, said, listed in _both(header, info) if said != listed]
            if odd:
                yield info.filename, f"its header and the directory differ in: {', '.join(odd)}"
            end, spare = start + info.compress_size, _DESCRIPTOR if info.flag_bits & _BIT else 0
        if not end <= file.start_dir <= end + spare:
            yield path.name, f"its directory begins at byte {file.start_dir}, but the last entry ends at byte {end}"


def data_start(fd: int, info: zipfile.ZipInfo) -> int | None:
    """Where the bytes of an entry begin in an open file; None when no entry is there."""
    header = os.pread(fd, _HEADER.size, info.header_offset)
    if len(header) < _HEADER.size or not header.startswith(_MARK):
        return None
    *_, name, extra = _HEADER.unpack(header)
    return info.header_offset + _HEADER.size + int(name) + int(extra)


def _both(header: bytes, info: zipfile.ZipInfo) -> Iterator[tuple[str, object, object]]:
    """What the header of an entry and the directory say: of what, the one, the other."""
    _, _, flags, method, time, day, crc, packed, size, name, _ = _HEADER.unpack_from(header)
    year, month, date, hour, minute, second = info.date_time
    yield "name", header[_HEADER.size : _HEADER.size + name], info.orig_filename.encode()
    yield "flags", flags, info.flag_bits
    yield "method", method, info.compress_type
    yield "date", (day, time), ((year - 1980) << 9 | month << 5 | date, hour << 11 | minute << 5 | second // 2)
    if flags & _BIT:
        return
    yield "CRC", crc, info.CRC
    if _LARGE in {packed, size}:
        size, packed = _large(header[_HEADER.size + name :])
    yield "size", (packed, size), (info.compress_size, info.file_size)


def _large(extra: bytes) -> tuple[int, int]:
    """Size and packed size from the extra field of a large entry; (-1, -1) when it lacks them."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1 and length >= 16 and len(extra) >= 20:
            size, packed = struct.unpack_from("<QQ", extra, 4)
            return int(size), int(packed)
        extra = extra[4 + length :]
    return -1, -1
