"""What a field of a new resource can be: its column, and a value as an example."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """``column`` is a class of resources.fields, or ``models.…`` of Django's; every one may be empty.

    ``input`` is its kind in the SPA. What is long is not shown in lists.
    """

    help: str
    column: str
    input: str
    example: Callable[[str], Any]
    is_searched: bool = False
    is_ordered: bool = False
    is_long: bool = False


KINDS = {
    "line": Kind(
        "one line of text",
        "LineField(max_length=200, blank=True)",
        "line",
        lambda field: f"Some {field}",
        is_searched=True,
    ),
    "text": Kind(
        "paragraphs",
        "ParagraphsField(max_length=10_000, blank=True)",
        "text",
        lambda field: f"A longer {field}.",
        is_long=True,
    ),
    "names": Kind(
        "a list of names", "NamesField(blank=True)", "list", lambda _: ["Ada", "Grace"], is_searched=True
    ),
    "url": Kind(
        "the address of a web page",
        "WebAddressField(max_length=2_000, blank=True)",
        "url",
        lambda _: "https://example.org/",
        is_long=True,
    ),
    "year": Kind(
        "a year from 1000 on",
        "YearField(earliest=1000, years_ahead=10, null=True, blank=True)",
        "year",
        lambda _: 2001,
        is_ordered=True,
    ),
    "integer": Kind(
        "a whole number", "WholeNumberField(null=True, blank=True)", "integer", lambda _: 3, is_ordered=True
    ),
    "decimal": Kind(
        "a number with two decimal places",
        "models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)",
        "number",
        lambda _: 9.5,
        is_ordered=True,
    ),
    "boolean": Kind("yes or no", "models.BooleanField(default=False)", "boolean", lambda _: True),
    "date": Kind(
        "a day", "models.DateField(null=True, blank=True)", "date", lambda _: "2001-12-31", is_ordered=True
    ),
}
