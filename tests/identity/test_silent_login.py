"""Silent login from a hidden frame, and logging in anew when a client insists."""

import json
import re
import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpResponse

from tests.identity.browser import Browser, answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def message_of(response: HttpResponse) -> dict:
    """Return what the answer page posts, and to which origin."""
    data = re.search(
        r'<script id="message" type="application/json">(.*?)</script>', response.content.decode()
    )
    assert data
    return json.loads(data[1])


def age_login(browser: Browser, seconds: int) -> None:
    """Let it be so many seconds since the person of this browser last proved who they are."""
    session = browser.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= seconds
    session.save()


def test_the_answer_is_posted_to_the_exact_origin_of_the_client(browser_of):
    response = browser_of("robin").authorize(prompt="none", response_mode="web_message")
    message = message_of(response)
    assert message["origin"] == "http://localhost:8000"
    assert message["response"].keys() == {"code", "state", "iss"}
    assert message["response"]["state"] == "a-state"


def test_the_answer_page_alone_may_be_framed_and_by_the_client_alone(browser_of):
    robin = browser_of("robin")
    response = robin.authorize(prompt="none", response_mode="web_message")
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors http://localhost:8000;" in policy + ";"
    assert "unsafe-inline" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert f'<script nonce="{nonce[1]}">' in response.content.decode()
    assert "X-Frame-Options" not in response
    for page in ("/u/mfa/", "/u/login/", "/u/password/change/"):
        assert "frame-ancestors 'none'" in robin.get(page)["Content-Security-Policy"]


def test_a_refusal_is_a_message_too_so_that_no_client_waits_in_vain(browser):
    message = message_of(browser.authorize(prompt="none", response_mode="web_message"))
    assert message["response"]["error"] == "login_required"
    for changes in ({"audience": "https://evil.example/"}, {"code_challenge": None}, {"scope": "nonsense"}):
        message = message_of(browser.authorize(prompt="none", response_mode="web_message", **changes))
        assert "error" in message["response"]


def test_a_message_cannot_break_out_of_its_script(browser):
    response = browser.authorize(
        prompt="none", response_mode="web_message", state="</script><script>alert(1)"
    )
    assert "<script>alert" not in response.content.decode()
    assert message_of(response)["response"]["state"] == "</script><script>alert(1)"


def test_a_client_that_asks_for_a_new_login_gets_one(browser_of):
    robin = browser_of("robin")
    again = robin.authorize(prompt="login")
    assert again["Location"].startswith("/u/reauthenticate/?next=")
    back = robin.post(again["Location"], {"password": "gotham-demo"})
    assert "code" in answer(robin.get(back["Location"]))


def test_the_asked_for_login_cannot_be_skipped_by_coming_back_without_it(browser_of):
    robin = browser_of("robin")
    query = robin.query(prompt="login")
    for _ in range(3):
        assert robin.get("/authorize", query)["Location"].startswith("/u/reauthenticate/")


@pytest.mark.parametrize(
    ("age", "max_age", "asked_again"), [(100, 200, False), (100, 50, True), (0, 0, True)]
)
def test_a_login_older_than_max_age_is_not_enough(browser_of, age, max_age, asked_again):
    robin = browser_of("robin")
    age_login(robin, age)
    response = robin.authorize(max_age=str(max_age))
    assert ("/u/reauthenticate/" in response["Location"]) is asked_again
    silent = answer(robin.authorize(max_age=str(max_age), prompt="none"))
    assert ("error" in silent) is asked_again


def test_max_age_of_zero_is_satisfied_by_a_login_after_it_was_asked(browser_of):
    robin = browser_of("robin")
    again = robin.authorize(max_age="0")
    back = robin.post(again["Location"], {"password": "gotham-demo"})
    assert "code" in answer(robin.get(back["Location"]))


def test_auth_time_is_when_the_person_proved_who_they_are_and_stays_so(browser_of):
    robin = browser_of("robin")
    age_login(robin, 1000)
    tokens = robin.tokens()
    at = claims_of(tokens["id_token"])["auth_time"]
    assert abs(time.time() - 1000 - at) < 5
    assert claims_of(tokens["access_token"])["auth_time"] == at
    assert claims_of(robin.refresh(tokens["refresh_token"]).json()["id_token"])["auth_time"] == at
