"""How people's accounts work here: allauth's hooks, answered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from identity.accounts.login_limit import LoginAttempt
from permissions_api.addresses import client_address
from resources.encryption import decrypt, encrypt

PURPOSE = "second factors"
# What allauth tells after a change, in our words. What it tells besides is not shown: the pages people come
# to from a login or logout are the SPA's, which would never show it.
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("You log in without your authenticator app now."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("Your passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
}
# How else somebody proves that it is them, by allauth's ids.
PROOFS = {
    "reauthenticate": _("Use your password instead"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code, instead"),
    "mfa_reauthenticate:webauthn": _("Use a passkey instead"),
}
# What browsers say of themselves, and are called; the first that fits, for most name others too. The app's
# browserInWords.ts does the same.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrom": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This user name and password do not fit together."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your current password."),
        "account_inactive": _("This account is deactivated. A manager of this site can activate it again."),
        "invalid_password_reset": _("This link does not work any more."),
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
        if words := MESSAGES.get(message_template or "", kwargs.get("message")):
            super().add_message(request, level, message=str(words))

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        return [
            {**method, "description": PROOFS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Type the one that your app shows now."),
        "cannot_delete_authenticator": _("You cannot turn this off while another way to log in rests on it."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, PURPOSE)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return what tells it from others later, for whoever types no name: the browser it is added in."""
        agent = context.request.headers.get("User-Agent", "")
        browser, system = (
            next((name for mark, name in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS)
        )
        if not (browser and system):
            return gettext("My passkey")
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}

    def get_totp_label(self, user: User) -> str:
        return user.username
