"""What goes to an API of a page's request, and what comes back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.http import HttpResponse
from django.utils import timezone

from audit.models import Entry
from bff import tokens
from bff.models import Session
from bff.urls import urlpatterns
from gateway.connections import upstream_at
from movies.models import Movie
from movies.views import MovieViewSet
from permissions_api.conf import conf as live
from permissions_api.views import GuardMixin
from tests.bff.calls import Page, token_of
from tests.gateway.test_paths import OUT
from tests.gateway.upstream import FaultyUpstream, in_turn, running, says

pytestmark = [pytest.mark.django_db, pytest.mark.identity]

MOVIES, BOOKS = "https://movies.usher.example/", "https://books.usher.example/"
JSON = "application/json"
ETAG = '"0123456789abcdef"'
PASSED = {
    "Accept": "application/json",
    "Accept-Language": "de",
    "Content-Type": "application/json",
    "Idempotency-Key": "8d7e",
    "If-Match": ETAG,
    "If-None-Match": ETAG,
    "If-Modified-Since": "Sat, 21 Nov 2026 10:00:00 GMT",
    "If-Unmodified-Since": "Sat, 21 Nov 2026 10:00:00 GMT",
}
KEPT_BACK = {
    "Authorization": "Bearer another-s-token",
    "Proxy-Authorization": "Basic c2VjcmV0",
    "X-Acting-For": "sub=usher%7C2",
    "X-Forwarded-For": "10.9.9.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/gateway",
    "Forwarded": "for=10.0.0.1",
    "X-Original-Url": "/api/books/",
    "X-Http-Method-Override": "DELETE",
    "X-Request-Id": "another-s-id",
    "Accept-Encoding": "gzip",
    "Range": "bytes=0-1",
    "Referer": "https://evil.example/",
    "User-Agent": "Browser/1",
    "X-What-Comes-Next": "x",
}
OPEN = ("bff-login", "bff-callback", "bff-backchannel-logout")
REFUSED = {"WWW_Authenticate": 'Bearer realm="usher", error="invalid_token"'}
invalid_token = says({"detail": "The token has expired."}, "401 Unauthorized", **REFUSED)
deactivated = says({"detail": "This account is deactivated."}, "401 Unauthorized", **REFUSED)


@pytest.fixture
def arrived(monkeypatch) -> list[Any]:
    """The requests that views of APIs were called with."""
    found: list[Any] = []
    dispatch = GuardMixin.dispatch

    def noted(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.path.startswith("/bff/"):
            found.append(request)
        return dispatch(view, request, *args, **kwargs)

    monkeypatch.setattr(GuardMixin, "dispatch", noted)
    return found


@pytest.fixture
def upstreams(settings) -> Iterator[Callable[[str], FaultyUpstream]]:
    """Return what puts an API into another process, and gives this."""
    with running(FaultyUpstream()) as one, running(FaultyUpstream()) as other:
        servers = {"movies": one, "books": other}
        settings.GATEWAY_UPSTREAMS = {name: server.url for name, server in servers.items()}
        yield servers.__getitem__
        for server in servers.values():
            upstream_at(server.url).close()


def token_in(headers: Any) -> dict[str, Any]:
    token = headers["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


# --- What goes there ---


def test_only_headers_of_the_list_reach_a_view_of_this_process(page_of, arrived):
    page = page_of()
    page.ask("/api/movies/", headers={**PASSED, **KEPT_BACK})
    (request,) = arrived
    ours = {"Authorization", "Host", "X-Forwarded-Prefix"}
    said = {name for name in request.headers if name != "Content-Length"}
    assert said == PASSED.keys() | ours
    assert {name: request.headers[name] for name in PASSED} == PASSED
    assert (request.headers["X-Forwarded-Prefix"], request.COOKIES) == ("/bff", {})
    assert token_in(request.headers)["sub"] == page.session.subject


def test_only_headers_of_the_list_reach_another_process(page_of, upstreams):
    page = page_of()
    answer = page.ask("/api/movies/", headers={**PASSED, **KEPT_BACK})
    (asked,) = upstreams("movies").asked
    ours = {
        "Accept-Encoding": "identity",
        "User-Agent": "usher-gateway",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/bff",
        "X-Request-Id": answer["X-Request-ID"],
        "Host": upstreams("movies").url.removeprefix("http://"),
    }
    assert asked.headers == {**PASSED, **ours, "Authorization": asked.headers["Authorization"]}
    assert token_in(asked.headers)["sub"] == page.session.subject


@pytest.mark.parametrize(("name", "audience"), [("movies", MOVIES), ("books", BOOKS)])
def test_each_api_gets_its_own_token_and_no_other(page_of, audiences_asked, arrived, name, audience):
    assert page_of().ask(f"/api/{name}/").status_code == 200
    assert audiences_asked == [audience]
    assert token_in(arrived[0].headers)["aud"] == audience


def test_each_process_gets_the_token_of_its_api_and_no_other(page_of, upstreams):
    for name in ("movies", "books"):
        assert page_of().ask(f"/api/{name}/").status_code == 200
    assert [token_in(asked.headers)["aud"] for asked in upstreams("movies").asked] == [MOVIES]
    assert [token_in(asked.headers)["aud"] for asked in upstreams("books").asked] == [BOOKS]


def test_me_gets_the_token_that_names_everything_and_what_is_given_that_of_roles(page_of, audiences_asked):
    page = page_of()
    assert page.ask("/me/permissions").status_code == 200
    assert page.ask("/api/users/usher%7C2/grants/").status_code in (200, 404)
    page.ask("/api/users/usher%7C2/grants/", "PUT", data=b"{}", content_type=JSON)
    roles = "https://roles.usher.example/"
    assert audiences_asked == [live.AUDIENCE, "https://users.usher.example/", roles]


@pytest.mark.parametrize("rest", [rest for rest in OUT if "?" not in rest])
def test_a_path_that_is_no_known_route_goes_nowhere(page_of, audiences_asked, arrived, rest):
    page = page_of()
    for where in (f"/api/movies/{rest}", f"/me/{rest}", f"/me/permissions/{rest}"):
        assert page.ask(where).status_code == 404
    assert audiences_asked == arrived == []


@pytest.mark.parametrize("where", ["/me/", "/me", "/me/../api/movies/", "/api/films/", "/api/docs/", "/api/"])
def test_what_is_below_neither_goes_nowhere(page_of, arrived, where):
    assert page_of().ask(where).status_code == 404
    assert arrived == []


def test_an_api_that_nobody_serves_is_said_to_be_so(page_of, settings):
    settings.APPS = ["books"]
    answer = page_of().ask("/api/movies/")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_upstream")
    assert page_of().ask("/api/books/").status_code == 200


@pytest.mark.parametrize("pattern", [each for each in urlpatterns if each.name not in OPEN], ids=str)
def test_a_token_opens_nothing_below_bff(page_of, pattern):
    page, places = (
        page_of(),
        {"bff-api": "api/movies/", "bff-me": "me/permissions", "bff-one-session": "sessions/1"},
    )
    where = places.get(pattern.name, str(pattern.pattern))
    bearer = {"Authorization": f"Bearer {token_of(page.session.subject, live.AUDIENCE)}", "Cookie": ""}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert page.ask(f"/{where}", method, headers=bearer).status_code == 401, method


# --- Who is told to have asked ---


def test_the_trail_names_the_person_their_address_and_the_page_s_request(page_of):
    page, body = page_of(), b'{"name": "Librarians", "permissions": ["list:books"]}'
    answer = page.ask("/api/roles/", "POST", REMOTE_ADDR="203.0.113.7", data=body, content_type=JSON)
    assert answer.status_code == 201
    entry = Entry.objects.latest("id")
    assert (entry.actor_subject, entry.actor_name) == (page.session.subject, "Batman")
    assert entry.address == "203.0.113.7"
    assert entry.request_id == answer["X-Request-ID"]


def test_a_request_counts_once_and_for_the_person(page_of, people, client, settings):
    settings.API_RATE = (6, 3600)
    page = page_of()
    assert [page.ask("/api/movies/").status_code for _ in range(4)] == [200] * 4
    direct = {"Authorization": f"Bearer {token_of(page.session.subject, MOVIES)}"}
    assert [client.get("/api/movies/", headers=direct).status_code for _ in range(3)] == [200, 200, 429]
    assert page.ask("/api/movies/").status_code == 429
    assert page_of("robin").ask("/api/movies/").status_code == 200


@pytest.mark.parametrize("where", ["/api/films/", "/me/films"])
def test_what_comes_to_no_api_counts_too(page_of, settings, where):
    settings.API_RATE = (2, 3600)
    assert statuses(page_of("batman"), where) == [404, 404, 429]
    settings.APPS = []
    assert statuses(page_of("robin"), "/api/movies/") == [503, 503, 429]
    stranger = page_of("alfred")
    stranger.headers["X-Usher"] = "forged"
    assert statuses(stranger, "/api/movies/") == [401, 401, 429]


def statuses(page: Page, path: str) -> list[int]:
    return [page.ask(path).status_code for _ in range(3)]


# --- What comes back ---


def test_links_lead_to_where_the_page_asks(page_of, settings):
    for number in range(3):
        Movie.objects.create(title=f"Film {number}", year=1990)
    page = page_of()
    first = page.ask("/api/movies/?page_size=2").json()
    assert first["next"].startswith(f"{settings.SITE_URL}/bff/api/movies/?")
    second = page.ask(first["next"].removeprefix(f"{settings.SITE_URL}/bff"))
    assert len(second.json()["results"]) == 1
    made = page.ask("/api/movies/", "POST", data=b'{"title": "Ran", "year": 1985}', content_type=JSON)
    assert made["Location"].startswith("/bff/api/movies/")
    assert page.ask(made["Location"].removeprefix("/bff")).json()["title"] == "Ran"


def test_an_answer_is_for_one_browser_and_sets_no_cookie(page_of, monkeypatch):
    def loud(*_args: Any, **_kwargs: Any) -> HttpResponse:
        response = HttpResponse(b"{}", headers={"Cache-Control": "public, max-age=60", "Vary": "Accept"})
        response.set_cookie("usher-session-8000", "another")
        return response

    monkeypatch.setattr(MovieViewSet, "list", loud)
    answer = page_of().ask("/api/movies/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert {"Cookie", "Accept"} <= {*answer["Vary"].split(", ")}
    assert not answer.cookies


def test_another_process_s_answer_is_for_one_browser_and_sets_no_cookie(page_of, upstreams):
    loud = {
        "Cache_Control": "public",
        "Set_Cookie": "usher-session-8000=another",
        "Location": "/api/movies/7/",
    }
    upstreams("movies").answer = says({}, **loud)
    answer = page_of().ask("/api/movies/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert (answer["Location"], "Cookie" in answer["Vary"]) == ("/bff/api/movies/7/", True)
    assert not answer.cookies


@pytest.mark.parametrize("served", ["here", "elsewhere"])
@pytest.mark.parametrize("again", ["taken", "refused", "none is better"])
def test_a_refused_token_is_replaced_once(page_of, people, upstreams, settings, monkeypatch, served, again):
    page = page_of()
    used: list[str] = []
    good, looked = token_of(page.session.subject, MOVIES), []
    tokens_in_turn = ["expired", good if again == "taken" else "expired too"]
    if served == "here":
        settings.GATEWAY_UPSTREAMS = {}
    second = says({"results": []}) if again == "taken" else invalid_token
    upstreams("movies").answer = in_turn(invalid_token, second)

    def token_for(_session: Session, _audience: str) -> str:
        used.append(tokens_in_turn[len(used)])
        return used[-1]

    def refused(_session: Session, audience: str, token: str) -> bool:
        looked.append((audience, token))
        return again != "none is better"

    monkeypatch.setattr(tokens, "token_for", token_for)
    monkeypatch.setattr(tokens, "refused", refused)
    answer = page.ask("/api/movies/")
    assert looked == [(MOVIES, "expired")]
    assert used == tokens_in_turn[: 1 if again == "none is better" else 2]
    if again == "taken":
        assert answer.status_code == 200
        assert Session.objects.filter(pk=page.session.pk).exists()
    else:
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
        assert "WWW-Authenticate" not in answer
        assert not Session.objects.filter(pk=page.session.pk).exists()


@pytest.mark.parametrize("served", ["here", "elsewhere"])
def test_of_somebody_deactivated_the_session_ends_in_the_api_s_words(
    page_of, people, upstreams, settings, conf, served
):
    page = page_of("robin")
    if served == "here":
        settings.GATEWAY_UPSTREAMS = {}
        conf.PERMISSION_SOURCE = "live"
        # Past the signals, which would end the session by themselves.
        type(people["robin"]).objects.filter(pk=people["robin"].pk).update(is_active=False)
    upstreams("movies").answer = deactivated
    answer = page.ask("/api/movies/")
    assert (answer.status_code, answer.json()["detail"]) == (401, "This account is deactivated.")
    assert answer.json()["code"] == "session_ended"
    assert not Session.objects.filter(pk=page.session.pk).exists()


@pytest.mark.parametrize("path", ["/api/movies/", "/me/access"])
def test_use_is_noted_but_not_that_of_a_poll_or_of_what_is_known(page_of, path):
    page = page_of()
    before = timezone.now() - timedelta(minutes=2)

    def used(where: str, **headers: str) -> bool:
        Session.objects.update(last_used=before)
        assert page.ask(where, headers=headers).status_code in (200, 304)
        return Session.objects.get().last_used > before

    etag = page.ask(path)["ETag"]
    assert used(path)
    assert not used(path, **{"If-None-Match": etag})
    assert not used("/me/permissions")


def test_a_call_costs_one_statement_more_and_writes_nothing(page_of, client, conf, django_assert_num_queries):
    conf.DIRECTORY_TTL = 3600  # The directory is not asked anew on a slow machine.
    page = page_of()
    direct = {"Authorization": f"Bearer {token_of(page.session.subject, MOVIES)}"}
    for _ in range(2):  # What is kept by the process is known by then.
        client.get("/api/movies/", headers=direct)
        page.ask("/api/movies/")
    with django_assert_num_queries(1):
        client.get("/api/movies/", headers=direct)
    with django_assert_num_queries(2) as made:
        page.ask("/api/movies/")
    assert all(each["sql"].lstrip().upper().startswith("SELECT") for each in made.captured_queries)


def test_tokens_are_renewed_when_the_page_asks(page_of, monkeypatch):
    renewed: list[int] = []
    monkeypatch.setattr(tokens, "renew", lambda session: renewed.append(session.pk))
    page = page_of()
    answer = page.ask("/renew", "POST")
    assert (answer.status_code, answer.content, renewed) == (204, b"", [page.session.pk])


@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/renew"])
def test_under_another_strategy_there_is_nothing(page_of, conf, path):
    page = page_of()
    conf.STRATEGY = "per_api_tokens"
    answer = page.ask(path)
    assert answer.status_code == 404
    assert "AUDIENCE_STRATEGY=per_api_tokens" in answer.json()["detail"]
