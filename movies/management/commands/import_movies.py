"""``manage.py import_movies FILE``"""

from importing.command import ImportCommand
from movies.columns import COLUMNS
from movies.models import Movie


class Command(ImportCommand):
    help = "Import films from a file."
    model = Movie
    columns = COLUMNS
    same = "Two rows are the same film when title, year and Wikipedia page are the same."
