"""Write into the OpenAPI document what the guard demands, read from the guard itself."""

import re
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiResponse
from rest_framework import serializers

from permissions_api.audiences import accepted_audience, accepted_audiences, resources_of
from permissions_api.conf import conf
from permissions_api.exceptions import InsufficientScope, largest_body
from permissions_api.fields import PermissionField
from permissions_api.permissions import AnyValidToken, Open, RequiresPermission, RequiresSession
from permissions_api.problem_details import MEDIA_TYPE, problem_type
from permissions_api.required_permission import action_of, max_age_for, required_permission, resource_of
from permissions_api.resource import all_permissions
from permissions_api.tokens.discovery import discovery_address
from permissions_api.tokens.endpoints import issuer_endpoints, with_audience
from permissions_api.views import GuardedView, GuardMixin

Schema = dict[str, Any]
BEARER = "token"
# A session's cookie, and what shows that its own page asks. What they are called is the site's matter.
COOKIE, PAGE = "session", "page"
BY_SESSION: Schema = {COOKIE: [], PAGE: []}
LOGIN_ENDPOINTS = {"authorization_endpoint", "token_endpoint"}
OUR_OWN = (getdoc(GuardMixin), getdoc(GuardedView))
SECURITY = ResolvedComponent.SECURITY_SCHEMA
# What stands in the examples of refusals, of the codes that a status may come with.
CODES = {
    "400": "validation_error",
    "401": "invalid_token",
    "403": InsufficientScope.default_code,
    "404": "not_found",
    "409": "name_taken",
    "412": "precondition_failed",
    "413": "body_too_large",
    "415": "unsupported_media_type",
    "422": "idempotency_key_reused",
    "429": "throttled",
    "503": "keys_unavailable",
}
SESSION_CODES = {"401": "no_session", "403": "foreign_request"}


class FieldErrorSerializer(serializers.Serializer):
    """One thing that is wrong with a field."""

    field = serializers.CharField()
    code = serializers.CharField(help_text="What programs know it by, such as max_length.")
    detail = serializers.CharField(help_text="A sentence for a person.")
    most = serializers.CharField(required=False, help_text="The limit that detail names.")
    least = serializers.CharField(required=False, help_text="The limit that detail names.")
    value = serializers.CharField(required=False, help_text="What cannot be chosen.")


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="A URI: the address where this kind of problem is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="What programs know this kind of problem by; it never changes.")
    detail = serializers.CharField(help_text="A sentence for a person.")
    required_permission = PermissionField(required=False, help_text="What a 403 misses.")
    max_age = serializers.IntegerField(
        required=False, help_text="How many seconds old a login may be, where a 401 asks for a fresh one."
    )
    errors = serializers.DictField(  # type: ignore[assignment]  # A field may hide an attribute.
        required=False, help_text="What is wrong, by field."
    )
    field_errors = FieldErrorSerializer(
        many=True, required=False, help_text="The same, each with the code that never changes."
    )


def registered(auto_schema: Any, name: str, kind: str, schema: Schema) -> Any:
    """Return the component of this name, written once however many operations need it."""
    component: Any = ResolvedComponent(name=name, type=kind, object=name, schema=schema)
    auto_schema.registry.register_on_missing(component)
    return component


class PermissionEnum(OpenApiSerializerFieldExtension):
    """Every permission there is, as one component."""

    target_class = PermissionField

    def map_serializer_field(self, auto_schema: SpectacularAutoSchema, direction: str) -> Schema:
        names = {"type": "string", "enum": list(all_permissions())}
        reference: Schema = registered(auto_schema, "Permission", ResolvedComponent.SCHEMA, names).ref
        return reference


class AutoSchema(SpectacularAutoSchema):
    """An operation with its security, its required permission and its refusals."""

    def get_auth(self) -> list[Schema]:
        """One OAuth2 scheme for each audience that is accepted, or a token got in another way.

        Where tokens stay at the server, the session in place of the logins.
        """
        if self._is_open():
            return [{}]  # nothing, which no security at all would leave open
        if self._takes_session():
            return [BY_SESSION]
        registered(self, BEARER, SECURITY, token_by_hand())
        if conf.strategy.sessions:
            return [BY_SESSION, {BEARER: []}]
        permission = self._permission()
        resource = resource_of(self.view, action_of(self.view, self.method))
        audiences = accepted_audiences() if resource is None else (accepted_audience(resource),)
        for audience in audiences:
            registered(self, scheme_name(audience), SECURITY, oauth2_scheme(audience))
        scopes = [permission] if permission else []
        return [*({scheme_name(audience): scopes} for audience in audiences), {BEARER: []}]

    def get_operation_id(self) -> str:
        """The view's own ``operation_id``, where it has one."""
        named: str = getattr(self.view, "operation_id", "") or super().get_operation_id()
        return named

    def get_summary(self) -> str | None:
        """What it does: the first sentence of its description, without the full stop."""
        sentence = re.split(r"(?<=[.:])\s", self._own_description(), maxsplit=1)[0]
        return " ".join(sentence.split()).rstrip(".:") or None

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        permission = self._permission()
        needs = [f"the permission `{need}`" if need == permission else need for need in self._requirements()]
        asked = f"Requires {' and '.join(needs)}." if needs else ""
        if max_age := self._max_age():
            asked += f" It asks for a login no older than {max_age} seconds (RFC 9470)."
        return f"{self._own_description()}\n\n{asked}".strip()

    def _own_description(self) -> str:
        description: str = super().get_description() or ""
        return "" if description in OUR_OWN else description  # of a view that has none itself

    def get_extensions(self) -> Schema:
        """The permission for programs, and whatever it takes in words."""
        permission = self._permission()
        return {
            **({"x-required-permission": permission} if permission else {}),
            "x-requires": self._requires(),
        }

    def _requires(self) -> str:
        if self._is_open():
            return "no token"
        return " and ".join(self._requirements()) or (
            "a session" if self._takes_session() else "any valid token"
        )

    def _get_response_bodies(self, direction: Direction = "response") -> Schema:
        bodies: Schema = super()._get_response_bodies(direction)
        for code, description in self._refusals().items():
            response = OpenApiResponse(ProblemSerializer, description)
            if code not in bodies:
                bodies[code] = self._get_response_for_code(  # type: ignore[no-untyped-call]  # spectacular's
                    response, code, [MEDIA_TYPE], direction
                )
                bodies[code]["content"][MEDIA_TYPE]["example"] = self._example(code, description)
        return bodies

    def _example(self, status: str, description: str) -> Schema:
        """Return the refusal as this very operation tells it: a 403 names the permission that it takes."""
        lacks = InsufficientScope(self._permission()) if status == "403" and self._permission() else None
        code = (SESSION_CODES if self._takes_session() else {}).get(status) or CODES[status]
        return {
            "type": problem_type(code),
            "title": HTTPStatus(int(status)).phrase,
            "status": int(status),
            "code": code,
            "detail": lacks.description if lacks else description,
            **(lacks.problem_members if lacks else {}),
        }

    def _refusals(self) -> dict[str, str]:
        if self._is_open():
            return {}
        refusals = {"401": "No valid token.", "503": "The issuer's keys cannot be reached; see Retry-After."}
        if self._takes_session():
            refusals = {
                "401": "No session, one that has ended, or another than the page means.",
                "403": "The request does not come from a page of this site.",
            }
        if self._max_age():
            refusals["401"] = "No valid token, or the login is too old (insufficient_user_authentication)."
        if needs := self._requirements():
            refusals["403"] = f"The token lacks {' or '.join(needs)}."
        if "{" in self.path:
            refusals["404"] = "There is no such thing."
        sent = {(parameter["in"], parameter["name"]) for parameter in self._get_parameters()}
        if self.method in ("POST", "PUT", "PATCH") or any(place in ("query", "header") for place, _ in sent):
            refusals["400"] = "Something that was sent is not valid."
        if ("header", "If-Match") in sent:
            refusals["412"] = "It was changed since it was read; If-Match names another state."
        if ("header", "Idempotency-Key") in sent:
            refusals["422"] = "The Idempotency-Key was sent before, with another body."
        if self.method != "GET" and (conflict := getattr(self.view, "conflict", "")):
            refusals["409"] = conflict
        if self.method in ("POST", "PUT", "PATCH"):
            refusals["413"] = f"The body is larger than {largest_body()}."
            refusals["415"] = "The body is not JSON."
        # A throttle without a rate, as DRF has them, lets everybody through.
        if any(getattr(throttle, "rate", True) for throttle in self.view.get_throttles()):
            refusals["429"] = "Too many requests; see Retry-After."
        return dict(sorted(refusals.items()))

    def _permission(self) -> str | None:
        if not any(isinstance(item, RequiresPermission) for item in self.view.get_permissions()):
            return None
        action = action_of(self.view, self.method)
        return required_permission(self.view, action) if action else None

    def _max_age(self) -> int | None:
        return max_age_for(self.view, action_of(self.view, self.method) or "") if self._permission() else None

    def _requirements(self) -> list[str]:
        """The permission, and what subclasses of AnyValidToken ask for."""
        asks = [item.requirement for item in self.view.get_permissions() if isinstance(item, AnyValidToken)]
        return [*filter(None, [self._permission(), *asks])]

    def _takes_session(self) -> bool:
        return any(isinstance(item, RequiresSession) for item in self.view.get_permissions())

    def _is_open(self) -> bool:
        return any(isinstance(item, Open) for item in self.view.get_permissions())


def token_by_hand() -> Schema:
    """Return the scheme of whoever has a token already."""
    told = f", such as from: {conf.TOKEN_COMMAND}" if conf.TOKEN_COMMAND else ""
    description = f"An access token you have already{told}"
    return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}


def scheme_name(audience: str) -> str:
    """Return a scheme's name, which is also the heading of its login in Swagger UI."""
    if audience == conf.AUDIENCE:
        return "login"
    return "login_" + "_".join(resource.name for resource in resources_of(audience))


def oauth2_scheme(audience: str) -> Schema:
    """Return the OAuth2 scheme of one audience: code with PKCE, the audience already in the address.

    While the issuer's endpoints are not known it only says where they are to be found.
    """
    resources = resources_of(audience)
    titles = ", ".join(resource.title for resource in resources)
    description = f"Log in for {titles or 'the menu'}, with the audience {audience}"
    endpoints = issuer_endpoints()
    if not endpoints.keys() >= LOGIN_ENDPOINTS:
        return {
            "type": "openIdConnect",
            "description": description,
            "openIdConnectUrl": discovery_address(conf.ISSUER),
        }
    # Auth0 gives a token for an audience alone; others give none where no scope is asked for.
    scopes = {} if conf.flavour.auth0_paths else {"openid": "Who you are"}
    if conf.flavour.permission_scopes:
        scopes |= {
            resource.permission(action): f"{action.capitalize()} {resource.title.lower()}"
            for resource in resources
            for action in resource.actions
        }
    return {
        "type": "oauth2",
        "description": description,
        "flows": {
            "authorizationCode": {
                "authorizationUrl": with_audience(endpoints["authorization_endpoint"], audience),
                "tokenUrl": endpoints["token_endpoint"],
                "scopes": scopes,
            }
        },
    }
