"""What the one who asks may do: GET /me/permissions and GET /me/access."""

from rest_framework.request import Request
from rest_framework.response import Response

from permissions_api.conf import conf
from permissions_api.directory import configured_directory, keeps_answers
from permissions_api.effective_permissions import (
    EffectivePermissions,
    directory_answer,
    effective_permissions_of,
)
from permissions_api.exceptions import DirectoryUnavailable
from permissions_api.me.representations import my_access, my_permissions
from permissions_api.me.serializers import MyAccessSerializer, MyPermissionsSerializer
from permissions_api.permissions import AnyValidToken, valid_token
from permissions_api.tokens.verification import VerifiedToken
from permissions_api.views import GuardedView


class MyPermissionsView(GuardedView):
    """What I may do, in one answer: enough to draw the menu."""

    permission_classes = [AnyValidToken]
    operation_id = "my_permissions"
    serializer_class = MyPermissionsSerializer

    def get(self, request: Request) -> Response:
        """What my token opens, and what I hold for each API.

        Asked again with If-None-Match it answers 304 while nothing about it has changed. A client of
        others learns what I allowed it: no roles, and my name only with the scope `profile`.
        """
        token = valid_token(request)
        return Response(my_permissions(token, _effective_permissions(token, self.began_at)))


class MyAccessView(GuardedView):
    """Where each permission comes from, and whom to ask for those I lack."""

    permission_classes = [AnyValidToken]
    operation_id = "my_access"
    serializer_class = MyAccessSerializer

    def get(self, request: Request) -> Response:
        """Every permission of the site: whether I hold it, through which roles, and who could give it.

        A client of others learns whether I hold what I allowed it, and nothing else.
        """
        token = valid_token(request)
        return Response(
            my_access(token, _effective_permissions(token, self.began_at), configured_directory())
        )


def _effective_permissions(token: VerifiedToken, began_at: float) -> EffectivePermissions | None:
    """Return what who asks holds, None without a directory.

    It is asked for after the request came, so that a tab learns of a change, and once for all of it.

    Where the token alone counts it refuses nobody, and one that keeps its answers is not waited for.
    """
    if conf.PERMISSION_SOURCE != "token":
        return effective_permissions_of(token, since=began_at)
    directory = configured_directory()
    if not keeps_answers(directory):
        return directory_answer(token) if directory else None
    try:
        return directory_answer(token, spare=True)
    except DirectoryUnavailable:
        return None  # The token says all that counts.
