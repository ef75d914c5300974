"""Small documents as offices make them, and as nobody should."""

import io
import zipfile
from collections.abc import Mapping

TOLD_BY = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".ofd": "OFD.xml",
}
TEXT_IN = {
    ".docx": ("word/document.xml", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"),
    ".xlsx": ("xl/sharedStrings.xml", "<si><t>{}</t></si>"),
    ".pptx": ("ppt/slides/slide1.xml", "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"),
    ".ofd": (
        "Doc_0/Pages/Page_0/Content.xml",
        "<ofd:TextObject><ofd:TextCode>{}</ofd:TextCode></ofd:TextObject>",
    ),
}


def packed(suffix: str, *lines: str, more: Mapping[str, str] | None = None) -> bytes:
    """Return a packed document with these lines of text."""
    place, form = TEXT_IN[suffix]
    parts = {TOLD_BY[suffix]: "<x/>"} | {place: "".join(form.format(line) for line in lines)}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | dict(more or {})).items():
            archive.writestr(name, text)
    return content.getvalue()


def pdf(text: str) -> bytes:
    """Return a PDF of one page with a line of text, whatever its script."""
    codes = "".join(f"{number:02x}" for number in range(1, len(text) + 1))
    pairs = "".join(
        f"<{number:02x}> <{letter.encode('utf-16-be').hex()}>\n"
        for number, letter in enumerate(text, 1)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(text)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    drawn = f"BT /F 12 Tf 72 720 Td <{codes}> Tj ET"
    return document(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    )


def document(*objects: str) -> bytes:
    """Return a PDF of these objects, the first being its catalogue."""
    content = b"%PDF-1.4\n"
    places: list[int] = []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count, start = len(objects) + 1, len(content)
    head = f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return content + (head + tail).encode()
