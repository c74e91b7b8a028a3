"""What a list can be asked for. A parameter that is not known is refused by name, never left aside."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from resources.formats import FORMATS
from resources.indexing.narrowing import by_names, by_values, by_words
from resources.records import fold
from resources.serializers import StrictSerializer

MOST_OF_A_START = 200  # characters, of which an order by title knows as many
PAGING = {"cursor", "page_size", "starting_at"}


class Repeated(serializers.ListField):
    """A parameter that may be repeated; empty ones are none."""

    child = serializers.CharField(allow_blank=True)

    def to_internal_value(self, data: Any) -> list[str]:
        try:
            return [text for text in super().to_internal_value(data) if text]
        except serializers.ValidationError as error:
            by_place: Any = error.detail
            raise serializers.ValidationError(list(chain.from_iterable(by_place.values()))) from error


class PageQuerySerializer(StrictSerializer):
    """The query parameters of a list in one order. A subclass adds its own fields and says what they do.

    ``filters`` maps a parameter to a lookup of the ORM, such as ``{"year_from": "year__gte"}``.
    ``orderings`` maps the name of an order to a column; a leading ``-`` turns it round.
    """

    filters: ClassVar[Mapping[str, str]] = {}
    orderings: ClassVar[Mapping[str, str]] = {"title": "title_order"}
    default_ordering: ClassVar[str] = "title"

    page_size = serializers.IntegerField(default=25, min_value=1, max_value=100)
    cursor = serializers.CharField(
        required=False, max_length=2_000, help_text="Where to go on; take it from next or previous."
    )

    @property
    def ordering(self) -> str:
        return str(self.validated_data.get("ordering", self.default_ordering))

    @property
    def order_column(self) -> str:
        return self.orderings[self.ordering.removeprefix("-")]

    def narrow(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Return the rows that were asked for."""
        for lookup, value in self._lookups().items():
            queryset = queryset.filter(**{lookup: value})
        return queryset

    def _lookups(self) -> dict[str, Any]:
        """Return what was asked for, by lookup."""
        asked = self.validated_data
        given = {lookup: asked.get(name) for name, lookup in self.filters.items()}
        return {lookup: value for lookup, value in given.items() if value not in (None, "", [])}


class FileQuerySerializer(PageQuerySerializer):
    """The query parameters of a list that can be had as a file too."""

    format = serializers.ChoiceField(
        choices=["json", *FORMATS], required=False, help_text="All rows at once as a file."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("format") in FORMATS and (paged := PAGING & self.initial_data.keys()):
            raise serializers.ValidationError({name: ["A file has no pages."] for name in paged})
        return attrs


class ListQuerySerializer(FileQuerySerializer):
    """The query parameters of a list that can be searched, and ordered by any of ``orderings``."""

    format = serializers.ChoiceField(
        choices=["json", *FORMATS],
        required=False,
        help_text="All rows at once as a file, which the import of the resource reads.",
    )
    starting_at = serializers.CharField(
        required=False,
        max_length=MOST_OF_A_START,
        help_text="Begin where the order asked for comes to this: a letter or how a title begins, a year,"
        " a number. previous leads to what comes before.",
    )
    search = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Words that must all occur, whatever their case and accents. Where none has three letters"
        " in a row, how titles begin.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        choices = [sign + name for name in self.orderings for sign in ("", "-")]
        fields = super().get_fields()
        return {
            "search": fields.pop("search"),
            **fields,
            "ordering": serializers.ChoiceField(
                choices, default=self.default_ordering, help_text="Unknown values come last either way."
            ),
        }

    def narrow(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if words := fold(self.validated_data.get("search", "")).split():
            queryset = by_words(queryset, words)
        of_others = {}
        for lookup, value in self._lookups().items():
            column, _, kind = lookup.partition("__")
            if kind == "any_of":
                queryset = by_names(queryset, column, value)
            elif column == self.order_column:
                queryset = queryset.filter(**{lookup: value})
            else:
                of_others[lookup] = value
        return by_values(queryset, of_others) if of_others else queryset
