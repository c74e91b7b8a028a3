"""Who has a way to log in, a password or a passkey, which needs none; and who has a second factor."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet


def with_a_login(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of the users who chose a password or have a passkey."""
    no_password = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return users.filter(~no_password | Q(pk__in=passkeys.values("user")))


def has_second_factor(user: User) -> bool:
    """Say whether somebody has an authenticator app or a passkey; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: bool = Authenticator.objects.filter(user=user, type__in=kinds).exists()
    return found
