"""Reads QR codes off a picture, as a phone's camera would: with a real decoder."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image


def codes_in(png: bytes, smaller: float = 1.0) -> set[str]:
    """What the codes on a picture say; ``smaller`` shrinks it first, as distance does."""
    picture = Image.open(BytesIO(png)).convert("L")
    if smaller != 1.0:
        size = (round(picture.width * smaller), round(picture.height * smaller))
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    return {found.text for found in zxingcpp.read_barcodes(picture)}
