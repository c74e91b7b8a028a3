"""Who has logged in: an ID token counts that the issuer signed, for this client and for this very login."""

import time

import jwt
import pytest

from bff.exceptions import LoginFailed
from bff.id_token import verified, verified_again
from permissions_api.conf import instance_of
from permissions_api.exceptions import KeysUnavailable
from permissions_api.testing import KID, private_key
from tests.bff.signed import NONCE, id_token
from tests.issuer import encoded, jwk, token_with

pytestmark = pytest.mark.usefixtures("own_issuer")

CLIENT = "usher-bff"


@pytest.fixture(autouse=True)
def client_of_the_site(conf) -> None:
    conf.CLIENT_ID = CLIENT


def test_a_good_one_says_who_it_is():
    assert verified(id_token(), NONCE)["name"] == "Robin"
    assert verified(id_token(aud=[CLIENT]), NONCE)
    assert verified(id_token(aud=[CLIENT, "https://other.example/"], azp=CLIENT), NONCE)


def in_one_hour() -> float:
    return time.time() + 3600


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"nonce": "another"}, id="another login's"),
        pytest.param({"nonce": None}, id="no login's"),
        pytest.param({"nonce": [NONCE]}, id="a list of logins"),
        pytest.param({"aud": "usher-spa"}, id="for another client"),
        pytest.param({"aud": ["usher-spa", "usher-docs"]}, id="for other clients"),
        pytest.param({"aud": [CLIENT, "usher-spa"]}, id="for several and nobody says whose"),
        pytest.param({"aud": [CLIENT, "usher-spa"], "azp": "usher-spa"}, id="for several and another's"),
        pytest.param({"azp": "usher-spa"}, id="another's"),
        pytest.param({"iss": "https://issuer.example/"}, id="another issuer's"),
        pytest.param({"iss": "https://issuer.test"}, id="almost the issuer's"),
        pytest.param({"exp": int(time.time()) - 3600}, id="over"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"exp": "9999999999"}, id="with an end that is a text"),
        pytest.param({"exp": float("inf")}, id="with an infinite end"),
        pytest.param({"iat": in_one_hour()}, id="not yet issued"),
        pytest.param({"iat": None}, id="never issued"),
        pytest.param({"sub": None}, id="of nobody"),
        pytest.param({"sub": ""}, id="of an empty subject"),
        pytest.param({"sub": "\x00"}, id="of a subject that no database takes"),
        pytest.param({"sub": "x" * 256}, id="of a subject that is too long"),
        pytest.param({"header": {"typ": "at+jwt"}}, id="an access token by its type"),
        pytest.param({"header": {"typ": "logout+jwt"}}, id="a logout token by its type"),
        pytest.param({"header": {"kid": "unknown"}}, id="with a key nobody knows"),
        pytest.param({"header": {"kid": None}}, id="with no key"),
        pytest.param({"header": {"crit": ["x"], "x": 1}}, id="with an extension"),
        pytest.param({"key": private_key("another")}, id="signed with another key"),
    ],
)
def test_one_that_does_not_hold_is_refused(changes):
    with pytest.raises(LoginFailed):
        verified(id_token(**changes), NONCE)


def test_an_access_token_in_its_place_is_refused():
    for audience in ("", CLIENT):
        with pytest.raises(LoginFailed):
            verified(token_with("list:movies", audience=audience, nonce=NONCE), NONCE)


def test_what_is_not_signed_asymmetrically_is_refused():
    claims = jwt.decode(id_token(), options={"verify_signature": False})
    unsigned = f"{encoded({'alg': 'none', 'kid': KID})}.{encoded(claims)}."
    symmetric = jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": KID})
    for token in (unsigned, symmetric, "", "a.b.c", "é", None, 1, ["x"], "x" * 20_000):
        with pytest.raises(LoginFailed):
            verified(token, NONCE)


def test_a_key_that_the_issuer_keeps_for_another_algorithm_verifies_nothing(generic_issuer, conf):
    conf.ALGORITHMS = ["RS256", "PS256"]
    token = id_token(iss=generic_issuer.issuer)
    generic_issuer.keys = [jwk(private_key(), KID, alg="PS256")]
    with pytest.raises(LoginFailed):
        verified(token, NONCE)
    instance_of.cache_clear()
    generic_issuer.keys = [jwk(private_key(), KID)]
    assert verified(token, NONCE)


def test_while_the_issuer_s_keys_cannot_be_had_nobody_is_refused_for_good(generic_issuer):
    token = id_token(iss=generic_issuer.issuer)
    generic_issuer.stop()
    with pytest.raises(KeysUnavailable):
        verified(token, NONCE)


def test_one_of_a_refresh_has_no_nonce_and_is_of_the_same_person():
    assert verified_again(id_token(nonce=None), "usher|1")
    with pytest.raises(LoginFailed):
        verified_again(id_token(nonce=None), "usher|2")
    with pytest.raises(LoginFailed):
        verified_again(id_token(aud="usher-spa"), "usher|1")
