"""What every page of the provider has: headers that keep it from being framed, kept or scripted."""

import re

import pytest

from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

PAGES = [
    "/u/login/",
    "/u/logout/",
    "/u/inactive/",
    "/u/reauthenticate/",
    "/u/password/change/",
    "/u/sign-out-everywhere/",
    "/u/mfa/",
    "/u/mfa/passkeys/",
    "/v2/logout?returnTo=https://evil.example/",
    "/authorize",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_headers_that_keep_it_safe(browser_of, path):
    browser = Browser() if path == "/u/login/" else browser_of("robin")
    response = browser.get(path)
    assert response.status_code in (200, 400)
    assert b"Usher</title>" in response.content
    policy = response["Content-Security-Policy"]
    for directive in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "default-src 'self'"):
        assert directive in policy
    assert "unsafe" not in policy
    # Chrome holds form-action against every redirect after a form, and clients live elsewhere.
    assert "form-action" not in policy
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_scripts_or_styles_in_line(browser_of, path):
    browser = Browser() if path == "/u/login/" else browser_of("robin")
    page = browser.get(path).content.decode()
    assert "<style" not in page
    assert not re.search(r"\son\w+=|\sstyle=", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or "application/json" in attributes


@pytest.mark.parametrize(
    "path", ["/u/mfa/", "/u/password/change/", "/u/mfa/codes/", "/u/sign-out-everywhere/"]
)
def test_pages_about_an_account_send_strangers_to_login(browser, path):
    assert browser.get(path)["Location"].startswith("/u/login/?next=")


def test_password_reset_is_not_offered_without_e_mail(browser):
    assert b"Forgotten" not in browser.get("/u/login/").content
