"""Hostile files are refused or cleaned; real pictures pass unchanged."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from services.progress.pictures import (
    MAX_BYTES,
    SUFFIXES,
    FileRefused,
    NothingSent,
    PictureBroken,
    PictureTooLarge,
    TooManyPixels,
    UnknownFileKind,
    clean_name,
    inspect,
)
from tests.progress.evidence.examples import (
    GIF,
    HTML,
    JPEG,
    PNG,
    SVG,
    WEBP,
    animated,
    picture,
    png_of,
    progressive,
    zipped,
)

REAL = {
    "a.jpg": JPEG,
    "b.JPEG": progressive(),
    "c.png": PNG,
    "d.webp": WEBP,
    "e.gif": GIF,
    "f.gif": animated("GIF"),
    "g.webp": animated("WEBP"),
    "h.png": picture("PNG", 1, 1),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_picture_passes_unchanged_with_a_small_one_beside_it(name: str) -> None:
    found = inspect(name, REAL[name])

    assert found.content == REAL[name]
    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert thumbnail.format == "WEBP"
        assert max(thumbnail.size) <= 480


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("behind", [zipped(), HTML, b"\0", JPEG])
def test_what_stands_behind_a_picture_is_cut_off(name: str, behind: bytes) -> None:
    assert inspect(name, REAL[name] + behind).content == REAL[name]


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("a.jpg", b"", NothingSent),
        ("bomb.jpg", zipped(1_000_000), UnknownFileKind),
        ("a.svg", SVG, UnknownFileKind),
        ("a.jpg", SVG, UnknownFileKind),
        ("a.png", HTML, UnknownFileKind),
        ("a.jpg", b"\0" * 5000, UnknownFileKind),
        ("a.pdf", b"%PDF-1.4 x", UnknownFileKind),
        ("a.svg", JPEG, UnknownFileKind),
        ("a.php", JPEG, UnknownFileKind),
        ("a.jpg.exe", JPEG, UnknownFileKind),
        ("", JPEG, UnknownFileKind),
        ("jpg", JPEG, UnknownFileKind),
        ("a.jpg", JPEG[:3], PictureBroken),
        ("a.jpg", JPEG[: len(JPEG) // 2], PictureBroken),
        ("a.jpg", b"\xff\xd8\xff" + HTML, PictureBroken),
        ("a.png", b"\x89PNG\r\n\x1a\n" + HTML, PictureBroken),
        ("a.gif", b"GIF89a" + HTML, PictureBroken),
        ("a.webp", WEBP[:40], PictureBroken),
        ("a.png", png_of(100, 100), PictureBroken),
        ("a.png", png_of(8000, 7000), TooManyPixels),
        ("a.png", png_of(10_000, 10_000), TooManyPixels),
        ("a.png", png_of(2**31 - 1, 2**31 - 1), TooManyPixels),
        ("a.jpg", JPEG + b"\0" * MAX_BYTES, PictureTooLarge),
    ],
)
def test_what_is_no_sound_picture_is_refused(
    name: str, data: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        inspect(name, data)

    (fault,) = refused.value.faults
    assert fault.field == "/body/file"
    assert fault.zh.endswith("。")
    assert fault.en.endswith(".")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("活动 照片.JPG", "活动 照片.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\x\\a.jpg", "a.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("a\u202egpj.jpg", "agpj.jpg"),
        ("a\u200b\u2028b\u0000.jpg", "ab.jpg"),
        ("...jpg", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
        ("saved-by-chat.png", "saved-by-chat.jpg"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name, SUFFIXES["image/jpeg"]) == clean


@given(st.text(max_size=60))
def test_no_name_stays_dangerous(name: str) -> None:
    clean = clean_name(name, SUFFIXES["image/png"])

    assert clean.endswith(".png")
    assert not set(clean) & set("/\\\r\n\0\u202e")


@given(
    st.sampled_from(sorted(REAL)),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
    st.integers(0, 3000),
)
def test_whatever_bytes_arrive_they_are_a_picture_or_refused(
    name: str, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(REAL[name][: max(length, 12)])
    for at, byte in changes:
        data[at % len(data)] = byte

    try:
        found = inspect(name, bytes(data))
    except FileRefused:
        return
    assert found.content == bytes(data)[: len(found.content)]
