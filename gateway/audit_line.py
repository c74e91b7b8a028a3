"""Write one line for each request that was forwarded or refused.

Under ``gateway_client_credentials`` this line is the only place that knows for whom the API
was asked: the API itself sees the gateway's own client and nobody else. With
``token_exchange`` the API knows the person too (``sub``), and the gateway as ``act``.
"""

import json
import logging

from rest_framework.request import Request

from gateway.routing import Destination
from permissions_api.conf import conf
from permissions_api.permissions import valid_token

log = logging.getLogger("usher.gateway")


def write(request: Request, destination: Destination, status: int, seconds: float) -> None:
    """Write who asked for what and how it ended; never a token nor what stands in a query.

    What others chose is written as JSON strings, so that no value begins a line of its own.
    """
    token = valid_token(request)
    log.info(
        "subject=%s client=%s %s %s permission=%s status=%d ms=%.1f as=%s strategy=%s",
        json.dumps(token.subject),
        json.dumps(token.client),
        request.method,
        destination.path,
        destination.permissions.get(str(request.method)),
        status,
        seconds * 1000,
        json.dumps(conf.GATEWAY_CLIENT_ID),
        conf.STRATEGY,
    )
