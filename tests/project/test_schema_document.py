"""GET /api/schema/: made once, the same for everybody, and not sent again to who has it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from project import api_docs

JSON = {"accept": "application/vnd.oai.openapi+json"}


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Begin without a document, and give a list that grows with each that is made."""
    makings: list[object] = []
    make: Callable[..., object] = SchemaGenerator.get_schema

    def counted(self: SchemaGenerator, *args: object, **options: object) -> object:
        makings.append(self)
        return make(self, *args, **options)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    api_docs._documents.clear()
    yield makings
    api_docs._documents.clear()


def test_who_has_the_document_is_not_sent_it_again(made):
    first = Client().get("/api/schema/")
    assert first.status_code == 200
    again = Client().get("/api/schema/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert Client().get("/api/schema/", headers={"if-none-match": '"another"'}).content == first.content
    assert len(made) == 1


def test_it_is_made_once_however_often_it_is_asked_for(made, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert {Client().get("/api/schema/").status_code for _ in range(20)} == {200}
    assert len(made) == 1


def test_each_form_has_its_own_tag_and_is_what_it_says(made):
    yaml, json = Client().get("/api/schema/"), Client().get("/api/schema/", headers=JSON)
    assert yaml["Content-Type"] == "application/vnd.oai.openapi"
    assert json["Content-Type"] == "application/vnd.oai.openapi+json"
    assert json.json()["openapi"].startswith("3.1")
    assert yaml.content.startswith(b"openapi: 3.1")
    assert yaml["ETag"] != json["ETag"]
    assert "Accept" in yaml["Vary"]


def test_it_does_not_hang_on_who_asks_first(made, settings):
    settings.ALLOWED_HOSTS = ["*"]
    first = Client().get("/api/schema/", headers={"host": "evil.example", **JSON})
    assert b"evil.example" not in first.content


def test_many_who_ask_first_at_once_are_all_answered(made):
    together = Barrier(8)

    def ask(_number: int) -> int:
        together.wait()
        return Client().get("/api/schema/").status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {200}
    assert len(made) == 1
