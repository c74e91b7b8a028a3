"""What people allow the clients of others to do for them."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.django import effective_permissions
from identity.authorization import AuthorizationRequest
from identity.clients import is_first_party
from identity.models import Consent
from identity.scopes import OPENID_SCOPES, permission_words
from identity.tokens import permissions_for


def needed(user: User, asked: AuthorizationRequest) -> bool:
    """Say whether this person must be asked: a foreign client, and something not asked before."""
    if is_first_party(asked.address.client):
        return False
    if "consent" in asked.prompt:
        return True
    consent = _of(user, asked)
    return consent is None or not set(asked.scopes) <= set(consent.asked)


def allowed_scopes(user: User, asked: AuthorizationRequest) -> list[str]:
    """Return the scopes the code is good for: all that was asked, less what this person left out."""
    if is_first_party(asked.address.client):
        return list(asked.scopes)
    consent = _of(user, asked)
    return [scope for scope in asked.scopes if consent and scope in consent.allowed]


def remember(user: User, asked: AuthorizationRequest, ticked: list[str]) -> None:
    """Keep the answer. Who agrees at all lets the client know that it is them (``openid``)."""
    before = _of(user, asked)
    other = set(before.allowed) - set(asked.scopes) if before else set()
    allowed = other | ({*ticked, "openid"} & set(asked.scopes))
    Consent.objects.update_or_create(
        user=user,
        application=asked.address.client,
        defaults={
            "asked": sorted({*(before.asked if before else ()), *asked.scopes}),
            "allowed": sorted(allowed),
        },
    )


def page(request: HttpRequest, user: User, asked: AuthorizationRequest) -> HttpResponse:
    """Return the page that says in words what the client asks, each of it to be left out."""
    held = effective_permissions(user)
    offered = set(permissions_for(asked.audience, held)) if asked.audience else set()
    words = permission_words()
    context = {
        "client": asked.address.client,
        "person": user,
        "about_you": [
            (scope, OPENID_SCOPES[scope])
            for scope in asked.scopes
            if scope in OPENID_SCOPES and scope != "openid"
        ],
        "permissions": [(scope, words[scope]) for scope in asked.scopes if scope in offered],
        "not_held": [scope for scope in asked.scopes if scope in words and scope not in offered],
    }
    return render(request, "identity/consent.html", context)


def _of(user: User, asked: AuthorizationRequest) -> Consent | None:
    return Consent.objects.filter(user=user, application=asked.address.client).first()
