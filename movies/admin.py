"""Films in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from movies.models import Movie
from resources.admin import RecordAdmin


@admin.register(Movie)
class MovieAdmin(RecordAdmin):
    list_display = ["title", "year", "genres"]
    ordering = ["-year", "title_order"]
    labels = {
        "title": _("Title"),
        "year": _("Year"),
        "cast": _("Cast"),
        "genres": _("Genres"),
        "poster": _("Poster"),
        "wikipedia_page": _("Wikipedia page"),
        "synopsis": _("Synopsis"),
    }
