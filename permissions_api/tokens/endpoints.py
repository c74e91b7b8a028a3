"""Where people log in and tokens are got: at Auth0's own addresses, or where discovery says."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from permissions_api.conf import conf
from permissions_api.tokens.jwks import IssuerKeys
from permissions_api.tokens.keys import configured_keys

AUTH0_PATHS = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "oauth/token",
    "userinfo_endpoint": "userinfo",
    "revocation_endpoint": "oauth/revoke",
}


def issuer_endpoints() -> Mapping[str, str]:
    """Return the issuer's endpoints, by their names in its discovery document.

    None while it could not be asked: then a later call asks again, at most one in JWKS_COOLDOWN seconds.
    """
    if conf.flavour.auth0_paths:
        return {name: f"{conf.ISSUER}{path}" for name, path in AUTH0_PATHS.items()}
    source = configured_keys()
    return source.endpoints() if isinstance(source, IssuerKeys) else {}


def issuer_names_itself() -> bool:
    """Say whether an answer to a login without ``iss`` cannot be our issuer's (RFC 9207 section 2.4).

    Of an issuer whose keys are fetched that is what discovery says; our own provider always does.
    """
    source = configured_keys()
    return source.names_itself() if isinstance(source, IssuerKeys) else True


def with_audience(authorization_endpoint: str, audience: str) -> str:
    """Return the address at which to log in for an audience, as this kind of issuer is asked."""
    parameter = conf.flavour.audience_parameter
    if parameter is None:
        return authorization_endpoint
    joint = "&" if urlsplit(authorization_endpoint).query else "?"
    return f"{authorization_endpoint}{joint}{urlencode({parameter: audience})}"
