"""Who may: the guard of every API, those of views of other kinds, and the names of views without any."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission

from permissions_api.acting_for import token_behind
from permissions_api.effective_permissions import granted_permissions
from permissions_api.exceptions import InsufficientScope, NoToken
from permissions_api.freshness import require_fresh
from permissions_api.required_permission import action_of, max_age_for, required_permission
from permissions_api.resource import max_ages
from permissions_api.signals import refused
from permissions_api.tokens.verification import VerifiedToken

if TYPE_CHECKING:
    # rest_framework.views imports this module while it is itself being imported.
    from rest_framework.request import Request
    from rest_framework.views import APIView

ViewFunction = TypeVar("ViewFunction", bound=Callable[..., Any])


class RequiresPermission(BasePermission):
    """A valid token that carries the permission of the view's resource for this very action.

    Where the resource asks for a fresh login (``fresh``), the token must come of one.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NoToken, MethodNotAllowed, InsufficientScope or InsufficientUserAuthentication."""
        token, action = valid_token(request), answered_action(request, view)
        require(token, required_permission(view, action))
        require_login_age(token, max_age_for(view, action), request)
        return True


class RequiresNamedPermission(BasePermission):
    """A valid token for API_AUDIENCE that carries the permission which the view names for this very request.

    For a view that stands before several resources, such as the gateway. It names the permission
    in ``named_permission(method)``: None refuses everybody, and MethodNotAllowed says that the
    method is not answered.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NoToken, MethodNotAllowed, InsufficientScope or InsufficientUserAuthentication."""
        token = valid_token(request)
        permission: str | None = view.named_permission(request.method or "")  # type: ignore[attr-defined]  # checked
        require(token, permission)
        require_login_age(token, max_ages().get(permission or ""), request)
        return True


class RequiresScope(BasePermission):
    """A valid token for the view's own audience whose scopes are those that the view names for this method.

    For the likeness of another's API below our addresses. The view names its ``audience``, which is
    that of no resource, in ``required_scopes(method)`` the scopes that it takes, all of them, and in
    ``granted_scopes(token)`` those that count now. Nowhere else does a scope open anything.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NoToken, MethodNotAllowed or InsufficientScope instead of answering False."""
        token = valid_token(request)
        required = view.required_scopes(answered_action(request, view))  # type: ignore[attr-defined]  # as said
        granted = view.granted_scopes(token)  # type: ignore[attr-defined]  # likewise
        missing = next((scope for scope in required if scope not in granted), None)
        if missing or not required:
            raise InsufficientScope(missing)
        return True


class AnyValidToken(BasePermission):
    """A valid token for any audience of this site, whatever it carries.

    A subclass may ask for more in ``require_more``. It leaves ``has_permission`` alone, by which the
    system checks know that it opens nothing to who has no token.
    """

    # What a subclass asks for, in words for the API's documents.
    requirement: str = ""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NoToken, MethodNotAllowed or what ``require_more`` does instead of answering False."""
        token = valid_token(request)
        answered_action(request, view)
        self.require_more(token, view)
        return True

    def require_more(self, token: VerifiedToken, view: APIView) -> None:
        """Raise a BearerError unless the token carries what a subclass asks for."""


class RequiresSession(BasePermission):
    """A session of the site's own, for views that browsers ask without a token: a backend for the frontend.

    The view says in ``session_of(request)`` whose it is, and raises an APIException where there is none, or
    where another site may have made the browser ask. None refuses as well. No token opens such a view, so
    it has no authentication classes, and it lies below one of SESSION_PREFIXES.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises what the view does and MethodNotAllowed."""
        if view.session_of(request) is None:  # type: ignore[attr-defined]  # checked
            return False
        answered_action(request, view)
        return True


class Open(BasePermission):
    """Everybody, without a token. A token that is sent all the same is not looked at."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return True


def open_to_all(view: ViewFunction) -> ViewFunction:
    """Say of a view below /api or /me that is not DRF's: everybody may see it. A system check asks for it."""
    view.open_to_all = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def valid_token(request: Request) -> VerifiedToken:
    """Return the verified token of a request. Raises NoToken, and whatever authentication raises."""
    token: object = request.auth
    if not isinstance(token, VerifiedToken):
        raise NoToken()
    return token


def require(token: VerifiedToken, permission: str | None) -> None:
    """Raise InsufficientScope unless the token carries the permission; None is carried by no token."""
    if permission is None or permission not in granted_permissions(token):
        refused.send_robust(sender=require, token=token, permission=permission)
        raise InsufficientScope(permission)


def require_login_age(token: VerifiedToken, max_age: int | None, request: Request) -> None:
    """Raise InsufficientUserAuthentication where the person's login is older than ``max_age`` seconds."""
    if max_age is not None:
        require_fresh(token_behind(token, request), max_age)


def answered_action(request: Request, view: APIView) -> str:
    """Return what a request does at a view. Raises MethodNotAllowed where the view does not answer it."""
    method = request.method or ""
    action = action_of(view, method)
    if action is None:
        raise MethodNotAllowed(method)
    return action
