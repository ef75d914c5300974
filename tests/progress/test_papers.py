"""Documents are kept by name and content; hostile, locked and classified ones are refused."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from services.progress import papers
from services.progress.papers import (
    MAX_BYTES,
    MarkedSecret,
    PaperBroken,
    PaperLocked,
    PaperTooLarge,
    inspect,
    looks_like_one,
)
from services.progress.pictures import FileRefused, NothingSent, UnknownFileKind
from tests.progress.evidence.papers import TOLD_BY, packed, pdf

ORDINARY = "公益党日活动制度"
REAL = {
    "制度文本.pdf": pdf(ORDINARY),
    "a.DOCX": packed(".docx", ORDINARY),
    "b.xlsx": packed(".xlsx", ORDINARY, "密级", "保守秘密的要求"),
    "c.pptx": packed(".pptx", ORDINARY),
    "d.ofd": packed(".ofd", ORDINARY),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_document_passes_unchanged(name: str) -> None:
    found = inspect(name, REAL[name])

    assert looks_like_one(REAL[name])
    assert found.content == REAL[name]
    assert (found.width, found.height, found.thumbnail) == (0, 0, b"")
    assert found.name.lower() == name.lower()


@pytest.mark.covers("PRA-15")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf("秘密★3年")),
        ("a.docx", packed(".docx", "机密 ★ 10年", ORDINARY)),
        ("a.docx", packed(".docx", ORDINARY, more={"word/header1.xml": "<w:p>绝密★</w:p>"})),
        ("a.docx", packed(".docx", "秘</w:t><w:t>密</w:t><w:t>☆", ORDINARY)),
        ("a.xlsx", packed(".xlsx", "秘密", ORDINARY)),
        ("a.pptx", packed(".pptx", "秘密*1年")),
        ("a.ofd", packed(".ofd", "绝密★")),
    ],
    ids=["pdf", "docx", "header", "in pieces", "xlsx", "pptx", "ofd"],
)
def test_a_mark_of_secrecy_where_it_begins_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(MarkedSecret):
        inspect(name, data)


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(ORDINARY))))
    writer.encrypt("open sesame", algorithm="AES-256")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def crowded() -> bytes:
    """Return a packed document of more parts than anybody makes."""
    return packed(".docx", ORDINARY, more={f"word/{number}": "" for number in range(5_001)})


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("a.pdf", b"", NothingSent),
        ("a.pdf", b"%PDF-1.4 x", PaperBroken),
        ("a.pdf", locked_pdf(), PaperLocked),
        ("a.docx", b"PK\x03\x04 and no more", PaperBroken),
        ("a.docx", packed(".xlsx", ORDINARY), UnknownFileKind),
        ("a.docx", pdf(ORDINARY), UnknownFileKind),
        ("a.pdf", packed(".docx", ORDINARY), UnknownFileKind),
        ("a.docm", packed(".docx", ORDINARY), UnknownFileKind),
        ("a.zip", packed(".docx", ORDINARY), UnknownFileKind),
        ("a.docx", packed(".docx", "x", more={"word/vbaProject.bin": "x"}), PaperLocked),
        ("a.docx", crowded(), PaperTooLarge),
        ("a.pdf", b"%PDF-" + b"\0" * MAX_BYTES, PaperTooLarge),
    ],
    ids=str,
)
def test_what_is_no_document_that_can_be_kept_is_refused(
    name: str, data: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal):
        inspect(name, data)


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MAX_UNPACKED", 1_000_000)
    bomb = packed(".docx", "0" * 1_100_000)

    assert len(bomb) < 10_000
    with pytest.raises(PaperTooLarge):
        inspect("a.docx", bomb)


@pytest.mark.parametrize("suffix", TOLD_BY)
def test_a_locked_packed_document_is_refused(suffix: str) -> None:
    content = bytearray(packed(suffix, ORDINARY))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.namelist()
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1  # the flag by which an encrypted member is told

    with pytest.raises(PaperLocked):
        inspect(f"a{suffix}", bytes(content))


@given(st.binary(max_size=2_000), st.sampled_from([*sorted(TOLD_BY), ".pdf"]))
def test_whatever_is_sent_is_kept_or_refused(data: bytes, suffix: str) -> None:
    start = b"%PDF-1.7\n" if suffix == ".pdf" else b"PK\x03\x04"
    with contextlib.suppress(FileRefused):
        assert inspect(f"a{suffix}", start + data).content == start + data
