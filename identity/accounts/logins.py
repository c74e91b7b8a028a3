"""Who has a way to log in: a password, or a passkey, which needs none."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet


def with_a_login(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of the users who chose a password or have a passkey."""
    no_password = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return users.filter(~no_password | Q(pk__in=passkeys.values("user")))
