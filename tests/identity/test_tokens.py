"""What stands in the tokens, for whom and for which API."""

import jwt
import pytest

from directory.grants import grant, withdraw
from tests.identity.browser import claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

ALL = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"
LIST_AND_READ = ["list:movies", "read:movies", "list:books", "read:books"]


@pytest.mark.parametrize(
    ("name", "audience", "permissions"),
    [
        ("robin", ALL, LIST_AND_READ),
        ("robin", MOVIES, ["list:movies", "read:movies"]),
        ("robin", BOOKS, ["list:books", "read:books"]),
        ("alfred", ALL, ["list:movies", "read:movies", "list:books", "read:books", "write:books"]),
        ("alfred", MOVIES, ["list:movies", "read:movies"]),
        ("joker", ALL, []),
        (
            "batman",
            BOOKS,
            ["list:books", "read:books", "write:books", "edit:books", "delete:books"],
        ),
    ],
)
def test_an_access_token_carries_what_its_person_holds_of_its_audience(
    browser_of, name, audience, permissions
):
    claims = claims_of(browser_of(name).tokens(audience=audience)["access_token"])
    assert claims["permissions"] == permissions
    assert claims["aud"] == audience


def test_a_superuser_without_roles_gets_no_permission(browser_of):
    assert claims_of(browser_of("gordon").tokens()["access_token"])["permissions"] == []


def test_an_access_token_is_one_of_rfc_9068(browser_of, people, conf, settings):
    token = browser_of("robin").tokens()["access_token"]
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    claims = claims_of(token)
    assert claims["iss"] == f"{settings.SITE_URL}/"
    assert claims["sub"] == f"usher|{people['robin'].pk}"
    assert claims["client_id"] == conf.CLIENT_ID
    assert claims["exp"] - claims["iat"] == settings.ACCESS_TOKEN_SECONDS
    assert claims["scope"] == "openid profile email offline_access"
    assert {"jti", "auth_time"} <= claims.keys()


def test_an_id_token_tells_its_client_who_logged_in(browser_of, people, conf):
    claims = claims_of(browser_of("alfred").tokens()["id_token"])
    assert claims["aud"] == conf.CLIENT_ID
    assert claims["sub"] == f"usher|{people['alfred'].pk}"
    assert claims["nonce"] == "a-nonce"
    assert claims["name"] == "Alfred"
    assert claims["nickname"] == claims["preferred_username"] == "alfred"
    assert claims["email"] == "alfred@gotham.example"
    assert claims["https://usher.example/roles"] == ["Employees"]
    assert claims["https://usher.example/permissions"] == sorted([*LIST_AND_READ, "write:books"])
    assert "permissions" not in claims


def test_a_scope_that_is_not_held_is_left_out_of_the_token(browser_of):
    answer = browser_of("robin").tokens(scope="openid list:movies edit:movies")
    assert answer["scope"] == claims_of(answer["access_token"])["scope"] == "openid list:movies"


def test_without_offline_access_there_is_no_refresh_token(browser_of):
    assert "refresh_token" not in browser_of("robin").tokens(scope="openid")


def test_without_an_audience_the_access_token_is_opaque_and_good_for_userinfo_only(browser_of):
    browser = browser_of("robin")
    answer = browser.tokens(audience=None)
    assert answer["access_token"].count(".") == 0
    assert browser.userinfo(answer["access_token"]).json()["name"] == "Robin"
    assert claims_of(answer["id_token"])["name"] == "Robin"


def test_a_refreshed_token_follows_what_was_granted_and_withdrawn_meanwhile(browser_of, people):
    browser = browser_of("robin")
    first = browser.tokens(audience=BOOKS)
    withdraw(people["robin"], "Employees")
    grant(people["robin"], "edit:books")
    second = browser.refresh(first["refresh_token"]).json()
    assert claims_of(second["access_token"])["permissions"] == ["edit:books"]
    assert claims_of(second["id_token"])["https://usher.example/permissions"] == ["edit:books"]


def test_a_refresh_that_asks_for_less_leaves_the_next_one_everything(browser_of):
    browser = browser_of("robin")
    less = browser.refresh(browser.tokens()["refresh_token"], scope="openid").json()
    assert less["scope"] == "openid"
    everything = browser.refresh(less["refresh_token"]).json()
    assert everything["scope"] == "openid profile email offline_access"


def test_token_requests_may_be_json(browser_of, conf, settings):
    browser = browser_of("robin")
    body = {
        "grant_type": "authorization_code",
        "client_id": conf.CLIENT_ID,
        "code": browser.code(),
        "redirect_uri": f"{settings.SITE_URL}/callback",
        "code_verifier": browser.verifier,
    }
    response = browser.post("/oauth/token", body, content_type="application/json")
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("max-age=0") or "no-store" in response["Cache-Control"]


def test_an_access_token_of_an_api_is_good_for_userinfo_too(browser_of, people):
    browser = browser_of("robin")
    response = browser.userinfo(browser.tokens(audience=MOVIES)["access_token"])
    assert response.json()["sub"] == f"usher|{people['robin'].pk}"


def test_userinfo_refuses_a_token_without_openid_and_none_at_all(browser_of):
    browser = browser_of("robin")
    assert browser.userinfo(browser.tokens(scope="list:movies")["access_token"]).status_code == 401
    assert browser.get("/userinfo").status_code == 401


def test_userinfo_refuses_a_token_in_the_address_even_beside_the_header(browser_of):
    browser = browser_of("robin")
    token = browser.tokens()["access_token"]
    for ask in (browser.get, browser.post):
        for headers in ({}, {"HTTP_AUTHORIZATION": f"Bearer {token}"}):
            response = ask("/userinfo", query_params={"access_token": token}, **headers)
            assert response.status_code == 400
            assert response["WWW-Authenticate"].startswith('Bearer realm="usher", error="invalid_request"')
            assert "name" not in response.json()
    assert browser.post("/userinfo", {"access_token": token}).status_code == 200
