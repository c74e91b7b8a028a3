"""The grants this provider knows: code, refresh token, client credentials and token exchange. No others."""

from typing import Any

from oauthlib.openid import Server as EveryGrant

from identity.token import exchange

RESPONSE_TYPES = {"code"}
GRANT_TYPES = {"authorization_code", "refresh_token", "client_credentials"}


class Server(EveryGrant):
    """oauthlib's server without the implicit, hybrid, password and device grants."""

    def __init__(self, request_validator: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request_validator, *args, **kwargs)
        for known, wanted in ((self._response_types, RESPONSE_TYPES), (self._grant_types, GRANT_TYPES)):
            for name in known.keys() - wanted:
                del known[name]
        # Known always, for the toolkit keeps this object; the grant itself asks whether it is in force.
        self._grant_types[exchange.GRANT] = exchange.TokenExchangeGrant(request_validator)
