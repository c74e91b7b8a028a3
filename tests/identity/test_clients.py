"""The clients: the site's own, those operators add, machines, and who may call from which origin."""

import base64
import json

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from identity.clients.first_party import ensure_client_of_site, ensure_first_party_clients
from identity.clients.registration import Registration, register
from tests.identity.browser import Browser, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

BOOKS = "https://books.usher.example/"
MOVIES = "https://movies.usher.example/"


def test_the_site_s_own_clients_move_with_the_site(db, settings):
    settings.SITE_URL = "http://localhost:8137"
    ensure_first_party_clients()
    spa = Application.objects.get(client_id="usher-spa")
    assert spa.redirect_uris == "http://localhost:8137/callback"
    assert spa.post_logout_redirect_uris == "http://localhost:8137/"
    docs = Application.objects.get(client_id="usher-docs")
    assert docs.redirect_uris == "http://localhost:8137/api/docs/oauth2-redirect.html"
    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "--redirect-uri for people"),
        (["--redirect-uri", "https://p.example/cb", "--id", "x" * 256], "at most 255 characters"),
        (["--redirect-uri", "http://partner.example/cb"], "cannot be registered"),
        (["--redirect-uri", "https://partner.example/cb#x"], "cannot be registered"),
        (["--redirect-uri", "https://*.partner.example/cb"], "cannot be registered"),
        (["--redirect-uri", "https://a.example/cb https://b.example/cb"], "cannot be registered"),
        (["--redirect-uri", "https://u@partner.example/cb"], "cannot be registered"),
        (["--redirect-uri", "partner:/cb"], "cannot be registered"),
        (["--redirect-uri", "https://p.example/cb", "--logout-uri", "x"], "cannot be registered"),
        (["--redirect-uri", "https://p.example/cb", "--audience", "https://x/"], "Unknown audience"),
        (["--redirect-uri", "https://p.example/cb", "--grant", "list:books"], "--grant is for machines"),
        (["--grant", "list:books"], "Name the APIs"),
        (["--grant", "list:boks", "--audience", BOOKS], "Unknown permission"),
        (["--grant", "list:books", "--audience", BOOKS, "--public"], "cannot be --public"),
        (["--grant", "list:books", "--audience", BOOKS, "--third-party"], "a machine has none"),
        (["--redirect-uri", "https://p.example/cb", "--id", "usher-spa"], "already"),
    ],
)
def test_a_client_that_makes_no_sense_is_refused_with_the_reason(db, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("client", "add", *arguments)


def test_an_added_client_is_shown_with_its_secret_once(db, capsys):
    call_command("client", "add", "--id", "p", "--redirect-uri", "https://p.example/cb", "--json")
    added = json.loads(capsys.readouterr().out)
    assert added["id"] == "p"
    assert len(added["secret"]) > 40
    call_command("client", "list", "--json")
    listed = capsys.readouterr().out
    assert added["secret"] not in listed
    assert "p" in [client["id"] for client in json.loads(listed)]
    assert added["secret"] not in str(list(Application.objects.values()))
    call_command("client", "remove", "p")
    assert not Application.objects.filter(client_id="p").exists()


@pytest.mark.parametrize("client_id", ["usher-spa", "usher-docs", "nobody"])
def test_the_site_s_own_clients_and_unknown_ones_cannot_be_removed(db, client_id):
    with pytest.raises(CommandError, match=client_id):
        call_command("client", "remove", client_id)


class TestMachines:
    @pytest.fixture
    def ask(self, db):
        client, secret = register(
            Registration("Robot", "robot", audiences=[BOOKS], grants=["list:books", "list:movies"])
        )
        basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()

        def make(authorization: str = f"Basic {basic}", **body: str):
            return Browser(HTTP_AUTHORIZATION=authorization).post(
                "/oauth/token", {"grant_type": "client_credentials", **body}
            )

        return make

    def test_a_machine_gets_its_grants_of_the_audience_and_no_more(self, ask):
        answer = ask(audience=BOOKS).json()
        claims = claims_of(answer["access_token"])
        assert claims["permissions"] == ["list:books"]
        assert claims["sub"] == claims["client_id"] == "robot"
        assert claims["aud"] == BOOKS
        assert "refresh_token" not in answer
        assert "id_token" not in answer

    @pytest.mark.parametrize("body", [{}, {"audience": MOVIES}, {"audience": "https://evil.example/"}])
    def test_a_machine_that_names_no_audience_of_its_own_is_refused(self, ask, body):
        assert ask(**body).json()["error"] == "invalid_target"

    def test_a_machine_with_a_wrong_secret_is_refused(self, ask):
        wrong = base64.b64encode(b"robot:wrong").decode()
        assert ask(f"Basic {wrong}", audience=BOOKS).status_code == 401

    @pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke"])
    @pytest.mark.parametrize("secret", ["wrong", "right"])
    def test_a_machine_that_sends_its_secret_in_two_ways_is_refused(self, db, path, secret):
        _, right = register(Registration("Robot", "robot", audiences=[BOOKS], grants=["list:books"]))
        basic = base64.b64encode(f"robot:{right}".encode()).decode()
        body = {"grant_type": "client_credentials", "audience": BOOKS, "token": "x"}
        both = {**body, "client_secret": right if secret == "right" else "wrong"}
        response = Browser(HTTP_AUTHORIZATION=f"Basic {basic}").post(path, both)
        assert response.status_code == 400
        assert response.json()["error"] == "invalid_request"
        response = Browser(HTTP_AUTHORIZATION=f"Basic {basic}").post(path, {**body, "client_id": "robot"})
        assert response.status_code == 200

    def test_a_client_for_people_gets_nothing_for_itself(self, ask):
        response = Browser().post(
            "/oauth/token",
            {"grant_type": "client_credentials", "client_id": "usher-spa", "audience": BOOKS},
        )
        assert response.status_code in (400, 401)


def preflight(path: str, origin: str):
    return Browser().options(
        path,
        HTTP_ORIGIN=origin,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="auth0-client,content-type",
    )


class TestOtherOrigins:
    @pytest.fixture(autouse=True)
    def partners(self, db) -> None:
        register(Registration("Public", "public", ["https://app.example/cb"], public=True, third_party=True))
        register(Registration("Secret", "secret", ["https://server.example/cb"], third_party=True))

    @pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/userinfo"])
    def test_the_origin_of_a_public_client_may_call(self, path):
        response = preflight(path, "https://app.example")
        assert response["Access-Control-Allow-Origin"] == "https://app.example"
        assert "auth0-client" in response["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in response
        assert Browser().post(path, HTTP_ORIGIN="https://app.example")["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/gateway/movies/"])
    def test_the_origin_of_a_public_client_may_call_the_apis(self, path):
        """Its people get tokens for them, so that it can."""
        assert preflight(path, "https://app.example")["Access-Control-Allow-Origin"] == "https://app.example"
        for origin in ("https://evil.example", "https://server.example", "null", "https://APP.example"):
            assert "Access-Control-Allow-Origin" not in preflight(path, origin)

    @pytest.mark.parametrize(
        "origin",
        [
            *("https://evil.example", "https://app.example.evil.example", "http://app.example", "null"),
            *("https://app.example:444", "https://server.example", "https://APP.example"),
        ],
    )
    def test_no_other_origin_may(self, origin):
        for path in ("/oauth/token", "/oauth/revoke", "/userinfo"):
            assert "Access-Control-Allow-Origin" not in preflight(path, origin)
            assert "Access-Control-Allow-Origin" not in Browser().post(path, HTTP_ORIGIN=origin)

    @pytest.mark.parametrize(
        "path", ["/authorize", "/u/login/", "/v2/logout", "/config.json", "/oauth/token/x", "/apis"]
    )
    def test_no_other_path_is_open_to_it(self, path):
        assert "Access-Control-Allow-Origin" not in preflight(path, "https://app.example")

    def test_anybody_may_read_discovery_and_keys(self):
        for path in ("/.well-known/openid-configuration", "/.well-known/jwks.json"):
            assert Browser().get(path, HTTP_ORIGIN="https://x.example")["Access-Control-Allow-Origin"] == "*"


def test_too_many_token_requests_are_told_when_to_come_again(db, settings):
    settings.TOKEN_RATE = (2, 3600)
    body = {"grant_type": "refresh_token", "client_id": "usher-spa", "refresh_token": "x"}
    for _ in range(2):
        assert Browser(REMOTE_ADDR="203.0.113.7").post("/oauth/token", body).status_code == 400
    response = Browser(REMOTE_ADDR="203.0.113.7").post("/oauth/token", body)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert response.json()["error"] == "slow_down"
    assert Browser(REMOTE_ADDR="203.0.113.8").post("/oauth/token", body).status_code == 400
    docs = {**body, "client_id": "usher-docs"}
    assert Browser(REMOTE_ADDR="203.0.113.7").post("/oauth/token", docs).status_code == 400


def test_the_client_of_another_site_moves_with_its_address(db):
    for site in ("http://localhost:8001", "http://localhost:9001"):
        ensure_client_of_site(site, "usher-site")
    client = Application.objects.get(client_id="usher-site")
    assert client.post_logout_redirect_uris == "http://localhost:9001/"
    assert client.redirect_uris.split() == [
        "http://localhost:9001/callback",
        "http://localhost:9001/api/docs/oauth2-redirect.html",
    ]
