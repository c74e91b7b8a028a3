"""Log out at the client's word: Auth0's /v2/logout and OpenID Connect's /oidc/logout."""

from urllib.parse import urlencode, urlsplit

import jwt
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from oauth2_provider.models import Application

from directory.backends.django import subject_of
from identity.accounts.sign_ins import end_browser
from identity.authorize.return_address import ClientRedirect
from identity.clients.applications import client_of
from identity.keys.id_token_hint import hinted_subject

FOREIGN = "The application wants you sent to an address it has not registered, so you stay here."


@never_cache
@require_safe
def auth0_logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session and send the person to a registered ``returnTo``.

    Like Auth0 it does so at once, by GET: the worst a foreign page can do is to log somebody out.
    """
    return_to = request.GET.get("returnTo", "")
    if return_to and not _registered(return_to, request.GET.get("client_id")):
        return render(request, "identity/refused.html", {"sentence": FOREIGN}, status=400)
    _end(request)
    return ClientRedirect(return_to) if return_to else render(request, "identity/logged_out.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def openid_logout(request: HttpRequest) -> HttpResponse:
    """OpenID Connect RP-Initiated Logout 1.0: at once with a fitting id_token_hint, else after a question."""
    asked = (
        request.POST
        if request.method == "POST" and "post_logout_redirect_uri" in request.POST
        else request.GET
    )
    hint, client_id = asked.get("id_token_hint", ""), asked.get("client_id")
    try:
        hinted = hinted_subject(hint, client_id) if hint else None
    except jwt.InvalidTokenError:
        return render(
            request, "identity/refused.html", {"sentence": "The id_token_hint is not from here."}, status=400
        )
    return_to = asked.get("post_logout_redirect_uri", "")
    if return_to and not _registered(return_to, client_id or _audience(hint)):
        return render(request, "identity/refused.html", {"sentence": FOREIGN}, status=400)
    if (
        isinstance(request.user, User)
        and hinted != subject_of(request.user)
        and "confirmed" not in request.POST
    ):
        return render(request, "identity/logout.html", {"asked": asked.items()})
    _end(request)
    if not return_to:
        return render(request, "identity/logged_out.html")
    state = urlencode({"state": asked["state"]}) if asked.get("state") else ""
    joint = "&" if urlsplit(return_to).query else "?"
    return ClientRedirect(return_to + (joint + state if state else ""))


def _end(request: HttpRequest) -> None:
    end_browser(request)
    logout(request)


def _registered(url: str, client_id: str | None) -> bool:
    """Say whether the address is one of the client's; without a client, of one of the site's own."""
    named = [client_of(client_id)] if client_id else Application.objects.filter(skip_authorization=True)
    return any(url in client.post_logout_redirect_uris.split() for client in named if client)


def _audience(id_token: str) -> str | None:
    if not id_token:
        return None
    return str(jwt.decode(id_token, options={"verify_signature": False}).get("aud"))
