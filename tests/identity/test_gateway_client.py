"""The gateway's own client: there where a gateway is, able to do what the strategy needs and no more."""

import base64

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from oauth2_provider.models import Application

from identity.checks import check_provider
from identity.clients.exceptions import RegistrationRefused
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.token.exchange import ACCESS_TOKEN, GRANT
from permissions_api.conf import conf as live
from tests.identity.browser import Browser, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"
GATEWAYS = ["gateway_client_credentials", "token_exchange"]
OTHERS = ["single_audience", "per_api_tokens", "multi_resource_refresh_token"]


def made(conf, strategy: str) -> Application | None:
    conf.STRATEGY = strategy
    ensure_first_party_clients()
    return Application.objects.filter(client_id=conf.GATEWAY_CLIENT_ID).first()


def ask(settings, **changes: str) -> HttpResponse:
    body = {
        "grant_type": "client_credentials",
        "client_id": live.GATEWAY_CLIENT_ID,
        "client_secret": settings.GATEWAY_CLIENT_SECRET,
        "audience": MOVIES,
        **changes,
    }
    return Browser(REMOTE_ADDR="203.0.113.7").post("/oauth/token", body)


@pytest.mark.parametrize("strategy", OTHERS)
def test_without_a_gateway_there_is_none_and_one_from_before_is_removed(db, conf, strategy):
    assert made(conf, strategy) is None
    assert made(conf, "token_exchange")
    assert made(conf, strategy) is None


def test_one_that_an_operator_made_is_not_taken_for_it(db, conf):
    Application.objects.create(
        client_id=conf.GATEWAY_CLIENT_ID,
        name="Mine",
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    assert made(conf, "single_audience")


def test_under_a_former_name_it_is_removed(db, conf):
    assert made(conf, "token_exchange")
    conf.GATEWAY_CLIENT_ID = "another"
    assert made(conf, "token_exchange")
    assert not Application.objects.filter(client_id="usher-gateway").exists()


@pytest.mark.parametrize("strategy", GATEWAYS)
def test_it_may_ask_for_each_api_and_not_for_what_the_gateway_itself_accepts(db, conf, settings, strategy):
    made(conf, strategy)
    for audience in (MOVIES, BOOKS):
        assert claims_of(ask(settings, audience=audience).json()["access_token"])["aud"] == audience
    assert ask(settings, audience=API).json()["error"] == "invalid_target"
    assert ask(settings, client_secret="wrong").status_code == 401


def test_with_client_credentials_it_may_do_everything_of_the_api_it_asks_for(db, conf, settings):
    made(conf, "gateway_client_credentials")
    claims = claims_of(ask(settings, audience=BOOKS, scope="list:books list:movies").json()["access_token"])
    assert claims["sub"] == claims["client_id"] == "usher-gateway"
    assert claims["permissions"] == ["list:books", "read:books", "write:books", "edit:books", "delete:books"]
    assert claims["scope"] == "list:books"


def test_where_it_exchanges_tokens_it_may_do_nothing_by_itself(db, conf, settings):
    made(conf, "gateway_client_credentials")
    made(conf, "token_exchange")
    assert claims_of(ask(settings).json()["access_token"])["permissions"] == []


def test_what_was_changed_about_it_is_mended_at_the_next_start(db, conf):
    client = made(conf, "gateway_client_credentials")
    client.grants.all().delete()
    client.audiences.filter(audience=MOVIES).update(audience=API)
    Application.objects.filter(pk=client.pk).update(
        client_type="public", redirect_uris="https://evil.example/"
    )
    client = made(conf, "gateway_client_credentials")
    assert client.client_type == "confidential"
    assert client.redirect_uris == ""
    assert set(client.audiences.values_list("audience", flat=True)) == {MOVIES, BOOKS}
    assert client.grants.count() == 10


def test_its_secret_is_hashed_anew_only_when_it_changes(db, conf, settings):
    first = made(conf, "token_exchange").client_secret
    assert settings.GATEWAY_CLIENT_SECRET not in first
    assert made(conf, "token_exchange").client_secret == first
    old = settings.GATEWAY_CLIENT_SECRET
    settings.GATEWAY_CLIENT_SECRET = "another of 32 characters, or more"
    assert made(conf, "token_exchange").client_secret != first
    assert ask(settings).status_code == 200
    assert ask(settings, client_secret=old).status_code == 401


@pytest.mark.parametrize("strategy", [*GATEWAYS, "single_audience"])
@pytest.mark.parametrize("client_id", ["usher-gateway", "usher-manage"])
def test_operators_can_neither_add_nor_remove_it(db, conf, strategy, client_id):
    made(conf, strategy)
    with pytest.raises(CommandError, match="site's own"):
        call_command("client", "remove", client_id)
    with pytest.raises(CommandError, match="already"):
        call_command("client", "add", "--id", client_id, "--grant", "list:books", "--audience", BOOKS)


def test_no_client_can_be_named_like_a_person(db):
    with pytest.raises(CommandError, match="person's subject"):
        call_command("client", "add", "--id", "usher|1", "--grant", "list:books", "--audience", BOOKS)


def test_no_other_machine_takes_its_name_by_which_it_would_be_removed(db, conf):
    with pytest.raises(RegistrationRefused, match="choose another"):
        register(Registration("Usher's gateway", "mine", audiences=[MOVIES], grants=["list:movies"]))
    register(Registration("Mine", "mine", audiences=[MOVIES], grants=["list:movies"]))
    made(conf, "single_audience")
    assert Application.objects.filter(client_id="mine").exists()


@pytest.mark.parametrize("client_id", ["usher-spa", "usher-docs", "usher-manage"])
def test_it_cannot_share_the_name_of_another_client(conf, client_id):
    assert [*check_provider(None)] == []
    conf.GATEWAY_CLIENT_ID = client_id
    assert [error.id for error in check_provider(None)] == ["identity.E003"]


def test_a_secret_chosen_by_hand_that_could_be_guessed_is_refused(settings):
    settings.GATEWAY_CLIENT_SECRET = "x" * 31
    assert [error.id for error in check_provider(None)] == ["identity.E004"]
    settings.GATEWAY_CLIENT_SECRET = "x" * 32
    assert [*check_provider(None)] == []


class TestTheTokenRate:
    @pytest.fixture(autouse=True)
    def two_an_hour(self, settings) -> None:
        settings.TOKEN_RATE = (2, 3600)

    @pytest.mark.parametrize("strategy", GATEWAYS)
    def test_what_the_gateway_gets_is_not_counted(self, db, conf, settings, strategy):
        made(conf, strategy)
        assert {ask(settings).status_code for _ in range(5)} == {200}
        named = f"{conf.GATEWAY_CLIENT_ID}:{settings.GATEWAY_CLIENT_SECRET}".encode()
        basic = Browser(HTTP_AUTHORIZATION="Basic " + base64.b64encode(named).decode())
        body = {"grant_type": "client_credentials", "audience": MOVIES}
        assert {basic.post("/oauth/token", body).status_code for _ in range(5)} == {200}

    def test_tokens_of_people_that_it_cannot_exchange_are_not_counted(self, db, conf, settings):
        """Else one person, with a few tokens that ran out, could keep the gateway from everybody's."""
        made(conf, "token_exchange")
        exchange = {"grant_type": GRANT, "subject_token": "x", "subject_token_type": ACCESS_TOKEN}
        assert {ask(settings, **exchange).json()["error"] for _ in range(5)} == {"invalid_request"}
        assert ask(settings).status_code == 200

    @pytest.mark.parametrize("strategy", GATEWAYS)
    def test_a_wrong_secret_is_counted(self, db, conf, settings, strategy):
        made(conf, strategy)
        assert [ask(settings, client_secret="x").status_code for _ in range(3)] == [401, 401, 429]
        assert ask(settings).status_code == 200


def test_a_machine_that_says_it_is_somebody_is_itself(db, conf, settings):
    made(conf, "gateway_client_credentials")
    claims = claims_of(ask(settings, user="robin").json()["access_token"])
    assert claims["sub"] == "usher-gateway"
