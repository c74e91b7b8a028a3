"""``manage.py export_books FILE``"""

from books.models import Book
from importing.export_command import ExportCommand


class Command(ExportCommand):
    model = Book
