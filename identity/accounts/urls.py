"""The pages under /u/: those of allauth's that are used, and our own. No others are routed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import View

from identity.accounts import views as own


def page(route: str, view: type[View], template: str, name: str) -> URLPattern:
    """Route one of allauth's views with a template of ours, under the name allauth looks it up by."""
    return path(route, never_cache(view.as_view(template_name=f"identity/{template}.html")), name=name)


urlpatterns: list[URLPattern] = [
    page("login/", own.LoginView, "login", "account_login"),
    page("logout/", account.LogoutView, "logout", "account_logout"),
    page("inactive/", account.AccountInactiveView, "inactive", "account_inactive"),
    page("reauthenticate/", account.ReauthenticateView, "reauthenticate", "account_reauthenticate"),
    page("password/change/", own.PasswordChangeView, "password_change", "account_change_password"),
    path("sign-out-everywhere/", own.sign_out_everywhere_page, name="sign_out_everywhere"),
    page("mfa/", mfa.IndexView, "mfa", "mfa_index"),
    page("mfa/authenticate/", mfa.AuthenticateView, "mfa_authenticate", "mfa_authenticate"),
    page("mfa/reauthenticate/", mfa.ReauthenticateView, "mfa_reauthenticate", "mfa_reauthenticate"),
    page("mfa/totp/activate/", totp.ActivateTOTPView, "totp_activate", "mfa_activate_totp"),
    page("mfa/totp/deactivate/", totp.DeactivateTOTPView, "totp_deactivate", "mfa_deactivate_totp"),
    page("mfa/codes/", recovery.ViewRecoveryCodesView, "recovery_codes", "mfa_view_recovery_codes"),
    page(
        "mfa/codes/new/",
        recovery.GenerateRecoveryCodesView,
        "recovery_codes_new",
        "mfa_generate_recovery_codes",
    ),
    path(
        "mfa/codes/download/",
        recovery.DownloadRecoveryCodesView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    page("mfa/passkeys/", webauthn.ListWebAuthnView, "passkeys", "mfa_list_webauthn"),
    page("mfa/passkeys/add/", webauthn.AddWebAuthnView, "passkey_add", "mfa_add_webauthn"),
    page("mfa/passkeys/<int:pk>/edit/", webauthn.EditWebAuthnView, "passkey_edit", "mfa_edit_webauthn"),
    page(
        "mfa/passkeys/<int:pk>/remove/", webauthn.RemoveWebAuthnView, "passkey_remove", "mfa_remove_webauthn"
    ),
    page(
        "mfa/passkeys/reauthenticate/",
        webauthn.ReauthenticateWebAuthnView,
        "passkey_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ),
    path("mfa/passkeys/login/", never_cache(webauthn.LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
]

# Where a link leads by which somebody chooses a password: from a letter, or from who added them.
urlpatterns += [
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(
            account.PasswordResetFromKeyView.as_view(template_name="identity/password_reset_new.html")
        ),
        name="account_reset_password_from_key",
    ),
    page(
        "password/reset/done/",
        account.PasswordResetFromKeyDoneView,
        "password_reset_done",
        "account_reset_password_from_key_done",
    ),
]

# Only where e-mail is configured: a forgotten password is otherwise a manager's business.
reset_pages = [
    page("password/reset/", account.PasswordResetView, "password_reset", "account_reset_password"),
    page(
        "password/reset/sent/",
        account.PasswordResetDoneView,
        "password_reset_sent",
        "account_reset_password_done",
    ),
]

if settings.DEMO:
    urlpatterns.append(path("demo-login/", own.demo_login, name="demo_login"))

if settings.MAIL_SERVER:
    urlpatterns += reset_pages
