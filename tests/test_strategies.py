"""Every audience strategy: who may do what through it, and every token at every door.

The gateway reaches its APIs and its tokens at a real server over HTTP, here another thread.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from bff import issuer
from books.models import Book
from directory.demo import PASSWORD, make_demo_people
from movies.models import Movie
from permissions_api.conf import conf as live
from tests.bff.pages import Page
from tests.issuer import API, BOOKS, MOVIES
from tests.made_rows import ensure_made
from tests.test_matrix import HEADER, ROWS, json_body

pytestmark = [pytest.mark.identity]

DIRECT = ["single_audience", "per_api_tokens", "multi_resource_refresh_token"]
THROUGH_GATEWAY = ["gateway_client_credentials", "token_exchange"]
ROLES = "https://roles.usher.example/"
BY_SESSION = "backend_for_frontend"
ALL = [*DIRECT, *THROUGH_GATEWAY, BY_SESSION]
PEOPLE = [name for name in HEADER[1:] if name != "warden"]  # whose rights the demo's people show as well
SOURCES = ["token", "hybrid", "live"]

# What Batman, who holds everything, is answered: 200 opens the door, 401 names the wrong token,
# 404 says that there is no gateway. "machine" is the gateway's own token for the movies API, by
# the client's own right; "exchanged" is one for the movies API in Batman's name.
DOORS = {
    "single_audience": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      200          200         404              404             200
movies     401          401         404              404             200
books      401          401         404              404             200
id         401          401         404              404             401
opaque     401          401         404              404             401
""",
    "per_api_tokens": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      401          401         404              404             200
movies     200          401         404              404             200
books      401          200         404              404             200
id         401          401         404              404             401
opaque     401          401         404              404             401
""",
    "multi_resource_refresh_token": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      401          401         404              404             200
movies     200          401         404              404             200
books      401          200         404              404             200
id         401          401         404              404             401
opaque     401          401         404              404             401
""",
    "gateway_client_credentials": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      401          401         200              200             200
movies     200          401         401              401             200
books      401          200         401              401             200
id         401          401         401              401             401
opaque     401          401         401              401             401
machine    200          401         401              401             200
""",
    "token_exchange": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      401          401         200              200             200
movies     200          401         401              401             200
books      401          200         401              401             200
id         401          401         401              401             401
opaque     401          401         401              401             401
exchanged  200          401         401              401             200
""",
    "backend_for_frontend": """
token      /api/movies/ /api/books/ /gateway/movies/ /gateway/books/ /me/permissions
login      401          401         404              404             200
movies     200          401         404              404             200
books      401          200         404              404             200
""",
}


@pytest.fixture
def strategy(request, conf, settings, live_server) -> Iterator[str]:
    """Run the site under one strategy, with the demo's people and a server the gateway can reach."""
    from gateway.connections import upstream_at
    from gateway.tokens import tokens
    from identity.clients.first_party import ensure_first_party_clients

    conf.STRATEGY = request.param
    if live.strategy.sessions:
        conf.CLIENT_ID = settings.BFF_CLIENT_ID
    if live.strategy.gateway:
        settings.GATEWAY_UPSTREAMS = {"movies": live_server.url, "books": live_server.url}
    settings.GATEWAY_TOKEN_URL = f"{live_server.url}/oauth/token"
    ensure_first_party_clients()
    ensure_made(make_demo_people)
    yield request.param
    tokens.clear()
    upstream_at(live_server.url).close()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("strategy", ALL, indirect=True)
def test_neither_strategy_nor_source_changes_who_may_do_what(conf, strategy, person):
    rows = [(*operation.split(None, 2), *statuses) for operation, *statuses in ROWS]
    rows = [row for row in rows if row[1].startswith(("/api/movies/", "/api/books/"))]
    expected = {
        (method, path): (statuses[HEADER.index(person) - 1], name) for method, path, name, *statuses in rows
    }
    client_for = cache(partial(client_of, person=person))
    for conf.PERMISSION_SOURCE in SOURCES:
        Movie.objects.all().delete()
        Book.objects.all().delete()
        answered = {}
        for method, path, name, *_ in rows:
            client = client_for(audience_asked(strategy, path))
            answer = client.generic(method, address(strategy, path), *json_body(path, method))
            missing = answer.json()["required_permission"] if answer.status_code == 403 else name
            answered[method, path] = (str(answer.status_code), missing)
        assert answered == expected, conf.PERMISSION_SOURCE


@pytest.mark.parametrize("strategy", list(DOORS), indirect=True)
@pytest.mark.parametrize("source", SOURCES)
def test_every_token_opens_its_own_doors_and_no_other(conf, strategy, source):
    conf.PERMISSION_SOURCE = source
    (_, *paths), *rows = (line.split() for line in DOORS[strategy].strip().splitlines())
    answered = {}
    for token, *_ in rows:
        client = carrying(TOKENS[token]())
        answered[token] = [str(client.get(path).status_code) for path in paths]
    assert answered == {token: statuses for token, *statuses in rows}


@pytest.mark.parametrize("strategy", list(DOORS), indirect=True)
def test_a_token_for_another_api_is_refused_in_words(strategy):
    wrong = BOOKS if strategy == "single_audience" else API
    answer = carrying(login_token(wrong)).get("/api/movies/")
    right = API if strategy == "single_audience" else MOVIES
    assert answer.json()["detail"] == f"This token is for another API; ask with audience={right}"
    assert "invalid_token" in answer["WWW-Authenticate"]


@pytest.mark.parametrize("strategy", ALL, indirect=True)
def test_a_list_s_next_page_is_where_the_first_one_was(strategy):
    for title in ("Heat", "Ronin"):
        Movie.objects.create(title=title, year=1995)
    client = client_of(audience_asked(strategy, "/api/movies/"))
    first = client.get(address(strategy, "/api/movies/"), {"page_size": 1}).json()
    assert first["next"].startswith(configured.SITE_URL + address(strategy, "/api/movies/"))
    second = client.get(first["next"].removeprefix(configured.SITE_URL)).json()
    assert first["results"] != second["results"] != []


@pytest.mark.parametrize("strategy", [*DIRECT, *THROUGH_GATEWAY], indirect=True)
def test_removing_a_role_asks_for_a_fresh_login_which_no_refresh_is(strategy, settings, live_server):
    from django.contrib.auth.models import Group

    from identity.models import SignIn
    from tests.identity.browser import Browser

    settings.GATEWAY_UPSTREAMS = {"roles": live_server.url}
    role = Group.objects.create(name="Night")
    gateway = strategy in THROUGH_GATEWAY
    path = f"/{'gateway' if gateway else 'api'}/roles/{role.pk}/"
    browser = Browser()
    browser.log_in("batman")
    tokens = browser.tokens(audience=API if gateway or strategy == "single_audience" else ROLES)
    SignIn.objects.update(auth_time=timezone.now() - timedelta(hours=1))
    old = browser.refresh(tokens["refresh_token"]).json()["access_token"]
    refused = carrying(old).delete(path)
    assert (refused.status_code, refused.json()["max_age"]) == (401, 300)
    assert 'error="insufficient_user_authentication"' in refused["WWW-Authenticate"]
    assert carrying(old).get(path).status_code == 200
    assert carrying(tokens["access_token"]).delete(path).status_code == 204
    assert not Group.objects.filter(pk=role.pk).exists()


def audience_asked(strategy: str, path: str) -> str:
    """Return the audience of the token that the SPA sends to this API."""
    if strategy in ("per_api_tokens", "multi_resource_refresh_token"):
        return MOVIES if path.startswith("/api/movies/") else BOOKS
    return API


def address(strategy: str, path: str) -> str:
    """Return where the SPA finds this path, with a film or book of its own for this one question."""
    title = f"Number {Movie.objects.count() + Book.objects.count()}"
    made = Movie(title=title, year=1995) if path.startswith("/api/movies/") else Book(title=title)
    made.save()
    own = path.replace("{id}", str(made.pk))
    if strategy == BY_SESSION:
        return f"/bff{own}"
    return own.replace("/api/", "/gateway/") if strategy in THROUGH_GATEWAY else own


def client_of(audience: str | None, person: str = "batman") -> Client:
    """Return what asks as the SPA does in which this person is logged in."""
    if live.strategy.sessions:
        return page_of(person)
    return carrying(login_token(audience, person=person) if person != "nobody" else None)


def page_of(person: str) -> Client:
    """Return a page whose server holds the tokens of whoever logged in on it."""
    page = Page()
    if person != "nobody":
        asked = page.go("/bff/login")["Location"]
        page.post("/u/login/", {"login": person, "password": PASSWORD})
        page.get(page.get(asked)["Location"])
    handle = page.ask().json().get("handle", "a-handle")
    page.defaults |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_X_USHER": handle}
    return page


def carrying(token: str | None) -> APIClient:
    client = APIClient(headers={"Host": configured.SITE.netloc})
    if token:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def login(audience: str | None, person: str = "batman") -> dict[str, Any]:
    from tests.identity.browser import Browser

    browser = Browser()
    browser.log_in(person)
    if live.strategy.sessions:
        return {"access_token": token_held_for(browser, str(audience))}
    return browser.tokens(audience=audience)


def token_held_for(browser: Any, audience: str) -> str:
    from tests.bff.logins import tokens_of

    held = tokens_of(browser)
    return (held if audience in held.access else issuer.refreshed(held, audience)).access[audience].token


def login_token(audience: str | None, *, person: str = "batman") -> str:
    return str(login(audience, person)["access_token"])


def gateway_token(**body: str) -> str:
    answer = Client().post(
        "/oauth/token",
        {
            "client_id": live.GATEWAY_CLIENT_ID,
            "client_secret": configured.GATEWAY_CLIENT_SECRET,
            "audience": MOVIES,
            **body,
        },
    )
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


TOKENS = {
    "login": lambda: login_token(API),
    "movies": lambda: login_token(MOVIES),
    "books": lambda: login_token(BOOKS),
    "id": lambda: login(API)["id_token"],
    "opaque": lambda: login_token(None),
    "machine": lambda: gateway_token(grant_type="client_credentials"),
    "exchanged": lambda: gateway_token(
        grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token=login_token(API),
        subject_token_type="urn:ietf:params:oauth:token-type:access_token",
    ),
}
