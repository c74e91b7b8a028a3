"""The links by which somebody chooses a password: from a letter, or from who added them."""

from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator


class PasswordLinks(PasswordResetTokenGenerator):
    """Good once, until the password or the e-mail address changes, and for the active alone.

    Django's own would let somebody set a password for when the account is opened again.
    """

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)
