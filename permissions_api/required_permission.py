"""Which permission a view requires: its resource's, by the word for what is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from permissions_api.resource import ACTION_WORDS, Resource

if TYPE_CHECKING:
    from rest_framework.views import APIView


def action_of(view: APIView, method: str) -> str | None:
    """Return what ``method`` does at this view: a viewset's action, a plain view's method in lower case.

    None when the view does not answer the method, and always for OPTIONS. HEAD does what
    GET does.
    """
    if method == "OPTIONS":
        return None
    name = "get" if method == "HEAD" else method.lower()
    # drf-spectacular gives a plain view an action_map of None.
    if actions := getattr(view, "action_map", None):
        action: str | None = actions.get(name)
        return action
    return name if name in view.http_method_names and hasattr(view, name) else None


def word_of(view: APIView | type[APIView], action: str) -> str | None:
    """Return the word (``list``, ``read`` …) for an action of a view; None when nobody named one.

    DRF's own actions always have the word of ACTION_WORDS. Every other action, and each
    method of a view that is no viewset, is named in the view's ``action_words``, such as
    ``{"summary": "list"}`` or ``{"get": "read"}``.
    """
    own: Mapping[str, str] = getattr(view, "action_words", {})
    return ACTION_WORDS.get(action) or own.get(action)


def resource_of(view: APIView | type[APIView], action: str | None) -> Resource | None:
    """Return whose permission and whose tokens an action of this view takes; None when it is nobody's.

    That is the view's ``resource``, save for actions that ``other_resources`` gives to another.
    """
    others: Mapping[str, Resource] = getattr(view, "other_resources", {})
    return others.get(action or "") or getattr(view, "resource", None)


def required_permission(view: APIView | type[APIView], action: str) -> str | None:
    """Return the permission that an action of this view requires; None when it cannot be told, so refuse."""
    resource = resource_of(view, action)
    word = word_of(view, action)
    if not isinstance(resource, Resource) or word not in resource.actions:
        return None
    return resource.permission(word)


def max_age_for(view: APIView | type[APIView], action: str) -> int | None:
    """Return how many seconds old the login of who does this may be; None where any login does.

    It is asked after the permission, so there is a resource.
    """
    resource = resource_of(view, action)
    # Most resources ask for nothing of the kind, and every request comes here.
    return resource.fresh.get(word_of(view, action) or "") if resource and resource.fresh else None
