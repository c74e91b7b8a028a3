"""The two resources side by side, so that what they share is claimed of both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from books.models import Book
from books.resource import BOOKS
from books.serializers import EXAMPLE as BOOK
from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import EXAMPLE as FILM
from permissions_api.resource import Resource
from resources.records import Record


@dataclass(frozen=True)
class Api:
    """One resource: where it answers, what it stores and a body that it accepts."""

    resource: Resource
    model: type[Record]
    body: dict[str, Any]
    orderings: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"/api/{self.resource.name}/"

    def make(self, **values: Any) -> Record:
        """Store a row made of the body and ``values``."""
        record = self.model(**{**self.body, **values})
        record.save()
        return record


APIS = [
    Api(MOVIES, Movie, FILM, ("title", "year", "prominence")),
    Api(BOOKS, Book, {**BOOK, "isbn": ""}, ("title", "year", "average_rating", "ratings_count")),
]


@pytest.fixture(params=APIS, ids=lambda api: api.resource.name)
def api(request: pytest.FixtureRequest) -> Api:
    return request.param


@pytest.fixture
def client(api: Api, client_with: Callable[..., APIClient]) -> APIClient:
    """Somebody who holds every permission of the resource."""
    return client_with(*api.resource.permissions)


@pytest.fixture
def pages(client: APIClient) -> Callable[[str], Iterator[dict[str, Any]]]:
    """Walk from one page to the next, by ``next`` or by ``previous``."""

    def walk(url: str | None, by: str = "next") -> Iterator[dict[str, Any]]:
        while url:
            answer = client.get(url)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            yield page
            url = page[by]

    return walk
