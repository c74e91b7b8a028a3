"""Make a picture anew: whatever came in, what goes out was written here, of pixels alone."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

FORMATS = ("JPEG", "PNG", "WEBP")  # known by their content; never SVG, which is a program
MOST_PIXELS = 16_000_000
LEAST_SIDE = 8  # pixels; what is smaller counts visits
# Of a JPEG that sharpens as it loads: some ten are usual, and each takes as long as the whole picture.
MOST_SCANS, SCAN = 100, b"\xff\xda"
# What a file has once, or in some thirty pieces: each more is put together anew with all before it.
MOST_NOTES, NOTES = 100, (b"Exif\0\0", b"iCCP")
CARD, PAGE = (320, 480), (720, 1080)  # width and height at most
QUALITY = 80
BEHIND = "white"  # what shows through


class Unusable(Exception):
    """This is no picture that can be shown."""


class Made(NamedTuple):
    """One picture in WebP, as large as a card and as a page shows it."""

    card: bytes
    page: bytes


def made_anew(data: bytes) -> Made:
    """Return the picture in both sizes. Raises Unusable."""
    if any(data.count(note) > MOST_NOTES for note in NOTES):
        raise Unusable("It says too often what it is.")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            # Only its head is read by now.
            if picture.width * picture.height > MOST_PIXELS or min(picture.size) < LEAST_SIDE:
                raise Unusable("It has too many pixels, or hardly any.")
            # Not by its format, which is MPO where a JPEG says that others follow it in the file.
            if isinstance(picture, JpegImageFile) and data.count(SCAN) > MOST_SCANS:
                raise Unusable("It is painted over too often.")
            page = _pixels_of(picture)
        card = page.copy()
        card.thumbnail(CARD)
        return Made(_written(card), _written(page))
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise Unusable("It is no picture in JPEG, PNG or WebP, or too large a one.") from None
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, MemoryError, EOFError) as error:
        # What decoders say of what is broken.
        raise Unusable(f"It cannot be read: {type(error).__name__}.") from error


def _pixels_of(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", PAGE)  # of a large JPEG no more is decoded than is shown
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(PAGE)
    # Onto a new one, which has nothing of the file but its pixels: no EXIF, no text, no profile.
    clean = Image.new("RGB", upright.size, BEHIND)
    clean.paste(upright, mask=upright)
    return clean


def _written(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
