"""The forms of the login pages: allauth's, with our words, and counted attempts everywhere."""

from textwrap import wrap
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.conf import settings
from django.contrib.auth.models import User
from django.forms import BaseForm, TextInput
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.passwords import RULES, in_our_words
from identity.accounts.login_limit import CodeAttempt, LoginAttempt
from resources.rate_limits import leases

TOTP_LIFE = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds a code is good
PLAIN_TEXT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class _Plain(BaseForm):
    """Without allauth's placeholders, which repeat the label, and its links beside the password.

    The first field has the focus: every page of these asks for one thing.
    """

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = RULES if name == "password1" else ""
        for name in self.in_focus():
            self.fields[name].widget.attrs["autofocus"] = True

    def in_focus(self) -> list[str]:
        return [field.name for field in self.visible_fields()[:1]]


class LoginForm(_Plain, account.LoginForm):
    labels = {"login": _("User name"), "password": _("Password")}

    def in_focus(self) -> list[str]:
        """In the demo the four people come first; to whom it was refused, the password they typed."""
        if self.is_bound:
            return ["password" if self.data.get("login") else "login"]
        return [] if settings.DEMO else ["login"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(PLAIN_TEXT)


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    labels = {"password": _("Your password")}


class _TwoPasswords(_Plain):
    """What is wrong with a new password, in our words."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password2" and isinstance(error, str | Promise):
            error = _("The two differ. Type the same one twice.")
        elif field == "password1":
            error = in_our_words(error)
        super().add_error(field, error)


class ChangePasswordForm(_TwoPasswords, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def clean_oldpassword(self) -> str:
        """Check it as a login would, so that guessing is slowed down here too."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    labels = {"email": _("Your e-mail address")}

    def clean_email(self) -> str:
        """Count every letter, so that nobody's mailbox is filled from here."""
        email: str = self.cleaned_data["email"]
        LoginAttempt(context.request, email).begin()
        # By the address people have now. allauth would also take those they once had, which it keeps.
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


class NewPasswordForm(_TwoPasswords, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class _CountedCode(_Plain):
    """A code has six digits: without a limit it is guessed in an afternoon."""

    labels = {"code": _("Code from your app, or a recovery code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.fields["code"].widget, TextInput)
        self.fields["code"].widget.attrs.update({**PLAIN_TEXT, "inputmode": "text"})

    def clean_code(self) -> str:
        attempt = CodeAttempt(context.request, self.user.username)  # type: ignore[attr-defined]  # the form's
        attempt.begin()
        # Apps and our pages show a code in groups.
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        # allauth remembers used codes in a cache of this process alone.
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]  # the form's
        used = f"code {authenticator.pk} {normalize_user_code(code)}"
        if authenticator.type == Authenticator.Type.TOTP and not leases.hold(used, TOTP_LIFE):
            raise get_mfa_adapter().validation_error("incorrect_code")
        attempt.succeeded()
        return code


class AuthenticatorAppForm(_Plain, totp.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}

    @property
    def secret_groups(self) -> list[str]:
        """The secret in pieces that one can type without losing one's place."""
        return wrap(self.secret, 4)


class PasskeyForm(_Plain, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Let me log in with it alone, without my password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class SecondFactorForm(_CountedCode, mfa.AuthenticateForm):
    pass


class SecondFactorAgainForm(_CountedCode, mfa.ReauthenticateForm):
    pass
