"""The pages about one's own account that are not allauth's as they are."""

from typing import Any

from allauth.account import views as account
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from identity.accounts.sign_ins import end_browser, sign_out_everywhere


class LogoutView(account.LogoutView):
    template_name = "identity/logout.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        end_browser(self.request)
        response: HttpResponse = super().post(*args, **kwargs)
        return response


class PasswordChangeView(account.PasswordChangeView):
    template_name = "identity/password_change.html"

    def get_default_success_url(self) -> str:
        return str(reverse_lazy("mfa_index"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign this person out of every browser and application, after a question."""
    if request.method != "POST":
        return render(request, "identity/sign_out_everywhere.html")
    assert isinstance(request.user, User)
    sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return HttpResponseRedirect(reverse_lazy("account_login"))
