"""What a verified token may do here, by the source that the settings name."""

from django.conf import settings

from permissions_api.tokens import VerifiedToken


def granted_permissions(token: VerifiedToken) -> frozenset[str]:
    """Return the permissions that hold for this token at this moment.

    With ``PERMISSION_SOURCE=token`` these are the claim's, whatever a directory says since.
    Scopes, roles, namespaced claims and Django's own users never add to them; with
    ``REQUIRE_SCOPE`` what was not asked for as a scope does not count either.
    """
    return token.permissions & token.scopes if settings.REQUIRE_SCOPE else token.permissions
