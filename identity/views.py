"""What a client can find out by itself: OpenID Connect Discovery 1.0 and the signing keys."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from identity.authorize.return_address import modes
from identity.clients.scopes import Scopes
from identity.keys.signing_keys import jwks
from identity.token import exchange
from identity.token.server import GRANT_TYPES
from permissions_api.conf import conf

CLIENT_AUTHENTICATION = ["none", "client_secret_basic", "client_secret_post"]
JWKS_SECONDS = 60  # The next key is published long before it signs, so a short while is plenty.


@require_safe
def discovery(request: HttpRequest) -> JsonResponse:
    issuer = conf.ISSUER
    return _public(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}authorize",
            "token_endpoint": f"{issuer}oauth/token",
            "revocation_endpoint": f"{issuer}oauth/revoke",
            "userinfo_endpoint": f"{issuer}userinfo",
            "end_session_endpoint": f"{issuer}oidc/logout",
            "jwks_uri": f"{issuer}.well-known/jwks.json",
            "scopes_supported": Scopes().get_available_scopes(),
            "response_types_supported": ["code"],
            "response_modes_supported": modes(),
            "grant_types_supported": sorted(
                GRANT_TYPES | ({exchange.GRANT} if exchange.in_force() else set())
            ),
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "revocation_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "prompt_values_supported": ["none", "login", "consent"],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "claims_supported": [
                *("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid"),
                *("name", "nickname", "preferred_username", "email", "email_verified"),
                settings.CLAIMS_NAMESPACE + "roles",
                settings.CLAIMS_NAMESPACE + "permissions",
            ],
        }
    )


@require_safe
def key_set(request: HttpRequest) -> JsonResponse:
    return _public(jwks())


def _public(document: Mapping[str, object]) -> JsonResponse:
    """Return a document that any origin may read and keep for a short while."""
    response = JsonResponse(dict(document))
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={JWKS_SECONDS}"
    return response
