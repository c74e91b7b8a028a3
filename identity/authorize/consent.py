"""Ask a person what the client of somebody else may do for them, and keep the answer."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.effective_permissions import effective_permissions
from identity.authorize.authorization_request import AuthorizationRequest
from identity.clients.applications import allowed_audiences, is_first_party
from identity.clients.scopes import OPENID_SCOPES, permissions_for
from identity.models import Consent
from identity.token import refresh_overlap
from permissions_api.permission_words import permission_words


def needed(user: User, asked: AuthorizationRequest) -> bool:
    """Say whether this person must be asked: a foreign client, and something not asked before."""
    if is_first_party(asked.address.client):
        return False
    if "consent" in asked.prompt:
        return True
    consent = _of(user, asked)
    return consent is None or not _shown(user, asked) <= set(consent.asked)


def allowed_scopes(user: User, asked: AuthorizationRequest) -> list[str]:
    """Return the scopes the code is good for: all that was asked, less what this person left out."""
    if is_first_party(asked.address.client):
        return list(asked.scopes)
    consent = _of(user, asked)
    return [scope for scope in asked.scopes if consent and scope in consent.allowed]


def remember(user: User, asked: AuthorizationRequest, ticked: list[str]) -> None:
    """Keep the answer. Who agrees at all lets the client know that it is them (``openid``)."""
    before, shown = _of(user, asked), _shown(user, asked)
    other = set(before.allowed) - set(asked.scopes) if before else set()
    allowed = other | ({*ticked, "openid"} & shown)
    Consent.objects.update_or_create(
        user=user,
        application=asked.address.client,
        defaults={
            "asked": sorted({*(before.asked if before else ()), *shown}),
            "allowed": sorted(allowed),
        },
    )


def page(request: HttpRequest, user: User, asked: AuthorizationRequest) -> HttpResponse:
    """Return the page that says in words what the client asks, each of it to be left out."""
    offered = _offered(user, asked)
    words = permission_words()
    back_to = urlsplit(asked.address.redirect_uri)
    context = {
        "client": asked.address.client,
        "person": user,
        "back_to": back_to.netloc or f"{back_to.scheme}:",
        "about_you": [
            (scope, OPENID_SCOPES[scope])
            for scope in asked.scopes
            if scope in OPENID_SCOPES and scope != "openid"
        ],
        "permissions": [(scope, words[scope]) for scope in asked.scopes if scope in offered],
        "not_held": [scope for scope in asked.scopes if scope in words and scope not in offered],
    }
    return render(request, "identity/consent.html", context)


def _shown(user: User, asked: AuthorizationRequest) -> set[str]:
    """Return the scopes that the page asks about; those of rights not held wait until they are."""
    return {scope for scope in asked.scopes if scope in OPENID_SCOPES} | (
        _offered(user, asked) & set(asked.scopes)
    )


def _offered(user: User, asked: AuthorizationRequest) -> set[str]:
    held = effective_permissions(user)
    return {name for audience in _audiences(asked) for name in permissions_for(audience, held)}


def _audiences(asked: AuthorizationRequest) -> Sequence[str]:
    """Return the audiences this login is good for: all of the client's where a refresh may name another."""
    if asked.audience is None:
        return ()
    if refresh_overlap.in_force() and "offline_access" in asked.scopes:
        return allowed_audiences(asked.address.client)
    return (asked.audience,)


def _of(user: User, asked: AuthorizationRequest) -> Consent | None:
    return Consent.objects.filter(user=user, application=asked.address.client).first()
