"""The grants this provider knows: authorization code, refresh token, client credentials. No others."""

from typing import Any

from oauthlib.openid import Server as EveryGrant

RESPONSE_TYPES = {"code"}
GRANT_TYPES = {"authorization_code", "refresh_token", "client_credentials"}


class Server(EveryGrant):
    """oauthlib's server without the implicit, hybrid, password and device grants."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for known, wanted in ((self._response_types, RESPONSE_TYPES), (self._grant_types, GRANT_TYPES)):
            for name in known.keys() - wanted:
                del known[name]
