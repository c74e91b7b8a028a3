"""Pages of the admin for the rows of a resource."""

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

    def get_list_display(self, request: HttpRequest) -> Any:
        return self.model.own_fields() if self.list_display == ("__str__",) else self.list_display

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
