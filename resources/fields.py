"""Model fields that know what they may hold, so that every way in checks the same."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from resources.validators import PLAIN_ADDRESS, has_only_text, one_line, printable, web_address


class _Stripped(models.Field):
    """Drops the blanks around a text before it is checked.

    ``is_plain`` says of most texts that there is nothing to refuse, in a tenth of the time.
    """

    @staticmethod
    def is_plain(text: str) -> Any:
        return False

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if type(value) is str and self._has_no_other_rules:
            text = value.strip()
            if text and len(text) <= self._longest and self.is_plain(text):
                return text
        return super().clean(value, model_instance)

    @cached_property
    def _has_no_other_rules(self) -> bool:
        is_ours = type(self) in (LineField, ParagraphsField, WebAddressField)
        own: Any = self
        return is_ours and not own._validators and not self.choices

    @cached_property
    def _longest(self) -> int:
        return self.max_length or sys.maxsize

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip() if isinstance(value, str) else value


class LineField(_Stripped, models.CharField):
    """One line of text."""

    default_validators = [one_line]

    @staticmethod
    def is_plain(text: str) -> Any:
        return text.isprintable()


class ParagraphsField(_Stripped, models.TextField):
    """A longer text with a ``max_length``; line breaks are welcome."""

    default_validators = [printable]

    @staticmethod
    def is_plain(text: str) -> Any:
        return has_only_text(text)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        # A text column has no length of its own, so Django tells it to forms alone.
        super().validate(value, model_instance)
        if self.max_length is not None and len(value) > self.max_length:
            said = gettext("This must have at most {most} characters.")
            raise ValidationError(said.format(most=self.max_length), code="max_length")


class WebAddressField(_Stripped, models.URLField):
    """An address on the web, http or https."""

    default_validators = [web_address]

    @staticmethod
    def is_plain(text: str) -> Any:
        return PLAIN_ADDRESS.fullmatch(text)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class WholeNumberField(models.IntegerField):
    """A whole number that every database can hold."""

    default_validators = [MinValueValidator(-2_000_000_000), MaxValueValidator(2_000_000_000)]


class YearField(models.SmallIntegerField):
    """A year from ``earliest`` to this year plus ``years_ahead``; years before Christ are negative."""

    def __init__(self, *args: Any, earliest: int, years_ahead: int, **kwargs: Any) -> None:
        self.earliest = earliest
        self.years_ahead = years_ahead
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "earliest": self.earliest, "years_ahead": self.years_ahead}

    @property
    def validators(self) -> list[Any]:
        # The bounds of the column would show in the OpenAPI document, and differ by database.
        return []

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        latest = timezone.now().year + self.years_ahead
        if value is not None and not self.earliest <= value <= latest:
            said = gettext("This must lie between {least} and {most}.")
            raise ValidationError(said.format(least=self.earliest, most=latest), code="out_of_range")


class NamesField(models.JSONField):
    """Names in their order, each once, such as a cast: a JSON list in one column.

    At most ``most`` names of at most ``longest`` characters. The list is read with its row,
    without a second query; ``cast__any_of=["Buster Keaton"]`` filters by it and
    ``resources.lookups.count_names`` counts.
    """

    def __init__(self, *args: Any, most: int = 100, longest: int = 200, **kwargs: Any) -> None:
        self.most = most
        self.longest = longest
        super().__init__(*args, **{"default": list, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "most": self.most, "longest": self.longest}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:  # What is no text at all is said to be so too.
            return super().from_db_value(value, expression, connection)

    def from_db_values(self, values: Sequence[Any], expression: Any, connection: Any) -> Sequence[Any]:
        """Return ``from_db_value`` of each, read at once: this is done for every row of a list."""
        if type(self).from_db_value is NamesField.from_db_value:
            with suppress(TypeError, orjson.JSONDecodeError):  # Neither database lets in what is no JSON.
                read: list[Any] = orjson.loads(f"[{','.join(values)}]")
                if len(read) == len(values):
                    return read
        return [self.from_db_value(value, expression, connection) for value in values]

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise ValidationError(gettext("This must be a list of texts."), code="list_of_texts")
        return list(dict.fromkeys(name.strip() for name in value))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        # Past JSONField's own, which writes the value as JSON only to see whether it can.
        models.Field.validate(self, value, model_instance)
        if len(value) > self.most:
            said = gettext("This may have at most {most} items.")
            raise ValidationError(said.format(most=self.most), code="max_items")
        if "" in value:
            raise ValidationError(gettext("No item may be empty."), code="empty_item")
        if any(len(name) > self.longest for name in value):
            said = gettext("No item may have more than {most} characters.")
            raise ValidationError(said.format(most=self.longest), code="item_max_length")
        if not "".join(value).isprintable():
            for name in value:
                one_line(name)

    def formfield(self, **kwargs: Any) -> Any:
        """In the admin: a text area with one name a line."""
        return models.Field.formfield(
            self, **{"form_class": NamesFormField, "show_hidden_initial": False, **kwargs}
        )


class NamesFormField(forms.CharField):
    """Names, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))
