"""``manage.py export_books FILE``"""

from books.models import Book
from importing.export_command import ExportCommand


class Command(ExportCommand):
    help = "Write all books into a file, which import_books reads back."
    model = Book
