"""A site whose server holds the tokens, and an OpenID Provider that is not ours: login, tokens, logout."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from bff import tokens
from bff.models import Session
from directory.demo import PASSWORD
from permissions_api.conf import FETCHED_KEYS, instance_of
from tests.bff.pages import BY_A_LINK, Page
from tests.e2e.foreign_issuer import MACHINE_SECRET, SERVER, ForeignIssuer, foreign_issuer
from tests.gateway.upstream import FaultyUpstream, running
from tests.issuer import BOOKS, MOVIES

pytestmark = [pytest.mark.e2e, pytest.mark.identity, pytest.mark.django_db]

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def told() -> Iterator[FaultyUpstream]:
    """Stand where the issuer tells of logouts, as the site is in this process."""
    with running(FaultyUpstream()) as server:
        yield server


@pytest.fixture
def elsewhere(conf, settings, told) -> Iterator[ForeignIssuer]:
    instance_of.cache_clear()
    address = f"{told.url}/bff/backchannel-logout"
    with foreign_issuer(settings.SITE_URL, told_of_logouts=address) as issuer:
        conf.ISSUER, conf.FLAVOUR, conf.ALGORITHMS = issuer.url, "generic", []
        conf.KEY_SOURCE, conf.PERMISSION_SOURCE, conf.DELEGATION = FETCHED_KEYS, "token", ""
        conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", SERVER
        settings.BFF_CLIENT_SECRET, settings.EMBEDDED = MACHINE_SECRET, False
        settings.BFF_TOKEN_ENDPOINT = settings.BFF_REVOCATION_ENDPOINT = ""
        yield issuer
    instance_of.cache_clear()


@pytest.fixture
def robin(elsewhere, settings) -> tuple[Page, requests.Session]:
    """A page of the site on which Robin has logged in, and the rest of the same browser."""
    page, browser = Page(), requests.Session()
    browser.trust_env = False
    begun = page.go("/bff/login", returnTo="/movies")["Location"]
    form = browser.get(begun, timeout=10)
    answer = browser.post(
        form.url, {"login": "robin", "password": PASSWORD}, allow_redirects=False, timeout=10
    )
    while not answer.headers["Location"].startswith(settings.SITE_URL):
        answer = browser.get(
            requests.compat.urljoin(answer.url, answer.headers["Location"]), allow_redirects=False, timeout=10
        )
    back = urlsplit(answer.headers["Location"])
    landed = page.get(f"{back.path}?{back.query}", headers=BY_A_LINK)
    assert (landed.status_code, urlsplit(landed["Location"]).path) == (303, "/movies")
    page.handle = page.ask(x_usher="1").json()["handle"]
    return page, browser


def test_each_api_is_called_with_a_token_for_it_and_a_logout_there_ends_the_session(robin, elsewhere, told):
    page, browser = robin
    session = Session.objects.get()
    assert page.ask("/bff/api/movies/").status_code == 200
    assert page.ask("/bff/api/books/", "POST").status_code == 403
    assert {MOVIES, BOOKS} <= dict(tokens.held(session)).keys()

    elsewhere.give("Robin", "list:movies", "read:movies", "write:movies")
    before = set(dict(tokens.held(session))[MOVIES]["permissions"])
    assert page.ask("/bff/renew", "POST").status_code == 204
    assert page.ask("/bff/api/movies/").status_code == 200
    after = set(dict(tokens.held(Session.objects.get()))[MOVIES]["permissions"])
    assert after - before == {"write:movies"}

    # As whoever logs out at the issuer, on a page of its own.
    asked = browser.get(f"{elsewhere.url}/session/end", timeout=10)
    (xsrf,) = re.findall(r'name="xsrf" value="([^"]+)"', asked.text)
    browser.post(f"{elsewhere.url}/session/end/confirm", {"xsrf": xsrf, "logout": "yes"}, timeout=10)
    (message,) = told.asked
    answer = Client(HTTP_HOST=page.defaults["HTTP_HOST"]).post("/bff/backchannel-logout", message.body, FORM)
    assert answer.status_code == 204
    assert not Session.objects.exists()
    ended = page.ask("/bff/api/movies/")
    assert (ended.status_code, ended.json()["code"]) == (401, "session_ended")
