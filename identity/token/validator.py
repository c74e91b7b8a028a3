"""The provider's rules, where they differ from the toolkit's.

Each method is a hook of django-oauth-toolkit or oauthlib. Some are private ones of the toolkit
(``_check_and_set_request_resource``, ``_save_bearer_token``, ``_create_access_token``, ``_load_application``,
``_extract_basic_auth``, ``_check_secret``); tests pin what they do here.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from identity.accounts import sign_ins
from identity.clients import hashers
from identity.clients.applications import is_first_party
from identity.management_api.scopes import asks_for_management, granted_scopes
from identity.models import SignIn
from identity.token import exchange, refresh_overlap, rotation, token_claims
from identity.token.token_request import asked_audience, context_of
from permissions_api.conf import conf
from permissions_api.resource import all_permissions
from permissions_api.text import storable

USED = "It has been used already."


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

    # --- clients ----------------------------------------------------------------------
    def _load_application(self, client_id: str | None, request: Request) -> Application | None:
        """Find the client, also one whose id comes in an Authorization header, as anything may."""
        return super()._load_application(client_id, request) if storable(client_id or "") else None

    def authenticate_client(self, request: Request, *_: Any) -> bool:
        """Take the secret from the header or the body; both at once are refused (RFC 6749 section 2.3)."""
        if self._extract_basic_auth(request) and getattr(request, "client_secret", None):
            raise errors.InvalidRequestError("Send the client's secret once: in the header or in the body.")
        return bool(super().authenticate_client(request))

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        # A slow hash of before was replaced when the endpoint looked at the secret (clients.authentication).
        return hashers.fits(provided_secret, stored_secret)

    def validate_grant_type(
        self, client_id: str | None, grant_type: str, client: Application, request: Request, *_: Any
    ) -> bool:
        if grant_type == exchange.GRANT:
            return exchange.may_exchange(client)
        return bool(super().validate_grant_type(client_id, grant_type, client, request))

    # --- /oauth/token -----------------------------------------------------------------
    def validate_scopes(
        self, client_id: str, scopes: Sequence[str], client: Application, request: Request, *_: Any
    ) -> bool:
        if asks_for_management(request, asked_audience(request)):
            return set(scopes).issubset(granted_scopes(client))
        return bool(super().validate_scopes(client_id, scopes, client, request))

    def validate_code(
        self, client_id: str, code: str, client: Application, request: Request, *_: Any
    ) -> bool:
        sign_in = context_of(request).sign_in = sign_ins.of_code(code)
        if not super().validate_code(client_id, code, client, request):
            self._revoke_what_came_of(sign_in, client)
            return False
        if not self._has_verifier_of(code, request):
            self._spend(code, client)
            if not request.code_verifier:
                raise errors.MissingCodeVerifierError(request=request)
            return False
        return sign_in is not None and request.user.is_active

    def _has_verifier_of(self, code: str, request: Request) -> bool:
        """Say whether the request comes from where the code was asked for (RFC 7636 section 4.6)."""
        grants = Grant.objects.filter(code=code, application=request.client)
        challenge = grants.values_list("code_challenge", flat=True).first()
        verifier = request.code_verifier
        return bool(challenge and verifier and code_challenge_method_s256(verifier, challenge))

    def _spend(self, code: str, client: Application) -> None:
        """Let a code that is in the wrong hands open nothing any more, nor what came of it a moment ago."""
        found, _ = Grant.objects.filter(code=code, application=client).delete()
        if not found:
            self._revoke_what_came_of(sign_ins.of_code(code), client)

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

    @transaction.atomic
    def validate_refresh_token(
        self, refresh_token: str, client: Application, request: Request, *_: Any
    ) -> bool:
        """Check the token, and remember the login it comes of and what that asked."""
        living = self._successor(refresh_token, client, request)
        if living is None:
            if not super().validate_refresh_token(refresh_token, client, request):
                return False
            living = request.refresh_token_instance
        context = context_of(request)
        context.login_scope = living.access_token.scope
        context.sign_in = sign_ins.of_family(request.refresh_token_instance.token_family)
        return bool(request.user.is_active)

    def _successor(self, refresh_token: str, client: Application, request: Request) -> RefreshToken | None:
        """Return what a token that was rotated a moment ago became, if it may be used for more audiences."""
        if not refresh_overlap.in_force():
            return None
        checksum = hashlib.sha256(refresh_token.encode()).hexdigest()
        # Locked until both looks at it are done: what is rotated between them would count as reuse.
        known = RefreshToken.objects.select_for_update().filter(token_checksum=checksum, application=client)
        rotated = known.first()
        successor = refresh_overlap.successor_of(rotated) if rotated else None
        if rotated and successor:
            request.user, request.refresh_token_instance = rotated.user, rotated
        return successor

    def get_original_scopes(self, refresh_token: str, request: Request, *_: Any) -> str:
        """Return the scopes of the login, which every refresh token that comes of it carries on."""
        return context_of(request).login_scope

    def is_within_original_scope(
        self, scopes: Sequence[str], refresh_token: str, request: Request, *_: Any
    ) -> bool:
        """Let a client of our own ask an API's permissions only when it asks for that API.

        The login was for another audience, whose scopes they are not. Others stay with the consent.
        """
        if not rotation.serves_any_audience(request.client) or not is_first_party(request.client):
            return False
        return set(scopes) - set(context_of(request).login_scope.split()) <= set(all_permissions())

    def rotate_refresh_token(self, request: Request) -> bool:
        return rotation.rotates(request.client)

    def _check_and_set_request_resource(self, request: Request) -> None:
        """The audience was settled when the access token was made; by now the code is used up."""

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        """Use up the code or refresh token and save what comes of it, both or neither.

        Of two requests at once the conditional DELETE or UPDATE lets one through. That holds on
        SQLite too, where ``select_for_update`` does nothing.
        """
        if request.grant_type == "refresh_token":
            # A refresh may ask for less this once; the next one starts from everything again.
            token["scope"] = context_of(request).login_scope
        elif "offline_access" not in request.scopes:
            token.pop("refresh_token", None)
        if request.grant_type == "refresh_token" and not rotation.rotates(request.client):
            self._save_with_the_same_refresh_token(token, request)
        else:
            self._save_once(token, request, *args, **kwargs)
        token["scope"] = " ".join(context_of(request).granted_scopes)

    def _save_with_the_same_refresh_token(self, token: dict[str, Any], request: Request) -> None:
        """Write the access token over the former one, unless somebody revoked the refresh token meanwhile.

        Any number may do so at once: each has its token, and the row, by which the refresh token ages, is
        of one of them.
        """
        living = AccessToken.objects.filter(
            refresh_token=request.refresh_token_instance, refresh_token__revoked=None
        )
        written = living.update(
            token="",
            token_checksum=hashlib.sha256(token["access_token"].encode()).hexdigest(),
            expires=timezone.now() + timedelta(seconds=token["expires_in"]),
            resource=request.resource,
            updated=timezone.now(),
        )
        if not written:
            raise errors.InvalidGrantError("It was revoked.", request=request)

    def _save_once(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                if not self._use_up(request):
                    # It has a successor already, and one living refresh token for a login is enough.
                    token.pop("refresh_token", None)
                elif request.grant_type == "refresh_token":
                    # The toolkit would look for it, lock it and revoke it once more.
                    context = context_of(request)
                    context.rotated, request.refresh_token_instance = request.refresh_token_instance, None
                self._save_bearer_token(token, request, *args, **kwargs)
        except errors.InvalidGrantError:
            if request.grant_type == "refresh_token":
                RefreshToken.revoke_family(request.refresh_token_instance.token_family)
            raise

    def _use_up(self, request: Request) -> bool:
        """Return whether this is the first use; False for a further one that is allowed.

        Raises InvalidGrantError for any other.
        """
        if request.grant_type == "authorization_code":
            used, _ = Grant.objects.filter(code=request.code, application=request.client).delete()
            if not used:
                raise errors.InvalidGrantError(USED, request=request)
        return request.grant_type != "refresh_token" or self._rotate(request)

    def _rotate(self, request: Request) -> bool:
        presented = RefreshToken.objects.filter(pk=request.refresh_token_instance.pk)
        first = bool(presented.filter(revoked=None).update(revoked=timezone.now(), access_token=None))
        if first:
            # Past Django's collector: refresh tokens alone refer to it, and this one no longer does.
            former = AccessToken.objects.filter(pk=request.refresh_token_instance.access_token_id)
            former._raw_delete(former.db)
        elif not refresh_overlap.successor_of(presented.get()):
            raise errors.InvalidGrantError(USED, request=request)
        if not refresh_overlap.redeem(request.refresh_token_instance, next(iter(request.resource), "")):
            raise errors.InvalidGrantError(USED, request=request)
        return first

    def invalidate_authorization_code(self, client_id: str, code: str, request: Request, *_: Any) -> None:
        """The code is used up already, together with saving what came of it."""

    def _create_access_token(
        self,
        expires: datetime,
        request: Request,
        token: dict[str, Any],
        source_refresh_token: RefreshToken | None = None,
    ) -> AccessToken:
        source = source_refresh_token or context_of(request).rotated
        return super()._create_access_token(expires, request, token, source)

    def _create_refresh_token(
        self, request: Request, code: str, access_token: AccessToken, previous: RefreshToken | None
    ) -> RefreshToken:
        previous = previous or context_of(request).rotated
        refresh_token = super()._create_refresh_token(request, code, access_token, previous)
        if request.grant_type == "authorization_code":
            sign_in = context_of(request).sign_in
            assert sign_in is not None  # validate_code found it
            SignIn.objects.filter(pk=sign_in.pk).update(family=refresh_token.token_family)
        elif previous and previous.resource != request.resource:
            # The access token is for another audience; the refresh token stays with the login's.
            RefreshToken.objects.filter(pk=refresh_token.pk).update(resource=previous.resource)
        return refresh_token

    # --- /oauth/revoke ----------------------------------------------------------------
    def revoke_token(self, token: str, token_type_hint: str | None, request: Request, *_: Any) -> None:
        """Revoke with a refresh token what it became: it was rotated, but may serve a moment longer."""
        super().revoke_token(token, token_type_hint, request)
        checksum = hashlib.sha256(token.encode()).hexdigest()
        named = RefreshToken.objects.filter(token_checksum=checksum, application=request.client)
        for family in set(named.values_list("token_family", flat=True)):
            RefreshToken.revoke_family(family)

    # --- ID tokens --------------------------------------------------------------------
    def finalize_id_token(
        self, id_token: dict[str, Any], token: dict[str, Any], _handler: Any, request: Request
    ) -> str:
        nonce = id_token.get("nonce") or getattr(request, "nonce", None)
        return token_claims.id_token(request, token["access_token"], nonce)

    def _load_id_token(self, token: str) -> None:
        """ID tokens leave no row behind: a hint is checked by its signature."""

    # --- /userinfo --------------------------------------------------------------------
    def validate_bearer_token(self, token: str, scopes: Any, request: Request) -> bool:
        if not super().validate_bearer_token(token, scopes, request):
            return False
        return request.user is not None and request.user.is_active

    def get_userinfo_claims(self, request: Request) -> dict[str, Any]:
        person = context_of(request).known(request.user)
        return token_claims.claims_about(request.user, request.client, request.scopes, person)

    def get_oidc_issuer_endpoint(self, request: Request) -> str:
        return conf.ISSUER
