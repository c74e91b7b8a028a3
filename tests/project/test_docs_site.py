"""/docs/ is the built docs: found with an ending and without, never out of the folder, cached by ETag."""

import pytest
from django.test import Client

from project.docs_site import HEADER


@pytest.fixture
def site(settings, tmp_path):
    settings.DOCS_SITE = tmp_path / "docs"
    (settings.DOCS_SITE / "problems").mkdir(parents=True)
    (settings.DOCS_SITE / "README.html").write_text("start here")
    (settings.DOCS_SITE / "problems" / "throttled.html").write_text("too often")
    (settings.DOCS_SITE / "llms.txt").write_text("# Usher")
    (tmp_path / "secret.html").write_text("of nobody's business")


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"Host": "localhost:8000"})


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/docs/", "start here"),
        ("/docs/README.html", "start here"),
        ("/docs/problems/throttled", "too often"),
        ("/docs/problems/throttled.html", "too often"),
        ("/llms.txt", "# Usher"),
    ],
)
def test_a_page_is_found(visitor, site, address, text):
    answer = visitor.get(address)
    assert (answer.status_code, answer.content.decode()) == (200, text)
    assert "script-src 'self'" in answer["Content-Security-Policy"] or "html" not in answer["Content-Type"]


def test_pages_are_only_read(visitor, site):
    assert visitor.head("/docs/").status_code == 200
    assert visitor.post("/docs/").status_code == 405


@pytest.mark.parametrize(
    "path", ["../secret.html", "..%2fsecret", "problems", "problems/", "nothing", "%00", "a" * 300]
)
def test_nothing_else_is(visitor, site, path):
    answer = visitor.get(f"/docs/{path}")
    assert (answer.status_code, b"Nothing is here" in answer.content) == (404, True)


def test_what_is_known_is_not_sent_again(visitor, site):
    etag = visitor.get("/docs/")["ETag"]
    assert visitor.get("/docs/", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(("path", "kept"), [("page.html", "private"), ("style.css", "public")])
def test_no_cache_of_others_keeps_a_page_that_names_who_is_logged_in(visitor, site, settings, path, kept):
    (settings.DOCS_SITE / "page.html").write_bytes(HEADER)
    (settings.DOCS_SITE / "style.css").write_text("")
    assert kept in visitor.get(f"/docs/{path}?v=1")["Cache-Control"]


def test_docs_that_are_not_built_say_how(visitor, settings, tmp_path):
    settings.DOCS_SITE = tmp_path
    answer = visitor.get("/docs/audiences.html")
    assert (answer.status_code, b"./run demo" in answer.content) == (503, True)
