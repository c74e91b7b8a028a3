"""Rows in JSON, and bodies of which nothing is lost silently: what is not known is refused by name."""

from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, cast

from django.core.exceptions import ValidationError as ModelValidationError
from django.db import IntegrityError, models
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty, get_error_detail
from rest_framework.utils.serializer_helpers import BindingDict

from resources.declared import OURS, defined_by_others
from resources.fields import NamesField, WebAddressField, YearField
from resources.history import LastChangeSerializer
from resources.pictures.names import picture_of
from resources.records import Record
from resources.validators import web_address

LAST_CHANGE, PICTURE = "last_change", "picture"


class StrictSerializer(serializers.Serializer):
    """A serializer that refuses names it does not know."""

    @cached_property
    def fields(self) -> BindingDict:
        """The fields as DRF has them, copied from those of the class where it makes them all alike."""
        kept = fields_of(type(self))
        if kept is None:
            return super().fields
        fields = BindingDict(self)
        for name, field in kept.items():
            fields[name] = _twin(field)
        return fields

    def get_validators(self) -> Any:
        """The validators as DRF has them, which it would look for in all fields of the model each time."""
        kept = _validators_of(type(self))
        return super().get_validators() if kept is None else [*kept]

    def to_internal_value(self, data: Any) -> Any:
        errors = self.refused(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            detail: Any = error.detail
            raise serializers.ValidationError({**detail, **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def refused(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        """Return what may not stand in ``data`` at all, whatever its value: a sentence by name."""
        sentence = f"This is not known here. Known are: {', '.join(self.fields)}."
        return {name: [ErrorDetail(sentence, "unknown")] for name in data if name not in self.fields}


# What of a serializer decides about its fields.
DECIDES = frozenset(
    [
        *("__init__", "__new__", "fields"),
        *(
            name
            for name in dir(serializers.ModelSerializer)
            if name.startswith(("build_", "include_", "get_"))
        ),
    ]
)


@cache
def fields_of(kind: Any) -> Mapping[str, serializers.Field] | None:
    """Return what the fields of all serializers of this class are copied from; None where they differ."""
    return None if defined_by_others(kind, DECIDES) else kind().get_fields()


@cache
def _validators_of(kind: Any) -> Sequence[Any] | None:
    if defined_by_others(kind, DECIDES):
        return None
    return cast(Sequence[Any], super(StrictSerializer, kind()).get_validators())


def _twin(field: serializers.Field) -> serializers.Field:
    """Return a field that may be bound to a serializer of its own."""
    has_more = isinstance(field, serializers.BaseSerializer) and type(field) is not LastChangeSerializer
    if has_more or not type(field).__module__.startswith(OURS):
        return deepcopy(field)
    # What it has in common with others is never changed; DRF would make all of it anew.
    twin: serializers.Field = object.__new__(type(field))
    vars(twin).update(vars(field))
    return twin


class RuledByModel(serializers.Field):
    """A field of which DRF tells the type, and the model's field the rest, as for imports and the admin."""

    def __init__(self, model_field: models.Field, **options: Any) -> None:
        self.model_field = model_field
        super().__init__(**options)

    def run_validation(self, data: Any = empty) -> Any:
        value = super().run_validation(data)
        try:
            return self.model_field.clean(value, None)
        except ModelValidationError as error:
            raise serializers.ValidationError(get_error_detail(error)) from error


@cache
def ruled_by_model(kind: Any) -> type[serializers.Field]:
    """Return this class of DRF's fields with the model's rule added."""
    return type(kind.__name__, (RuledByModel, kind), {})


class ListOfNames(serializers.ListField):
    """The names of a NamesField. All rules are the model's; the options are for the documentation."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def run_validators(self, value: Any) -> None:
        """Leave it to the model, which tells lists from other things first."""


class PictureField(serializers.CharField):
    """The path of a record's picture on this site."""

    def __init__(self) -> None:
        help_text = (
            "Where this site shows its picture, for a day; /page after it is a larger one. null without."
        )
        super().__init__(source="*", read_only=True, allow_null=True, help_text=help_text)

    def to_representation(self, record: Any) -> Any:
        return picture_of(record)


class RecordSerializer(StrictSerializer, serializers.ModelSerializer):
    """A Record in JSON. Read-only fields may stand in a body if they say what is so already."""

    def refused(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        known = [name for name in data if name in self.fields]
        cannot = [ErrorDetail("This cannot be set.", "read_only")]
        fixed = {name: cannot for name in known if self._sets_read_only(name, data[name])}
        return {**super().refused(data), **fixed}

    def _sets_read_only(self, name: str, value: Any) -> bool:
        field = self.fields[name]
        if not field.read_only:
            return False
        if self.instance is None:
            return True
        # Who puts back what they read a while ago says nothing about who changed it since.
        return name not in (LAST_CHANGE, PICTURE) and value != field.to_representation(
            field.get_attribute(self.instance)
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let PUT replace the whole row: what its body leaves out becomes empty, as in a new row."""
        if self.instance is None or self.partial:
            return attrs
        empty_row = self._record_class()
        left_out = {str(field.source) for field in self._writable_fields} - attrs.keys()
        return {**{name: getattr(empty_row, name) for name in left_out}, **attrs}

    def create(self, validated_data: Mapping[str, Any]) -> Any:
        if not _writes_columns_alone(type(self)):
            return super().create(validated_data)
        record = self._record_class(**validated_data)
        record.save(force_insert=True)
        return record

    def update(self, instance: Record, validated_data: Mapping[str, Any]) -> Any:
        if not _writes_columns_alone(type(self)):
            return super().update(instance, validated_data)
        for name, value in validated_data.items():
            setattr(instance, name, value)
        instance.save()
        return instance

    def save(self, **kwargs: Any) -> Any:
        """Save, or refuse a duplicate; the database decides, so that of two at once one is refused."""
        try:
            return super().save(**kwargs)
        except IntegrityError as error:
            # Both databases name the column. The transaction is to end here, so nothing more is asked of it.
            if "fingerprint" not in str(error):
                raise
            raise serializers.ValidationError(self._as_asked().duplicate(), "duplicate") from error

    def _as_asked(self) -> Record:
        record: Record = self.instance or self._record_class()
        for name, value in self.validated_data.items():
            setattr(record, name, value)
        record.derive()
        return record

    @property
    def _record_class(self) -> type[Record]:
        return cast(type[Record], self.Meta.model)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Those that are declared, and the picture where the address of one is among them."""
        fields = super().get_fields()
        if self._record_class.picture_field not in fields:
            return fields
        last = {name: fields.pop(name) for name in [LAST_CHANGE] if name in fields}
        return {**fields, PICTURE: PictureField(), **last}

    def build_standard_field(self, field_name: str, model_field: models.Field) -> tuple[type, dict[str, Any]]:
        kind, options = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, NamesField):
            kind, options = (
                ListOfNames,
                {
                    "child": serializers.CharField(max_length=model_field.longest),
                    "max_length": model_field.most,
                    "allow_empty": model_field.blank,
                    "required": not model_field.blank,
                    "help_text": model_field.help_text,
                },
            )
        if isinstance(model_field, models.DecimalField):
            options["coerce_to_string"] = False
        if isinstance(model_field, WebAddressField):
            options["error_messages"] = {"invalid": web_address.message}
        if isinstance(model_field, YearField):
            ahead = (
                "next year" if model_field.years_ahead == 1 else f"{model_field.years_ahead} years from now"
            )
            options["help_text"] = f"{model_field.help_text} At most {ahead}."
        if options.get("read_only"):
            return kind, options
        return ruled_by_model(cast(Hashable, kind)), {**options, "validators": [], "model_field": model_field}


@cache
def _writes_columns_alone(kind: Any) -> bool:
    """Say whether there is nothing of what DRF looks for at each write: relations, and rows within rows."""
    fields, more = fields_of(kind), (serializers.BaseSerializer, serializers.ManyRelatedField)
    return fields is not None and all(
        field.read_only or not (isinstance(field, more) or "." in (field.source or ""))
        for field in fields.values()
    )


@cache
def with_last_change(kind: type[RecordSerializer]) -> type[RecordSerializer]:
    """Return this serializer with who changed the record last beside its own fields."""
    meta = type("Meta", (kind.Meta,), {"fields": [*kind.Meta.fields, LAST_CHANGE]})
    members = {"Meta": meta, LAST_CHANGE: LastChangeSerializer(read_only=True, allow_null=True)}
    return type(kind.__name__, (kind,), {"__doc__": kind.__doc__, **members})


@cache
def as_entry(kind: type[RecordSerializer]) -> type[RecordSerializer]:
    """Return this serializer under the name that a list's has, as one name stands for one shape."""
    name = f"{kind.__name__.removesuffix('Serializer')}EntrySerializer"
    return type(name, (kind,), {"__doc__": kind.__doc__})


class NameCountSerializer(serializers.Serializer):
    """One line of a summary: how many rows have this genre, language and so on."""

    name = serializers.CharField()
    count = serializers.IntegerField()
