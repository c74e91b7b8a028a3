"""Books in the admin."""

from django.contrib import admin

from books.models import Book
from resources.admin import RecordAdmin


@admin.register(Book)
class BookAdmin(RecordAdmin):
    list_display = ["title", "authors", "year", "language", "average_rating", "ratings_count"]
    list_filter = ["language"]
