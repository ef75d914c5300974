"""Pictures that stand for photographs."""

import io

from PIL import Image, ImageDraw


def of(number: int) -> bytes:
    """Return a PNG that stands for a photograph, different for each number."""
    image = Image.new("RGB", (640, 400), "#8f1d1d")
    ImageDraw.Draw(image).text((40, 180), f"{number:02d}  demonstration", "#ffd479")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
