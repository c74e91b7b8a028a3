"""What is answered before or after any view of an API had its say."""

from http import HTTPStatus

from rest_framework.exceptions import APIException

BODY_SECONDS = 10  # for the whole body of a request, however many pieces it comes in


class RequestTimeout(APIException):
    """408: the body came too slowly."""

    status_code = HTTPStatus.REQUEST_TIMEOUT
    default_detail = f"The body did not arrive within {BODY_SECONDS} seconds. Send the request again."
    default_code = "request_timeout"


class ServerError(APIException):
    """500: something broke that nobody foresaw."""

    status_code = HTTPStatus.INTERNAL_SERVER_ERROR
    default_detail = "Something went wrong here, not with your request. The server's log says what."
    default_code = "server_error"
