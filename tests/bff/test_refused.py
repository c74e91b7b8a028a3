"""Every address below /bff, those to come too: it acts for no other site's page, and fails at no byte."""

from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern

from bff import cookies
from bff.urls import urlpatterns
from tests.bff.pages import FROM_A_PAGE

pytestmark = pytest.mark.django_db

FILLED = {"sessions/<int:pk>": "sessions/999999", "api": "api/movies/", "me": "me/permissions"}
OPEN = {"login", "callback", "backchannel-logout"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def address_of(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    return FILLED.get(
        route[1:].partition("/")[0] if isinstance(pattern.pattern, RegexPattern) else route, route
    )


ADDRESSES = [address_of(pattern) for pattern in urlpatterns]
FOREIGN = [
    {"sec-fetch-site": "same-site"},  # another port of this host
    {"sec-fetch-site": "cross-site", "origin": settings.SITE_URL},
    {"sec-fetch-site": "", "origin": settings.SITE_URL},
    {"origin": "null"},
    {"sec-fetch-site": "same-origin", "x-usher": ""},
]


@pytest.mark.parametrize("address", sorted({*ADDRESSES} - OPEN))
def test_another_site_s_page_gets_nothing_by_any_method(page, address):
    page.log_in()
    for method in METHODS:
        for said in FOREIGN:
            headers = {"x-usher": page.handle, **said}
            answer = page.generic(method, f"/bff/{address}", headers={**headers})
            assert answer.status_code in (403, 405), (method, said, answer.content)
            assert "access-control-allow-origin" not in answer
    assert page.ask().status_code == 200


ENDING = ("logout", "renew")  # The session would be over.
ODD = ["\x00", "\xff" * 9, "\xc3\x28", "x" * 9_000, "=;=;,", "%ff", "%", "../../", "9" * 400, "a\tb"]
PLACES = ["path", "handle", "cookie", "query", "body"]


def test_no_byte_makes_it_fail(page):
    page.log_in()
    cookie = f"{cookies.session_name()}={page.session_cookie.value}"
    client = Client(HTTP_HOST=settings.SITE.netloc)
    for address, method, odd, where in product(ADDRESSES, ("GET", "POST"), ODD, PLACES):
        if address in ENDING and where in ("query", "body"):
            continue
        said = {place: odd if place == where else "" for place in PLACES}
        answer = client.generic(
            method,
            f"/bff/{address}{said['path']}",
            f"logout_token={said['body']}",
            "application/x-www-form-urlencoded",
            QUERY_STRING=said["query"] and f"returnTo={odd}&state={odd}&code={odd}&max_age={odd}&{odd}",
            HTTP_X_USHER=said["handle"] or page.handle,
            HTTP_COOKIE=f"{odd}; {odd}={odd}; {cookie}{odd}" if where == "cookie" else cookie,
            headers=FROM_A_PAGE,
        )
        # 502: no issuer knows this client.
        assert answer.status_code < 500 or answer.status_code == 502, (address, method, where, odd)
    assert page.ask().status_code == 200
