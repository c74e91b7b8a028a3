"""What a request must bring to be believed, and how it is told what was wrong."""

import pytest

from permissions_api.authentication import TokenSubject
from permissions_api.conf import instance_of
from permissions_api.tokens import jwks
from permissions_api.tokens.jwks import IssuerKeys
from tests.issuer import (
    API,
    BOOKS,
    ISSUER,
    KID,
    MOVIES,
    FaultyIssuer,
    faulty_issuer,
    private_key,
    status,
    token_with,
)

REALM = 'Bearer realm="usher"'


def good(**changes) -> str:
    return token_with("list:movies", **{"audience": API, **changes})


def assert_refused(answer, code: str) -> None:
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith(f'{REALM}, error="{code}", error_description="')
    problem = answer.json()
    assert problem["code"] == code
    assert problem["status"] == 401
    assert f'"{problem["detail"]}"' in answer["WWW-Authenticate"]


def test_a_good_token_opens_what_it_carries(send):
    assert send(good()).status_code == 200


def test_without_a_token_there_is_a_challenge_without_an_error_code(send):
    answer = send(None)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == REALM
    assert answer.json()["code"] == "no_token"


@pytest.mark.parametrize("header", ["Basic YmF0bWFuOnB3", "Token {}", "Digest x", "{}", "DPoP {}", ""])
def test_another_scheme_is_no_credential(send, header):
    answer = send(None, headers={"Authorization": header.format(good())})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == REALM


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_written_in_any_case(send, scheme):
    assert send(None, headers={"Authorization": f"{scheme} {good()}"}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer:{}",
        "Bearer={}",
        "Bearer\t{}",
        "Bearer {} {}",
        "Bearer {},",
        "Bearer x {}",
    ],
)
def test_a_malformed_header_is_an_invalid_request(send, header):
    token = good()
    assert_refused(send(None, headers={"Authorization": header.format(token, token)}), "invalid_request")


@pytest.mark.parametrize("joined", ["Bearer {}, Bearer {}", "Bearer {},Bearer {}", "Bearer {}, Basic {}"])
def test_two_headers_are_an_invalid_request(send, joined):
    """WSGI servers join a header that was sent twice with a comma."""
    token = good()
    assert_refused(send(None, headers={"Authorization": joined.format(token, token)}), "invalid_request")


def test_a_token_in_the_address_is_an_invalid_request_also_beside_a_good_one(send):
    token = good()
    assert_refused(send(token, f"/api/movies/?access_token={token}"), "invalid_request")
    assert_refused(send(None, f"/api/movies/?access_token={token}"), "invalid_request")


def test_a_token_in_a_form_is_not_a_credential(send):
    token = token_with("write:movies", audience=API)
    answer = send(None, method="POST", data=f"access_token={token}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == REALM


def test_cookies_and_other_headers_are_no_credential(send):
    headers = {"Cookie": f"access_token={good()}; sessionid=1", "X-Access-Token": good(), "X-User": "batman"}
    assert send(None, headers=headers).status_code == 401


def test_an_invalid_token_is_refused_with_its_reason_and_none_of_itself(send):
    token = good(exp=1)
    answer = send(token)
    assert_refused(answer, "invalid_token")
    assert answer.json()["detail"] == "The token has expired."
    assert not [part for part in token.split(".") if part in answer.content.decode() + str(answer.headers)]


@pytest.mark.parametrize("path", ["/api/movies/", "/api/anybody/", "/me/permissions", "/me/access"])
def test_every_address_refuses_a_forged_token(send, path):
    assert_refused(send(good(key=private_key("other")), path), "invalid_token")


def test_one_logical_api_takes_its_own_audience_alone(send):
    token = {name: token_with("list:movies", "list:books", audience=name) for name in (API, MOVIES, BOOKS)}
    for path in ("/api/movies/", "/api/books/"):
        assert send(token[API], path).status_code == 200
        assert_refused(send(token[MOVIES], path), "invalid_token")
        assert_refused(send(token[BOOKS], path), "invalid_token")


@pytest.mark.usefixtures("token_per_api")
def test_each_api_takes_its_own_audience_alone(send):
    token = {name: token_with("list:movies", "list:books", audience=name) for name in (API, MOVIES, BOOKS)}
    allowed = {("/api/movies/", MOVIES), ("/api/books/", BOOKS)}
    for path in ("/api/movies/", "/api/books/"):
        for audience, sent in token.items():
            expected = 200 if (path, audience) in allowed else 401
            assert send(sent, path).status_code == expected
    answer = send(token[BOOKS], "/api/movies/")
    assert answer.json()["detail"] == f"This token is for another API; ask with audience={MOVIES}"


def test_a_declaration_s_audience_can_be_overridden(send, conf, token_per_api):
    conf.AUDIENCES = {"movies": "https://films.example/"}
    assert_refused(send(good(audience=MOVIES)), "invalid_token")
    assert send(good(audience="https://films.example/")).status_code == 200


@pytest.mark.parametrize("audience", [API, MOVIES, BOOKS, [BOOKS, "https://unknown.example/"]])
def test_a_view_for_any_valid_token_takes_every_audience_of_the_site(send, audience):
    assert send(good(audience=audience), "/api/anybody/").json() == {"issuer": ISSUER, "subject": "usher|1"}


@pytest.mark.parametrize("audience", ["https://unknown.example/", "usher-spa", "movies", None])
def test_a_view_for_any_valid_token_takes_no_other_audience(send, audience):
    assert_refused(send(good(audience=audience), "/api/anybody/"), "invalid_token")


def test_an_open_view_does_not_look_at_tokens(send):
    assert send(None, "/api/open/").status_code == 200
    assert send("rubbish", "/api/open/").status_code == 200


def test_a_subject_is_a_pair_that_cannot_change():
    subject = TokenSubject(ISSUER, "usher|1")
    assert subject == TokenSubject(ISSUER, "usher|1")
    assert subject != TokenSubject("https://other.example/", "usher|1")
    with pytest.raises(AttributeError):
        subject.subject = "usher|2"  # type: ignore[misc]


# --- An external issuer, from the header to its keys over HTTP ---


@pytest.fixture
def external(conf):
    with faulty_issuer() as running:
        conf.ISSUER = running.issuer
        conf.KEY_SOURCE = "permissions_api.tokens.jwks.IssuerKeys"
        conf.JWKS_TTL, conf.JWKS_COOLDOWN, conf.JWKS_STALE = 300, 30, 3600
        instance_of.cache_clear()
        yield running
    instance_of.cache_clear()


def test_tokens_of_an_external_issuer_are_accepted(send, external: FaultyIssuer):
    assert send(good(iss=external.issuer)).status_code == 200
    assert_refused(send(good(iss=external.issuer, key=private_key("other"))), "invalid_token")
    assert_refused(send(good(iss=ISSUER)), "invalid_token")
    assert external.fetches["/jwks"] == 1


def test_keys_that_cannot_be_reached_are_503_with_the_time_to_wait(send, external: FaultyIssuer, caplog):
    external.jwks = status(500)
    for _ in range(20):
        answer = send(good(iss=external.issuer))
        assert answer.status_code == 503
        assert answer["Content-Type"] == "application/problem+json"
        assert 1 <= int(answer["Retry-After"]) <= 30
        assert "WWW-Authenticate" not in answer
    assert external.fetches["/jwks"] == 1
    (told,) = [record.getMessage() for record in caplog.records]
    assert "The answer was 500" in told


def test_a_flood_of_forged_tokens_makes_one_fetch(send, external: FaultyIssuer):
    for number in range(100):
        send(good(iss=external.issuer, header={"kid": f"forged-{number}"}))
    assert external.fetches["/jwks"] == 1
    assert send(good(iss=external.issuer, header={"kid": KID})).status_code == 200


def test_one_process_has_one_key_source(external: FaultyIssuer):
    assert isinstance(instance_of(f"{jwks.__name__}.IssuerKeys"), IssuerKeys)
    assert instance_of(f"{jwks.__name__}.IssuerKeys") is instance_of(f"{jwks.__name__}.IssuerKeys")
