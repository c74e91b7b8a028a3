"""The provider's rules, where they differ from the toolkit's.

Each method is a hook of django-oauth-toolkit or oauthlib. Three are private ones of the toolkit
(``_check_and_set_request_resource``, ``_save_bearer_token``, ``_load_application``); tests pin what
they do here.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from identity import issuing, sign_ins
from identity.clients import allowed_audiences
from identity.models import SignIn
from resources.audiences import known_audiences
from resources.validators import storable


class InvalidTarget(errors.OAuth2Error):
    """The audience is unknown, or not for this client (RFC 8707)."""

    error = "invalid_target"


def any_audience_may_ask_userinfo(_uri: str, _audiences: list[str]) -> bool:
    """Let an access token of any audience read /userinfo, the one place the toolkit asks this for."""
    return True


class Validator(OAuth2Validator):
    # --- /authorize -------------------------------------------------------------------
    def validate_silent_login(self, request: Request) -> bool:
        return True  # The authorization view has settled it before it asks.

    def validate_silent_authorization(self, request: Request) -> bool:
        return True  # Likewise.

    def validate_user_match(self, id_token_hint: str, scopes: Any, claims: Any, request: Request) -> bool:
        return True  # Likewise.

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *_: Any
    ) -> None:
        with transaction.atomic():
            self._create_authorization_code(request, code)
            sign_ins.remember_code(request.user, code["code"], request.presence)

    # --- clients ----------------------------------------------------------------------
    def _load_application(self, client_id: str | None, request: Request) -> Application | None:
        """Find the client, also one whose id comes in an Authorization header, as anything may."""
        return super()._load_application(client_id, request) if storable(client_id or "") else None

    # --- /oauth/token -----------------------------------------------------------------
    def validate_code(
        self, client_id: str, code: str, client: Application, request: Request, *_: Any
    ) -> bool:
        request.sign_in = sign_ins.of_code(code)
        if not super().validate_code(client_id, code, client, request):
            self._revoke_what_came_of(request.sign_in, client)
            return False
        return request.sign_in is not None and request.user.is_active

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Application, request: Request, *_: Any
    ) -> bool:
        """The address must be named once more (RFC 6749 section 4.1.3), though oauthlib would fill it in."""
        if request.using_default_redirect_uri:
            return False
        return bool(super().confirm_redirect_uri(client_id, code, redirect_uri, client))

    def _revoke_what_came_of(self, used: SignIn | None, client: Application) -> None:
        # A code that comes a second time was stolen from, or by, whoever came first.
        if used and used.family:
            family = RefreshToken.objects.filter(token_family=used.family, application=client)
            if family.exists():
                RefreshToken.revoke_family(used.family)

    def validate_refresh_token(
        self, refresh_token: str, client: Application, request: Request, *_: Any
    ) -> bool:
        if not super().validate_refresh_token(refresh_token, client, request):
            return False
        request.sign_in = sign_ins.of_family(request.refresh_token_instance.token_family)
        return bool(request.user.is_active)

    def _check_and_set_request_resource(self, request: Request) -> None:
        """The audience was settled when the access token was made; by now the code is used up."""

    def settle_audience(self, request: Request) -> None:
        """Put the one audience of the token, or none, into ``request.resource``.

        It was settled at /authorize and a later request can only repeat it. A machine client,
        which was never there, names it here. Raises InvalidTarget.
        """
        asked = asked_audience(request)
        if request.grant_type == "client_credentials":
            request.sign_in = None
            if not asked:
                raise InvalidTarget("Name the API the token is for: audience=…", request=request)
            request.resource = [checked_audience(asked, request.client)]
            return
        bound = self._bound_audience(request)
        if asked and asked != bound:
            raise InvalidTarget(
                "The audience is settled when the person logs in; ask /authorize for another.",
                request=request,
            )
        request.resource = [checked_audience(bound, request.client)] if bound else []

    def _bound_audience(self, request: Request) -> str | None:
        if request.grant_type == "refresh_token":
            return next(iter(request.refresh_token_instance.resource), None)
        resource = Grant.objects.filter(code=request.code, application=request.client).values_list("resource")
        (audiences,) = resource.first() or ([],)
        return next(iter(audiences), None)

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        """Use up the code or refresh token and save what comes of it, both or neither.

        Of two requests at once the conditional DELETE or UPDATE lets one through. That holds on
        SQLite too, where ``select_for_update`` does nothing.
        """
        if request.grant_type == "refresh_token":
            # A refresh may ask for less this once; the next one starts from everything again.
            token["scope"] = request.refresh_token_instance.access_token.scope
        elif "offline_access" not in request.scopes:
            token.pop("refresh_token", None)
        try:
            with transaction.atomic():
                self._use_up(request)
                self._save_bearer_token(token, request, *args, **kwargs)
        except errors.InvalidGrantError:
            if request.grant_type == "refresh_token":
                RefreshToken.revoke_family(request.refresh_token_instance.token_family)
            raise
        token["scope"] = " ".join(request.granted_scopes)

    def _use_up(self, request: Request) -> None:
        used = 1
        if request.grant_type == "authorization_code":
            used, _ = Grant.objects.filter(code=request.code, application=request.client).delete()
        elif request.grant_type == "refresh_token":
            used = RefreshToken.objects.filter(pk=request.refresh_token_instance.pk, revoked=None).update(
                revoked=timezone.now()
            )
            AccessToken.objects.filter(refresh_token=request.refresh_token_instance).delete()
        if not used:
            raise errors.InvalidGrantError("It has been used already.", request=request)

    def invalidate_authorization_code(self, client_id: str, code: str, request: Request, *_: Any) -> None:
        """The code is used up already, together with saving what came of it."""

    def _create_refresh_token(self, request: Request, *args: Any) -> RefreshToken:
        refresh_token = super()._create_refresh_token(request, *args)
        if request.grant_type == "authorization_code":
            SignIn.objects.filter(pk=request.sign_in.pk).update(family=refresh_token.token_family)
        return refresh_token

    # --- ID tokens --------------------------------------------------------------------
    def finalize_id_token(
        self, id_token: dict[str, Any], token: dict[str, Any], _handler: Any, request: Request
    ) -> str:
        nonce = id_token.get("nonce") or getattr(request, "nonce", None)
        return issuing.id_token(request, token["access_token"], nonce)

    def _load_id_token(self, token: str) -> None:
        """ID tokens leave no row behind: a hint is checked by its signature."""

    # --- /userinfo --------------------------------------------------------------------
    def validate_bearer_token(self, token: str, scopes: Any, request: Request) -> bool:
        if not super().validate_bearer_token(token, scopes, request):
            return False
        return request.user is not None and request.user.is_active

    def get_userinfo_claims(self, request: Request) -> dict[str, Any]:
        return issuing.claims_about(request.user, request.client, request.scopes)

    def get_oidc_issuer_endpoint(self, request: Request) -> str:
        return settings.ISSUER


def asked_audience(request: Request) -> str | None:
    """Return the audience a token request names: Auth0's ``audience``, or ``resource`` of RFC 8707."""
    body = request.decoded_body or []
    asked = {value for name, value in body if name in ("audience", "resource") and value}
    if len(asked) > 1:
        raise InvalidTarget("One token is for one API: name one audience.", request=request)
    return next(iter(asked), None)


def checked_audience(audience: str, client: Application) -> str:
    """Return the audience. Raises InvalidTarget when it is unknown or the client may not ask for it."""
    if audience not in known_audiences():
        raise InvalidTarget("No API here has this audience.")
    if audience not in allowed_audiences(client):
        raise InvalidTarget("This client may not ask for this audience.")
    return audience
