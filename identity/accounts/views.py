"""Log in, change what lets you in, log out: on our pages, and at a client's word."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from oauth2_provider.models import Application

from directory.demo import PEOPLE
from directory.subjects import subject_of
from identity.accounts.login_limit import TOO_OFTEN
from identity.accounts.sign_ins import BROWSER, sign_out_everywhere
from identity.clients.applications import ClientRedirect, client_of
from identity.keys.id_token_hint import hinted_subject

FOREIGN = gettext_lazy(
    "The application wants you sent to an address it has not registered, so you stay here."
)


class LoginView(account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "demo_people": PEOPLE if settings.DEMO else (),
            "app": _asking_application(get_next_redirect_url(self.request) or ""),
        }

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        for error in form.errors.get_json_data().get("__all__", []):
            if error["code"] == TOO_OFTEN:
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


@never_cache
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in one of the demo's people without a password. Routed only where DEMO is on."""
    name = request.POST.get("person")
    if name not in {person.username for person in PEOPLE}:
        return HttpResponseBadRequest(gettext("Only the people of the demo come in here."))
    user = get_object_or_404(User, username=name)
    record_authentication(request, user, method="demo")
    login = Login(user=user, redirect_url=get_next_redirect_url(request))
    response: HttpResponse = perform_login(request, login)
    return response


class PasswordChangeView(account.PasswordChangeView):
    def get_default_success_url(self) -> str:
        return str(reverse_lazy("mfa_index"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_everywhere_page(request: HttpRequest) -> HttpResponse:
    """Sign this person out of every browser and application, after a question."""
    if request.method != "POST":
        return render(request, "identity/sign_out_everywhere.html")
    assert isinstance(request.user, User)
    sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, gettext("You are signed out everywhere."))
    return HttpResponseRedirect(reverse_lazy("account_login"))


@never_cache
@require_safe
def auth0_logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session and send the person to a registered ``returnTo``.

    Like Auth0 it does so at once, by GET: the worst a foreign page can do is to log somebody out.
    """
    return_to = request.GET.get("returnTo", "")
    if return_to and not _registered(return_to, request.GET.get("client_id")):
        return render(request, "identity/refused.html", {"sentence": FOREIGN}, status=400)
    logout(request)
    return ClientRedirect(return_to) if return_to else render(request, "identity/logged_out.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def openid_logout(request: HttpRequest) -> HttpResponse:
    """OpenID Connect RP-Initiated Logout 1.0: at once with a fitting hint, else after a question.

    A hint is the person's ID token or, in ``logout_hint``, the ``sid`` of this browser's.
    """
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
            request,
            "identity/refused.html",
            {"sentence": gettext("The id_token_hint is not from here.")},
            status=400,
        )
    return_to = asked.get("post_logout_redirect_uri", "")
    if return_to and not _registered(return_to, client_id or _audience(hint)):
        return render(request, "identity/refused.html", {"sentence": FOREIGN}, status=400)
    if (
        isinstance(request.user, User)
        and hinted != subject_of(request.user)
        and not _is_this_browser(request, asked.get("logout_hint", ""))
        and "confirmed" not in request.POST
    ):
        return render(request, "identity/logout.html", {"asked": asked.items()})
    logout(request)
    if not return_to:
        return render(request, "identity/logged_out.html")
    state = urlencode({"state": asked["state"]}) if asked.get("state") else ""
    joint = "&" if urlsplit(return_to).query else "?"
    return ClientRedirect(return_to + (joint + state if state else ""))


def _asking_application(way_on: str) -> str:
    """Return the name of the application that this login leads back to, "" where it is none's."""
    parts = urlsplit(way_on)
    client = (
        client_of(parse_qs(parts.query).get("client_id", [""])[0])
        if parts.path == reverse("authorize")
        else None
    )
    return str(client.name or client.client_id) if client else ""


def _is_this_browser(request: HttpRequest, sid: str) -> bool:
    """Say whether this names the session of this browser, as its ID tokens do."""
    return bool(sid) and constant_time_compare(sid, request.session.get(BROWSER, ""))


def _registered(url: str, client_id: str | None) -> bool:
    """Say whether the address is one of the client's; without a client, of one of the site's own."""
    named = [client_of(client_id)] if client_id else Application.objects.filter(skip_authorization=True)
    return any(url in client.post_logout_redirect_uris.split() for client in named if client)


def _audience(id_token: str) -> str | None:
    if not id_token:
        return None
    return str(jwt.decode(id_token, options={"verify_signature": False}).get("aud"))
