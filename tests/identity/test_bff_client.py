"""The client of the server that stands before the pages, and that the pages have none beside it."""

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from identity.clients.authentication import check_client
from identity.clients.exceptions import RegistrationRefused
from identity.clients.first_party import BFF_NAME, ensure_first_party_clients
from identity.clients.registration import Registration, register
from tests.identity.browser import claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

BFF, PAGES = "usher-bff", {"usher-spa", "usher-docs"}
OTHERS = ["single_audience", "token_exchange"]


def ids_under(conf, strategy: str) -> set[str]:
    conf.STRATEGY = strategy
    ensure_first_party_clients()
    return set(Application.objects.values_list("client_id", flat=True))


@pytest.mark.parametrize("strategy", OTHERS)
def test_the_pages_are_clients_or_the_server_before_them_is(conf, strategy):
    assert ids_under(conf, strategy) & {BFF, *PAGES} == PAGES
    assert ids_under(conf, "backend_for_frontend") & {BFF, *PAGES} == {BFF}
    assert ids_under(conf, strategy) & {BFF, *PAGES} == PAGES


def test_it_is_confidential_and_people_log_in_to_it_at_one_address(conf, settings, rf):
    ids_under(conf, "backend_for_frontend")
    client = Application.objects.get(client_id=BFF)
    assert client.client_type == Application.CLIENT_CONFIDENTIAL
    assert client.authorization_grant_type == Application.GRANT_AUTHORIZATION_CODE
    assert client.skip_authorization
    assert client.redirect_uris == f"{settings.SITE_URL}/bff/callback"
    assert client.post_logout_redirect_uris == f"{settings.SITE_URL}/"
    form = {"client_id": BFF, "client_secret": settings.BFF_CLIENT_SECRET}
    check_client(rf.post("/oauth/token", form))


def test_a_further_start_changes_nothing(conf):
    ids_under(conf, "backend_for_frontend")
    before = Application.objects.values().get(client_id=BFF)
    ids_under(conf, "backend_for_frontend")
    after = Application.objects.values().get(client_id=BFF)
    assert {**before, "updated": None} == {**after, "updated": None}


def test_one_that_an_operator_made_is_not_taken_for_it(conf):
    Application.objects.create(
        client_id=BFF,
        name="Mine",
        client_type="confidential",
        client_secret="x" * 64,
        authorization_grant_type="authorization-code",
    )
    assert BFF in ids_under(conf, "single_audience")


@pytest.mark.parametrize("client_id", [BFF, *sorted(PAGES)])
@pytest.mark.parametrize("strategy", ["single_audience", "backend_for_frontend"])
def test_nobody_else_gets_its_id_or_name(conf, strategy, client_id):
    conf.STRATEGY = strategy
    uris = ["https://app.example/callback"]
    for asked in ({"client_id": client_id}, {"name": BFF_NAME}):
        with pytest.raises(RegistrationRefused):
            register(Registration(redirect_uris=uris, **asked))
    with pytest.raises(CommandError):
        call_command("client", "secret", client_id)


def test_an_id_token_names_the_session_of_its_browser(browser_of):
    here, elsewhere = browser_of("robin"), browser_of("robin")
    tokens = here.tokens()
    sid = claims_of(tokens["id_token"])["sid"]
    assert len(sid) == 32
    assert sid != here.session.session_key
    assert claims_of(here.refresh(tokens["refresh_token"]).json()["id_token"])["sid"] == sid
    assert claims_of(elsewhere.tokens()["id_token"])["sid"] != sid
    assert "sid" in here.get("/.well-known/openid-configuration").json()["claims_supported"]
