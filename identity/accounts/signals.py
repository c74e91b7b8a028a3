"""Tell the trail of a login, and end what it opened: here at a logout, everywhere when nothing lets in."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import user_logged_out
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import User
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from audit.trail import record
from directory.audited_models import person
from identity.accounts.sign_ins import end_browser, sign_out_everywhere


@receiver(user_logged_in)
def tell_of_login(user: User, **_signal: Any) -> None:
    """By password, passkey or the demo's door, once every step is done."""
    record(settings.AUDIT_LOGIN_ACTION, person(user))


@receiver(user_logged_out)
def end_what_this_browser_opened(request: HttpRequest, **_signal: Any) -> None:
    """By whatever page they log out, the admin's too."""
    end_browser(request)


@receiver(pre_delete, sender=User)
def end_what_somebody_opened_who_is_deleted(instance: User, **_signal: Any) -> None:
    sign_out_everywhere(instance)


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
