"""``manage.py import_books FILE``"""

from books.columns import COLUMNS
from books.models import Book
from importing.command import ImportCommand


class Command(ImportCommand):
    help = "Import books from a file."
    model = Book
    columns = COLUMNS
    same = "Two rows are the same book when the ISBN is; without one, when title and authors are."
