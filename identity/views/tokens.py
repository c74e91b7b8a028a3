"""/oauth/token, /oauth/revoke and /userinfo.

They are exempt from Django's CSRF check: no cookie gives any right here, only the code, the
client's secret or the token in the request itself. Other origins are let in by CORS alone.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from oauth2_provider.models import Grant
from oauth2_provider.views.mixins import OAuthLibMixin

from identity.backend import basic_credentials, body_parameters
from identity.clients import client_of
from resources.addresses import client_address
from resources.audiences import through_gateway
from resources.rates import give_back, spend

TOO_OFTEN = "Too many token requests from this client and address. Wait {} seconds."


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class TokenView(OAuthLibMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        client_id, secret = _named_client(request)
        wait = spend(_scope(client_id), client_address(request), settings.TOKEN_RATE)
        if wait:
            error = {"error": "slow_down", "error_description": TOO_OFTEN.format(wait)}
            return JsonResponse(error, status=429, headers={"Retry-After": str(wait)})
        try:
            response = _plain(self.create_token_response(request))
            if _is_gateway(client_id, secret):
                give_back(_scope(client_id), client_address(request), settings.TOKEN_RATE)
            return response
        except Grant.DoesNotExist:  # Somebody redeemed the code while this request was being checked.
            error = {"error": "invalid_grant", "error_description": "It has been used already."}
            return JsonResponse(error, status=400)


@method_decorator(csrf_exempt, name="dispatch")
class RevokeView(OAuthLibMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        return _plain(self.create_revocation_response(request))


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class UserInfoView(OAuthLibMixin, View):
    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return _plain(self.create_userinfo_response(request))

    post = get


def _named_client(request: HttpRequest) -> tuple[str, str]:
    body = dict(body_parameters(request))
    client_id, secret = basic_credentials(request)
    return body.get("client_id") or client_id, body.get("client_secret") or secret


def _scope(client_id: str) -> str:
    """Return under what a request is counted, beside its address: its client where there is one."""
    return f"token {client_id}"[:80] if client_of(client_id) else "token"


def _is_gateway(client_id: str, secret: str) -> bool:
    """Say whether this is proven to be the gateway, which asks for thousands of people and is not counted.

    What it is refused is not counted either: else one person whose token is not taken any more could use up
    everybody's. Wrong secrets are counted.
    """
    named = through_gateway() and client_id == settings.GATEWAY_CLIENT_ID
    return named and constant_time_compare(secret, settings.GATEWAY_CLIENT_SECRET)


def _plain(answer: tuple[str | None, dict[str, str], str | None, int]) -> HttpResponse:
    _, headers, body, status = answer
    response = HttpResponse(body or "", status=status, headers=headers)
    if body and body.startswith("{") and not isinstance(json.loads(body), str):
        response["Content-Type"] = "application/json"
    return response
