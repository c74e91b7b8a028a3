"""Films in the admin."""

from django.contrib import admin

from movies.models import Movie
from resources.admin import RecordAdmin


@admin.register(Movie)
class MovieAdmin(RecordAdmin):
    list_display = ["title", "year", "genres"]
    ordering = ["-year", "title_order"]
