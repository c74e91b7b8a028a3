"""A film."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.fields import NamesField, ParagraphsField, WebAddressField, YearField
from resources.records import Record

WITH_POSTER = 10_000  # more than any year


class Movie(Record):
    """A film. Two films may share title and year; then their pages on Wikipedia tell them apart."""

    year = YearField(earliest=1870, years_ahead=10, help_text=_("The year of its release, from 1870."))
    cast = NamesField(blank=True, most=100, longest=200, help_text=_("Its actors, the leading first."))
    genres = NamesField(blank=True, most=20, longest=50, help_text=_("Such as Drama and Science Fiction."))
    poster = WebAddressField(blank=True, max_length=2_000, help_text=_("The address of a picture, or empty."))
    wikipedia_page = WebAddressField(
        blank=True, max_length=2_000, help_text=_("The address of its article, or empty.")
    )
    synopsis = ParagraphsField(blank=True, max_length=10_000, help_text=_("What it is about, or empty."))

    # Films with a poster before all others, and of both the latest first: what a list begins with.
    prominence = models.SmallIntegerField(editable=False, default=0)

    searched = ("title", "cast")
    picture_field = "poster"
    derived = (*Record.derived, "prominence")

    class Meta(Record.Meta):
        verbose_name = _("movie")
        verbose_name_plural = _("movies")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["year", "id"], name="movies_by_year"),
            models.Index(fields=["prominence", "id"], name="movies_by_prominence"),
        ]

    def identity(self) -> tuple[Any, ...]:
        return (self.title, self.year, self.wikipedia_page)

    def derive(self) -> None:
        super().derive()
        self.prominence = self.year + (WITH_POSTER if self.poster else 0)

    def duplicate(self) -> dict[str, list[str]]:
        return {"title": [gettext("There already is a film with this title, year and Wikipedia page.")]}
