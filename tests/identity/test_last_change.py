"""Who changed a film last, told to the people of this site: by what they hold, through which client."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from directory.grants import grant, withdraw
from identity.clients.registration import Registration, register
from identity.models import Consent
from movies.models import Movie
from permissions_api.acting_for import acting_for
from permissions_api.authentication import verified_token
from permissions_api.effective_permissions import forget_effective_permissions
from tests.identity.browser import Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BACK = "https://partner.example/cb"


@pytest.fixture
def film(people) -> str:
    """A film that Batman renamed."""
    film = f"/api/movies/{Movie.objects.create(title='Heat', year=1995).pk}/"
    assert client(token_of("batman")).patch(film, {"title": "Haet"}, format="json").status_code == 200
    return film


def token_of(name: str, audience: str = API) -> str:
    printed = io.StringIO()
    call_command("token", name, "--audience", audience, stdout=printed)
    forget_effective_permissions()
    return printed.getvalue().strip()


def client(token: str, **headers: str) -> APIClient:
    client = APIClient(headers={"Host": "localhost:8000", **headers})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def by(client: APIClient, film: str) -> Any:
    return client.get(film).json()["last_change"]["by"]


def test_robin_who_may_not_read_people_learns_that_it_was_somebody(film):
    assert by(client(token_of("robin")), film) is None


def test_batman_who_may_learns_the_name(film, people):
    assert by(client(token_of("batman")), film) == {
        "subject": f"usher|{people['batman'].pk}",
        "name": "Batman",
    }


def test_who_may_read_people_no_more_learns_no_name_with_the_token_of_before(film, people):
    grant(people["robin"], "read:users")
    robin = client(token_of("robin"))
    assert by(robin, film)["name"] == "Batman"
    withdraw(people["robin"], "read:users")
    forget_effective_permissions()
    assert by(robin, film) is None


def test_a_token_from_before_the_grant_opens_no_names(film, people):
    robin = client(token_of("robin"))
    grant(people["robin"], "read:users")
    forget_effective_permissions()
    assert by(robin, film) is None


@pytest.mark.parametrize("strategy", ["per_api_tokens", "token_exchange"])
def test_where_each_api_has_its_own_token_it_goes_by_what_the_person_holds(film, conf, strategy):
    conf.STRATEGY = strategy
    assert by(client(token_of("batman", MOVIES)), film)["name"] == "Batman"
    assert by(client(token_of("robin", MOVIES)), film) is None


def test_behind_the_gateway_it_goes_by_the_person_it_asks_for(film, conf, settings):
    conf.STRATEGY = "gateway_client_credentials"
    from identity.clients.first_party import ensure_first_party_clients

    ensure_first_party_clients()
    body = {
        "grant_type": "client_credentials",
        "client_id": conf.GATEWAY_CLIENT_ID,
        "client_secret": settings.GATEWAY_CLIENT_SECRET,
        "audience": MOVIES,
    }
    own = Browser().post("/oauth/token", body).json()["access_token"]
    for name, known in (("batman", True), ("robin", False)):
        person = acting_for(verified_token(token_of(name), [API]))
        assert bool(by(client(own, **{"X-Acting-For": person}), film)) == known
    assert by(client(own), film) is None


@pytest.mark.parametrize("source", ["hybrid", "live", "token"])
def test_a_client_of_others_learns_nothing_whatever_its_person_holds(film, browser_of, conf, source):
    conf.PERMISSION_SOURCE = source
    register(Registration("P", "partner", [BACK], audiences=[API], public=True, third_party=True))
    batman = browser_of("batman")
    scope = "openid read:movies edit:movies read:users"
    query = batman.query("partner", redirect_uri=BACK, audience=API, scope=scope)
    ticked = {"scope": ["read:movies", "edit:movies", "read:users"], "allow": "yes"}
    code = answer(batman.post("/u/consent/", ticked, query_params=query))["code"]
    token = batman.redeem(code, "partner", redirect_uri=BACK).json()["access_token"]
    assert Consent.objects.get().allowed
    partner = client(token)
    withheld = {"at": None, "by": None, "untold": "withheld"}
    assert partner.get(film).json()["last_change"] == withheld
    # Nor whether anybody did.
    untouched = f"/api/movies/{Movie.objects.create(title='Gigi', year=1958).pk}/"
    assert partner.get(untouched).json()["last_change"] == withheld
    assert partner.patch(film, {"title": "Heat"}, format="json").json()["last_change"] == withheld
    refused = partner.patch(film, {}, format="json", headers={"If-Match": '"older"'})
    assert (refused.status_code, refused.json()["last_change"]) == (412, withheld)


def test_a_machine_of_the_site_learns_that_it_was_somebody(film, settings):
    _, secret = register(Registration("R", "robot", grants=["read:movies"], audiences=[API]))
    body = {
        "grant_type": "client_credentials",
        "client_id": "robot",
        "client_secret": secret,
        "audience": API,
    }
    token = Browser().post("/oauth/token", body).json()["access_token"]
    assert client(token).get(film).json()["last_change"]["by"] is None
