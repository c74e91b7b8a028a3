"""How much of who changed a record the one who asks may know."""

from enum import StrEnum

from rest_framework.exceptions import APIException
from rest_framework.request import Request

from permissions_api.acting_for import is_the_gateway, token_behind
from permissions_api.audiences import resources_of
from permissions_api.conf import conf
from permissions_api.effective_permissions import (
    directory_answer,
    effective_permissions_of,
    granted_permissions,
)
from permissions_api.permissions import valid_token
from permissions_api.tokens.verification import VerifiedToken


class Disclosure(StrEnum):
    UNKNOWN = "unknown"  # the directory cannot be asked just now
    NOTHING = "nothing"  # to the clients of others
    SOMEBODY = "somebody"  # when, and that it was somebody
    NAMES = "names"


_opens_names = ""


def open_names_by(permission: str) -> None:
    """Let the directory say which permission opens who people are."""
    global _opens_names  # noqa: PLW0603
    _opens_names = permission


def disclosure_to(request: Request) -> Disclosure:
    """Return it by what the person behind a request holds through their client. Call it after the guard."""
    token = valid_token(request)
    behind = token_behind(token, request)
    try:
        if _is_bounded(behind):
            return Disclosure.NOTHING
        return Disclosure.NAMES if _may_know_people(token, behind) else Disclosure.SOMEBODY
    except APIException:
        # What was asked for is answered all the same.
        return Disclosure.UNKNOWN


def _is_bounded(behind: VerifiedToken) -> bool:
    """Say whether a client of others asks, which sees what its person agreed to and nothing beside."""
    if not conf.DELEGATION:
        return False  # Another issuer's clients are taken as they are.
    if conf.PERMISSION_SOURCE != "token":
        return effective_permissions_of(behind).allowed is not None
    return not conf.DIRECTORY or directory_answer(behind).allowed is not None


def _may_know_people(token: VerifiedToken, behind: VerifiedToken) -> bool:
    if is_the_gateway(behind):
        return False  # It did not say for whom it asks.
    if _opens_names in granted_permissions(token):
        return True
    carried = {
        name for audience in token.audiences for item in resources_of(audience) for name in item.permissions
    }
    if conf.PERMISSION_SOURCE == "token" or _opens_names in carried:
        return False
    # A token for one API alone cannot carry the permission of another; its person may hold it.
    return _opens_names in effective_permissions_of(behind).held
