"""What a verified token may do here, by the source that the settings name."""

from django.conf import settings

from permissions_api.standing import Standing, standing_of
from permissions_api.tokens import VerifiedToken


def granted_permissions(token: VerifiedToken, standing: Standing | None = None) -> frozenset[str]:
    """Return the permissions that hold for this token at this moment, or by a standing just asked for.

    With ``PERMISSION_SOURCE=token`` these are the claim's, with ``live`` the directory's, and
    with ``hybrid`` what both say: then withdrawing acts at once and granting with the next token.
    Scopes, roles, namespaced claims and Django's own users never add to them; with
    ``REQUIRE_SCOPE`` what was not asked for as a scope does not count either. Raises
    InvalidToken and DirectoryUnavailable.
    """
    granted = _by_source(token, standing)
    return granted & token.scopes if settings.REQUIRE_SCOPE else granted


def _by_source(token: VerifiedToken, standing: Standing | None) -> frozenset[str]:
    if settings.PERMISSION_SOURCE == "token":
        return token.permissions
    held = (standing or standing_of(token)).held
    return held if settings.PERMISSION_SOURCE == "live" else held & token.permissions
