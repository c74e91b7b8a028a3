"""What happens by itself: tokens are revoked, other origins let in, the site's clients kept up to date."""

import re
from typing import Any

from corsheaders.signals import check_request_enabled
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from oauth2_provider.models import Application

from identity.accounts.sign_ins import sign_out_everywhere
from identity.clients import hashers
from identity.clients.applications import ensure_first_party_clients, is_registered_origin
from identity.clients.secret_cache import stored_secrets


@receiver(post_save, sender=User)
def end_what_an_old_password_opened(instance: User, created: bool, **_signal: Any) -> None:
    """Sign a person out everywhere when they are deactivated or their password changes, by whatever way.

    ``_password`` is set by ``set_password`` until the row is saved; a hash that is merely
    renewed at login leaves it None.
    """
    if not created and (not instance.is_active or getattr(instance, "_password", None) is not None):
        sign_out_everywhere(instance)


@receiver(pre_save, sender=User)
def end_what_a_password_opened_that_is_taken_away(instance: User, **_signal: Any) -> None:
    """Likewise where the admin takes the password away, which leaves ``_password`` as it was."""
    if instance.pk is None or instance.has_usable_password():
        return
    stored = User.objects.filter(pk=instance.pk).values_list("password", flat=True).first()
    if stored is not None and is_password_usable(stored):
        sign_out_everywhere(instance)


@receiver(pre_save, sender=Application)
def refuse_a_secret_that_can_be_guessed(instance: Application, **_signal: Any) -> None:
    """By whatever way a client is stored. Raises ValidationError."""
    confidential = instance.client_type == Application.CLIENT_CONFIDENTIAL
    if confidential and hashers.is_guessable(instance.client_secret):
        raise ValidationError(
            f"A client's secret has at least {hashers.LEAST_CHARACTERS} characters; use a random one."
        )


@receiver([post_save, post_delete], sender=Application)
def forget_stored_secrets(**_signal: Any) -> None:
    stored_secrets.forget()


@receiver(check_request_enabled)
def let_registered_origins_in(request: HttpRequest, **_signal: Any) -> bool:
    """Answer CORS. A yes would open any path, whatever the settings say, so the path is looked at here."""
    origin = request.headers.get("Origin", "")
    if origin == settings.SITE_URL or not re.match(settings.CORS_URLS_REGEX, request.path_info):
        return False
    return is_registered_origin(origin)


@receiver(post_migrate)
def keep_first_party_clients(sender: Any, **_signal: Any) -> None:
    if sender.name == "identity":
        ensure_first_party_clients()
