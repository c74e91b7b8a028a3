"""Books in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from books.models import Book
from resources.admin import RecordAdmin


@admin.register(Book)
class BookAdmin(RecordAdmin):
    list_display = ["title", "authors", "year", "language", "average_rating", "ratings_count"]
    list_filter = ["language"]
    labels = {
        "title": _("Title"),
        "authors": _("Authors"),
        "isbn": _("ISBN"),
        "year": _("Year"),
        "language": _("Language"),
        "average_rating": _("Average rating"),
        "ratings_count": _("Ratings"),
        "cover": _("Cover"),
    }
