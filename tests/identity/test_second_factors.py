"""Authenticator apps, recovery codes and passkeys: set up, asked for, slowed down, encrypted."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.urls.resolvers import RegexPattern

from directory.demo import PASSWORD
from identity.accounts import login_limit, urls
from resources.encryption import Undecryptable
from resources.rate_limits import counters
from tests import authenticator_app
from tests.identity.browser import Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def prove(browser: Browser, path: str) -> None:
    """Type the password once more, as pages that change how one logs in demand."""
    again = browser.get(path)["Location"]
    assert again.startswith("/u/reauthenticate/")
    assert browser.post(again, {"password": "gotham-demo"})["Location"] == path


@pytest.fixture
def robin(browser_of) -> Browser:
    return browser_of("robin")


@pytest.fixture
def secret(robin) -> str:
    """Robin's authenticator app, set up."""
    prove(robin, "/u/mfa/totp/activate/")
    page = robin.get("/u/mfa/totp/activate/").content.decode()
    groups = re.findall(r"<span>(\w{1,4})</span>", page.split('<code id="secret">')[1].split("</code>")[0])
    secret = "".join(groups)
    response = robin.post("/u/mfa/totp/activate/", {"code": authenticator_app.shown(secret)})
    assert response["Location"] == "/u/mfa/codes/"
    return secret


def logged_in(browser: Browser) -> bool:
    return "code" in answer(browser.authorize(prompt="none"))


@pytest.mark.parametrize("path", ["/u/mfa/totp/activate/", "/u/mfa/passkeys/add/", "/u/mfa/codes/new/"])
def test_changing_how_one_logs_in_demands_the_password_once_more(robin, path):
    assert robin.get(path)["Location"].startswith("/u/reauthenticate/")
    assert robin.post(path)["Location"].startswith("/u/reauthenticate/")


def test_turning_the_app_off_demands_the_password_once_more(robin, secret, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert robin.get("/u/mfa/totp/deactivate/")["Location"].startswith("/u/reauthenticate/")
    robin.post("/u/mfa/totp/deactivate/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_a_wrong_code_does_not_set_the_app_up(robin):
    prove(robin, "/u/mfa/totp/activate/")
    robin.get("/u/mfa/totp/activate/")
    assert robin.post("/u/mfa/totp/activate/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_with_an_app_the_password_alone_lets_nobody_in(robin, secret):
    browser = Browser()
    assert browser.log_in("robin")["Location"] == "/u/mfa/authenticate/"
    assert not logged_in(browser)
    assert b"One more step" in browser.get("/u/mfa/authenticate/").content


def test_the_second_step_goes_on_where_the_person_was(robin, secret, settings):
    Authenticator.objects.update(last_used_at=None)
    browser = Browser()
    browser.log_in("robin", next="/authorize?a=b")
    cache.clear()  # A code is good once; this one was used to set the app up, half a minute ago.
    response = browser.post("/u/mfa/authenticate/", {"code": authenticator_app.shown(secret)})
    assert response["Location"] == "/authorize?a=b"
    assert logged_in(browser)


@pytest.mark.parametrize(("ago", "lets_in"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_of_the_periods_beside_this_one_lets_in(secret, ago, lets_in, monkeypatch):
    """People read it, type it and wait for the answer, and clocks of phones are not quite right."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    browser = Browser()
    browser.log_in("robin")
    browser.post("/u/mfa/authenticate/", {"code": authenticator_app.shown(secret, ago)})
    assert logged_in(browser) is lets_in


def test_guessing_codes_is_stopped(robin, secret, settings):
    settings.LOGIN_RATE = (3, 3600)
    browser = Browser()
    browser.log_in("robin")
    for number in range(3):
        browser.post("/u/mfa/authenticate/", {"code": f"00000{number}"})
    response = browser.post("/u/mfa/authenticate/", {"code": authenticator_app.shown(secret)})
    assert b"Too many attempts" in response.content
    assert not logged_in(browser)


def test_guessing_codes_slowly_is_stopped_for_the_day(robin, secret, monkeypatch):
    monkeypatch.setattr(login_limit, "CODES_A_DAY", (2, 86_400))
    browser = Browser()
    browser.log_in("robin")
    for number in range(2):
        browser.post("/u/mfa/authenticate/", {"code": f"00000{number}"})
    code = authenticator_app.shown(secret)
    assert b"Too many attempts" in browser.post("/u/mfa/authenticate/", {"code": code}).content
    call_command("unlock", "robin")
    browser.post("/u/mfa/authenticate/", {"code": authenticator_app.shown(secret)})
    assert logged_in(browser)


@pytest.mark.parametrize("path", ["/u/mfa/authenticate/", "/u/mfa/reauthenticate/"])
def test_a_code_is_good_once_in_all_processes_together(robin, secret, path):
    code = authenticator_app.shown(secret)
    for written, good in ((code, True), (code, False), (f"{code[:3]}-{code[3:]}", False)):
        browser = Browser() if path == "/u/mfa/authenticate/" else robin
        if browser is not robin:
            browser.log_in("robin")
        cache.clear()  # That of another process does not know of it.
        counters.delete_expired()  # Nor does what is done once a day forget it.
        response = browser.post(path, {"code": written})
        assert (response.status_code == 302) is good
        assert logged_in(browser) is (good or browser is robin)


def test_a_recovery_code_lets_in_once(robin, secret):
    page = robin.get("/u/mfa/codes/").content.decode()
    # As they are read off the page, in two groups.
    codes = [" ".join(groups) for groups in re.findall(r"<li><code><span>(\w+)</span><span>(\w+)<", page)]
    assert len(codes) == 10
    for let_in in (True, False):
        browser = Browser()
        browser.log_in("robin")
        browser.post("/u/mfa/authenticate/", {"code": codes[0]})
        assert logged_in(browser) is let_in


def test_secrets_are_encrypted_in_the_database(robin, secret, settings):
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(app.data)
    settings.SECRET_KEY = "another-secret-key-0123456789-abcdefghijklmnop"
    with pytest.raises(Undecryptable):
        app.wrap().validate_code(authenticator_app.shown(secret))


def test_a_secret_key_that_fell_back_still_decrypts(robin, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-0123456789-abcdefghijklmnop"
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert app.wrap().validate_code("000000") is False


def test_the_passkey_login_offers_a_challenge_and_refuses_garbage(browser):
    offered = browser.get("/u/mfa/passkeys/login/", HTTP_ACCEPT="application/json").json()
    assert offered["request_options"]["publicKey"]["rpId"] == "localhost"
    response = browser.post("/u/mfa/passkeys/login/", {"credential": "{}"})
    assert response["Location"] == "/u/login/"
    assert not logged_in(browser)


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("curl/8", "My passkey"),
    ],
)
def test_a_passkey_is_named_by_the_browser_it_is_added_in(robin, says, name):
    robin.post("/u/reauthenticate/", {"password": PASSWORD})
    page = robin.get("/u/mfa/passkeys/add/", HTTP_USER_AGENT=says).content.decode()
    assert f'value="{name}"' in page


def test_the_pages_show_what_is_set_up(robin, secret):
    page = robin.get("/u/mfa/").content.decode()
    assert "Turn it off" in page
    assert "10 are left" in page
    assert robin.get("/u/mfa/codes/download/")["Content-Type"].startswith("text/plain")


def test_no_page_of_an_account_is_kept(robin, secret):
    some = {"pk": 1, "uidb36": "1", "key": "x-y"}
    logout_last = sorted(urls.urlpatterns, key=lambda route: route.name == "account_logout")
    for route in logout_last:
        pattern = route.pattern
        names = pattern.regex.groupindex if isinstance(pattern, RegexPattern) else pattern.converters
        answer = robin.get(reverse(route.name, kwargs={name: some[name] for name in names}))
        # No passkey has this number; what is not there is nobody's secret.
        absent = answer.status_code == 404 and "pk" in names
        assert absent or "no-store" in answer["Cache-Control"], route


def test_an_app_or_a_passkey_is_a_second_factor_and_recovery_codes_alone_are_none(django_user_model):
    from identity.accounts.logins import has_second_factor

    user = django_user_model.objects.create_user("selina")
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_second_factor(user)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        other = django_user_model.objects.create_user(f"with-{kind.value}")
        Authenticator.objects.create(user=other, type=kind, data={})
        assert has_second_factor(other)
