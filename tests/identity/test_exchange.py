"""Token exchange: the gateway alone turns a person's own token into one for an API, never into more."""

import base64
import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from oauth2_provider.models import Application

from directory.grants import grant, withdraw
from directory.subjects import subject_of
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.models import Consent
from identity.token.token_claims import sign
from permissions_api.conf import conf
from tests.identity.browser import Browser, answer, claims_of
from tests.issuer import token_with

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"
BACK = "https://partner.example/cb"

Exchange = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def exchanging(conf, people) -> None:
    conf.STRATEGY = "token_exchange"
    ensure_first_party_clients()


@pytest.fixture
def exchange(settings) -> Exchange:
    """Return a function that asks as the gateway does; a keyword changes a parameter, None leaves it out."""

    def make(
        subject_token: str | None, headers: dict[str, str] | None = None, **changes: Any
    ) -> HttpResponse:
        body = {
            "grant_type": GRANT,
            "client_id": conf.GATEWAY_CLIENT_ID,
            "client_secret": settings.GATEWAY_CLIENT_SECRET,
            "subject_token": subject_token,
            "subject_token_type": ACCESS_TOKEN,
            "audience": MOVIES,
            **changes,
        }
        sent = {name: value for name, value in body.items() if value is not None}
        return Browser().post("/oauth/token", sent, headers=headers or {})

    return make


@pytest.fixture
def token_of() -> Callable[..., str]:
    """Return a maker of tokens as ``manage.py token`` prints them."""

    def make(name: str, *arguments: str) -> str:
        printed = io.StringIO()
        call_command("token", name, *arguments, stdout=printed)
        return printed.getvalue().strip()

    return make


def signed(user: User, **changes: Any) -> str:
    """Return a token of this issuer with these claims; None takes one away."""
    claims = {
        "iss": "http://localhost:8000/",
        "sub": subject_of(user),
        "aud": API,
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
        "client_id": "usher-spa",
        "scope": "",
        "permissions": [],
        **changes,
    }
    return sign({name: value for name, value in claims.items() if value is not None}, "at+jwt")


def refused(response: HttpResponse, error: str = "invalid_request", says: str = "") -> bool:
    """Say whether this is that refusal: with a sentence, and with nothing of a token in it."""
    body = response.json()
    assert " " in body["error_description"]
    assert "access_token" not in body
    assert "eyJ" not in response.content.decode()
    return (
        response.status_code == (401 if error == "invalid_client" else 400)
        and body["error"] == error
        and says in body["error_description"]
    )


class TestTheSubjectToken:
    @pytest.mark.parametrize("token", ["rubbish", "a.b.c", "eyJ.eyJ.", "ÿ", "x" * 20_000])
    def test_garbage_is_refused(self, exchange, token):
        assert refused(exchange(token))

    def test_an_expired_one_is_refused(self, exchange, people):
        assert refused(exchange(signed(people["robin"], exp=int(time.time()) - 60)), says="expired")

    def test_the_leeway_of_the_apis_is_not_given(self, exchange, people):
        assert refused(exchange(signed(people["robin"], exp=int(time.time()) - 2)), says="expired")

    def test_one_of_another_issuer_or_key_is_refused(self, exchange, people):
        assert refused(exchange(token_with("list:movies", audience=API)), says="key")
        sub = subject_of(people["robin"])
        forged = token_with("list:movies", audience=API, iss="http://localhost:8000/", sub=sub)
        assert refused(exchange(forged), says="key")
        assert refused(exchange(signed(people["robin"], iss="https://x.example/")), says="another issuer")

    def test_an_opaque_one_and_an_id_token_are_refused(self, exchange, browser_of):
        tokens = browser_of("robin").tokens(audience=None)
        assert refused(exchange(tokens["access_token"]), says="names no API")
        assert refused(exchange(tokens["id_token"]), says="ID token")

    @pytest.mark.parametrize("audience", [MOVIES, BOOKS])
    def test_one_for_an_api_is_refused_even_for_the_same_api(self, exchange, token_of, audience):
        token = token_of("batman", "--audience", audience)
        for asked in (MOVIES, BOOKS):
            assert refused(exchange(token, audience=asked), says="for another API")

    def test_one_that_was_exchanged_before_is_refused(self, exchange, people):
        assert refused(exchange(signed(people["robin"], act={"sub": "usher-gateway"})), says="already")

    def test_a_machine_s_is_refused(self, exchange, people):
        _, secret = register(Registration("Robot", "robot", audiences=[API], grants=["list:movies"]))
        body = {"grant_type": "client_credentials", "client_id": "robot", "client_secret": secret}
        token = Browser().post("/oauth/token", {**body, "audience": API}).json()["access_token"]
        assert refused(exchange(token), says="machine")
        robin = subject_of(people["robin"])
        assert refused(exchange(signed(people["robin"], client_id=robin)), says="machine")

    def test_one_of_a_client_that_is_no_longer_registered_is_refused(self, exchange, people):
        for client_id in ("gone", None, 7):
            assert refused(exchange(signed(people["robin"], client_id=client_id)), says="registered")

    def test_one_of_somebody_deactivated_or_deleted_is_refused(self, exchange, token_of, people):
        token = token_of("robin")
        User.objects.filter(username="robin").update(is_active=False)
        assert refused(exchange(token), says="deactivated")
        people["robin"].delete()
        assert refused(exchange(token), says="not known")


class TestTheRequest:
    @pytest.fixture
    def robin(self, token_of) -> str:
        return token_of("robin")

    @pytest.mark.parametrize(
        "strategy",
        ["single_audience", "per_api_tokens", "multi_resource_refresh_token", "gateway_client_credentials"],
    )
    def test_no_other_strategy_exchanges_or_says_it_does(self, exchange, robin, conf, strategy):
        assert GRANT in Browser().get("/.well-known/openid-configuration").json()["grant_types_supported"]
        conf.STRATEGY = strategy
        assert refused(exchange(robin), "unsupported_grant_type")
        assert GRANT not in Browser().get("/.well-known/openid-configuration").json()["grant_types_supported"]

    def test_another_client_is_refused_though_it_proves_itself(self, exchange, robin):
        _, secret = register(Registration("Robot", "robot", audiences=[MOVIES], grants=["list:movies"]))
        response = exchange(robin, client_id="robot", client_secret=secret)
        assert refused(response, "unauthorized_client")

    def test_a_public_client_is_refused(self, exchange, robin, settings):
        for secret in (None, "", settings.GATEWAY_CLIENT_SECRET):
            response = exchange(robin, client_id="usher-spa", client_secret=secret)
            assert response.json()["error"] in ("unauthorized_client", "invalid_client")
        gateway = Application.objects.get(client_id="usher-gateway")
        gateway.client_type = "public"
        gateway.save()
        assert refused(exchange(robin), "invalid_client")

    @pytest.mark.parametrize("secret", ["wrong", "", None])
    def test_a_wrong_or_missing_secret_is_refused(self, exchange, robin, secret):
        assert refused(exchange(robin, client_secret=secret), "invalid_client")
        assert refused(exchange(robin, client_id="nobody", client_secret=secret), "invalid_client")

    def test_a_secret_in_the_header_and_in_the_body_is_one_too_many(self, exchange, robin, conf, settings):
        right = f"{conf.GATEWAY_CLIENT_ID}:{settings.GATEWAY_CLIENT_SECRET}".encode()
        headers = {"Authorization": "Basic " + base64.b64encode(right).decode()}
        for secret in ("wrong", settings.GATEWAY_CLIENT_SECRET):
            assert refused(exchange(robin, headers, client_secret=secret), says="once")
        assert refused(exchange(robin, headers, client_id="usher-spa", client_secret=None), "invalid_client")
        assert exchange(robin, headers, client_secret=None).status_code == 200
        assert exchange(robin, headers, client_secret=None, client_id=None).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"subject_token": None}, "invalid_request"),
            ({"subject_token_type": None}, "invalid_request"),
            ({"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"}, "invalid_request"),
            ({"subject_token_type": "urn:ietf:params:oauth:token-type:jwt"}, "invalid_request"),
            ({"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "invalid_request"),
            ({"actor_token": "x"}, "invalid_request"),
            ({"actor_token_type": ACCESS_TOKEN}, "invalid_request"),
            ({"audience": None}, "invalid_target"),
            ({"audience": "https://evil.example/"}, "invalid_target"),
            ({"audience": API}, "invalid_target"),
            ({"audience": [MOVIES, BOOKS]}, "invalid_request"),
            ({"audience": [MOVIES, MOVIES]}, "invalid_request"),
            ({"resource": BOOKS}, "invalid_target"),
            ({"subject_token": ["a", "b"]}, "invalid_request"),
            ({"subject_token_type": [ACCESS_TOKEN, ACCESS_TOKEN]}, "invalid_request"),
            ({"client_id": ["usher-gateway", "usher-gateway"]}, "invalid_request"),
            ({"scope": ["list:movies", "read:movies"]}, "invalid_request"),
            ({"scope": "edit:movies"}, "invalid_scope"),
            ({"scope": "list:movies edit:movies"}, "invalid_scope"),
            ({"scope": "list:books"}, "invalid_scope"),
            ({"scope": "openid"}, "invalid_scope"),
            ({"scope": "offline_access"}, "invalid_scope"),
            ({"scope": "nonsense"}, "invalid_scope"),
        ],
    )
    def test_what_is_missing_twice_or_too_much_is_refused(self, exchange, robin, changes, error):
        assert refused(exchange(**{"subject_token": robin, **changes}), error)

    def test_the_gateway_s_own_audience_is_refused_though_somebody_allowed_it(self, exchange, robin):
        client = Application.objects.get(client_id="usher-gateway")
        client.audiences.create(audience=API)
        assert refused(exchange(robin, audience=API), "invalid_target", says="own audience")


class TestTheNewToken:
    @pytest.mark.parametrize(
        ("name", "audience", "permissions"),
        [
            ("robin", MOVIES, ["list:movies", "read:movies"]),
            ("robin", BOOKS, ["list:books", "read:books"]),
            ("alfred", BOOKS, ["list:books", "read:books", "write:books"]),
            ("alfred", MOVIES, ["list:movies", "read:movies"]),
            ("joker", BOOKS, []),
        ],
    )
    def test_it_is_the_person_s_and_carries_what_they_hold_of_this_api(
        self, exchange, token_of, people, name, audience, permissions
    ):
        response = exchange(token_of(name), audience=audience)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        body = response.json()
        assert body["issued_token_type"] == ACCESS_TOKEN
        assert body["token_type"] == "Bearer"
        assert body["scope"] == " ".join(permissions)
        assert not {"refresh_token", "id_token"} & body.keys()
        claims = claims_of(body["access_token"])
        assert claims["sub"] == subject_of(people[name])
        assert claims["act"] == {"sub": "usher-gateway"}
        assert (claims["client_id"], claims["azp"]) == ("usher-gateway", "usher-manage")
        assert claims["aud"] == audience
        assert claims["permissions"] == permissions

    def test_it_follows_what_was_granted_and_withdrawn_since(self, exchange, token_of, people):
        token = token_of("robin")
        withdraw(people["robin"], "Employees")
        grant(people["robin"], "edit:movies")
        assert claims_of(exchange(token).json()["access_token"])["permissions"] == ["edit:movies"]

    def test_it_never_outlives_the_one_it_was_made_of(self, exchange, token_of, settings):
        token = token_of("robin", "--lifetime", "30")
        body = exchange(token).json()
        assert claims_of(body["access_token"])["exp"] == claims_of(token)["exp"]
        assert 28 <= body["expires_in"] <= 30
        settings.ACCESS_TOKEN_SECONDS = 20
        claims = claims_of(exchange(token).json()["access_token"])
        assert claims["exp"] - claims["iat"] == 20

    def test_it_carries_the_scopes_asked_or_those_that_fit(self, exchange, browser_of):
        token = browser_of("robin").tokens(scope="openid list:movies list:books edit:movies")["access_token"]
        body = exchange(token).json()
        assert body["scope"] == claims_of(body["access_token"])["scope"] == "list:movies"
        assert exchange(token, scope="read:movies").json()["scope"] == "read:movies"
        assert exchange(token, audience=BOOKS).json()["scope"] == "list:books"

    def test_it_says_when_the_person_logged_in(self, exchange, browser_of, token_of):
        token = browser_of("robin").tokens()["access_token"]
        claims = claims_of(exchange(token, requested_token_type=ACCESS_TOKEN).json()["access_token"])
        assert claims["auth_time"] == claims_of(token)["auth_time"]
        assert "auth_time" not in claims_of(exchange(token_of("robin")).json()["access_token"])

    def test_it_opens_its_api_alone(self, exchange, token_of):
        token = exchange(token_of("robin")).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert Browser().get("/api/movies/", headers=headers).status_code == 200
        assert Browser().get("/api/books/", headers=headers).status_code == 401
        assert Browser().get("/userinfo", headers=headers).status_code == 401
        assert refused(exchange(token), says="for another API")


class TestAThirdParty:
    """What a client of somebody else has the person's token for, the gateway cannot make more of."""

    @pytest.fixture(autouse=True)
    def partner(self) -> None:
        register(Registration("Partner", "partner", [BACK], audiences=[API], public=True, third_party=True))

    @pytest.fixture
    def token(self, browser_of) -> str:
        robin = browser_of("robin")
        query = robin.query("partner", redirect_uri=BACK, scope="openid list:movies read:movies")
        response = robin.post("/u/consent/", {"scope": ["list:movies"], "allow": "yes"}, query_params=query)
        return robin.redeem(answer(response)["code"], "partner", redirect_uri=BACK).json()["access_token"]

    def test_the_new_token_carries_what_is_held_and_consented(self, exchange, token, people):
        grant(people["robin"], "Managers")
        claims = claims_of(exchange(token).json()["access_token"])
        assert claims["permissions"] == ["list:movies"]
        assert claims["scope"] == "list:movies"
        assert claims_of(exchange(token, audience=BOOKS).json()["access_token"])["permissions"] == []

    def test_more_than_its_own_scope_is_refused(self, exchange, token, people):
        grant(people["robin"], "Managers")
        assert refused(exchange(token, scope="read:movies"), "invalid_scope")
        Consent.objects.update(allowed=["list:movies", "read:movies"])
        assert refused(exchange(token, scope="read:movies"), "invalid_scope")

    def test_after_the_consent_is_withdrawn_nothing_is_given(self, exchange, token):
        Consent.objects.update(allowed=[])
        assert claims_of(exchange(token).json()["access_token"])["permissions"] == []
        Consent.objects.all().delete()
        assert refused(exchange(token), says="nothing any more")

    def test_after_the_client_is_removed_nothing_is_given(self, exchange, token):
        call_command("client", "remove", "partner")
        assert refused(exchange(token), says="registered")
