"""What kinds of issuers there are: where each is asked, for which API a token is, and for which scopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Flavour:
    """``audience_parameter``: what a request names the API by, that the token is for; None: by nothing.

    ``exchange_parameter``: likewise where a token is exchanged (RFC 8693 section 2.1). ``auth0_paths``:
    login, tokens and logout are at Auth0's own addresses below the issuer, and else where discovery
    says. ``permission_scopes``: permissions may be asked as scopes; else unknown ones are an error.
    """

    audience_parameter: str | None
    exchange_parameter: str
    auth0_paths: bool = False
    permission_scopes: bool = True


FLAVOURS: Mapping[str, Flavour] = {
    "auth0": Flavour("audience", "audience", auth0_paths=True),
    # RFC 8707, resource indicators.
    "generic": Flavour("resource", "resource"),
    # What stands in aud follows from the client's audience mappers and its roles.
    "keycloak": Flavour(None, "audience", permission_scopes=False),
}


def how_to_ask(audience_parameter: str | None, audience: str) -> str:
    """Return what whoever has a token of another API is told to do, in words for a header."""
    if audience_parameter is None:
        return f"let the issuer add the audience {audience}"
    return f"ask with {audience_parameter}={audience}"


def usual_flavour(issuer: str) -> str:
    """Return the flavour of an issuer of which nobody said it, by its host."""
    return "auth0" if (urlsplit(issuer).hostname or "").endswith(".auth0.com") else "generic"
