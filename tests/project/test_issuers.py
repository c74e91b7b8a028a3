"""Pages of a site whose issuer is none that was known beforehand."""

import pytest
from django.test import Client

from project import api_docs, spa
from tests import issuer as faults

JSON = {"accept": "application/vnd.oai.openapi+json"}


@pytest.fixture
def site(generic_issuer, settings):
    settings.EMBEDDED = False
    generic_issuer.document = {
        "authorization_endpoint": "https://login.example/auth",
        "token_endpoint": "https://tokens.example:8443/token",
        "userinfo_endpoint": "https://tokens.example:8443/me",
        "registration_endpoint": "https://never.example/reg",
    }
    return generic_issuer


def directives(address: str) -> dict[str, list[str]]:
    answer = Client(headers={"Host": "localhost:8000"}).get(address)
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("page", ["/", "/api/docs/"])
def test_a_page_reaches_the_issuer_s_endpoints_on_whatever_host_they_are(site, monkeypatch, page):
    monkeypatch.setattr(spa, "_index", lambda language: "<!DOCTYPE html>")
    policy = directives(page)
    assert policy["connect-src"][-1] == "https://tokens.example:8443"
    assert policy["frame-src"][-1] == "https://login.example"
    assert "never.example" not in str(policy)
    assert policy["script-src"][0] == "'self'"


def test_a_page_is_answered_while_the_issuer_is_down(site):
    site.stop()
    policy = directives("/api/docs/")
    assert "login.example" not in str(policy)


def test_the_document_of_the_apis_is_made_anew_until_the_issuer_could_be_asked(site, conf):
    conf.JWKS_COOLDOWN = 0
    api_docs._documents.clear()
    try:
        site.discovery = faults.status(500)
        assert b'"openIdConnect"' in Client().get("/api/schema/", headers=JSON).content
        site.discovery = site.say_where
        assert b"https://login.example/auth?resource=" in Client().get("/api/schema/", headers=JSON).content
    finally:
        api_docs._documents.clear()
