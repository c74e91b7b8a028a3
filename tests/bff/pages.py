"""A browser that shows a page of this site, as far as the server can tell it from a real one."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from bff.cookies import session_name
from permissions_api.conf import conf

FROM_A_PAGE = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
BY_A_LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


class Page(Client):
    """``handle`` is what the page last heard of its session; it is sent with whatever the page asks."""

    def __init__(self) -> None:
        super().__init__(HTTP_HOST=settings.SITE.netloc)
        self.handle = "1"

    def ask(self, path: str = "/bff/session", method: str = "GET", **headers: str | None) -> HttpResponse:
        """Ask in the background. A keyword changes a header, None leaves it out."""
        said = {**FROM_A_PAGE, "x-usher": self.handle}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[misc]
        answer = self.generic(method, path, headers={name: each for name, each in said.items() if each})
        return answer

    def go(self, path: str, **query: str) -> HttpResponse:
        """Go to an address, from wherever."""
        return self.get(path, query, headers=BY_A_LINK)

    def begin(self, return_to: str = "/movies", **more: str) -> dict[str, str]:
        """Begin a login and return what is asked at the issuer."""
        return query_of(self.go("/bff/login", returnTo=return_to, **more))

    def come_back(self, state: str, code: str = "a-code", **more: str) -> HttpResponse:
        return self.go("/bff/callback", **{"state": state, "code": code, "iss": conf.ISSUER, **more})

    def log_in(self, **more: str) -> HttpResponse:
        """Log in as whomever the tests' issuer says, and learn of the session."""
        answer = self.come_back(self.begin(**more)["state"])
        self.handle = self.ask(x_usher="1").json().get("handle", "")
        return answer

    @property
    def session_cookie(self) -> Any:
        return self.cookies[session_name()]


def query_of(answer: HttpResponse) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def failure_of(answer: HttpResponse) -> str:
    """Return why a login came to nothing, which the SPA's page is told."""
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{settings.SITE_URL}/callback?")
    return query_of(answer)["error"]
