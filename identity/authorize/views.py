"""/authorize: log the person in, ask for consent where it is needed, give the client a code."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.views.mixins import OAuthLibMixin

from directory.subjects import subject_of
from identity.accounts import proof
from identity.accounts.sign_ins import presence, remember_code
from identity.authorize import consent, navigations
from identity.authorize.authorization_request import AuthorizationRequest
from identity.authorize.exceptions import AuthorizationError, NoReturnAddress
from identity.authorize.return_address import ReturnAddress
from permissions_api.conf import conf

LONGEST_QUESTION = 8_000  # characters of an address; browsers and proxies carry no more


class QueryOnly(OAuthLibCore):
    """What a consent form posts is the person's answer; it must not change what the client asked."""

    def extract_body(self, request: HttpRequest) -> list[tuple[str, str]]:
        return []


class AuthorizationView(OAuthLibMixin, View):
    """The whole question stays in the query, also while pages are shown: nothing is trusted to a form."""

    oauthlib_backend_class = QueryOnly

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not navigations.answers(request):
            return HttpResponseForbidden(navigations.REFUSAL, content_type="text/plain; charset=utf-8")
        return super().dispatch(request, *args, **kwargs)

    def settle(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to the question, or the page that comes before it."""
        try:
            address = ReturnAddress.of(request)
        except NoReturnAddress as error:
            return render(request, "identity/refused.html", {"sentence": str(error)}, status=400)
        try:
            return self._answer(request, AuthorizationRequest.of(request, address))
        except AuthorizationError as refusal:
            return address.answer(request, {"error": refusal.error, "error_description": refusal.description})

    def _answer(self, request: HttpRequest, asked: AuthorizationRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return self._to_login(request, asked, settings.LOGIN_URL)
        if asked.subject_hint not in (None, subject_of(user)):
            raise AuthorizationError(
                "login_required", "Somebody else is logged in than the id_token_hint names."
            )
        if asked.wants_new_login(request, presence(request)):
            return self._to_login(request, asked, reverse("account_reauthenticate"))
        return self.settle_consent(request, asked, user)

    def _to_login(self, request: HttpRequest, asked: AuthorizationRequest, page: str) -> HttpResponseBase:
        if asked.silent:
            raise AuthorizationError("login_required", "Nobody is logged in here, or not recently enough.")
        response = HttpResponseRedirect(f"{page}?{urlencode({'next': _question(request.GET)})}")
        if "login" in asked.prompt or asked.max_age is not None:
            asked.remember_login_asked(request, response)
        return response

    def settle_consent(
        self, request: HttpRequest, asked: AuthorizationRequest, user: User
    ) -> HttpResponseBase:
        raise NotImplementedError

    @transaction.atomic
    def give_code(self, request: HttpRequest, asked: AuthorizationRequest, user: User) -> HttpResponseBase:
        """Let the toolkit check everything once more and make the code; remember what login it rests on."""
        scopes = consent.allowed_scopes(user, asked)
        try:
            _, credentials = self.validate_authorization_request(request)
            credentials |= {"resource": [asked.audience] if asked.audience else [], "claims": None}
            uri, *_ = self.create_authorization_response(request, " ".join(scopes), credentials, allow=True)
        except OAuthToolkitError as error:
            refused = error.oauthlib_error
            raise AuthorizationError(
                refused.error, refused.description or "The request is not valid."
            ) from error
        answer = dict(parse_qsl(urlsplit(uri).query))
        if "code" not in answer:
            raise AuthorizationError(
                answer["error"], answer.get("error_description", "The request is not valid.")
            )
        remember_code(user, asked.address.client, answer["code"], presence(request))
        if conf.strategy.sessions:
            proof.use_up(request)
        return asked.address.answer(request, {"code": answer["code"]})


@method_decorator(csrf_exempt, name="dispatch")  # a POST only leads to the GET
@method_decorator(never_cache, name="dispatch")
class AuthorizeView(AuthorizationView):
    """The question, which comes by GET or, as OpenID Connect Core 3.1.2.1 demands, by POST.

    A POST is only sent on to the same question by GET: it decides and writes nothing, so it may
    come from anywhere.
    """

    http_method_names = ["get", "post"]

    get = AuthorizationView.settle

    def post(self, request: HttpRequest) -> HttpResponseBase:
        question = QueryDict(mutable=True)
        for parameters in (request.GET, request.POST):
            question.update(parameters)
        address = _question(question)
        if len(address) > LONGEST_QUESTION:
            sentence = f"The application asked in more than {LONGEST_QUESTION} characters."
            return render(request, "identity/refused.html", {"sentence": sentence}, status=400)
        # 303: whatever the method was, ask there by GET.
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)

    def settle_consent(
        self, request: HttpRequest, asked: AuthorizationRequest, user: User
    ) -> HttpResponseBase:
        if consent.needed(user, asked):
            if asked.silent:
                raise AuthorizationError("consent_required", "The person has not agreed to all this yet.")
            if not proof.allows_consent(request):
                return self._to_login(request, asked, reverse("account_reauthenticate"))
            return consent.page(request, user, asked)
        return self.give_code(request, asked, user)


@method_decorator(never_cache, name="dispatch")
class ConsentView(AuthorizationView):
    """What the person answered to the consent page. Whoever comes here by GET is asked again."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponseRedirect(_question(request.GET))

    post = AuthorizationView.settle

    def settle_consent(
        self, request: HttpRequest, asked: AuthorizationRequest, user: User
    ) -> HttpResponseBase:
        if "allow" not in request.POST:
            raise AuthorizationError("access_denied", "The person did not agree.")
        if not proof.allows_consent(request):
            return self._to_login(request, asked, reverse("account_reauthenticate"))
        consent.remember(user, asked, request.POST.getlist("scope"))
        return self.give_code(request, asked, user)


class SeeOther(HttpResponseRedirect):
    """303: whatever the method was, ask there by GET."""

    status_code = HTTPStatus.SEE_OTHER


def _question(parameters: QueryDict) -> str:
    return f"{reverse('authorize')}?{parameters.urlencode()}"
