"""Rows in JSON as their serializer declares them, worked out once for each class of serializers.

DRF makes all fields anew for every answer, and then asks each field about each row. What the
fields of a class do is known beforehand where they are DRF's own and the class only declares
them. A class or a field that does anything by itself is asked as DRF asks it: the answer is the
same either way, and the serializer remains the one place that says what it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.manager import BaseManager
from django.db.models.query_utils import DeferredAttribute
from rest_framework import fields, serializers

from resources.declared import defined_by_others
from resources.records import Record
from resources.serializers import PICTURE, PictureField

Kind: TypeAlias = Any  # a class of serializers, which mypy takes for unhashable
Convert = Callable[[Any], Any]

# Whose ways of writing a value depend on the field and the value alone.
KNOWN = {
    kind.to_representation
    for kind in (
        fields.BooleanField,
        getattr(fields, "BigIntegerField", fields.IntegerField),  # since DRF 3.17
        fields.CharField,
        fields.ChoiceField,
        fields.DateField,
        fields.DateTimeField,
        fields.DecimalField,
        fields.DictField,
        fields.DurationField,
        fields.FloatField,
        fields.IntegerField,
        fields.JSONField,
        fields.ListField,
        fields.ReadOnlyField,
        fields.TimeField,
        fields.UUIDField,
        type(fields.ListField.child),  # what a list has where nothing is said of its items
        PictureField,
    )
}
# What of a serializer decides about reading, beside the fields that it declares.
DECIDES = frozenset(
    [
        *("__init__", "__new__", "__getattribute__", "many_init", "to_representation", "data", "context"),
        *("fields", "get_fields", "_readable_fields"),
        *(
            name
            for name in dir(serializers.ModelSerializer)
            if name.startswith(("build_", "include_", "get_"))
        ),
        *("serializer_field_mapping", "serializer_related_field", "serializer_choice_field"),
    ]
)


@dataclass(frozen=True)
class CompiledRows:
    """How a serializer class writes a row: the names, where the values are, and how they are written."""

    bound: Mapping[str, fields.Field]
    values: Sequence[Convert]
    converts: Mapping[str, Convert]

    def of(self, objects: Iterable[Any]) -> list[dict[str, Any]]:
        """Return what ``kind(objects, many=True).data`` is. Raises SkipField where it leaves a name out."""
        return written(
            self.bound, ([value(each) for value in self.values] for each in objects), self.converts
        )


def written(
    names: Iterable[str], rows: Iterable[Sequence[Any]], converts: Mapping[str, Convert]
) -> list[dict[str, Any]]:
    """Return each row under these names, converted where it says how; None stays."""
    found = [dict(zip(names, row, strict=False)) for row in rows]
    for name, convert in converts.items():
        for each in found:
            if each[name] is not None:
                each[name] = convert(each[name])
    return found


def represented(kind: Kind, objects: Sequence[Any], context: Mapping[str, Any]) -> Any:
    """Return ``kind(objects, many=True, context=context).data``."""
    rows = compiled(kind)
    if rows is not None:
        try:
            return rows.of(objects)
        except fields.SkipField:
            pass  # A value is missing, of which the serializer says what that means.
    return kind(objects, many=True, context=context).data


@cache
def compiled(kind: Kind) -> CompiledRows | None:
    """Return how this class writes rows; None where only an instance of it knows."""
    if not issubclass(kind, serializers.Serializer) or defined_by_others(kind, DECIDES):
        return None
    if hasattr(getattr(kind, "Meta", None), "list_serializer_class"):
        return None
    # Kept for good: a field that is known asks its serializer nothing when it writes a value.
    bound = {str(field.field_name): field for field in kind()._readable_fields}
    converts = {name: _convert(field) for name, field in bound.items()}
    if None in converts.values():
        return None
    return CompiledRows(
        bound, [_value_of(field) for field in bound.values()], cast(dict[str, Convert], converts)
    )


def _convert(field: Any) -> Convert | None:
    """Return how this field writes a value that is not None; None where only the field knows."""
    if type(field).get_attribute is not fields.Field.get_attribute:
        return None
    if isinstance(field, serializers.ListSerializer):
        return _convert_many(field)
    if isinstance(field, serializers.Serializer):
        rows: CompiledRows | None = compiled(type(field))
        return None if rows is None else lambda one: rows.of([one])[0]
    return _convert_value(field)


def _convert_many(field: Any) -> Convert | None:
    kind: Kind = type(field.child)
    rows = compiled(kind) if type(field) is serializers.ListSerializer else None
    return (
        None if rows is None else lambda many: rows.of(many.all() if isinstance(many, BaseManager) else many)
    )


def _convert_value(field: Any) -> Convert | None:
    written_by: Any = type(field).to_representation
    child: Any = getattr(field, "child", None)
    if written_by not in KNOWN or (child is not None and _convert(child) is None):
        return None
    if written_by is fields.CharField.to_representation:
        return str
    if written_by is fields.ListField.to_representation and _convert(child) is str:
        return _texts
    convert: Convert = field.to_representation
    return convert


def _texts(items: Iterable[Any]) -> list[str | None]:
    texts = [*items]
    try:
        "".join(texts)  # the quickest way to see that all are texts
    except TypeError:
        return [text if text is None else str(text) for text in texts]
    return texts


def _value_of(field: fields.Field) -> Convert:
    """Return what finds the value of this field in an object."""
    if not field.source_attrs:
        return lambda row: row
    find = attrgetter(str(field.source))

    def value(row: Any) -> Any:
        try:
            found = find(row)
        except (AttributeError, KeyError, ObjectDoesNotExist):
            return field.get_attribute(row)
        # What is to be called, or has no such attribute, such as a dict, the field itself knows to ask.
        return field.get_attribute(row) if callable(found) else found

    return value


class Column(NamedTuple):
    """A column of a table that is shown as it is, or written by ``convert``."""

    name: str
    convert: Convert | None


@cache
def columns(kind: Kind) -> Mapping[str, Column] | None:
    """Return by name, in their order, of which columns a row of this class is made; its picture follows.

    None where a row is more than that: then the ORM makes an object of it, and the class reads that.
    """
    rows: CompiledRows | None = compiled(kind)
    model = getattr(getattr(kind, "Meta", None), "model", None)
    if rows is None or model is None or not holds_its_columns(model):
        return None
    own = {
        column.attname: column
        for column in model._meta.concrete_fields
        if not column.is_relation and type(getattr(model, column.attname)) is DeferredAttribute
    }
    names = [name for name in rows.bound if name != PICTURE]
    sources = [str(rows.bound[name].source) for name in names]
    if names != [*rows.bound][: len(names)] or not {*_pictured_by(rows, model)} <= {
        *zip(names, sources, strict=True)
    }:
        return None
    if not own.keys() >= {*sources} or len({*sources}) < len(sources):
        return None
    found = {}
    for name, source in zip(names, sources, strict=True):
        convert = rows.converts[name]
        found[name] = Column(source, None if _as_it_is(rows.bound[name], convert, own[source]) else convert)
    return found


def _pictured_by(rows: CompiledRows, model: Any) -> list[tuple[str, str]]:
    """Return what a row must show, and from where, for its picture to be told from the row alone."""
    return [(name, name) for name in ("id", model.picture_field)] if PICTURE in rows.bound else []


def picture_field(kind: Kind) -> str:
    """Return the field that rows of ``columns`` name their picture by; "" where they show none."""
    rows: CompiledRows | None = compiled(kind)
    return kind.Meta.model.picture_field if rows and PICTURE in rows.bound else ""


def _as_it_is(field: fields.Field, convert: Convert, column: models.Field) -> bool:
    """Say whether this is written as the column holds it."""
    if isinstance(column, models.CharField | models.TextField):
        return convert is str
    # Some write large numbers as texts.
    return (
        isinstance(column, models.IntegerField | models.AutoField)
        and isinstance(field, fields.IntegerField)
        and type(convert(0)) is int
    )


def holds_its_columns(model: type[models.Model]) -> bool:
    """Say whether nothing happens on the way from the table to an object but what its fields do."""
    reads = (models.Model.from_db, Record.from_db)
    return (
        model.__init__ is models.Model.__init__
        and cast(Any, model.from_db).__func__ in [cast(Any, read).__func__ for read in reads]
        and not models.signals.post_init.has_listeners(model)
    )
