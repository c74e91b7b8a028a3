"""The login page, and the demo's one-click login."""

from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from directory.demo import PEOPLE
from identity.accounts.login_limit import TOO_OFTEN


class LoginView(account.LoginView):
    template_name = "identity/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_people": PEOPLE if settings.DEMO else ()}

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        for error in form.errors.get_json_data().get("__all__", []):
            if error["code"] == TOO_OFTEN:
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


@never_cache
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in one of the demo's people without a password. Routed only where DEMO is on."""
    name = request.POST.get("person")
    if name not in {person.username for person in PEOPLE}:
        return HttpResponseBadRequest("Only the people of the demo come in here.")
    user = get_object_or_404(User, username=name)
    record_authentication(request, user, method="demo")
    login = Login(user=user, redirect_url=get_next_redirect_url(request))
    response: HttpResponse = perform_login(request, login)
    return response
