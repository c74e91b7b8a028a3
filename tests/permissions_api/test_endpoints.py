"""What an issuer says of itself: where its endpoints are, and with which algorithms it signs."""

import time

import jwt
import pytest

from permissions_api.schema import oauth2_scheme
from permissions_api.tokens.endpoints import issuer_endpoints
from permissions_api.tokens.keys import accepted_algorithms
from tests import issuer as faults
from tests.issuer import API, KID, claims_with, jwk, private_key, token_with

# As of an issuer whose login is on another host than its tokens.
ENDPOINTS = {
    "authorization_endpoint": "https://login.example/auth?tenant=1",
    "token_endpoint": "https://tokens.example/token",
    "end_session_endpoint": "https://login.example/out",
}


def test_at_auth0_nobody_is_asked(generic_issuer, conf):
    conf.FLAVOUR = "auth0"
    assert issuer_endpoints()["token_endpoint"] == f"{generic_issuer.issuer}oauth/token"
    assert not generic_issuer.fetches


def test_elsewhere_discovery_says_where_they_are(generic_issuer):
    generic_issuer.document = {**ENDPOINTS, "token_endpoint_auth_methods_supported": ["none"]}
    assert issuer_endpoints() == ENDPOINTS
    assert issuer_endpoints() == ENDPOINTS
    assert generic_issuer.fetches == {"/.well-known/openid-configuration": 1, "/jwks": 1}


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example/auth",
        "https://login.example; script-src *",
        "https://login.example/auth\nX: y",
        "https://user:word@login.example/",
        "https://",
        "javascript:alert(1)",
        "//login.example/auth",
        "",
        7,
        None,
        ["https://login.example/"],
    ],
    ids=repr,
)
def test_what_is_no_safe_address_is_left_out(generic_issuer, address):
    generic_issuer.document = {**ENDPOINTS, "authorization_endpoint": address}
    assert issuer_endpoints().keys() == ENDPOINTS.keys() - {"authorization_endpoint"}


def test_while_the_issuer_is_down_none_is_known_and_then_they_are(generic_issuer, conf):
    conf.JWKS_COOLDOWN = 0.3
    generic_issuer.discovery = faults.status(503)
    assert {len(issuer_endpoints()) for _ in range(20)} == {0}
    assert generic_issuer.fetches["/.well-known/openid-configuration"] == 1
    generic_issuer.discovery, generic_issuer.document = generic_issuer.say_where, ENDPOINTS
    time.sleep(0.35)
    assert issuer_endpoints() == ENDPOINTS
    generic_issuer.stop()
    assert issuer_endpoints() == ENDPOINTS


# --- Algorithms ---


@pytest.mark.parametrize(
    ("named", "accepted"),
    [
        (["ES256", "RS256"], ("ES256", "RS256")),
        (["HS256", "none", "PS256"], ("PS256",)),
        (["HS256", "none"], ("RS256",)),
        ("ES256", ("RS256",)),
        ([7, None], ("RS256",)),
        (None, ("RS256",)),
    ],
    ids=repr,
)
def test_the_algorithms_are_the_asymmetric_ones_of_discovery(generic_issuer, named, accepted):
    generic_issuer.document = {"id_token_signing_alg_values_supported": named}
    generic_issuer.keys = [jwk(private_key(), KID, alg=None)]
    assert accepted_algorithms() == accepted


def test_the_setting_narrows_what_discovery_names(generic_issuer, conf):
    generic_issuer.document = {"id_token_signing_alg_values_supported": ["PS256", "RS256"]}
    conf.ALGORITHMS = ["RS256"]
    assert list(accepted_algorithms()) == ["RS256"]


@pytest.mark.parametrize(("algorithm", "status"), [("PS256", 200), ("RS256", 401), ("RS512", 401)])
def test_a_token_is_signed_with_what_discovery_names_and_nothing_else(
    generic_issuer, send, algorithm, status
):
    generic_issuer.document = {"id_token_signing_alg_values_supported": ["PS256", "HS256"]}
    generic_issuer.keys = [jwk(private_key(), KID, alg=None)]
    claims = claims_with("list:movies", audience=API, iss=generic_issuer.issuer)
    token = jwt.encode(claims, private_key(), algorithm, headers={"kid": KID})
    assert send(token).status_code == status


def test_before_the_issuer_could_be_asked_no_token_is_good(generic_issuer, send):
    generic_issuer.discovery = faults.status(500)
    answer = send(token_with("list:movies", audience=API, iss=generic_issuer.issuer))
    assert answer.status_code == 503
    assert answer["Retry-After"]


# --- Words and documents ---


@pytest.mark.parametrize(
    ("flavour", "advice"),
    [
        ("auth0", f"ask with audience={API}"),
        ("generic", f"ask with resource={API}"),
        ("keycloak", f"let the issuer add the audience {API}"),
    ],
)
def test_a_refusal_names_what_this_kind_of_issuer_is_asked_with(send, conf, flavour, advice):
    conf.FLAVOUR = flavour
    answer = send(token_with("list:movies", audience="https://films.example/"))
    assert answer.json()["detail"] == f"This token is for another API; {advice}"


@pytest.mark.parametrize(
    ("flavour", "address", "scopes"),
    [
        (
            "generic",
            f"{ENDPOINTS['authorization_endpoint']}&resource=https%3A%2F%2Fapi.usher.example%2F",
            True,
        ),
        ("keycloak", ENDPOINTS["authorization_endpoint"], False),
    ],
)
def test_the_api_docs_log_in_where_discovery_says(generic_issuer, conf, flavour, address, scopes):
    generic_issuer.document, conf.FLAVOUR = ENDPOINTS, flavour
    flow = oauth2_scheme(API)["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == address
    assert flow["tokenUrl"] == ENDPOINTS["token_endpoint"]
    assert ("list:movies" in flow["scopes"]) is scopes
    assert "openid" in flow["scopes"]  # without any scope some give no token


def test_while_the_endpoints_are_unknown_the_api_docs_say_where_they_are_to_be_found(generic_issuer):
    generic_issuer.stop()
    scheme = oauth2_scheme(API)
    assert scheme["type"] == "openIdConnect"
    assert scheme["openIdConnectUrl"] == f"{generic_issuer.issuer}.well-known/openid-configuration"
