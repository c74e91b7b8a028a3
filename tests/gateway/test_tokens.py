"""The gateway's tokens: one request for each, kept for a while, and never asked for those who may not."""

import hashlib
import logging
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from gateway import token_endpoint, tokens
from gateway.exceptions import TokensUnavailable
from gateway.issued import Issued
from gateway.tokens import Tokens
from permissions_api.resource import all_permissions
from tests.gateway.conftest import person_token
from tests.gateway.upstream import in_turn, message, raw, refuses, says
from tests.issuer import BOOKS, MOVIES

JSON = {"content_type": "application/json"}
CREDENTIALS = {"client_id": "usher-gateway", "client_secret": "the-gateway-s-secret"}
UNAUTHORIZED = says({}, "401 Unauthorized")


def bearers(upstream) -> list[str]:
    return [asked.headers["Authorization"].removeprefix("Bearer ") for asked in upstream.asked]


# --- What is asked ---


def test_client_credentials_ask_for_the_api_and_its_permissions(ask, endpoint):
    ask("/gateway/movies/"), ask("/gateway/books/")
    scopes = [
        " ".join(name for name in all_permissions() if name.endswith(end)) for end in (":movies", ":books")
    ]
    assert endpoint.forms == [
        {**CREDENTIALS, "grant_type": "client_credentials", "audience": MOVIES, "scope": scopes[0]},
        {**CREDENTIALS, "grant_type": "client_credentials", "audience": BOOKS, "scope": scopes[1]},
    ]
    assert [(asked.method, asked.target) for asked in endpoint.asked] == [("POST", "/oauth/token")] * 2


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
@pytest.mark.parametrize(
    ("flavour", "strategies_parameter"),
    [
        ("auth0", {"gateway_client_credentials": "audience", "token_exchange": "audience"}),
        ("generic", {"gateway_client_credentials": "resource", "token_exchange": "resource"}),
        ("keycloak", {"token_exchange": "audience"}),
    ],
)
def test_the_api_is_named_as_this_kind_of_issuer_is_asked(
    ask, conf, endpoint, strategy, flavour, strategies_parameter
):
    conf.STRATEGY, conf.FLAVOUR = strategy, flavour
    ask("/gateway/movies/")
    (form,) = endpoint.forms
    parameter = strategies_parameter.get(strategy)
    assert {name: form[name] for name in ("audience", "resource") if name in form} == (
        {parameter: MOVIES} if parameter else {}
    )
    assert ("scope" in form) is (strategy == "gateway_client_credentials" and flavour != "keycloak")


def test_without_a_setting_tokens_come_from_where_discovery_says(
    ask, conf, settings, endpoint, generic_issuer
):
    settings.GATEWAY_TOKEN_URL, settings.EMBEDDED = "", False
    generic_issuer.document = {"token_endpoint": endpoint.token_url}
    answer = ask("/gateway/movies/", token=person_token(iss=generic_issuer.issuer))
    assert (answer.status_code, len(endpoint.forms)) == (200, 1)


def test_the_embedded_provider_s_own_gateway_never_asks_this_very_process(ask, conf, settings, endpoint):
    settings.GATEWAY_TOKEN_URL, settings.EMBEDDED = "", True
    conf.ISSUER = f"{endpoint.url}/"
    assert ask("/gateway/movies/", token=person_token(iss=conf.ISSUER)).status_code == 503
    assert endpoint.forms == []


def test_an_exchange_sends_the_person_s_token_for_the_api(ask, exchange, endpoint, upstream):
    token = person_token()
    ask(token=token)
    assert endpoint.forms == [
        {
            **CREDENTIALS,
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": token,
            "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "audience": MOVIES,
        }
    ]
    assert bearers(upstream) == ["token-1"]


def test_an_overridden_audience_is_the_one_asked_for(ask, conf, endpoint):
    conf.AUDIENCES = {"movies": "https://films.example/"}
    ask()
    assert endpoint.forms[0]["audience"] == "https://films.example/"


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
def test_no_token_is_asked_for_those_who_may_not(ask, conf, endpoint, strategy):
    conf.STRATEGY = strategy
    for token in (None, "garbage", person_token("list:books"), person_token(audience=MOVIES)):
        assert ask(token=token).status_code in (401, 403)
    assert endpoint.asked == []


# --- What is kept ---


def test_one_machine_token_serves_everybody_at_one_api(ask, endpoint, upstream):
    for person in ("usher|1", "usher|2", "usher|1"):
        ask("/gateway/movies/", token=person_token(sub=person))
        ask("/gateway/books/", token=person_token(sub=person))
    assert [form["audience"] for form in endpoint.forms] == [MOVIES, BOOKS]
    assert bearers(upstream) == ["token-1", "token-2"] * 3


def test_an_exchanged_token_serves_one_person_s_token_at_one_api(ask, exchange, endpoint, upstream):
    robin, alfred = person_token(sub="usher|robin"), person_token(sub="usher|alfred")
    for token in (robin, alfred, robin):
        ask("/gateway/movies/", token=token)
        ask("/gateway/books/", token=token)
    assert [(form["subject_token"], form["audience"]) for form in endpoint.forms] == [
        (robin, MOVIES),
        (robin, BOOKS),
        (alfred, MOVIES),
        (alfred, BOOKS),
    ]
    assert bearers(upstream) == ["token-1", "token-2", "token-3", "token-4", "token-1", "token-2"]


def test_no_person_s_token_is_kept(ask, exchange):
    token = person_token()
    ask(token=token)
    kept = repr(tokens.tokens._kept)
    assert token not in kept
    assert repr(hashlib.sha256(token.encode()).digest()) in kept


def test_a_token_is_not_used_to_its_very_end(ask, endpoint, upstream, pass_by):
    endpoint.lifetime = 0.5
    ask()
    pass_by(0.46)
    ask()
    assert bearers(upstream) == ["token-1", "token-2"]


def test_a_token_that_is_over_at_once_is_used_once(ask, endpoint, upstream):
    endpoint.lifetime = 0
    ask(), ask()
    assert bearers(upstream) == ["token-1", "token-2"]


def test_the_least_used_of_too_many_tokens_goes_first(monkeypatch):
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    store = Tokens()
    asked: Counter[str] = Counter()

    def get(key: str) -> str:
        def ask() -> Issued:
            asked[key] += 1
            return Issued(key, 600)

        return store.get(key, ask)

    assert [get(key) for key in "abacab"] == list("abacab")
    assert asked == {"a": 1, "b": 2, "c": 1}


# --- Many at once ---


def at_once(number: int, work):
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda _: work(), range(number)))


def test_100_first_requests_at_once_ask_for_one_token(ask, endpoint, upstream):
    endpoint.delay = 0.3
    assert Counter(answer.status_code for answer in at_once(100, ask)) == {200: 100}
    assert len(endpoint.asked) == 1
    assert set(bearers(upstream)) == {"token-1"}


def test_those_who_wait_wait_a_bounded_time(monkeypatch):
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.1)
    store, release, begun = Tokens(), threading.Event(), threading.Event()

    def slow() -> Issued:
        begun.set()
        release.wait(5)
        return Issued("late", 600)

    first = threading.Thread(target=store.get, args=("key", slow))
    first.start()
    assert begun.wait(5)
    with pytest.raises(TokensUnavailable) as refusal:
        store.get("key", slow)
    assert refusal.value.wait >= 1
    release.set()
    first.join()
    assert store.get("key", slow) == "late"


def test_a_failure_is_shared_and_not_repeated_for_a_second(ask, endpoint, pass_by):
    def fail(asked, sock):
        time.sleep(0.3)
        return says({}, "503 Unavailable")(asked, sock)

    endpoint.answer = fail
    answers = at_once(20, ask)
    assert {answer.status_code for answer in answers} == {503}
    assert {answer["Retry-After"] for answer in answers} == {"1"}
    assert ask().status_code == 503
    assert len(endpoint.asked) == 1
    endpoint.answer = endpoint.issue
    pass_by(1.05)
    assert ask().status_code == 200
    assert len(endpoint.asked) == 2


def test_one_renews_a_token_near_its_end_and_the_others_use_the_old_one(ask, endpoint, upstream, pass_by):
    endpoint.lifetime = 4  # used for 3.6 s, renewed after 2.88 s
    ask()
    pass_by(2.95)
    endpoint.delay = 0.4
    started = time.monotonic()
    with ThreadPoolExecutor(5) as pool:
        durations = list(pool.map(lambda _: (ask(), time.monotonic() - started)[1], range(5)))
    assert len(endpoint.asked) == 2
    assert sum(duration < 0.4 for duration in durations) == 4
    assert Counter(bearers(upstream)[1:]) == {"token-1": 4, "token-2": 1}
    ask()
    assert bearers(upstream)[-1] == "token-2"


def test_a_renewal_that_fails_leaves_the_old_token_in_use(ask, endpoint, upstream, pass_by):
    endpoint.lifetime = 4
    ask()
    pass_by(2.95)
    endpoint.answer = says({}, "503 Unavailable")
    assert [ask().status_code for _ in range(3)] == [200] * 3
    assert len(endpoint.asked) == 2


# --- Refused by the API ---


def test_a_token_the_api_no_longer_takes_is_replaced_once(ask, endpoint, upstream, monkeypatch):
    monkeypatch.setattr(tokens, "FAILURE_SECONDS", 0)
    upstream.answer = in_turn(says({}), UNAUTHORIZED, says({}))
    assert [ask(method="POST", data=b"{}", **JSON).status_code for _ in range(2)] == [200, 200]
    assert bearers(upstream) == ["token-1", "token-1", "token-2"]
    assert [asked.body for asked in upstream.asked] == [b"{}"] * 3


def test_an_api_that_takes_no_token_is_502_after_two(ask, endpoint, upstream, monkeypatch):
    monkeypatch.setattr(tokens, "FAILURE_SECONDS", 0)
    upstream.answer = UNAUTHORIZED
    answer = ask()
    assert answer.status_code == 502
    assert "does not accept the gateway's token" in answer.json()["detail"]
    assert bearers(upstream) == ["token-1", "token-2"]


def test_a_token_that_is_quite_new_is_not_replaced_for_every_refusal(ask, endpoint, upstream):
    upstream.answer = UNAUTHORIZED
    assert [ask().status_code for _ in range(5)] == [502] * 5
    assert len(endpoint.asked) == 1


def test_a_body_that_went_by_cannot_be_sent_again(ask, endpoint, upstream, monkeypatch):
    monkeypatch.setattr(tokens, "FAILURE_SECONDS", 0)
    upstream.answer = in_turn(UNAUTHORIZED, says({}))
    assert ask(method="POST", data=b"x" * 70_000, **JSON).status_code == 502
    assert len(upstream.asked) == 1
    assert ask(method="POST", data=b"x" * 70_000, **JSON).status_code == 200
    assert bearers(upstream) == ["token-1", "token-2"]


def test_what_the_machine_may_not_is_502_and_names_what_to_grant(ask, upstream):
    challenge = 'Bearer realm="usher", error="insufficient_scope", scope="write:movies"'
    upstream.answer = says(
        {"required_permission": "write:movies"}, "403 Forbidden", WWW_Authenticate=challenge
    )
    answer = ask(method="POST", data=b"{}", **JSON)
    assert answer.status_code == 502
    assert answer.json()["detail"] == (
        "The API refuses the gateway itself: grant 'write:movies' to the client usher-gateway."
    )


def test_a_403_that_is_not_about_the_machine_s_permission_is_the_person_s_own(ask, upstream):
    problem = {"status": 403, "code": "unheld_permission", "permissions": ["x"]}
    upstream.answer = says(problem, "403 Forbidden", Content_Type="application/problem+json")
    answer = ask(method="POST", data=b"{}", **JSON)
    assert (answer.status_code, answer.json()) == (403, problem)


def test_what_the_person_may_not_is_their_own_403(ask, exchange, upstream):
    challenge = 'Bearer realm="usher", error="insufficient_scope", scope="list:movies"'
    problem = {"status": 403, "required_permission": "list:movies"}
    upstream.answer = says(
        problem, "403 Forbidden", Content_Type="application/problem+json", WWW_Authenticate=challenge
    )
    answer = ask()
    assert (answer.status_code, answer.json(), answer["WWW-Authenticate"]) == (403, problem, challenge)


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
def test_an_api_s_wish_for_a_fresh_login_is_the_person_s_own_401(ask, conf, upstream, endpoint, strategy):
    conf.STRATEGY = strategy
    challenge = 'Bearer realm="usher", error="insufficient_user_authentication", max_age="300"'
    problem = {"status": 401, "max_age": 300}
    upstream.answer = says(
        problem, "401 Unauthorized", Content_Type="application/problem+json", WWW_Authenticate=challenge
    )
    answer = ask()
    assert (answer.status_code, answer.json(), answer["WWW-Authenticate"]) == (401, problem, challenge)
    # Another token would say the same of the login, so none is asked for.
    assert (len(upstream.asked), len(endpoint.asked)) == (1, 1)


# --- A token endpoint that misbehaves ---

GOOD = {"access_token": "good", "token_type": "Bearer", "expires_in": 600}


@pytest.mark.parametrize(
    "answer",
    [
        raw(b""),
        raw(b"garbage\r\n\r\n"),
        raw(message("200 OK", b"<html>", Content_Type="text/html")),
        raw(message("200 OK", b"[]")),
        raw(message("200 OK", b" " * 300_000)),
        says({}),
        says({**GOOD, "access_token": ""}),
        says({**GOOD, "access_token": ["good"]}),
        says({**GOOD, "access_token": "a\r\nX-Evil: 1"}),
        says({**GOOD, "access_token": "a b"}),
        says({**GOOD, "token_type": "MAC"}),
        says({**GOOD, "expires_in": "600"}),
        says({**GOOD, "expires_in": True}),
        says({**GOOD, "expires_in": float("inf")}),
        says({**GOOD, "expires_in": float("nan")}),
        says({**GOOD, "expires_in": 10**400}),
        says({"access_token": "good", "token_type": "Bearer"}),
        says(GOOD, "302 Found", Location="/elsewhere"),
        says(GOOD, "201 Created"),
        says({"error": "invalid_client"}, "500 Internal Server Error"),
        says({"error": "slow_down"}, "429 Too Many Requests"),
        raw(message("400 Bad Request", b"<html>", Content_Type="text/html")),
    ],
)
def test_garbage_from_the_token_endpoint_is_503(ask, endpoint, upstream, answer):
    endpoint.answer = answer
    refusal = ask()
    assert refusal.status_code == 503
    assert refusal["Retry-After"] == "1"
    assert len(endpoint.asked) == 1
    assert upstream.asked == []


@pytest.mark.parametrize("start", [None, b"HTTP/1.1 200 OK\r\nX: ", message("200 OK", Content_Length="5000")])
def test_a_token_endpoint_that_hangs_or_drips_is_503_in_time(ask, endpoint, monkeypatch, start):
    monkeypatch.setattr(token_endpoint, "SECONDS", 0.3)
    endpoint.answer = endpoint.hang if start is None else endpoint.drip(start)
    started = time.monotonic()
    assert ask().status_code == 503
    assert time.monotonic() - started < 1.5


def test_a_token_endpoint_that_dripped_its_headers_is_asked_again_once_it_is_well(ask, endpoint, monkeypatch):
    monkeypatch.setattr(token_endpoint, "SECONDS", 0.3)
    monkeypatch.setattr(tokens, "FAILURE_SECONDS", 0)
    endpoint.answer = endpoint.drip(b"HTTP/1.1 200 OK\r\nX: ")
    assert [ask().status_code for _ in range(6)] == [503] * 6
    assert len(endpoint.asked) == 6
    endpoint.answer = endpoint.issue
    assert ask().status_code == 200


@pytest.mark.parametrize("url", ["http://tokens.example/oauth/token", "ftp://127.0.0.1/", "/oauth/token", ""])
def test_a_secret_is_sent_to_no_address_that_others_can_read(ask, settings, upstream, url):
    settings.GATEWAY_TOKEN_URL = url
    assert ask().status_code == 503
    assert upstream.asked == []


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_request"])
def test_a_person_s_token_that_is_refused_is_401_in_words(ask, exchange, endpoint, upstream, error):
    endpoint.answer = refuses(error)
    answer = ask()
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert "Log in again" in answer.json()["detail"]
    assert upstream.asked == []


@pytest.mark.parametrize(
    ("error", "setting"),
    [
        ("invalid_client", "GATEWAY_CLIENT_SECRET"),
        ("unauthorized_client", "GATEWAY_CLIENT_ID"),
        ("invalid_target", "AUDIENCES"),
        ("access_denied", "GATEWAY_CLIENT_ID"),
        ("invalid_scope", "GATEWAY_CLIENT_ID"),
        ("something\nelse", "GATEWAY_CLIENT_ID"),
    ],
)
@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
def test_a_client_that_is_refused_is_502_and_the_log_names_the_setting(
    ask, conf, endpoint, caplog, strategy, error, setting
):
    conf.STRATEGY = strategy
    token = person_token()
    endpoint.answer = refuses(error, "401 Unauthorized")
    answer = ask(token=token)
    assert answer.status_code == 502
    assert "own words" not in str(answer.content)
    (record,) = [record for record in caplog.records if record.name == "gateway.token_endpoint"]
    assert record.levelno == logging.ERROR
    assert setting in record.getMessage()
    # Once: beside it there is the line of every answer, and none of Django's.
    assert "django.request" not in {record.name for record in caplog.records}
    assert "\n" not in record.getMessage()
    for secret in ("the-gateway-s-secret", token, "own words"):
        assert secret not in caplog.text


def test_no_log_line_of_a_whole_exchange_holds_a_token_or_a_secret(ask, exchange, endpoint, caplog):
    caplog.set_level(logging.DEBUG)
    token = person_token()
    ask(f"/gateway/movies/?search={quote('private words')}", token=token)
    endpoint.answer = raw(b"")
    ask(token=person_token(sub="usher|2"))
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("urllib3")
    )
    assert "usher|1" in ours
    for secret in (token, "the-gateway-s-secret", "token-1", "private"):
        assert secret not in ours
