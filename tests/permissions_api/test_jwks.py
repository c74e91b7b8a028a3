"""The keys of an external issuer, over real HTTP, with the issuer's faults switched on."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
import pytest

from permissions_api.conf import conf
from permissions_api.exceptions import InvalidToken, KeysUnavailable
from permissions_api.tokens import jwks
from permissions_api.tokens.jwks import IssuerKeys
from permissions_api.tokens.keys import BoundKey
from permissions_api.tokens.verification import verify
from tests import issuer as faults
from tests.issuer import (
    API,
    KID,
    FaultyIssuer,
    claims_with,
    faulty_issuer,
    jwk,
    private_key,
    token_with,
)

MOVIES = "https://movies.usher.example/"

COOLDOWN = 0.3  # seconds; short, so that the tests are


@pytest.fixture
def issuer(conf: Any) -> Iterator[FaultyIssuer]:
    with faulty_issuer() as running:
        conf.ISSUER = running.issuer
        conf.JWKS_TTL, conf.JWKS_COOLDOWN, conf.JWKS_STALE = 60, COOLDOWN, 120
        yield running


def wait(seconds: float = COOLDOWN) -> None:
    time.sleep(seconds + 0.05)


def test_nothing_is_fetched_before_the_first_token(issuer):
    IssuerKeys()
    assert not issuer.fetches


def test_a_key_is_discovered_and_then_answered_from_memory(issuer):
    keys = IssuerKeys()
    for _ in range(50):
        assert keys.get(KID) == BoundKey(private_key().public_key(), "RS256")
    assert issuer.fetches == {"/.well-known/openid-configuration": 1, "/jwks": 1}


def test_a_site_started_while_the_issuer_is_down_recovers_without_a_restart(issuer):
    issuer.stop()
    keys = IssuerKeys()
    with pytest.raises(KeysUnavailable) as refused:
        keys.get(KID)
    assert 0 < refused.value.wait <= COOLDOWN
    issuer.start()
    wait()
    assert keys.get(KID)


def answers(issuer: FaultyIssuer, name: str) -> faults.Answer:
    good = {"issuer": issuer.issuer, "jwks_uri": f"{issuer.issuer}jwks", "keys": issuer.keys}
    return {
        "500": faults.status(500),
        "404": faults.status(404),
        "garbage": faults.raw(b"<html>not json"),
        "deep garbage": faults.raw(b"[" * 100_000),
        "a list": faults.raw(b"[1, 2]"),
        "empty": faults.raw(b""),
        "an empty object": faults.raw(b"{}"),
        "keys that are no list": faults.raw(b'{"keys": 7}'),
        "keys that are no objects": faults.raw(b'{"keys": [7, null, "x"]}'),
        "no keys": faults.raw(b'{"keys": []}'),
        "huge": lambda request: faults.send(request, {**good, "padding": "x" * 1_000_000}),
        "redirect": faults.redirect(f"{issuer.issuer}elsewhere"),
    }[name]


FAULTS = [
    "500",
    "404",
    "garbage",
    "deep garbage",
    "a list",
    "empty",
    "an empty object",
    "keys that are no list",
    "keys that are no objects",
    "no keys",
    "huge",
    "redirect",
]


@pytest.mark.parametrize("path", ["discovery", "jwks"])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_issuer_with_a_fault_is_unavailable_and_asked_once_per_cooldown(issuer, conf, fault, path):
    conf.JWKS_COOLDOWN = 60  # longer than twenty refusals take on a busy machine
    setattr(issuer, path, answers(issuer, fault))
    keys = IssuerKeys()
    for _ in range(20):
        with pytest.raises(KeysUnavailable):
            keys.get(KID)
    assert issuer.fetches["/.well-known/openid-configuration"] == 1
    assert issuer.fetches["/elsewhere"] == 0


def test_a_redirect_to_a_good_key_set_is_not_followed(issuer):
    issuer.jwks = faults.redirect(f"{issuer.issuer}jwks?again")
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)
    assert issuer.fetches["/jwks?again"] == 0


def test_a_discovery_document_of_another_issuer_is_refused(issuer):
    issuer.discovery = lambda request: faults.send(
        request, {"issuer": issuer.issuer.rstrip("/"), "jwks_uri": f"{issuer.issuer}jwks"}
    )
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)
    assert issuer.fetches["/jwks"] == 0


@pytest.mark.parametrize("uri", ["http://usher.example/jwks", "file:///etc/hostname", "", None, "//x/jwks"])
def test_a_key_set_is_fetched_by_https_only_unless_on_loopback(issuer, uri):
    issuer.discovery = lambda request: faults.send(request, {"issuer": issuer.issuer, "jwks_uri": uri})
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)


def test_a_document_of_50_mb_is_not_read_to_its_end(issuer, caplog):
    sent: list[int] = []

    def pour(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(50):
            request.wfile.write(b" " * 1_000_000)
            sent.append(1)

    issuer.jwks = pour
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)
    assert "too large" in caplog.text
    issuer.stop()
    assert len(sent) < 40  # what the kernel takes on the way


SAID = {
    "500": "The answer was 500.",
    "404": "The answer was 404.",
    "redirect": "The answer was 302.",
    "huge": "The document is too large.",
    "garbage": "The answer is no JSON.",
    "deep garbage": "The answer is no JSON.",
    "empty": "The answer is no JSON.",
    "a list": "The answer is no JSON object.",
}


@pytest.mark.parametrize("path", ["discovery", "jwks"])
@pytest.mark.parametrize("fault", FAULTS)
def test_known_tokens_go_on_through_a_fault_which_the_log_tells_once_and_which_passes(
    issuer, conf, caplog, pass_by, fault, path
):
    conf.JWKS_TTL, conf.JWKS_COOLDOWN = 60, 30
    keys = IssuerKeys()
    assert keys.get(KID)
    good = getattr(issuer, path)
    setattr(issuer, path, answers(issuer, fault))
    pass_by(61)
    for _ in range(20):
        assert keys.get(KID)
    assert issuer.fetches["/.well-known/openid-configuration"] == 2
    (line,) = [record.getMessage() for record in caplog.records if record.name == jwks.__name__]
    assert issuer.issuer in line
    assert SAID.get(fault, "") in line
    setattr(issuer, path, good)
    issuer.keys.append(jwk(private_key("new"), "new"))
    pass_by(31)
    assert keys.get("new")


@pytest.mark.parametrize("path", ["discovery", "jwks"])
@pytest.mark.parametrize("fault", ["hang", "drip_body", "drip_header"])
def test_a_fetch_ends_in_time_however_slowly_bytes_arrive(issuer, monkeypatch, caplog, fault, path):
    monkeypatch.setattr(jwks, "FETCH_SECONDS", 0.6)
    setattr(issuer, path, getattr(issuer, fault))
    keys = IssuerKeys()
    began = time.monotonic()
    with pytest.raises(KeysUnavailable):
        keys.get(KID)
    assert 0.5 < time.monotonic() - began < 1.2
    assert "The time was up." in caplog.text


def test_the_stated_time_for_a_fetch_is_five_seconds():
    assert jwks.FETCH_SECONDS == 5


def test_a_slow_issuer_is_asked_by_one_while_the_others_go_on_with_what_is_known(issuer, conf):
    conf.JWKS_TTL = 0
    keys = IssuerKeys()
    assert keys.get(KID)
    wait()
    issuer.jwks = issuer.hang
    asking = threading.Thread(target=keys.get, args=(KID,))
    asking.start()
    time.sleep(0.1)
    began = time.monotonic()
    for _ in range(100):
        assert keys.get(KID)
    assert time.monotonic() - began < jwks.SMALL_WAIT + 0.2
    with pytest.raises(KeysUnavailable):
        keys.get("unknown")
    assert issuer.fetches["/jwks"] == 2
    issuer.release.set()
    asking.join(5)


@pytest.mark.parametrize("failed_before", [False, True])
def test_who_begins_a_slow_fetch_goes_on_with_a_known_key_as_well(issuer, conf, pass_by, failed_before):
    conf.JWKS_TTL, conf.JWKS_COOLDOWN, conf.JWKS_STALE = 60, 30, 600
    keys = IssuerKeys()
    assert keys.get(KID)
    if failed_before:
        issuer.jwks = faults.status(500)
        pass_by(100)
        assert keys.get(KID)
    issuer.jwks = issuer.hang
    pass_by(61)
    began = time.monotonic()
    assert keys.get(KID)
    assert time.monotonic() - began < jwks.SMALL_WAIT + 0.3
    issuer.release.set()


def test_after_a_long_pause_a_key_is_not_used_before_the_issuer_was_asked(issuer, conf, pass_by):
    conf.JWKS_TTL, conf.JWKS_COOLDOWN, conf.JWKS_STALE = 60, 30, 600
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.keys = [jwk(private_key("new"), "new")]

    def slowly(request: BaseHTTPRequestHandler) -> None:
        time.sleep(jwks.SMALL_WAIT + 0.3)
        issuer.give_keys(request)

    issuer.jwks = slowly
    pass_by(100)
    assert keys.get(KID) is None


def test_a_fetch_that_no_thread_was_left_for_is_tried_again(issuer, conf, monkeypatch, pass_by):
    class NoThread:
        def __init__(self, **_options: Any) -> None:
            raise RuntimeError("can't start new thread")

    keys = IssuerKeys()
    with monkeypatch.context() as patched:
        patched.setattr(jwks.threading, "Thread", NoThread)
        with pytest.raises(KeysUnavailable):
            keys.get(KID)
    pass_by(COOLDOWN)
    assert keys.get(KID)


def test_the_others_are_told_to_come_back_while_the_first_fetch_hangs(issuer):
    issuer.jwks = issuer.hang
    keys = IssuerKeys()
    asking = threading.Thread(target=keys.get, args=(KID,))
    asking.start()
    time.sleep(0.1)
    began = time.monotonic()
    with pytest.raises(KeysUnavailable):
        keys.get(KID)
    assert time.monotonic() - began < 1
    issuer.release.set()
    asking.join(5)
    assert keys.get(KID)
    assert issuer.fetches["/jwks"] == 1


def test_many_at_once_make_one_fetch_and_all_get_the_key(issuer):
    keys = IssuerKeys()
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(keys.get(KID))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert found == [BoundKey(private_key().public_key(), "RS256")] * 20
    assert issuer.fetches["/jwks"] == 1


def test_a_new_key_is_picked_up_at_once_on_an_unknown_kid(issuer):
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.keys.append(jwk(private_key("new"), "new"))
    wait()
    assert keys.get("new") == BoundKey(private_key("new").public_key(), "RS256")
    assert issuer.fetches["/jwks"] == 2


def token(kid: str, issued: float = 0, **changes: Any) -> str:
    """Return a token of the key ``kid``, issued so many seconds from now."""
    claims = {"iss": conf.ISSUER, "iat": int(time.time() + issued), **changes}
    return token_with("list:movies", audience=API, key=private_key(kid), header={"kid": kid}, **claims)


@pytest.fixture
def cooling(issuer, conf) -> IssuerKeys:
    """Keys that were fetched, with a cooldown that a busy machine does not outlast."""
    conf.JWKS_COOLDOWN = 60
    keys = IssuerKeys()
    assert keys.get(KID)
    return keys


def test_a_token_of_an_unannounced_key_is_told_to_come_back_and_then_good(issuer, cooling):
    issuer.keys = [jwk(private_key("new"), "new")]
    new = token("new")
    with pytest.raises(KeysUnavailable, match="not known here yet") as refused:
        verify(new, cooling, issuer.issuer, [API])
    assert 0 < refused.value.wait <= 60
    cooling._cooldown = 0
    assert verify(new, cooling, issuer.issuer, [API]).permissions == {"list:movies"}


@pytest.mark.parametrize("issued", [-1000, 31, 10**9, True, "now", None, float("inf")], ids=repr)
def test_a_token_that_was_not_issued_since_the_keys_were_asked_for_is_401(issuer, cooling, issued):
    usual = isinstance(issued, int) and issued is not True
    forged = token("forged", issued) if usual else token("forged", iat=issued)
    with pytest.raises(InvalidToken, match="a key that the issuer does not have"):
        verify(forged, cooling, issuer.issuer, [API])


def test_who_forges_the_time_of_a_token_puts_off_nobody_else(issuer, cooling):
    forged = token("forged")
    for _ in range(20):
        with pytest.raises(KeysUnavailable):
            verify(forged, cooling, issuer.issuer, [API])
    with pytest.raises(InvalidToken):
        verify(token("forged", -1000), cooling, issuer.issuer, [API])
    assert verify(token_with(audience=API, iss=issuer.issuer), cooling, issuer.issuer, [API])
    assert issuer.fetches["/jwks"] == 1
    time.sleep(1)  # Tokens say whole seconds.
    cooling._cooldown = 0
    with pytest.raises(InvalidToken):
        verify(forged, cooling, issuer.issuer, [API])


def test_a_removed_key_is_refused_after_the_ttl(issuer, conf):
    conf.JWKS_TTL = 0.4
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.keys = [jwk(private_key("new"), "new")]
    assert keys.get(KID)
    wait(0.4)
    assert keys.get(KID) is None


def test_a_flood_of_unknown_kids_makes_one_fetch_per_cooldown(issuer, conf, pass_by):
    conf.JWKS_TTL, conf.JWKS_COOLDOWN = 600, 60  # longer than a busy machine takes
    keys = IssuerKeys()
    assert keys.get(KID)
    pass_by(61)
    for number in range(200):
        assert keys.get(f"unknown-{number}") is None
    assert issuer.fetches["/jwks"] == 2
    assert keys.get(KID)


def test_a_flood_at_a_failing_issuer_makes_one_fetch_per_cooldown(issuer, conf, pass_by):
    conf.JWKS_TTL, conf.JWKS_COOLDOWN = 600, 60  # longer than a busy machine takes
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.jwks = faults.status(500)
    pass_by(61)
    for number in range(200):
        with pytest.raises(KeysUnavailable):
            keys.get(f"unknown-{number}")
    assert issuer.fetches["/jwks"] == 2


def test_known_keys_serve_while_the_issuer_is_down_but_not_for_ever(issuer, conf):
    conf.JWKS_TTL, conf.JWKS_STALE = 0.1, 1
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.stop()
    wait(0.5)
    assert keys.get(KID)
    wait(0.5)
    with pytest.raises(KeysUnavailable):
        keys.get(KID)
    issuer.start()
    wait()
    assert keys.get(KID)


def test_a_good_key_set_is_not_thrown_away_for_an_empty_one(issuer, conf):
    conf.JWKS_TTL = 0
    keys = IssuerKeys()
    assert keys.get(KID)
    issuer.keys = []
    wait()
    assert keys.get(KID)


@pytest.mark.parametrize(
    "changes",
    [
        {"use": "enc"},
        {"key_ops": ["encrypt"]},
        {"key_ops": []},
        {"key_ops": "verify"},
        {"key_ops": 7},
        {"alg": "RSA-OAEP"},
        {"alg": "HS256"},
        {"alg": "RS512"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"d": "AQAB"},
        {"kid": None},
        {"kid": 7},
        {"n": "AQAB"},
        {"n": None},
    ],
)
def test_a_key_that_is_not_for_signatures_is_left_out(issuer, changes):
    issuer.keys = [jwk(private_key(), KID, **changes), jwk(private_key("good"), "good")]
    keys = IssuerKeys()
    assert keys.get("good")
    assert keys.get(KID) is None


def test_a_private_key_is_left_out(issuer):
    private = jwt.algorithms.RSAAlgorithm.to_jwk(private_key(), as_dict=True)
    issuer.keys = [
        {**private, "kid": KID, "use": "sig", "key_ops": ["verify"]},
        jwk(private_key("good"), "good"),
    ]
    assert IssuerKeys().get(KID) is None


def test_a_shared_secret_is_left_out(issuer):
    secret = {"kty": "oct", "k": "c2VjcmV0" * 8, "kid": KID, "use": "sig"}
    issuer.keys = [secret, {**secret, "kid": "HS", "alg": "HS256"}, jwk(private_key("good"), "good")]
    assert IssuerKeys().get(KID) is None


def test_plain_http_is_for_loopback_names_only_even_where_it_would_answer(issuer):
    """0.0.0.0 leads to this machine, too, but is no name of the loopback."""
    uri = f"http://0.0.0.0:{issuer.port}/jwks"
    issuer.discovery = lambda request: faults.send(request, {"issuer": issuer.issuer, "jwks_uri": uri})
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)
    assert issuer.fetches["/jwks"] == 0


@pytest.mark.parametrize("code", [201, 203, 404, 500])
def test_an_answer_other_than_200_is_not_read(issuer, code):
    issuer.jwks = lambda request: faults.send(request, {"keys": issuer.keys}, code)
    with pytest.raises(KeysUnavailable):
        IssuerKeys().get(KID)


def test_a_short_rsa_key_is_left_out(issuer):
    issuer.keys = [jwk(private_key("short", bits=1024), "short"), jwk(private_key("good"), "good")]
    assert IssuerKeys().get("short") is None


def test_a_kid_that_stands_twice_is_left_out(issuer):
    issuer.keys = [jwk(private_key(), KID), jwk(private_key("other"), KID), jwk(private_key("good"), "good")]
    assert IssuerKeys().get(KID) is None


@pytest.mark.parametrize("changes", [{"use": None}, {"alg": None}, {"use": None, "key_ops": ["verify"]}])
def test_a_key_that_says_less_about_itself_is_used(issuer, changes):
    issuer.keys = [jwk(private_key(), KID, **changes)]
    assert IssuerKeys().get(KID)


@pytest.mark.parametrize(
    ("own", "taken"), [("PS512", ["PS512"]), ("RS256", ["RS256"]), (None, ["RS256", "PS512"])]
)
def test_a_key_verifies_its_own_algorithm_alone_though_more_are_allowed(issuer, conf, own, taken):
    conf.ALGORITHMS = ["RS256", "PS512"]
    issuer.keys = [jwk(private_key(), KID, alg=own)]
    for algorithm in conf.ALGORITHMS:
        token = jwt.encode(
            claims_with(audience=MOVIES, iss=issuer.issuer), private_key(), algorithm, headers={"kid": KID}
        )
        options = {"algorithms": conf.ALGORITHMS}
        if algorithm in taken:
            assert verify(token, IssuerKeys(), issuer.issuer, [MOVIES], **options)
        else:
            with pytest.raises(InvalidToken, match=f"for {own} only"):
                verify(token, IssuerKeys(), issuer.issuer, [MOVIES], **options)
