"""However a token was got: what was not consented to, or not asked, is refused at the APIs."""

import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command

from books.models import Book
from directory.grants import withdraw
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.models import Consent
from movies.models import Movie
from tests.identity.browser import Browser, answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

API = "https://api.usher.example/"
OWN = {"movies": "https://movies.usher.example/", "books": "https://books.usher.example/"}
BACK = "https://partner.example/cb"
ASKED = "openid offline_access list:movies edit:movies list:books edit:books"
LIST_ONLY = ["offline_access", "list:movies", "list:books"]

Tokens = dict[str, str]


@pytest.fixture
def batman(browser_of) -> Browser:
    """Somebody who may do everything, at a client that is nobody's own."""
    audiences = [API, *OWN.values()]
    register(Registration("P", "partner", [BACK], audiences=audiences, public=True, third_party=True))
    return browser_of("batman")


@pytest.fixture
def address() -> dict[str, str]:
    movie = Movie.objects.create(title="Heat", year=1995)
    book = Book.objects.create(title="Emma", authors=["Jane Austen"])
    return {"movies": f"/api/movies/{movie.pk}/", "books": f"/api/books/{book.pk}/"}


def log_in(batman: Browser, audience: str, ticked: list[str] = LIST_ONLY) -> Tokens:
    """Answer the consent page of the partner; return what its code is good for."""
    query = batman.query("partner", redirect_uri=BACK, audience=audience, scope=ASKED)
    response = batman.post("/u/consent/", {"scope": ticked, "allow": "yes"}, query_params=query)
    return batman.redeem(answer(response)["code"], "partner", redirect_uri=BACK).json()


def by_code(batman: Browser, conf, api: str) -> Tokens:
    return log_in(batman, API)


def by_code_for_one_api(batman: Browser, conf, api: str) -> Tokens:
    conf.STRATEGY = "per_api_tokens"
    return log_in(batman, OWN[api])


def by_refresh(batman: Browser, conf, api: str) -> Tokens:
    return batman.refresh(log_in(batman, API)["refresh_token"], "partner").json()


def by_refresh_for_one_api(batman: Browser, conf, api: str) -> Tokens:
    conf.STRATEGY = "per_api_tokens"
    return batman.refresh(log_in(batman, OWN[api])["refresh_token"], "partner").json()


def by_refresh_for_another_api(batman: Browser, conf, api: str) -> Tokens:
    conf.STRATEGY = "multi_resource_refresh_token"
    other = OWN["books" if api == "movies" else "movies"]
    refresh_token = log_in(batman, other)["refresh_token"]
    return batman.refresh(refresh_token, "partner", audience=OWN[api]).json()


def by_exchange(batman: Browser, conf, api: str) -> Tokens:
    conf.STRATEGY = "token_exchange"
    ensure_first_party_clients()
    body = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "client_id": conf.GATEWAY_CLIENT_ID,
        "client_secret": settings.GATEWAY_CLIENT_SECRET,
        "subject_token": log_in(batman, API)["access_token"],
        "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "audience": OWN[api],
    }
    return batman.post("/oauth/token", body).json()


WAYS = [
    *(by_code, by_code_for_one_api, by_refresh, by_refresh_for_one_api),
    *(by_refresh_for_another_api, by_exchange),
]


def statuses(access_token: str, api: str, address: dict[str, str]) -> tuple[int, int]:
    """Return what an API answers to the list, and to a change of one row."""
    headers = {"Authorization": f"Bearer {access_token}"}
    change = {"data": {}, "content_type": "application/json", "headers": headers}
    listed = Browser().get(f"/api/{api}/", headers=headers)
    return listed.status_code, Browser().patch(address[api], **change).status_code


@pytest.mark.parametrize("require_scope", [False, True])
@pytest.mark.parametrize("api", list(OWN))
@pytest.mark.parametrize("way", WAYS)
def test_who_consented_to_the_list_alone_lets_nobody_change_anything(
    batman, address, conf, way: Callable[..., Tokens], api, require_scope
):
    conf.REQUIRE_SCOPE = require_scope
    token = way(batman, conf, api)["access_token"]
    assert f"list:{api}" in claims_of(token)["permissions"]
    assert not [name for name in claims_of(token)["permissions"] if not name.startswith("list:")]
    assert statuses(token, api, address) == (200, 403)


@pytest.mark.parametrize("api", list(OWN))
@pytest.mark.parametrize("way", WAYS)
def test_consent_gives_nothing_that_is_not_held(batman, people, address, conf, way, api):
    withdraw(people["batman"], "Managers")
    token = way(batman, conf, api)["access_token"]
    assert claims_of(token)["permissions"] == []
    assert statuses(token, api, address) == (403, 403)


@pytest.mark.parametrize("api", list(OWN))
@pytest.mark.parametrize("way", WAYS)
def test_the_menu_never_adds_back_what_consent_left_out(batman, address, conf, way, api):
    headers = {"Authorization": f"Bearer {way(batman, conf, api)['access_token']}"}
    mine = Browser().get("/me/permissions", headers=headers).json()
    granted = {item["name"]: item["granted"] for item in mine["resources"]}
    assert granted[api] == ["list"]
    assert all(words in (None, ["list"]) for words in granted.values())
    access = Browser().get("/me/access", headers=headers).json()["permissions"]
    assert {row["action"] for row in access if row["held"]} == {"list"}


@pytest.mark.parametrize("way", WAYS)
def test_of_a_withdrawn_consent_nothing_is_left_in_the_menu(batman, address, conf, way):
    headers = {"Authorization": f"Bearer {way(batman, conf, 'movies')['access_token']}"}
    Consent.objects.all().delete()
    mine = Browser().get("/me/permissions", headers=headers).json()
    assert not [item for item in mine["resources"] if item["granted"]]


class TestRequireScope:
    """An API that demands the scope too, for issuers that do not narrow one by the other."""

    @pytest.fixture(params=["single_audience", "per_api_tokens"])
    def audience(self, conf, request) -> Callable[[str], str]:
        conf.REQUIRE_SCOPE = True
        conf.STRATEGY = request.param
        return lambda api: API if request.param == "single_audience" else OWN[api]

    @pytest.mark.parametrize("api", list(OWN))
    def test_our_own_client_opens_what_it_asked_for_and_no_more(self, batman, address, conf, audience, api):
        for scope, answered in (
            ("openid", (403, 403)),
            (f"openid list:{api}", (200, 403)),
            (f"openid list:{api} edit:{api}", (200, 200)),
        ):
            token = batman.tokens(audience=audience(api), scope=scope)["access_token"]
            assert f"edit:{api}" in claims_of(token)["permissions"]
            assert statuses(token, api, address) == answered
        conf.REQUIRE_SCOPE = False
        token = batman.tokens(audience=audience(api), scope="openid")["access_token"]
        assert statuses(token, api, address) == (200, 200)

    @pytest.mark.parametrize("api", list(OWN))
    def test_a_printed_token_opens_what_its_person_may_do(self, people, address, audience, api):
        for name, answered in (("batman", (200, 200)), ("robin", (200, 403)), ("joker", (403, 403))):
            printed = io.StringIO()
            call_command("token", name, "--audience", audience(api), stdout=printed)
            token = printed.getvalue().strip()
            assert claims_of(token)["scope"].split() == claims_of(token)["permissions"]
            assert statuses(token, api, address) == answered
