"""The links by which somebody chooses a password: from a letter, or from who added them."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from directory.subjects import user_of


class PasswordLinks(PasswordResetTokenGenerator):
    """Good once, until the password or the e-mail address changes, and for the active alone.

    Django's own would let somebody set a password for when the account is opened again.
    """

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)


def invitation_link(subject: str) -> str:
    """Return an address that works until a password is set with it, for PASSWORD_RESET_TIMEOUT at most."""
    user = user_of(subject)
    assert user is not None
    parts = {"uidb36": user_pk_to_url_str(user), "key": PasswordLinks().make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=parts)}"
