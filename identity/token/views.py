"""/oauth/token, /oauth/revoke and /userinfo.

They are exempt from Django's CSRF check: no cookie gives any right here, only the code, the
client's secret or the token in the request itself. Other origins are let in by CORS alone.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from oauth2_provider.models import Grant
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.views.mixins import OAuthLibMixin

from identity.clients.authentication import body_parameters, check_client
from identity.clients.exceptions import TooOften, WrongSecret
from permissions_api.conf import conf
from permissions_api.exceptions import InvalidRequest

TOO_OFTEN = "Too many requests of this kind from this address. Wait {} seconds."
NO_SUCH_CLIENT = "No client has this id and this secret."


class FormOrJson(OAuthLibCore):
    """Hands a request to oauthlib with what of its body means something."""

    def extract_body(self, request: HttpRequest) -> list[tuple[str, str]]:
        return body_parameters(request)


@method_decorator(csrf_exempt, name="dispatch")  # no cookie counts here
@method_decorator(never_cache, name="dispatch")
class Endpoint(OAuthLibMixin, View):
    oauthlib_backend_class = FormOrJson


class ClientEndpoint(Endpoint):
    """An address that clients ask, proving with a secret who they are unless they are public."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        response = self._checked(request)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = _challenge(request)
        return response

    def _checked(self, request: HttpRequest) -> HttpResponse:
        try:
            check_client(request)
        except WrongSecret:
            return _error(HTTPStatus.UNAUTHORIZED, "invalid_client", NO_SUCH_CLIENT)
        except TooOften as error:
            response = _error(HTTPStatus.TOO_MANY_REQUESTS, "slow_down", TOO_OFTEN.format(error.wait))
            response["Retry-After"] = str(error.wait)
            return response
        return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError


class TokenView(ClientEndpoint):
    def answer(self, request: HttpRequest) -> HttpResponse:
        try:
            return _plain(self.create_token_response(request))
        except Grant.DoesNotExist:  # Somebody redeemed the code while this request was being checked.
            return _error(HTTPStatus.BAD_REQUEST, "invalid_grant", "It has been used already.")


class RevokeView(ClientEndpoint):
    def answer(self, request: HttpRequest) -> HttpResponse:
        return _plain(self.create_revocation_response(request))


class UserInfoView(Endpoint):
    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if "access_token" in request.GET:
            # Addresses are written into logs and histories (RFC 9700 section 4.3.2).
            refusal = InvalidRequest("Send the token in the Authorization header, never in the address.")
            response = _error(HTTPStatus.BAD_REQUEST, "invalid_request", refusal.description)
            response["WWW-Authenticate"] = refusal.auth_header
            return response
        return _plain(self.create_userinfo_response(request))

    post = get


def _challenge(request: HttpRequest) -> str:
    """Return what a client that did not prove itself is asked for, as it tried to (RFC 6749 section 5.2).

    For Basic a browser asks its person for a name and a password, so nobody else hears of it.
    """
    scheme, _, _ = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return f'Basic realm="{conf.REALM}", charset="UTF-8"'
    return f'Bearer realm="{conf.REALM}", error="invalid_client"'


def _error(status: HTTPStatus, error: str, description: str) -> HttpResponse:
    return JsonResponse({"error": error, "error_description": description}, status=status)


def _plain(answer: tuple[str | None, dict[str, str], str | None, int]) -> HttpResponse:
    _, headers, body, status = answer
    response = HttpResponse(body or "", status=status, headers=headers)
    if body and body.startswith("{"):
        response["Content-Type"] = "application/json"
    return response
