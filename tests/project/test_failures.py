"""What breaks unforeseen is answered without a word about the inside."""

import subprocess
import sys

import pytest
from django.test import Client

BREAK_AND_ANSWER = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
import django
django.setup()
from django.test import Client
from project import urls
def fail(request):
    raise RuntimeError("the inside")
urls.urlpatterns[0].callback = fail
Client(raise_request_exception=False, headers={"Host": "localhost:8000"}).get(sys.argv[1])
"""


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


def logged_at(address: str) -> str:
    """Return what a site whose health breaks writes on standard error when it is asked for an address."""
    # Static files may not have been gathered here, which is another story.
    python = [sys.executable, "-W", "ignore:No directory at"]
    return subprocess.run(
        [*python, "-c", BREAK_AND_ANSWER, address], capture_output=True, text=True, check=True
    ).stderr


def test_the_log_says_what_broke():
    assert "RuntimeError: the inside" in logged_at("/healthz")


def test_of_who_has_no_token_the_log_says_one_line():
    (line,) = logged_at("/api/movies/").splitlines()
    assert "INFO permissions_api.refusals" in line
    assert "Traceback" not in line


def test_the_log_says_nothing_of_a_page_that_is_not_there():
    assert logged_at("/nothing.txt") == ""
