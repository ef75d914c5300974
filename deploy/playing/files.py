"""Files that the season's people hand in: pictures that stand for photographs, and short texts."""

import io
import zipfile

from PIL import Image, ImageDraw

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(number: int) -> bytes:
    """Return a PNG that stands for a photograph, different for each number."""
    image = Image.new("RGB", (640, 400), "#8f1d1d")
    ImageDraw.Draw(image).text((40, 180), f"{number:02d}  demonstration", "#ffd479")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def docx(*lines: str) -> bytes:
    """Return a document that holds these lines and nothing else."""
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document><w:body>{text}</w:body></w:document>")
    return content.getvalue()
