"""What one person asks of one server: lists, a later page, a row, and what is written."""

import itertools
import json
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks._load import Answer, Next, always, ask, request
from tests.e2e.server import Site

PAGE = 30


class Asked:
    """The requests of one person at one server."""

    def __init__(self, site: Site, token: str, path: str = "/api/movies/") -> None:
        self.site, self.list_url = site, f"{site.url}{path}"
        self.first = f"{self.list_url}?page_size=25"
        self.bearer = {"Authorization": f"Bearer {token}"}
        self.titles = itertools.count()

    def get(self, url: str) -> Callable[[], Callable[[int], Next]]:
        return lambda: always(request(url, self.bearer))

    def not_modified(self, url: str) -> Callable[[], Callable[[int], Next]]:
        def asked() -> Callable[[int], Next]:
            tag = ask(self.site.url, request(url, self.bearer)).header("ETag")
            return always(request(url, {**self.bearer, "If-None-Match": tag}))

        return asked

    def later_page(self, pages: int = PAGE) -> str:
        """Return the address of a page, as who goes on from page to page comes to it."""
        url = self.first
        for _ in range(pages - 1):
            url = self.json(url)["next"] or url  # a small file has fewer
        return url

    def json(self, url: str) -> Any:
        """Return what is answered. Raises AssertionError unless it is 200."""
        answer = ask(self.site.url, request(url, self.bearer))
        assert answer.status == 200, (url, answer)
        return answer.json()

    def row_urls(self, count: int) -> list[str]:
        """Return the addresses of the first rows of the later page."""
        rows = self.json(self.later_page(2))["results"]
        return [f"{self.list_url}{row['id']}/" for row in rows[:count]]

    def create(self) -> Callable[[int], Next]:
        def following(_last: Answer | None) -> bytes:
            body = {
                "title": f"The Making of Number {next(self.titles)} {uuid.uuid4().hex[:8]}",
                "year": 1950,
                "cast": ["Buster Keaton", "Marion Mack", "Glen Cavender", "Jim Farley"],
                "genres": ["Comedy", "Adventure"],
                "poster": "https://pictures.example/wikipedia/en/0f/The_Making_of_it_poster.jpg",
                "wikipedia_page": "https://en.wikipedia.org/wiki/The_General_(1926_film)",
                "synopsis": "A railway engineer chases the spies who stole his locomotive. " * 5,
            }
            headers = {**self.bearer, "Idempotency-Key": str(uuid.uuid4())}
            return request(self.list_url, headers, "POST", json.dumps(body).encode())

        return lambda _connection: following

    def edit(self) -> Callable[[int], Next]:
        urls = self.row_urls(8)

        def of(connection: int) -> Next:
            url = urls[connection]
            first = ask(self.site.url, request(url, self.bearer)).header("ETag")
            turns = itertools.count()

            def following(last: Answer | None) -> bytes:
                body = {"synopsis": f"It was told anew, for the {next(turns)}. time. {uuid.uuid4().hex}"}
                headers = {**self.bearer, "If-Match": last.header("ETag") if last else first}
                return request(url, headers, "PATCH", json.dumps(body).encode())

            return following

        return of
