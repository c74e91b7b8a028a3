"""With AUDIENCE_STRATEGY=per_api_tokens the same screens work, and no API sees another's token."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import jwt
import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.pages import log_in
from tests.e2e.server import Site, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

AUDIENCES = {
    "/api/movies": "https://movies.usher.example/",
    "/api/books": "https://books.usher.example/",
    "/me": "https://api.usher.example/",
}


@pytest.fixture(scope="module")
def site_with_a_token_per_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("per-api")
    with running_site(folder, AUDIENCE_STRATEGY="per_api_tokens", LOGIN_RATE="0") as running:
        yield running


@pytest.fixture
def sent() -> dict[str, set[str]]:
    """The audiences of the tokens that each part of the site was sent."""
    return {part: set() for part in AUDIENCES}


@pytest.fixture
def page(new_page: Callable[..., Page], site_with_a_token_per_api: Site, sent: dict[str, set[str]]) -> Page:
    page = new_page(site_with_a_token_per_api.url)
    page.on("request", lambda request: note(request, sent))
    return page


def note(request: Request, sent: dict[str, set[str]]) -> None:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    path = urlsplit(request.url).path
    for part in AUDIENCES:
        if token and path.startswith(f"{part}/"):
            sent[part].add(jwt.decode(token, options={"verify_signature": False})["aud"])


def test_robin_walks_through_both_apis_with_a_token_of_each(page: Page, sent: dict[str, set[str]]):
    log_in(page, "Robin", "/movies")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("link", name="Add a film")).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()
    expect(page.get_by_role("heading", name="Books")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    assert sent == {part: {audience} for part, audience in AUDIENCES.items()}


def test_batman_adds_a_film_with_the_films_token(page: Page, sent: dict[str, set[str]]):
    log_in(page, "Batman", "/movies/new")
    page.get_by_label("Title").fill("A token of its own")
    page.get_by_label("Year", exact=True).fill("2001")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_role("heading", name="A token of its own")).to_be_visible()
    assert sent["/api/movies"] == {AUDIENCES["/api/movies"]}


def test_joker_sees_no_door_of_either_api(page: Page, sent: dict[str, set[str]]):
    log_in(page, "Joker", "/movies")
    expect(page.get_by_role("main")).to_contain_text("list:movies")
    assert sent["/api/movies"] == set()
