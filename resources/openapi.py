"""Tell the OpenAPI document what it cannot see by itself: a list's parameters, and that answers are whole."""

from typing import Any

from drf_spectacular.extensions import OpenApiFilterExtension, OpenApiSerializerExtension
from drf_spectacular.plumbing import build_parameter_type


class ListParameters(OpenApiFilterExtension):
    """The fields of a view's ``query_class`` as query parameters."""

    target_class = "resources.queried.QueryFilter"

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if auto_schema.view.action != "list":
            return []
        query = auto_schema.view.query_class()
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


class WholeAnswers(OpenApiSerializerExtension):
    """An answer always has all its fields, also those that a request may leave out."""

    target_class = "resources.serializers.RecordSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return schema if direction == "request" else {**schema, "required": sorted(schema["properties"])}
