"""Write one line for each request that was forwarded or refused.

Under ``gateway_client_credentials`` this line is the only place that knows for whom the API
was asked: the API itself sees the gateway's own client and nobody else. With
``token_exchange`` the API knows the person too (``sub``), and the gateway as ``act``.
"""

import json
import logging

from permissions_api.conf import conf
from permissions_api.tokens.verification import VerifiedToken

log = logging.getLogger("usher.gateway")


def write(
    token: VerifiedToken, method: str, path: str, permission: str | None, status: int, seconds: float
) -> None:
    """Write who asked for what and how it ended; never a token nor what stands in a query.

    What others chose is written as JSON strings, so that no value begins a line of its own.
    """
    log.info(
        "subject=%s client=%s %s %s permission=%s status=%d ms=%.1f as=%s strategy=%s",
        json.dumps(token.subject),
        json.dumps(token.client),
        method,
        path,
        permission,
        status,
        seconds * 1000,
        json.dumps(conf.GATEWAY_CLIENT_ID),
        conf.STRATEGY,
    )
