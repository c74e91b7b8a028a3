"""An external issuer's discovery document (OpenID Connect Discovery section 3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from permissions_api.http import Unfetchable, fetch_json
from permissions_api.loopback import is_https_or_loopback
from permissions_api.tokens.keys import ASYMMETRIC

ENDPOINT = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:[/?][!-~]*)?")


@dataclass(frozen=True, slots=True)
class Discovery:
    """``endpoints`` are by their names there; one that is no safe address is left out.

    ``algorithms`` are those that ID tokens are signed with, as there is no word about access tokens;
    symmetric ones are left out. Where none is named it is RS256, which every issuer has. ``names_itself``:
    its answers to logins bring ``iss`` (RFC 9207).
    """

    jwks_uri: str
    endpoints: Mapping[str, str]
    algorithms: tuple[str, ...]
    names_itself: bool = False


def discovery_address(issuer: str) -> str:
    """Return where an issuer's document is: its closing slash is left out before the path (section 4)."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def fetch_discovery(issuer: str, deadline: float) -> Discovery:
    """Return what an issuer says of itself, by ``deadline`` of ``time.monotonic``. Raises as fetch_json."""
    document = fetch_json(discovery_address(issuer), deadline)
    named = document.get("issuer")
    if named != issuer:  # else one could speak for another
        raise Unfetchable(f"The discovery document is of another issuer, {str(named)[:200]!r}.")
    names_itself = document.get("authorization_response_iss_parameter_supported") is True
    return Discovery(
        str(document.get("jwks_uri")), _endpoints(document), algorithms_in(document), names_itself
    )


def _endpoints(document: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        name: value
        for name, value in document.items()
        if name.endswith("_endpoint") and isinstance(value, str) and _is_safe(value)
    }


def _is_safe(address: str) -> bool:
    return bool(ENDPOINT.fullmatch(address)) and is_https_or_loopback(address)


def algorithms_in(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the asymmetric algorithms that a discovery document names."""
    named = document.get("id_token_signing_alg_values_supported")
    found = [name for name in named if name in ASYMMETRIC] if isinstance(named, list) else []
    return tuple(found) or ("RS256",)
