"""A refusal of each code as it comes about, for those whose class alone does not say what they answer."""

from collections.abc import Callable, Mapping

from rest_framework import exceptions

from bff.exceptions import SessionChanged, WrongHost
from directory.backends.auth0.changes import AtTheTenant, TenantRefused
from directory.exceptions import NameTaken, NobodyToUndo, UnheldPermission
from gateway.exceptions import BadGateway, NoUpstream
from permissions_api.conditional import PreconditionFailed
from permissions_api.exceptions import (
    InsufficientScope,
    InsufficientUserAuthentication,
    InvalidRequest,
    InvalidToken,
)
from resources.downloads import DownloadUnderWay

LACKING = {"insufficient_scope": "edit:movies", "unheld_permission": "delete:movies"}
AS_IT_COMES: Mapping[str, Callable[[], exceptions.APIException]] = {
    "at_the_tenant": lambda: AtTheTenant(
        "People are made at the tenant: there they get a way to log in. Then they are here."
    ),
    "bad_gateway": lambda: BadGateway("The API answers with a redirect, which the gateway does not follow."),
    "download_under_way": lambda: DownloadUnderWay(
        "Another download of yours is under way. Wait until it is done."
    ),
    "insufficient_scope": lambda: InsufficientScope(LACKING["insufficient_scope"]),
    "insufficient_user_authentication": lambda: InsufficientUserAuthentication(300),
    "invalid_request": lambda: InvalidRequest("Write the header as: Authorization: Bearer TOKEN."),
    "invalid_token": lambda: InvalidToken("The token has expired."),
    "method_not_allowed": lambda: exceptions.MethodNotAllowed("PUT"),
    "name_taken": lambda: NameTaken(
        "name", "There is a role with the name 'Managers' already, or it looks like it."
    ),
    "no_upstream": lambda: NoUpstream("movies"),
    "nobody_to_undo": lambda: NobodyToUndo("robin"),
    "not_found": lambda: exceptions.NotFound("There is nothing at this address."),
    "precondition_failed": lambda: PreconditionFailed({}),
    "session_changed": lambda: SessionChanged("Batman", "usher|1"),
    "tenant_refused": lambda: TenantRefused("Insufficient scope, expected any of: update:users."),
    "throttled": lambda: exceptions.Throttled(30),
    "unheld_permission": lambda: UnheldPermission(
        "Robin holds more than you do", [LACKING["unheld_permission"]]
    ),
    "unsupported_media_type": lambda: exceptions.UnsupportedMediaType("text/plain"),
    "validation_error": lambda: exceptions.ValidationError(
        {"title": [exceptions.ErrorDetail("This field is required.", "required")]}
    ),
    "wrong_host": lambda: WrongHost("https://usher.example"),
}
