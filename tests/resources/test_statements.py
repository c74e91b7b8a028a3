"""Which statements PostgreSQL keeps a plan for, and which it plans for their values each time."""

import pytest
from django.db import connection

from movies.models import Movie

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps statements, and no plans"),
]


def planned():
    """The statements about films that this connection keeps, those of earlier tests among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return {statement for (statement,) in cursor.fetchall() if "movies_movie" in statement}


def test_pages_rows_and_writes_are_planned_once(client_with):
    client = client_with("list:movies", "read:movies", "write:movies", "edit:movies")
    created = client.post("/api/movies/", {"title": "Heat", "year": 1995}, format="json")
    assert created.status_code == 201
    assert client.patch(created["Location"], {"year": 1996}, format="json").status_code == 200
    assert client.get("/api/movies/").status_code == client.get(created["Location"]).status_code == 200
    statements = planned()
    for part in ("INSERT INTO", "UPDATE", "LIMIT 26", "last_change_id"):
        assert any(part in statement for statement in statements), part


def test_a_filter_is_planned_for_its_values_however_often_it_is_asked(client_with):
    client, before = client_with("list:movies"), planned()
    for _ in range(12):
        assert client.get("/api/movies/", {"year_from": 1950, "ordering": "title"}).status_code == 200
        assert list(Movie.objects.filter(year=1900)) == []
    assert planned() == before
