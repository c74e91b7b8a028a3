"""Which columns of a file say what about a book."""

import re
from typing import Any

from books.isbn import plain
from importing.columns import Column, decimal_number, names, text, whole_number


def isbn(cell: Any) -> str:
    """Read an ISBN. Spreadsheets take one for a number and drop its leading zeros, which return here."""
    digits = plain(text(cell))
    return digits.zfill(10) if re.fullmatch(r"[0-9]{6,8}[0-9X]", digits) else digits


def picture(cell: Any) -> str:
    """Read the address of a cover; a placeholder that says "no photo" is none."""
    address = text(cell).strip()
    return "" if "/nophoto/" in address else address


COLUMNS = {
    "title": Column(("title",), text, "required, at most 500 characters"),
    "authors": Column(("authors",), names, "required: a JSON list, or names between | or ; or commas"),
    "isbn": Column(("isbn",), isbn, "10 or 13 digits, also without leading zeros"),
    "year": Column(("year", "original_publication_year"), whole_number, "-750 is 750 BC"),
    "language": Column(("language", "language_code"), text, "a code such as eng or en-US"),
    "average_rating": Column(("average_rating",), decimal_number, "from 0 to 5"),
    "ratings_count": Column(("ratings_count",), lambda cell: whole_number(cell) or 0, "how many rated it"),
    "cover": Column(("cover", "image_url"), picture, "the address of a picture"),
}
