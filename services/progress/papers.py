"""Whether bytes are a document we keep, and whether it bears a mark of secrecy.

Everything here is done on hostile input and blocks: call it in a thread. Kept are PDF, DOCX, XLSX,
PPTX and OFD, by name and content. Refused are documents that cannot be opened, hold macros, are locked
by a password, unpack to too much, or show a mark of secrecy where they begin (PRA-15): in such a
system nobody may store classified matter. What a scan shows cannot be read; the filer answers for it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from pypdf import PdfReader

from services.progress.pictures import FileRefused, NothingSent, UnknownFileKind, clean_name, plain
from shared.domain import value

MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
READ = 2 * 1024 * 1024
"""Bytes of a part of a document that are looked at."""

BEGINNING = 4_000
"""Characters from the beginning among which a mark of secrecy is looked for."""

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
SUFFIXES: Mapping[str, str] = {
    PDF: ".pdf",
    f"{OFFICE}wordprocessingml.document": ".docx",
    f"{OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{OFFICE}presentationml.presentation": ".pptx",
    "application/ofd": ".ofd",
}
BEGIN: Mapping[str, tuple[str, re.Pattern[str]]] = {
    ".docx": ("word/document.xml", re.compile(r"word/(header\d*|document)\.xml")),
    ".xlsx": ("xl/workbook.xml", re.compile(r"xl/(sharedStrings|worksheets/sheet1)\.xml")),
    ".pptx": ("ppt/presentation.xml", re.compile(r"ppt/slides/slide1\.xml")),
    ".ofd": ("OFD.xml", re.compile(r"Doc_0/(Pages/Page_0|Tpls/Tpl_\d+)/Content\.xml")),
}
"""What tells a packed document, and the parts in which it begins."""

END_OF_LINE = re.compile(r"</(w:p|a:p|si|ofd:TextObject)>")
TAG = re.compile(r"<[^>]*>")
MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆*]|^\s*(绝密|机密|秘密)\s*$", re.MULTILINE)
"""A mark as documents bear it: with its star, or alone on a line (GB/T 9704)."""


class PaperBroken(FileRefused):
    """The content begins like a document, and cannot be opened."""

    zh = "文件已损坏, 无法打开。请检查原文件后重新上传。"
    en = "The document is damaged and cannot be opened. Check the original and upload it again."
    rule = "REQ-28"


class PaperLocked(FileRefused):
    """A document that nobody can look into."""

    zh = "文件设有密码或含有宏, 不能接收。请去除后重新上传。"
    en = "The document has a password or holds macros. Remove them and upload it again."
    rule = "REQ-28"


class PaperTooLarge(FileRefused):
    """More bytes than are kept, packed or unpacked."""

    zh = "文件超过 20 MB(或解压后过大)。请压缩其中的图片后重新上传。"
    en = "The document is larger than 20 MB, or unpacks to too much. Shrink its pictures."
    rule = "REQ-28"


class MarkedSecret(FileRefused):
    """The document bears a mark of secrecy."""

    zh = "文件带有密级标志。本系统不得存储、处理涉密材料, 文件未保存, 请按保密规定另行报送。"
    en = "The document bears a mark of secrecy. Nothing was stored: this is no place for it."
    rule = "PRA-15"


@value
class Paper:
    """A sound document. It has no thumbnail."""

    name: str
    media_type: str
    content: bytes
    thumbnail: bytes = b""
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        """Return the digest of the content, in lower-case hexadecimal."""
        return sha256(self.content).hexdigest()


def looks_like_one(data: bytes) -> bool:
    """Return whether bytes begin as documents do."""
    return data.startswith((b"%PDF-", b"PK\x03\x04"))


def inspect(name: str, data: bytes) -> Paper:
    """Return the document in a file. Raises a `FileRefused`."""
    if not data:
        raise NothingSent
    if len(data) > MAX_BYTES:
        raise PaperTooLarge
    suffix = PurePosixPath(plain(name)).suffix.lower()
    media_type = next((kind for kind, of in SUFFIXES.items() if of == suffix), None)
    if media_type is None or data.startswith(b"%PDF-") != (media_type == PDF):
        raise UnknownFileKind
    if MARK.search(_beginning(data, suffix)[:BEGINNING]):
        raise MarkedSecret
    return Paper(name=clean_name(name, (suffix,)), media_type=media_type, content=data)


def _beginning(data: bytes, suffix: str) -> str:
    """Return the text with which a document begins. Raises a `FileRefused`."""
    try:
        return _first_page(data) if suffix == ".pdf" else "\n".join(_parts(data, suffix))
    except FileRefused:
        raise
    except Exception as error:  # a reader fed with hostile bytes may raise anything
        raise PaperBroken from error


def _first_page(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PaperLocked
    return reader.pages[0].extract_text()


def _parts(data: bytes, suffix: str) -> Iterator[str]:
    told_by, begins = BEGIN[suffix]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = packed.infolist()
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise PaperTooLarge
        names = {member.filename for member in members}
        if any(m.flag_bits & 1 for m in members) or any("vbaProject" in name for name in names):
            raise PaperLocked
        if told_by not in names:
            raise UnknownFileKind
        for name in sorted(filter(begins.fullmatch, names), reverse=True):
            with packed.open(name) as part:
                text = part.read(READ).decode("utf-8", "replace")
            yield TAG.sub("", END_OF_LINE.sub("\n", text))
