"""Where an image ends in its file.

What stands behind the end is no part of the picture: another file in disguise (a polyglot), or a
maker's extra. It is cut off before the picture is kept. Each function walks the format's own
structure and returns the offset of the first byte behind the image; a file that breaks off earlier
is taken whole and judged by the decoder.
"""

from collections.abc import Callable, Mapping

SOI = 2
SCAN = 0xDA
END_OF_IMAGE = 0xD9
ALONE = {0x01, *range(0xD0, 0xD8)}
"""JPEG markers without a segment: TEM and the restarts (ITU-T T.81 table B.1)."""

PNG_SIGNATURE = 8
GIF_HEADER = 13
GIF_EXTENSION, GIF_IMAGE, GIF_TRAILER = 0x21, 0x2C, 0x3B


def end_of_jpeg(data: bytes) -> int:
    """Return where a JPEG ends: behind its EOI marker (ITU-T T.81 B.1.1)."""
    at = SOI
    while (at := data.find(b"\xff", at)) >= 0:
        while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - fill bytes
            at += 1
        if at >= len(data):
            break
        marker = data[at]
        at += 1
        if marker == END_OF_IMAGE:
            return at
        if marker in ALONE:
            continue
        at += int.from_bytes(data[at : at + 2])
        if marker == SCAN:
            at = _end_of_scan(data, at)
    return len(data)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker begins behind entropy-coded data."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1 : at + 2]
        if following and following != b"\0" and following[0] not in ALONE:
            return at
        at += 2
    return len(data)


def end_of_png(data: bytes) -> int:
    """Return where a PNG ends: behind its IEND chunk (PNG third edition, 5.3)."""
    at = PNG_SIGNATURE
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return min(at, len(data))
    return len(data)


def end_of_webp(data: bytes) -> int:
    """Return where a WEBP ends: its RIFF size, padded to even (RFC 9649 2.3)."""
    size = int.from_bytes(data[4:8], "little")
    return min(8 + size + size % 2, len(data))


def end_of_gif(data: bytes) -> int:
    """Return where a GIF ends: behind its trailer (GIF89a 27)."""
    at = GIF_HEADER + _colours(data, 10)
    while at < len(data):
        block = data[at]
        if block == GIF_TRAILER:
            return at + 1
        if block == GIF_EXTENSION:
            at = _end_of_blocks(data, at + 2)
        elif block == GIF_IMAGE:
            at = _end_of_blocks(data, at + 11 + _colours(data, at + 9))
        else:
            break
    return len(data)


def _colours(data: bytes, at: int) -> int:
    """Return the bytes of the colour table that a packed field announces."""
    packed = data[at] if at < len(data) else 0
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


END_OF: Mapping[str, Callable[[bytes], int]] = {
    "image/jpeg": end_of_jpeg,
    "image/png": end_of_png,
    "image/webp": end_of_webp,
    "image/gif": end_of_gif,
}
