"""Whether bytes are a picture we keep, and what we keep of them.

Everything here is done on hostile input and blocks: call it in a thread. Refused are what is not a
JPEG, PNG, WEBP or GIF by its content, what cannot be decoded, and what has too many pixels. Cleaned
are the name, and what stands in the file behind the image.
"""

import io
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

import filetype
from PIL import Image, ImageOps

from services.progress.image_end import END_OF
from shared.domain import Fault, Incomplete, value

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
"""A phone makes up to 50 megapixels; decoded they take 150 MB."""

THUMBNAIL = (480, 480)
LONGEST_NAME = 100

FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG that says it is followed by further ones
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
OPENED = tuple(name for name in FORMATS if name != "MPO")  # Pillow opens those as JPEG
SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
}
KNOWN_SUFFIXES = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}


class FileRefused(Incomplete):
    """What was sent is not kept."""

    def __init__(self) -> None:
        super().__init__(faults=(Fault(field="/body/file", zh=self.zh, en=self.en),))


class UnknownFileKind(FileRefused):
    """The content or the name is of no kind that is kept."""

    zh = (
        "只接受 JPEG、PNG、WEBP、GIF 图片和 PDF、DOCX、XLSX、PPTX、OFD 文件(扩展名须相符)。"
        "请另存为其中一种格式后重新上传。"
    )
    en = "Only JPEG, PNG, WEBP, GIF and PDF, DOCX, XLSX, PPTX, OFD are kept, by name and content."
    rule = "REQ-28 REQ-36"


class PictureBroken(FileRefused):
    """The content begins like a picture, and is none."""

    zh = "图片已损坏, 无法打开。请检查原图后重新上传。"
    en = "The picture is damaged and cannot be opened. Check the original and upload it again."
    rule = "REQ-36"


class PictureTooLarge(FileRefused):
    """More bytes than are kept."""

    zh = "图片超过 10 MB。请压缩后重新上传。"
    en = "The picture is larger than 10 MB. Compress it and upload it again."
    rule = "REQ-36"


class TooManyPixels(FileRefused):
    """More pixels than are decoded (a decompression bomb)."""

    zh = "图片尺寸过大(超过 5000 万像素)。请缩小后重新上传。"
    en = "The picture has more than 50 million pixels. Scale it down and upload it again."
    rule = "REQ-36"


class NothingSent(FileRefused):
    """No file, or an empty one."""

    zh = "没有收到文件内容。请选择一个文件后上传。"
    en = "No file arrived. Choose one and upload it."
    rule = "REQ-28 REQ-36"


@value
class Picture:
    """A sound picture: what is kept of it, and a WEBP thumbnail of at most 480 pixels a side."""

    name: str
    media_type: str
    content: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Return the digest of the content, in lower-case hexadecimal."""
        return sha256(self.content).hexdigest()


def inspect(name: str, data: bytes) -> Picture:
    """Return the picture in a file. Raises a `FileRefused`."""
    if not data:
        raise NothingSent
    if len(data) > MAX_BYTES:
        raise PictureTooLarge
    media_type = kind_of(data)
    if media_type is None or PurePosixPath(plain(name)).suffix.lower() not in KNOWN_SUFFIXES:
        raise UnknownFileKind
    content = data[: END_OF[media_type](data)]
    width, height, thumbnail = _decoded(content, media_type)
    return Picture(
        name=clean_name(name, SUFFIXES[media_type]),
        media_type=media_type,
        content=content,
        thumbnail=thumbnail,
        width=width,
        height=height,
    )


def kind_of(data: bytes) -> str | None:
    """Return the media type of a picture by its content; None if it is none that is kept."""
    found = filetype.guess(data[:4096])
    return found.mime if found is not None and found.mime in END_OF else None


def _decoded(content: bytes, media_type: str) -> tuple[int, int, bytes]:
    """Decode a picture wholly, so that what is kept is known to open."""
    try:
        with _opened(content, media_type) as image:
            image.verify()
        with _opened(content, media_type) as image:
            width, height = image.size
            image.draft("RGB", THUMBNAIL)
            upright = ImageOps.exif_transpose(image)
            small = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            small.thumbnail(THUMBNAIL)
            kept = io.BytesIO()
            small.save(kept, "WEBP")
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except Exception as error:  # a decoder fed with hostile bytes may raise anything
        raise PictureBroken from error
    return width, height, kept.getvalue()


def _opened(content: bytes, media_type: str) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=OPENED)
    if FORMATS.get(image.format or "") != media_type:
        raise UnknownFileKind
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels
    return image


def plain(name: str) -> str:
    """Return the last part of a path, without control, format and other invisible characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    normal = unicodedata.normalize("NFC", last)
    seen = "".join(c for c in normal if unicodedata.category(c)[0] not in "CZ" or c == " ")
    return " ".join(seen.split())


def clean_name(name: str, suffixes: tuple[str, ...]) -> str:
    """Return a name that is safe to show and to save: no path, nothing invisible, a right suffix."""
    path = PurePosixPath(plain(name))
    suffix = path.suffix.lower()
    stem = path.stem.strip(" .")[:LONGEST_NAME] or "file"
    return stem + (suffix if suffix in suffixes else suffixes[0])
