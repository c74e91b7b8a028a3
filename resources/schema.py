"""Tell the OpenAPI document what it cannot see by itself: a list's parameters, and that answers are whole."""

from typing import Any

from drf_spectacular.drainage import get_override
from drf_spectacular.extensions import (
    OpenApiFilterExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.plumbing import build_parameter_type, force_instance
from drf_spectacular.utils import Direction

from permissions_api.schema import AutoSchema
from resources.counts import without_paging
from resources.fields import YearField
from resources.formats import FORMATS
from resources.serializers import RecordSerializer


class ResourceSchema(AutoSchema):
    """An operation on records, or on people and roles. A list may be had as a file too."""

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        view: Any = self.view
        if view.action == "list" and "format" in view.query_class().fields:
            for file_format in FORMATS.values():
                bodies["200"]["content"][file_format.media_type] = {"schema": {"type": "string"}}
        example = self._answer()
        for status in ("200", "201") if example else ():
            if status in bodies:
                bodies[status]["content"]["application/json"]["example"] = example
        return bodies

    def _answer(self) -> dict[str, Any] | None:
        """Return an answer made of the example of a request; None where the serializer has none."""
        view: Any = self.view
        serializer: Any = force_instance(self.get_response_serializers())
        examples = get_override(serializer, "examples", [])
        if not isinstance(serializer, RecordSerializer) or not examples:
            return None
        sent = {"id": 1, **examples[0].value}
        row = {name: sent.get(name) for name in serializer.get_fields()}
        return {"next": None, "previous": None, "results": [row]} if view.action == "list" else row

    def get_filter_backends(self) -> list[Any]:
        # What is counted is narrowed as a list is.
        view: Any = self.view
        return view.filter_backends if view.action == "count" else super().get_filter_backends()

    def get_response_serializers(self) -> Any:
        view: Any = self.view
        return view.summary_class if view.action == "summary" else super().get_response_serializers()


class ListParameters(OpenApiFilterExtension):
    """The fields of a view's ``query_class`` as query parameters."""

    target_class = "resources.list_views.QueryFilter"

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[Any]:
        view = auto_schema.view
        query = (without_paging(view.query_class) if view.action == "count" else view.query_class)()
        schemas = auto_schema._map_serializer(query, "request")["properties"]
        return [
            build_parameter_type(
                name=name,
                location="query",
                description=field.help_text,
                schema={key: value for key, value in schemas[name].items() if key != "description"},
            )
            for name, field in query.fields.items()
        ]


class NeverSent(OpenApiSerializerExtension):
    """Who changed a record last is answered, and so has no shape in a request."""

    target_class = "resources.history.LastChangeSerializer"

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        if direction == "request":
            return {}
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return schema


class WholeAnswers(OpenApiSerializerExtension):
    """An answer always has all its fields, also those that a request may leave out."""

    target_class = "resources.serializers.RecordSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return schema if direction == "request" else {**schema, "required": sorted(schema["properties"])}


class RulesOfTheModel(OpenApiSerializerFieldExtension):
    """What the model's field demands beyond its type."""

    target_class = "resources.serializers.RuledByModel"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any]
        schema = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        if isinstance(schema.get("type"), list):
            # null is added to what is returned here, and may stand there once.
            (kind,) = {*schema["type"]} - {"null"}
            schema = {**schema, "type": kind}
        if isinstance(self.target.model_field, YearField):
            # The latest moves with the calendar, and stands in the description.
            schema = {**schema, "minimum": self.target.model_field.earliest}
        if schema.get("format") == "uri":
            # An address, or else empty: without this, "" would be both to who passes formats by.
            schema = {**schema, "minLength": 1}
        return schema
