"""What breaks unforeseen is answered without a word about the inside."""

import pytest
from django.test import Client


@pytest.fixture
def broken(monkeypatch) -> Client:
    """A site whose pages and films fail in a way that nobody foresaw."""
    from movies.views import MovieViewSet
    from project import spa

    def fail(*_args, **_kwargs):
        raise RuntimeError("the inside")

    monkeypatch.setattr(spa, "_index", fail)
    monkeypatch.setattr(MovieViewSet, "initial", fail)
    return Client(raise_request_exception=False, headers={"Host": "localhost:8000"})


def test_a_program_gets_problem_details(broken):
    answer = broken.get("/api/movies/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"the inside" not in answer.content


def test_a_person_gets_a_page(broken):
    answer = broken.get("/movies")
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert b"the inside" not in answer.content
    assert "Content-Security-Policy" in answer
