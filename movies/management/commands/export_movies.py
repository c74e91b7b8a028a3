"""``manage.py export_movies FILE``"""

from importing.export_command import ExportCommand
from movies.models import Movie


class Command(ExportCommand):
    model = Movie
