"""GET /bff/login and /bff/callback: to the issuer and back, by navigations alone."""

import logging
import re
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from bff import cookies, issuer, sessions
from bff.cookies import Login
from bff.exceptions import LoginFailed, TokensUnavailable
from bff.forgery import check_navigation
from bff.login import answered_login, authorization_address, check_age, code_of, new_login
from bff.rates import LoginRate
from bff.return_address import return_address
from bff.token_set import seal
from bff.views import BffView
from permissions_api.exceptions import KeysUnavailable
from permissions_api.problem_details import MEDIA_TYPE
from permissions_api.schema import ProblemSerializer

log = logging.getLogger("usher.bff")

NOT_GONE_TO = {
    (403, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, "It is asked in the background, or in a frame.")
}


class SeeOther(HttpResponseRedirect):
    """303: go there by GET."""

    status_code = HTTPStatus.SEE_OTHER


class Navigation(BffView):
    """A view that a browser goes to. What goes wrong is told by the SPA's page."""

    throttle_classes = [LoginRate]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_navigation(request)


class LoginView(Navigation):
    """The way to a login."""

    operation_id = "begin_login"

    @extend_schema(
        parameters=[
            OpenApiParameter("returnTo", description="The path of this site to come back to."),
            OpenApiParameter("max_age", int, description="Of the last login, in seconds at most."),
        ],
        responses={303: OpenApiResponse(description="To the issuer."), **NOT_GONE_TO},
    )
    def get(self, request: Request) -> HttpResponse:
        """Begin a login. One that is in force stays so until the new one has come."""
        present = sessions.present(request)
        max_age = request.query_params.get("max_age", "")
        login = new_login(
            return_address(request.query_params.get("returnTo", "")),
            int(max_age) if re.fullmatch(r"\d{1,9}", max_age, re.ASCII) else None,
            present.pk if present else None,
        )
        try:
            response = SeeOther(authorization_address(login))
        except LoginFailed as failure:
            return _failed(failure)
        cookies.set_login(request, response, login)
        return response


class CallbackView(Navigation):
    """The way back from the issuer."""

    operation_id = "end_login"

    @extend_schema(
        parameters=[OpenApiParameter(name) for name in ("state", "code", "iss", "error")],
        responses={
            303: OpenApiResponse(description="To where the login began, or to why it failed."),
            **NOT_GONE_TO,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """Take the issuer's answer: a new session in place of the former, or the reason why not."""
        try:
            login = answered_login(request)
        except LoginFailed as failure:
            return _failed(failure)
        try:
            response = _logged_in(request, login)
        except LoginFailed as failure:
            response = _failed(failure)
        cookies.delete_login(response, login.state)
        return response


def _logged_in(request: Request, login: Login) -> HttpResponse:
    try:
        held = issuer.redeem(code_of(request), login.verifier, login.nonce)
    except (TokensUnavailable, KeysUnavailable) as error:
        raise LoginFailed("issuer_unavailable", "The issuer gives no tokens just now.") from error
    check_age(login, held.id_claims)
    _, key = sessions.begin(request, held.id_claims, seal(held), login.former)
    response = SeeOther(login.return_to)
    cookies.set_session(response, key)
    return response


def _failed(failure: LoginFailed) -> HttpResponse:
    log.info("A login failed: %s %s", failure.code, failure)
    return SeeOther(f"{settings.SITE_URL}/callback?error={failure.code}")
