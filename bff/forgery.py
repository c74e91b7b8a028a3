"""Refuse what another site, or another host's page, makes a browser ask here.

The cookie says which browser it is. These say that a page of this site asks by it: a header that no
form can send, and what a browser itself says of where a request comes from (RFC 10017 section 6.1.3.3).
"""

from django.conf import settings
from django.http import HttpRequest

from bff.exceptions import ForeignRequest, WrongHost

HEADER, VARIABLE = "X-Usher", "HTTP_X_USHER"
UNKNOWN = "1"  # what the header holds where the page does not know its session yet
READING = ("GET", "HEAD")


def check_host(request: HttpRequest) -> None:
    """Raise WrongHost unless the site is asked by the name that its cookies and addresses are for."""
    if request.META.get("HTTP_HOST") != settings.SITE.netloc:
        raise WrongHost(settings.SITE_URL)


def check_page(request: HttpRequest, *, handle_needed: bool = True) -> None:
    """Raise ForeignRequest unless a page of this site sent the request, with X-Usher; or WrongHost."""
    check_host(request)
    if not _is_same_origin(request):
        raise ForeignRequest()
    handle = request.META.get(VARIABLE, "")
    if not handle or (handle_needed and handle == UNKNOWN):
        raise ForeignRequest(f"Send {HEADER} with the handle that /bff/session gave.")


def check_navigation(request: HttpRequest) -> None:
    """Raise ForeignRequest for what is no page that the browser goes to, where it says so; or WrongHost."""
    check_host(request)
    mode, destination = (request.META.get(f"HTTP_SEC_FETCH_{name}") for name in ("MODE", "DEST"))
    if mode not in (None, "navigate") or destination not in (None, "document"):
        raise ForeignRequest("This address is one to go to, and not to ask in the background or in a frame.")


def _is_same_origin(request: HttpRequest) -> bool:
    site: str | None = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site == "same-origin"
    # Browsers leave it out on plain http beyond this machine, and old ones everywhere.
    origin: str | None = request.META.get("HTTP_ORIGIN")
    return request.method in READING if origin is None else origin == str(settings.SITE_URL)
