"""Permission classes that ask for a role, a group or a permission in a claim of one's own.

For who comes from ``rest_framework_auth0``, whose names they have, or lets a rule or Action copy
``app_metadata`` into the token. What the guard asks for, the permission of a resource's action, is the
better way: docs/roles-and-claims.md says why, and how to change over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rest_framework.exceptions import ErrorDetail

from permissions_api.conf import ClaimPath, conf
from permissions_api.exceptions import BearerError, InsufficientScope, InvalidToken
from permissions_api.flavours import how_to_ask
from permissions_api.permissions import AnyValidToken
from permissions_api.required_permission import action_of, resource_of
from permissions_api.tokens.claims import strings_at

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from permissions_api.tokens.verification import VerifiedToken


class NameMissing(InsufficientScope):
    """403 ``insufficient_scope``: a good token in whose claim the name of a role or group does not stand."""

    def __init__(self, kind: str, name: str) -> None:
        # A header takes no letter beyond ASCII, of which names are made too.
        BearerError.__init__(self, f"This action requires a {kind} that the token does not name.")
        self.detail = ErrorDetail(f"This action requires the {kind} '{name}'.", self.default_code)
        self.problem_members = {f"required_{kind}": name}


class NameInClaim(AnyValidToken):
    """A name stands in the list of strings at ``claim``, in a token for the view's resource, else AUDIENCE.

    ``claim`` is written as the setting PERMISSION_CLAIM. What is absent or no list of strings grants nothing.
    """

    claim: ClassVar[ClaimPath] = ()
    kind: ClassVar[str]

    def wanted_name(self) -> str:
        raise NotImplementedError

    @property
    def requirement(self) -> str:  # type: ignore[override]  # made from what a subclass names
        name = self.wanted_name()
        return f"the {self.kind} '{name}'" if self.claim and name else ""

    def require_more(self, token: VerifiedToken, view: APIView) -> None:
        """Raises InvalidToken for another API's token, and InsufficientScope."""
        if _names_no_resource(view) and conf.AUDIENCE not in token.audiences:
            raise InvalidToken(
                f"This token is for another API; {how_to_ask(conf.flavour.audience_parameter, conf.AUDIENCE)}"
            )
        if not self.requirement:
            raise InsufficientScope(None)
        if self.wanted_name() not in strings_at(self.claim, token.claims):
            raise self.refusal()

    def refusal(self) -> InsufficientScope:
        return NameMissing(self.kind, self.wanted_name())


class HasRoleBasePermission(NameInClaim):
    """A subclass says ``claim`` and ``role_name``."""

    kind = "role"
    role_name = ""

    def get_role_name(self) -> str:
        return self.role_name

    def wanted_name(self) -> str:
        return self.get_role_name()


class HasGroupBasePermission(NameInClaim):
    """A subclass says ``claim`` and ``group_name``."""

    kind = "group"
    group_name = ""

    def get_group_name(self) -> str:
        return self.group_name

    def wanted_name(self) -> str:
        return self.get_group_name()


class HasPermissionBasePermission(NameInClaim):
    """A subclass says ``claim`` and ``permission_name``."""

    kind = "permission"
    permission_name = ""

    def get_permission_name(self) -> str:
        return self.permission_name

    def wanted_name(self) -> str:
        return self.get_permission_name()

    def refusal(self) -> InsufficientScope:
        return InsufficientScope(self.wanted_name())


def _names_no_resource(view: APIView) -> bool:
    return resource_of(view, action_of(view, view.request.method or "")) is None
