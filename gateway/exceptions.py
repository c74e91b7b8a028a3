"""Why the gateway could not bring an answer, in words that say which side is at fault."""

from http import HTTPStatus

from rest_framework.exceptions import APIException


class BadGateway(APIException):
    """502: the API, or the gateway's own standing with it, is at fault. ``detail`` says how."""

    status_code = HTTPStatus.BAD_GATEWAY
    default_code = "bad_gateway"


class GatewayTimeout(APIException):
    """504: the API did not answer in time."""

    status_code = HTTPStatus.GATEWAY_TIMEOUT
    default_detail = "The API did not answer in time."
    default_code = "gateway_timeout"


class NoUpstream(APIException):
    """503: nobody told the gateway where this API is."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "no_upstream"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The gateway was not told where the API '{name}' is."
            " GATEWAY_UPSTREAMS says so; ./run demo sets it."
        )


class TokensUnavailable(APIException):
    """503: no token for the API can be had just now. ``wait`` is in seconds."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The gateway gets no token for this API just now. Try again shortly."
    default_code = "tokens_unavailable"
    wait = 1.0


class LengthRequired(APIException):
    """411 (RFC 9110 section 15.5.12): a body whose length is not stated."""

    status_code = HTTPStatus.LENGTH_REQUIRED
    default_detail = "State the length of the body in Content-Length; the gateway takes no other."
    default_code = "length_required"
