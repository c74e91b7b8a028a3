"""Pages of the admin for the rows of a resource."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from resources.records import fold


class RecordAdmin(admin.ModelAdmin):
    """Shows the own fields of its rows by title, and finds without case and accents, as the API does."""

    search_fields = ["search_text"]
    ordering = ["title_order"]
    show_full_result_count = False
    list_per_page = 50
    labels: Mapping[str, Any] = {}  # of fields, translated when they are read

    def get_list_display(self, request: HttpRequest) -> Any:
        names = self.model.own_fields() if self.list_display == ("__str__",) else self.list_display
        return [self._columns.get(name, name) for name in names]

    @cached_property
    def _columns(self) -> dict[Any, Callable[[Any], Any]]:
        # Each once: a list can be sorted by the very columns that it was told of.
        return {name: self._column(name) for name in self.model.own_fields()}

    def _column(self, name: Any) -> Callable[[Any], Any]:
        @admin.display(description=self._label(name), ordering=name)
        def shown(row: Any) -> Any:
            value = getattr(row, name)
            return ", ".join(value) if isinstance(value, list) else value

        shown.__name__ = name
        return shown

    def _label(self, name: str) -> Any:
        return self.labels.get(name, self.model._meta.get_field(name).verbose_name)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        label = {"label": self.labels[db_field.name]} if db_field.name in self.labels else {}
        return super().formfield_for_dbfield(db_field, request, **options, **label)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [
            (name, self._filter) if name in self.labels else name for name in super().get_list_filter(request)
        ]

    def _filter(self, field: Any, *args: Any, **options: Any) -> admin.FieldListFilter:
        made = admin.FieldListFilter.create(field, *args, **options)
        made.title = self._label(field.name)
        return made

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
