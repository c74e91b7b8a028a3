"""Pages of the admin for the rows of a resource."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import JSONField, QuerySet
from django.http import HttpRequest

from resources.records import fold


class RecordAdmin(admin.ModelAdmin):
    """Shows the own fields of its rows by title, and finds without case and accents, as the API does."""

    search_fields = ["search_text"]
    ordering = ["title_order"]
    show_full_result_count = False
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> Any:
        names = self.model.own_fields() if self.list_display == ("__str__",) else self.list_display
        return [self._joined(name) if self._is_list(name) else name for name in names]

    def _is_list(self, name: Any) -> bool:
        return any(field.name == name and isinstance(field, JSONField) for field in self.model._meta.fields)

    def _joined(self, name: Any) -> Callable[[Any], str]:
        @admin.display(description=self.model._meta.get_field(name).verbose_name, ordering=name)
        def joined(row: Any) -> str:
            return ", ".join(getattr(row, name))

        return joined

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
