"""How many statements a request costs, with a token got by login and nothing kept of whom it speaks for."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from identity.clients.registration import Registration, register
from identity.keys import signing_keys
from permissions_api.effective_permissions import forget_effective_permissions
from tests.identity.browser import Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

API = "https://api.usher.example/"
BACK = "https://partner.example/cb"
SCOPE = "openid profile list:movies list:books"
APART = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
APPLICATION, ROWS = "oauth2_provider_application", "movies_movie"


def of_our_own(browser: Browser) -> str:
    return browser.tokens()["access_token"]


def of_somebody_else_s(browser: Browser) -> str:
    register(Registration("P", "partner", [BACK], audiences=[API], public=True, third_party=True))
    query = browser.query("partner", redirect_uri=BACK, scope=SCOPE)
    agreed = browser.post("/u/consent/", {"scope": SCOPE.split(), "allow": "yes"}, query_params=query)
    return browser.redeem(answer(agreed)["code"], "partner", redirect_uri=BACK).json()["access_token"]


def of_a_machine(browser: Browser) -> str:
    _, secret = register(Registration("Robot", "robot", audiences=[API], grants=["list:movies"]))
    body = {"client_id": "robot", "client_secret": secret, "audience": API}
    return browser.post("/oauth/token", {"grant_type": "client_credentials", **body}).json()["access_token"]


@pytest.fixture(params=["live", "hybrid"])
def source(request, conf) -> None:
    conf.PERMISSION_SOURCE = request.param
    conf.DIRECTORY_TTL = 60  # A busy machine may take longer than 0.3 s for one request.


@pytest.fixture(params=[of_our_own, of_somebody_else_s, of_a_machine])
def cost(request, browser_of, source) -> Callable[..., tuple[list[str], HttpResponse]]:
    """Return a function that asks and gives the statements it took, where nobody asked before."""
    token = request.param(browser_of("alfred"))

    def asking(path: str, **headers: str) -> tuple[list[str], HttpResponse]:
        forget_effective_permissions()
        signing_keys.forget_keys()
        signing_keys.published()  # read every five seconds for all tokens together
        with CaptureQueriesContext(connection) as queries:
            response = Browser().get(path, headers={"authorization": f"Bearer {token}", **headers})
        return [query["sql"] for query in queries if not query["sql"].startswith(APART)], response

    return asking


def test_my_permissions_and_that_they_are_unchanged_cost_one_statement(cost):
    statements, response = cost("/me/permissions")
    assert response.status_code == 200
    assert len(statements) == 1, statements
    statements, unchanged = cost("/me/permissions", **{"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    assert len(statements) == 1, statements


def test_my_access_costs_three_statements_at_most(cost):
    statements, response = cost("/me/access")
    assert response.status_code == 200
    assert len(statements) <= 3, statements


def test_a_list_costs_one_statement_beside_its_rows(cost):
    statements, response = cost("/api/movies/")
    assert response.status_code == 200
    assert len(statements) == 2, statements
    assert APPLICATION in statements[0]
    assert ROWS in statements[1]


def test_a_refusal_costs_one_statement(cost):
    statements, response = cost("/api/audit/")
    assert response.status_code == 403
    assert len(statements) == 1, statements


def test_one_who_was_asked_about_a_moment_ago_costs_nothing_more(cost):
    _, response = cost("/api/movies/")
    headers = {"authorization": response.wsgi_request.headers["Authorization"]}
    with CaptureQueriesContext(connection) as queries:
        assert Browser().get("/api/movies/", headers=headers).status_code == 200
    assert [query["sql"] for query in queries if APPLICATION in query["sql"]] == []
