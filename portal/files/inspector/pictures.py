"""A picture: so many pixels and no more, decoded once to its end."""

import warnings
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from portal.files.inspector.faults import Fault

# A page of A3 at 400 dots per inch has 31 million.
MOST_PIXELS = 50_000_000
FORMATS = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"]}


def inspect(source: BinaryIO, kind: str) -> dict[str, Any]:
    """Return its width and height; Fault when it cannot be taken."""
    # We count the pixels before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        with Image.open(source, formats=FORMATS[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Fault("too_many_pixels")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Fault("broken") from None
    return {"width": width, "height": height, "findings": []}
