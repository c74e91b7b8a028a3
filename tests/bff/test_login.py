"""A login begins here and ends here, in the same browser, and leads nowhere else."""

import time

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client

from bff import cookies, login
from bff.models import Session
from resources.encryption import encrypt
from tests.bff.pages import BY_A_LINK, Page, failure_of, query_of

pytestmark = pytest.mark.django_db

ADDRESSES = ["login", "callback", "session", "logout", "sessions", "sessions/1"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_under_another_strategy_there_is_nothing(conf, page, address):
    conf.STRATEGY = "single_audience"
    answer = page.ask(f"/bff/{address}", "POST")
    assert answer.status_code == 404
    assert "no backend for the frontend under AUDIENCE_STRATEGY=single_audience" in answer.json()["detail"]


def test_it_asks_the_issuer_for_a_code_that_this_browser_alone_can_use(page):
    answer = page.go("/bff/login", returnTo="/movies")
    asked = query_of(answer)
    assert answer.status_code == 303
    assert answer["Cache-Control"] == "no-store"
    assert asked["redirect_uri"] == f"{configured.SITE_URL}/bff/callback"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["client_id"], asked["audience"]) == ("usher-bff", "https://api.usher.example/")
    assert {"openid", "offline_access", "list:movies"} <= {*asked["scope"].split()}
    again = query_of(page.go("/bff/login", returnTo="/movies"))
    for secret in ("state", "nonce", "code_challenge"):
        assert len(asked[secret]) == 43
        assert asked[secret] != again[secret]


def test_what_it_remembers_is_sealed_for_ten_minutes_and_no_row(page):
    asked = page.begin("/movies")
    (cookie,) = page.cookies.values()
    assert (cookie["samesite"], cookie["httponly"], cookie["path"], cookie["domain"]) == (
        "Lax",
        True,
        "/",
        "",
    )
    assert cookie["max-age"] == 600
    assert asked["state"] not in cookie.value
    assert asked["nonce"] not in cookie.value
    assert cookie.value.isascii()
    assert not Session.objects.exists()


def test_it_leads_back_to_the_page_with_a_session(page):
    answer = page.log_in(return_to="/movies?search=bat")
    assert (answer.status_code, answer["Location"]) == (303, f"{configured.SITE_URL}/movies?search=bat")
    assert page.handle == Session.objects.get().handle


def test_nobody_is_logged_in_by_a_link(page, issuer_says):
    assert failure_of(page.come_back("a-state")) == "login_not_begun"
    assert failure_of(page.go("/bff/callback", code="a-code")) == "login_not_begun"
    assert failure_of(Page().come_back(page.begin()["state"])) == "login_not_begun"
    assert issuer_says()["asked"] == []
    assert not Session.objects.exists()


def test_the_cookie_of_one_login_is_good_for_no_other(page):
    mine, other = page.begin(), Page().begin()
    (cookie,) = page.cookies.values()
    page.cookies[cookies._login_name(other["state"])] = cookie.value
    assert failure_of(page.come_back(other["state"])) == "login_not_begun"
    assert page.come_back(mine["state"])["Location"].endswith("/movies")


def test_an_answer_counts_once(page, issuer_says):
    state = page.begin()["state"]
    page.come_back(state)
    assert failure_of(page.come_back(state)) == "login_not_begun"
    assert len(issuer_says()["asked"]) == 1


def test_a_login_that_failed_is_over_as_well(page):
    state = page.begin()["state"]
    assert failure_of(page.come_back(state, error="access_denied")) == "access_denied"
    assert failure_of(page.come_back(state)) == "login_not_begun"


def test_an_answer_of_another_issuer_is_refused(own_issuer, page, issuer_says):
    for named in ("https://evil.example/", configured.SITE_URL):
        assert failure_of(page.come_back(page.begin()["state"], iss=named)) == "wrong_issuer"
    assert failure_of(page.go("/bff/callback", state=page.begin()["state"], code="a")) == "wrong_issuer"
    assert issuer_says()["asked"] == []


@pytest.mark.parametrize(("promised", "expected"), [(True, "wrong_issuer"), (None, "")])
def test_of_an_external_issuer_iss_is_demanded_where_it_promises_it(generic_issuer, page, promised, expected):
    generic_issuer.document = {
        "authorization_endpoint": f"{generic_issuer.issuer}auth?tenant=1",
        "authorization_response_iss_parameter_supported": promised,
    }
    begun = page.go("/bff/login", returnTo="/movies")
    assert begun["Location"].startswith(f"{generic_issuer.issuer}auth?tenant=1&response_type=code")
    answer = page.go("/bff/callback", state=query_of(begun)["state"], code="a-code")
    assert (failure_of(answer) if expected else "") == expected
    wrong = page.come_back(page.begin()["state"], iss="https://evil.example/")
    assert failure_of(wrong) == "wrong_issuer"


def test_while_the_issuer_is_unknown_the_page_says_so(conf, generic_issuer, page):
    generic_issuer.stop()
    assert failure_of(page.go("/bff/login")) == "issuer_unavailable"


@pytest.mark.parametrize("error", ["<script>", "a b", "x" * 41, "ERROR", "%0aSet-Cookie:x=y"])
def test_of_an_issuers_error_its_code_alone_is_told(page, error):
    assert failure_of(page.come_back(page.begin()["state"], error=error)) == "login_failed"


def test_what_stands_twice_in_an_answer_is_refused(page, issuer_says):
    state = page.begin()["state"]
    answer = page.get(f"/bff/callback?state={state}&code=a&code=b&iss={login.conf.ISSUER}", headers=BY_A_LINK)
    assert failure_of(answer) == "login_failed"
    assert issuer_says()["asked"] == []


def test_the_verifier_and_the_nonce_go_to_the_issuer(page, issuer_says):
    asked = page.begin()
    page.come_back(asked["state"], code="the-code")
    ((code, verifier, nonce),) = issuer_says()["asked"]
    assert (code, nonce) == ("the-code", asked["nonce"])
    assert verifier not in asked.values()


def test_every_login_has_a_session_of_its_own_and_ends_the_former(page, issuer_says):
    page.log_in()
    first, cookie = Session.objects.get(), page.session_cookie.value
    page.log_in()
    second = Session.objects.get()
    assert (first.handle, first.key_hash) != (second.handle, second.key_hash)
    assert cookie != page.session_cookie.value
    page.cookies[page.session_cookie.key] = cookie
    assert page.ask().status_code == 401


def test_the_former_session_ends_though_its_cookie_does_not_come_from_another_site(page):
    page.log_in()
    former = Session.objects.get()
    state = page.begin()["state"]
    assert Session.objects.filter(pk=former.pk).exists()  # It stays in force until the new one has come.
    del page.cookies[page.session_cookie.key]
    page.come_back(state)
    assert not Session.objects.filter(pk=former.pk).exists()
    assert Session.objects.count() == 1


def test_of_two_logins_at_once_in_one_browser_the_later_one_stays(page):
    states = [page.begin()["state"] for _ in range(2)]
    for state in states:
        assert page.come_back(state)["Location"].endswith("/movies")
    assert Session.objects.count() == 1
    assert page.ask().status_code == 200


def test_a_login_that_fails_leaves_the_former_session(page):
    page.log_in()
    assert failure_of(page.come_back(page.begin()["state"], error="access_denied"))
    assert page.ask().status_code == 200


def test_no_cookie_that_somebody_planted_becomes_a_session(page):
    planted = "A" * 43
    page.cookies[cookies.session_name()] = planted
    page.log_in()
    assert page.session_cookie.value != planted
    assert page.ask().status_code == 200


def test_a_browser_has_five_logins_under_way_and_the_oldest_goes(page, monkeypatch):
    began, states = time.time(), []
    for number in range(6):
        monkeypatch.setattr(time, "time", lambda number=number: began + number)
        states.append(page.begin()["state"])
    assert len([cookie for cookie in page.cookies.values() if cookie.value]) == 5
    assert failure_of(page.come_back(states[0])) == "login_not_begun"
    assert page.come_back(states[1])["Location"].endswith("/movies")
    assert page.come_back(states[5])["Location"].endswith("/movies")


def test_a_login_takes_ten_minutes_at_most(page, monkeypatch):
    early, late = page.begin()["state"], page.begin()["state"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 590)
    assert page.come_back(early)["Location"].endswith("/movies")
    monkeypatch.setattr(time, "time", lambda: now + 601)
    assert failure_of(page.come_back(late)) == "login_not_begun"


def test_what_it_remembers_follows_the_secret_key(page, settings):
    states = [page.begin()["state"] for _ in range(2)]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-a-site"
    assert page.come_back(states[0])["Location"].endswith("/movies")
    settings.SECRET_KEY_FALLBACKS = []
    assert failure_of(page.come_back(states[1])) == "login_not_begun"


@pytest.mark.parametrize("value", ["", "x", "ü", "A" * 2_001, "[]", "null", '{"state": 1}'])
def test_what_is_no_login_is_none(page, value):
    state = page.begin()["state"]
    name = cookies._login_name(state)
    page.cookies[name] = encrypt(value, cookies.PURPOSE).rstrip("=") if value[:1] in "[n{" else value
    assert failure_of(page.come_back(state)) == "login_not_begun"


def test_a_login_that_was_to_be_new_is(page, issuer_says):
    issuer_says(auth_time=int(time.time()) - 1_000)
    begun = page.begin(max_age="300")
    assert begun["max_age"] == "300"
    assert failure_of(page.come_back(begun["state"])) == "login_too_old"
    issuer_says(auth_time=None)
    assert failure_of(page.come_back(page.begin(max_age="300")["state"])) == "login_too_old"
    issuer_says(auth_time=int(time.time()) - 299)
    assert page.come_back(page.begin(max_age="300")["state"])["Location"].endswith("/movies")


@pytest.mark.parametrize("max_age", ["x", "-1", "1.5", "1" * 10, "٣"])
def test_what_is_no_number_of_seconds_is_not_asked(page, max_age):
    assert "max_age" not in page.begin(max_age=max_age)


def test_the_longest_login_fits_into_a_cookie(page, issuer_says):
    page.log_in()
    begun = page.begin("/movies?" + "x" * 692, max_age="9" * 9)
    issuer_says(auth_time=int(time.time()))
    assert all(len(cookie.OutputString()) < 2_000 for cookie in page.cookies.values())
    assert page.come_back(begun["state"])["Location"].endswith("x" * 692)


@pytest.mark.parametrize("length", range(3))
def test_no_cookie_needs_quotes_whatever_it_holds(page, length):
    state = page.begin("/movies?" + "x" * 16 * length)["state"]
    assert not [cookie for cookie in page.cookies.values() if cookie.coded_value != cookie.value]
    assert page.come_back(state)["Location"].endswith("/movies?" + "x" * 16 * length)


@pytest.mark.parametrize("address", ["login", "callback"])
@pytest.mark.parametrize(
    "said",
    [
        {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-mode": "cors"},
        {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_a_login_is_gone_to_and_not_asked_in_the_background_or_in_a_frame(page, address, said):
    answer = page.get(f"/bff/{address}", headers=said)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_request")
    assert not page.cookies


@pytest.mark.parametrize("address", ["login", "callback", "session", "logout"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "evil.example", "localhost"])
def test_another_host_is_no_host_of_it(page, settings, address, host):
    settings.ALLOWED_HOSTS = ["*"]
    answer = Client(HTTP_HOST=host).post(f"/bff/{address}", headers={"x-usher": "1"})
    assert answer.status_code in (421, 405 if address in ("login", "callback") else 421)
    answer = Client(HTTP_HOST=host).get(f"/bff/{address}", headers={"x-usher": "1"})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


def test_too_many_logins_from_one_address_have_to_wait(page, settings):
    settings.BFF_LOGIN_RATE = (2, 60)
    for address in ("/bff/login", "/bff/callback"):
        answers: list[HttpResponse] = [page.go(address) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [303, 303, 429]
        assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert page.get("/bff/login", headers=BY_A_LINK, REMOTE_ADDR="203.0.113.9").status_code == 303
