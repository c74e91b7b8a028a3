"""Which columns of a file say what about a film."""

from typing import Any

from importing.columns import Column, names, text, whole_number

WIKIPEDIA = "https://en.wikipedia.org/wiki/"


def wikipedia_page(cell: Any) -> str:
    """Read the address of a page, or its name within the English Wikipedia: ``The_General_(1926_film)``."""
    page = text(cell).strip()
    return WIKIPEDIA + page if page and "://" not in page else page


COLUMNS = {
    "title": Column(("title",), text, "required, at most 500 characters"),
    "year": Column(("year",), whole_number, "required, from 1870"),
    "cast": Column(("cast",), names, "a JSON list, or names between | or ; or commas"),
    "genres": Column(("genres",), names, "likewise"),
    "synopsis": Column(("synopsis", "extract"), text, "a text"),
    "wikipedia_page": Column(("wikipedia_page", "href"), wikipedia_page, "its address, or its name there"),
    "poster": Column(("poster", "thumbnail"), text, "the address of a picture"),
}
