"""Log in, be known to the page, and log out: the whole way at the embedded provider."""

import pytest
from django.conf import settings

from bff.models import Session
from tests.bff.pages import Page, query_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tokens_at_the_server, people) -> Page:
    from identity.clients.first_party import ensure_first_party_clients

    ensure_first_party_clients()
    return Page()


def test_a_login_at_the_provider_is_a_session_here_without_a_token_in_the_browser(page):
    from directory.demo import PASSWORD

    asked = page.go("/bff/login", returnTo="/movies?search=bat")
    login = page.get(asked["Location"])
    page.post(login["Location"], {"login": "robin", "password": PASSWORD})
    code = page.get(asked["Location"])
    callback = page.get(code["Location"])
    assert (callback.status_code, callback["Location"]) == (303, f"{settings.SITE_URL}/movies?search=bat")

    said = page.ask().json()
    assert said["id_claims"]["name"] == "Robin"
    assert [token["audience"] for token in said["tokens"]] == ["https://api.usher.example/"]
    assert "list:movies" in said["tokens"][0]["claims"]["permissions"]
    assert Session.objects.get().handle == said["handle"]

    page.handle = said["handle"]
    logout = page.ask("/bff/logout", "POST")
    assert logout.status_code == 200, logout.content
    assert query_of({"Location": logout.json()["logout_url"]})["client_id"] == "usher-bff"
    assert not Session.objects.exists()
    assert page.ask().json()["code"] == "session_ended"
