"""``manage.py export_movies FILE``"""

from importing.export_command import ExportCommand
from movies.models import Movie


class Command(ExportCommand):
    help = "Write all films into a file, which import_movies reads back."
    model = Movie
