"""Pages of the admin for the rows of a resource."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

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
        return [self._column(name) if name in self.model.own_fields() else name for name in names]

    def _column(self, name: Any) -> Callable[[Any], Any]:
        @admin.display(description=self._label(name), ordering=name)
        def shown(row: Any) -> Any:
            value = getattr(row, name)
            return ", ".join(value) if isinstance(value, list) else value

        return shown

    def _label(self, name: str) -> Any:
        return self.labels.get(name, self.model._meta.get_field(name).verbose_name)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        label = {"label": self.labels[db_field.name]} if db_field.name in self.labels else {}
        return super().formfield_for_dbfield(db_field, request, **options, **label)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [(name, _called(self._label(name))) for name in super().get_list_filter(request)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))


def _called(label: Any) -> type[admin.AllValuesFieldListFilter]:
    """Return the filter by the values of a field, under its label."""

    class Filter(admin.AllValuesFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = label

    return Filter
