"""Faults of the issuer that are switched on, in the demo on this machine and nowhere else."""

import time

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.test import APIClient

from identity.faults.middleware import Faults
from identity.keys import signing_keys
from identity.models import Fault
from identity.token.token_claims import mint_access_token
from permissions_api.authentication import verified_token
from permissions_api.exceptions import InvalidToken
from tests.issuer import API

pytestmark = [
    pytest.mark.identity,
    pytest.mark.django_db,
    pytest.mark.urls("tests.identity.management_urls"),
]
ADDRESSES = {
    "management": "/api/v2/users",
    "token": "/oauth/token",
    "discovery": "/.well-known/openid-configuration",
    "jwks": "/.well-known/jwks.json",
}


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "identity.faults.middleware.Faults"]


def at_the_site() -> APIClient:
    return APIClient(headers={"Host": "localhost:8000"})


def token() -> str:
    return mint_access_token(subject="usher|1", client_id="usher-spa", audience=API, held=())


def claims() -> dict:
    return jwt.decode(token(), options={"verify_signature": False})


def kids() -> set[str]:
    signing_keys.forget_keys()
    return {key["kid"] for key in at_the_site().get(ADDRESSES["jwks"]).json()["keys"]}


def statuses() -> dict[str, int]:
    return {
        name: at_the_site().generic("POST" if name == "token" else "GET", path).status_code
        for name, path in ADDRESSES.items()
    }


@pytest.mark.parametrize(("kind", "status"), [("429", 429), ("500", 500)])
@pytest.mark.parametrize("place", ADDRESSES)
def test_a_fault_is_where_it_was_switched_on(demo, kind, status, place):
    sound = statuses()
    call_command("fault", "on", kind, "--at", place)
    assert statuses() == sound | {place: status}
    call_command("fault", "off", kind)
    assert statuses() == sound


def test_a_slow_issuer_answers_late(demo, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    call_command("fault", "on", "slow", "--seconds", "9", "--at", "jwks")
    statuses()
    assert slept == [9]


def test_keys_change_without_notice_and_come_back(demo):
    before, old = kids(), token()
    call_command("fault", "on", "rotated-keys")
    after = kids()
    assert not before & after
    with pytest.raises(InvalidToken, match="a key that the issuer does not have"):
        verified_token(old, (API,))
    assert verified_token(token(), (API,)).subject == "usher|1"
    call_command("fault", "off", "rotated-keys")
    assert before <= kids()
    assert verified_token(old, (API,)).subject == "usher|1"


@pytest.mark.parametrize("seconds", [900, -900])
def test_the_issuers_clock_is_off(demo, seconds):
    call_command("fault", "on", "clock", "--seconds", str(seconds))
    said = claims()
    assert said["iat"] - time.time() == pytest.approx(seconds, abs=5)
    assert said["exp"] - said["iat"] == 600
    call_command("fault", "off")
    assert claims()["iat"] - time.time() == pytest.approx(0, abs=5)


@pytest.mark.parametrize(
    ("demo_on", "site"), [(False, "http://localhost:8000"), (True, "https://usher.example")]
)
def test_elsewhere_faults_are_refused_and_those_in_force_ignored(demo, settings, demo_on, site):
    before = kids()
    for kind in ("429", "500", "clock", "rotated-keys"):
        call_command("fault", "on", kind)
    settings.DEMO, settings.SITE_URL = demo_on, site
    answered = HttpResponse()
    for address in ADDRESSES.values():
        assert Faults(lambda _request: answered)(RequestFactory().get(address)) is answered
    signing_keys.forget_keys()
    assert before <= signing_keys.published().keys()
    assert claims()["iat"] - time.time() == pytest.approx(0, abs=5)
    for action in (["on", "500"], ["off"], ["list"]):
        with pytest.raises(CommandError, match="the demo on this machine alone"):
            call_command("fault", *action)
    assert Fault.objects.count() == 10


@pytest.mark.parametrize(
    "arguments", [("slow", "--seconds", "0"), ("slow", "--seconds", "121"), ("clock", "--seconds", "99999")]
)
def test_a_fault_has_a_bound(demo, arguments):
    with pytest.raises(CommandError, match="is from"):
        call_command("fault", "on", *arguments)


def test_a_site_without_the_demo_has_nothing_of_them_in_its_way(settings, django_assert_num_queries):
    assert "identity.faults.middleware.Faults" not in settings.MIDDLEWARE
    token()
    with django_assert_num_queries(0):
        token()
