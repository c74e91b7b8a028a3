"""/authorize: log the person in, ask for consent where it is needed, give the client a code."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.views.mixins import OAuthLibMixin

from directory.django import subject_of
from identity import consents
from identity.authorization import AuthorizationRequest, Refusal
from identity.backend import QueryOnly
from identity.return_address import NoReturnAddress, ReturnAddress
from identity.sign_ins import presence


@method_decorator(never_cache, name="dispatch")
class AuthorizeView(OAuthLibMixin, View):
    """The whole request stays in the query, also while pages are shown: nothing is trusted to a form."""

    http_method_names = ["get", "post"]
    oauthlib_backend_class = QueryOnly

    def get(self, request: HttpRequest) -> HttpResponseBase:
        try:
            address = ReturnAddress.of(request)
        except NoReturnAddress as error:
            return render(request, "identity/refused.html", {"sentence": str(error)}, status=400)
        try:
            return self._answer(request, AuthorizationRequest.of(request, address))
        except Refusal as refusal:
            return address.answer(request, {"error": refusal.error, "error_description": refusal.description})

    post = get  # The person's answer to the consent page.

    def _answer(self, request: HttpRequest, asked: AuthorizationRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return self._to_login(request, asked, settings.LOGIN_URL)
        if asked.subject_hint not in (None, subject_of(user)):
            raise Refusal("login_required", "Somebody else is logged in than the id_token_hint names.")
        if asked.wants_new_login(request, presence(request)):
            return self._to_login(request, asked, reverse("account_reauthenticate"))
        return self._settle_consent(request, asked, user)

    def _to_login(self, request: HttpRequest, asked: AuthorizationRequest, page: str) -> HttpResponseBase:
        if asked.silent:
            raise Refusal("login_required", "Nobody is logged in here, or not recently enough.")
        if "login" in asked.prompt or asked.max_age is not None:
            asked.remember_login_asked(request)
        return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")

    def _settle_consent(
        self, request: HttpRequest, asked: AuthorizationRequest, user: User
    ) -> HttpResponseBase:
        if request.method == "POST":
            if "allow" not in request.POST:
                raise Refusal("access_denied", "The person did not agree.")
            consents.remember(user, asked, request.POST.getlist("scope"))
        elif consents.needed(user, asked):
            if asked.silent:
                raise Refusal("consent_required", "The person has not agreed to all this yet.")
            return consents.page(request, user, asked)
        return self._give_code(request, asked, consents.allowed_scopes(user, asked))

    def _give_code(
        self, request: HttpRequest, asked: AuthorizationRequest, scopes: list[str]
    ) -> HttpResponseBase:
        """Let the toolkit check everything once more and make the code."""
        try:
            _, credentials = self.validate_authorization_request(request)
            credentials |= {
                "resource": [asked.audience] if asked.audience else [],
                "presence": presence(request),
                "claims": None,
            }
            uri, *_ = self.create_authorization_response(request, " ".join(scopes), credentials, allow=True)
        except OAuthToolkitError as error:
            refused = error.oauthlib_error
            raise Refusal(refused.error, refused.description or "The request is not valid.") from error
        answer = dict(parse_qsl(urlsplit(uri).query))
        if "code" not in answer:
            raise Refusal(answer["error"], answer.get("error_description", "The request is not valid."))
        return asked.address.answer(request, {"code": answer["code"]})
