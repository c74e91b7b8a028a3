"""Keep the site's own clients up to date, refuse weak secrets, let registered origins in."""

import re
from typing import Any

from corsheaders.signals import check_request_enabled
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from oauth2_provider.models import Application

from identity.backchannel.messages import tell_removed_client
from identity.clients import hashers, page_clients
from identity.clients.applications import origin_of
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.secret_cache import secret_hashes
from permissions_api.routes import is_api


@receiver(pre_save, sender=Application)
def refuse_a_secret_that_can_be_guessed(instance: Application, **_signal: Any) -> None:
    """By whatever way a client is stored. Raises ValidationError."""
    confidential = instance.client_type == Application.CLIENT_CONFIDENTIAL
    if confidential and hashers.is_guessable(instance.client_secret):
        raise ValidationError(
            f"A client's secret has at least {hashers.LEAST_CHARACTERS} characters; use a random one."
        )


@receiver(pre_save, sender=Application)
def refuse_a_token_for_a_page(instance: Application, **_signal: Any) -> None:
    """By whatever way a client is stored. Raises ValidationError."""
    if why := page_clients.refusal(instance.client_type, instance.redirect_uris.split()):
        raise ValidationError(why)


@receiver(pre_delete, sender=Application)
def tell_a_removed_client(instance: Application, **_signal: Any) -> None:
    """By whatever way it is removed."""
    tell_removed_client(instance)


@receiver([post_save, post_delete], sender=Application)
def forget_secret_hashes(**_signal: Any) -> None:
    secret_hashes.forget()


@receiver(check_request_enabled)
def let_registered_origins_in(request: HttpRequest, **_signal: Any) -> bool:
    """Answer CORS. A yes would open any path, whatever the settings say, so the path is looked at here."""
    origin = request.headers.get("Origin", "")
    opened = re.match(settings.CORS_URLS_REGEX, request.path_info) or is_api(request.path_info)
    if not origin or origin == settings.SITE_URL or not opened:
        return False
    try:
        return _is_registered(origin)
    except DatabaseError:  # What is asked for says so.
        return False


@receiver(post_migrate)
def keep_first_party_clients(sender: Any, **_signal: Any) -> None:
    if sender.name == "identity":
        ensure_first_party_clients()


def _is_registered(origin: str) -> bool:
    """Say whether a public client has a redirect address on this origin."""
    public = Application.objects.filter(
        client_type=Application.CLIENT_PUBLIC, authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE
    ).values_list("redirect_uris", flat=True)
    return any(origin == origin_of(uri) for uris in public for uri in uris.split())
