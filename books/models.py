"""A book."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from books.isbn import as_13_digits, plain, valid_isbn
from resources.fields import LineField, NamesField, WebAddressField, YearField
from resources.records import Record

LANGUAGE = RegexValidator(
    r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("A language is a code such as en, eng or en-US.")
)


class IsbnField(LineField):
    """An ISBN, kept without hyphens and blanks."""

    default_validators = [valid_isbn]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return plain(value) if isinstance(value, str) else value


class Book(Record):
    """A book. Its ISBN tells it from every other; one without is known by title and authors."""

    authors = NamesField(most=100, longest=200, help_text=_("Those who made it, the first author first."))
    isbn = IsbnField(
        blank=True,
        max_length=17,
        verbose_name=_("ISBN"),
        help_text=_("Of 10 or 13 digits; empty when unknown."),
    )
    year = YearField(
        earliest=-3000,
        years_ahead=1,
        null=True,
        blank=True,
        help_text=_("The year of its first publication; -750 is 750 BC, null is unknown."),
    )
    language = LineField(
        blank=True,
        max_length=20,
        validators=[LANGUAGE],
        help_text=_("A code such as eng; empty when unknown."),
    )
    average_rating = models.DecimalField(
        null=True,
        blank=True,
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(5)],
        help_text=_("From 0 to 5; null when nobody rated it."),
    )
    ratings_count = models.PositiveIntegerField(
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(2_000_000_000)],
        help_text=_("How many people rated it."),
    )
    cover = WebAddressField(blank=True, max_length=2_000, help_text=_("The address of a picture, or empty."))

    searched = ("title", "authors")
    picture_field = "cover"

    class Meta(Record.Meta):
        verbose_name = _("book")
        verbose_name_plural = _("books")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["year", "id"], name="books_by_year"),
            models.Index(fields=["average_rating", "id"], name="books_by_average_rating"),
            models.Index(fields=["ratings_count", "id"], name="books_by_ratings"),
        ]

    def identity(self) -> tuple[Any, ...]:
        return (as_13_digits(self.isbn),) if self.isbn else (self.title, self.authors)

    def duplicate(self) -> dict[str, list[str]]:
        if self.isbn:
            return {"isbn": [gettext("There already is a book with this ISBN.")]}
        return {
            "title": [
                gettext("There already is a book with this title and these authors, without an ISBN too.")
            ]
        }
