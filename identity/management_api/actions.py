"""Actions and the flow they are bound to: kept and told again, never run here, and their secrets not kept."""

from http import HTTPStatus
from secrets import token_hex
from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from identity.management_api.exceptions import Refused, inexistent, invalid_body
from identity.management_api.paging import integer
from identity.management_api.records import keep, kept, kept_of
from identity.management_api.views import ManagementView, Operation

ACTION, BINDINGS = "action", "trigger_bindings"
TRIGGER = {"id": "post-login", "version": "v3", "status": "CURRENT", "runtimes": ["node22"]}
PROPERTIES = {"code": str, "runtime": str, "dependencies": list, "secrets": list}
NUMBERED = ("page", "per_page")
USUAL, MOST = 20, 100


def stored_action(id: str) -> dict[str, Any]:
    """Return an Action. Raises Refused."""
    action = kept(ACTION, id)
    if not action:
        raise inexistent("action")
    return action


def without_values(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with its secrets' names alone."""
    if "secrets" not in sent:
        return sent
    if not all(isinstance(each, dict) and isinstance(each.get("name"), str) for each in sent["secrets"]):
        raise invalid_body("Expected name on each of property secrets")
    return {**sent, "secrets": [{"name": each["name"]} for each in sent["secrets"]]}


class _PagedView(ManagementView):
    """Lists of Actions say their page, and take no ``include_totals``."""

    def numbered(self, name: str, rows: list[dict[str, Any]]) -> Response:
        page = integer(self.request, "page", 0)
        size = integer(self.request, "per_page", USUAL, MOST) or USUAL
        found = rows[page * size : (page + 1) * size]
        return Response({name: found, "page": page, "per_page": size, "total": len(rows)})


class ActionsView(_PagedView):
    operations = {
        "get": Operation(
            ("read:actions",), query=(*NUMBERED, "actionName", "deployed", "triggerId", "installed")
        ),
        "post": Operation(
            ("create:actions",), required={"name": str, "supported_triggers": list}, optional=PROPERTIES
        ),
    }

    def get(self, request: Request) -> Response:
        """Get actions."""
        wanted = request.query_params.get("actionName")
        return self.numbered(
            "actions", [each for each in kept_of(ACTION).values() if wanted in (None, each["name"])]
        )

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Create an action."""
        sent = without_values(self.body())
        if any(each["name"] == sent["name"] for each in kept_of(ACTION).values()):
            raise Refused(HTTPStatus.CONFLICT, "action_conflict", "An action of this name exists already.")
        id = token_hex(16)
        made = {"id": id, "dependencies": [], "secrets": [], "all_changes_deployed": False, "status": "built"}
        return Response(keep(ACTION, id, made | sent), status=HTTPStatus.CREATED)


class ActionView(ManagementView):
    operations = {
        "get": Operation(("read:actions",)),
        "patch": Operation(
            ("update:actions",), optional={"name": str, "supported_triggers": list, **PROPERTIES}
        ),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get an action."""
        return Response(stored_action(id))

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update an action, which is then to be deployed again."""
        stored_action(id)
        sent = without_values(self.body())
        return Response(keep(ACTION, id, sent | {"all_changes_deployed": False}))


class ActionDeploymentView(ManagementView):
    operations = {"post": Operation(("create:actions",))}

    @transaction.atomic
    def post(self, request: Request, id: str) -> Response:
        """Deploy an action."""
        action = keep(ACTION, stored_action(id)["id"], {"all_changes_deployed": True})
        version = {key: action[key] for key in ("code", "dependencies", "secrets") if key in action}
        return Response(version | {"action": action, "deployed": True}, status=HTTPStatus.ACCEPTED)


class TriggersView(ManagementView):
    operations = {"get": Operation(("read:actions",))}

    def get(self, request: Request) -> Response:
        """Get triggers: of Auth0's, the one at login."""
        return Response({"triggers": [TRIGGER]})


class BindingsView(_PagedView):
    operations = {
        "get": Operation(("read:actions",), query=NUMBERED),
        "patch": Operation(("update:actions",), required={"bindings": list}),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get trigger bindings."""
        return self.numbered("bindings", self._bound(id))

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update trigger bindings: these Actions, in this order, and no others."""
        self._bound(id)
        actions = kept_of(ACTION)
        ids = {each["name"]: id for id, each in actions.items()} | {id: id for id in actions}
        bound = [self._binding(each, ids) for each in self.body()["bindings"]]
        if not all(actions[each["action"]]["all_changes_deployed"] for each in bound):
            raise invalid_body("An action must be deployed before it is bound")
        keep(BINDINGS, id, {"bindings": bound})
        return Response({"bindings": self._bound(id)})

    def _binding(self, sent: Any, ids: dict[str, str]) -> dict[str, str]:
        try:
            action = ids[sent["ref"]["value"]]
            return {"id": action, "action": action, "display_name": str(sent["display_name"])}
        except (TypeError, KeyError):
            raise invalid_body(
                "Expected ref, of an action that exists, and display_name on each of property bindings"
            ) from None

    def _bound(self, trigger: str) -> list[dict[str, Any]]:
        if trigger != TRIGGER["id"]:
            raise inexistent("trigger")
        bound = kept(BINDINGS, trigger).get("bindings", [])
        return [{**each, "trigger_id": trigger, "action": stored_action(each["action"])} for each in bound]
