"""./run client try: a consent page without a client of one's own."""

import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from identity.clients import trial
from identity.clients.exceptions import RegistrationRefused
from identity.clients.registration import Registration, register
from tests.identity.browser import answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def test_it_leads_to_the_consent_page_and_what_is_ticked_comes_back(browser_of, monkeypatch):
    tried = trial.Trial(trial.ensure_client("partner").client_id)
    robin, address = browser_of("robin"), urlsplit(tried.address)
    page = robin.get(f"{address.path}?{address.query}").content.decode()
    assert "Partner wants to act for you" in page
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    agreed = robin.post("/u/consent/", {"scope": ["list:books"], "allow": "yes"}, query_params=query)
    monkeypatch.setattr(trial.requests, "post", lambda _url, data, timeout: robin.post("/oauth/token", data))
    tokens = tried.redeem(answer(agreed))
    assert claims_of(tokens["access_token"])["permissions"] == ["list:books"]
    assert trial.ensure_client("partner").name == "Partner"  # the same again


def test_an_answer_of_another_login_is_not_redeemed():
    assert "error" in trial.Trial("partner").redeem({"code": "stolen", "state": "another"})


def test_a_client_that_answers_elsewhere_is_left_alone():
    register(Registration("Portal", "portal", ["https://portal.example/cb"]))
    with pytest.raises(RegistrationRefused, match="another id"):
        trial.ensure_client("portal")


def test_the_browser_s_answer_is_taken_from_the_loopback_address(monkeypatch):
    found: dict[str, str] = {}
    waiting = threading.Thread(target=lambda: found.update(trial.wait_for_answer()))
    waiting.start()
    for _ in range(100):
        try:
            requests.get(trial.CALLBACK, {"code": "c", "state": "s"}, timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.05)
    waiting.join(10)
    assert found == {"code": "c", "state": "s"}
