"""The forms of the login pages: allauth's, with our words, and counted attempts everywhere."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.models import User
from django.forms import BaseForm, TextInput

from identity.accounts.login_limit import LoginAttempt

PLAIN_TEXT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class _Plain(BaseForm):
    """Without allauth's placeholders, which repeat the label, and its links beside the password."""

    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name != "password1":
                field.help_text = ""


class LoginForm(_Plain, account.LoginForm):
    labels = {"login": "User name", "password": "Password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(PLAIN_TEXT)


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    labels = {"password": "Your password"}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": "Your password now",
        "password1": "New password",
        "password2": "New password, once more",
    }

    def clean_oldpassword(self) -> str:
        """Check it as a login would, so that guessing is slowed down here too."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    labels = {"email": "Your e-mail address"}

    def clean_email(self) -> str:
        """Count every letter, so that nobody's mailbox is filled from here."""
        email: str = self.cleaned_data["email"]
        LoginAttempt(context.request, email).begin()
        # By the address people have now. allauth would also take those they once had, which it keeps.
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password, once more"}


class _CountedCode(_Plain):
    """A code has six digits: without a limit it is guessed in an afternoon."""

    labels = {"code": "Code from your app, or a recovery code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.fields["code"].widget, TextInput)
        self.fields["code"].widget.attrs.update({**PLAIN_TEXT, "inputmode": "text"})

    def clean_code(self) -> str:
        attempt = LoginAttempt(context.request, self.user.username)  # type: ignore[attr-defined]  # the form's
        attempt.begin()
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        attempt.succeeded()
        return code


class AuthenticatorAppForm(_Plain, totp.ActivateTOTPForm):
    labels = {"code": "Code from the app"}


class PasskeyForm(_Plain, webauthn.AddWebAuthnForm):
    labels = {"name": "Name", "passwordless": "Let me log in with it alone, without my password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class SecondFactorForm(_CountedCode, mfa.AuthenticateForm):
    pass


class SecondFactorAgainForm(_CountedCode, mfa.ReauthenticateForm):
    pass
