"""Let somebody new choose their first password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from directory.backends.django import user_of


def invitation_link(subject: str) -> str:
    """Return an address that works until a password is set with it, for PASSWORD_RESET_TIMEOUT at most."""
    user = user_of(subject)
    assert user is not None
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=parts)}"
