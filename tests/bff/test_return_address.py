"""A login leads to a page of this site, whatever its link says."""

import pytest
from django.conf import settings as configured

from bff.return_address import return_address

HOME = f"{configured.SITE_URL}/"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/movies",
        "/movies/",
        "/movies/1",
        "/movies?search=bat%20man&year=1989&next=//x",
        "/users/usher%7C1",
        "/books?author=Br%C3%B6nte&q=a+b",
        "/how-it-works",
    ],
)
def test_a_page_is_gone_back_to(path):
    assert return_address(path) == configured.SITE_URL + path


@pytest.mark.parametrize(
    "asked",
    [
        *("", "movies", "?a=b", "#a", "javascript:alert(1)", "data:text/html,x", "https:evil.example"),
        *("https://evil.example", "https://evil.example/movies", "http:/evil.example"),
        *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example"),
        *("http:\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example"),
        *(" //evil.example", "/\x00/evil.example", "/%2f/evil.example", "/%2Fevil.example"),
        *("/%5cevil.example", "/%252fevil.example", "/%09/evil.example", "/movies//evil.example"),
        *("/movies/..//evil.example", "/./evil.example", "/%2e%2e/evil.example", "/.//evil.example"),
        *("/movies/..", "//user:pass@evil.example", f"{configured.SITE_URL}@evil.example"),
        *("//evil.example\\@localhost:8000", "/\u2215evil.example", "/\uff0fevil.example"),
        *("\uff0f\uff0fevil.example", "/movies\r\nSet-Cookie: a=b", "/movies%0d%0aSet-Cookie:a=b"),
        *("/movies?a=\\", "/movies?a=\r\n", "/movies?a=é", "/movies#//evil.example"),
        *("/" + "a" * 700, "//", "/%", "/%zz%2f"),
    ],
)
def test_another_host_is_not_in_any_spelling(asked):
    assert return_address(asked) == HOME


@pytest.mark.parametrize(
    "asked",
    [
        *("/bff/login", "/bff/callback?code=a&state=b", "/bff/logout", "/b%66f/login"),
        *("/authorize?client_id=usher-bff", "/oauth/token", "/oidc/logout", "/v2/logout?returnTo=x"),
        *("/u/login/", "/u/logout/", "/u/sign-out-everywhere/", "/admin/", "/admin/logout/"),
        *("/api/movies/", "/me/permissions", "/gateway/movies/", "/api/docs/", "/config.json", "/healthz"),
        *("/callback", "/callback?error=x", "/callback?code=a&state=b"),
    ],
)
def test_what_is_no_page_of_the_app_is_not_gone_to(asked):
    assert return_address(asked) == HOME
