"""How people's accounts work here: allauth's hooks, answered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from identity.accounts.login_limit import LoginAttempt
from permissions_api.addresses import client_address
from resources.encryption import decrypt, encrypt

PURPOSE = "second factors"
# The pages people come to from here are the SPA's, which would never show these.
SILENT_MESSAGES = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "This user name and password do not fit together.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your current password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth would count here; ``authenticate`` does, for all processes together."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password. Raises ValidationError after too many wrong ones."""
        attempt = LoginAttempt(request, credentials.get("username", ""))
        attempt.begin()
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            attempt.succeeded()
        return user

    def is_safe_url(self, url: str) -> bool:
        """Say whether a login may lead there: to this site, not to whatever ALLOWED_HOSTS names too."""
        return url_has_allowed_host_and_scheme(url, {settings.SITE.netloc}, require_https=settings.HTTPS)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Write to the address that is stored, not to one that a database takes for the same."""
        super().send_password_reset_mail(user, user.email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in SILENT_MESSAGES:
            super().add_message(request, level, message_template, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, PURPOSE)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "My passkey" if number == 1 else f"My passkey {number}"

    def get_totp_label(self, user: User) -> str:
        return user.username
