"""Pictures, and files that pretend to be some."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def picture(kind: str, width: int = 1200, height: int = 800, colour: str = "navy") -> bytes:
    """Return a real picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


JPEG, PNG, WEBP, GIF = (picture(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF"))


def animated(kind: str) -> bytes:
    """Return a moving picture of three frames."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def progressive() -> bytes:
    """Return a JPEG of several scans with restart markers, made of noise."""
    file = io.BytesIO()
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    noise.save(file, "JPEG", progressive=True, restart_marker_blocks=1)
    return file.getvalue()


def zipped(size: int = 1000) -> bytes:
    """Return an archive of zeros, as a bomb is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * size)
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a few bytes of PNG that announce any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><script>alert(1)</script></html>"
