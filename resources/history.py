"""Who changed which record: kept outside this package, by the class that ``settings.HISTORY`` names."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string
from rest_framework import serializers
from rest_framework.request import Request

# Something JSON can write, which differs wherever two answers would.
Version = Sequence[Any]


class Untold(StrEnum):
    """Why a reader is not told who changed a record last, nor whether anybody did."""

    WITHHELD = "withheld"  # the clients of others are not told
    UNKNOWN = "unknown"  # what this reader may know cannot be asked just now


class ImportEntry(Protocol):
    """What is kept of one import: one entry, however many rows it wrote."""

    def keep(self, counts: Mapping[str, int], changed: Collection[int]) -> None:
        """Keep how far the import is, and the ids of rows it just changed. Call it in their transaction."""

    def finish(self, sha256: str) -> None:
        """Keep the hash of the file, which was read to its end."""


class History(Protocol):
    """The changes of records, as the one who asks may know them."""

    def __init__(self, request: Request) -> None: ...

    @staticmethod
    def with_last_change(records: QuerySet[Any]) -> QuerySet[Any]:
        """Read with each record what the methods below need, in the same query."""

    def last_change(self, record: Model) -> Mapping[str, Any] | None:
        """Return ``LastChange`` of the API; None where nobody changed the record as far back as is kept."""

    def version(self, record: Model) -> Version:
        """Return what changes whenever ``last_change`` does for this reader."""

    def versions(self, record: Model) -> Sequence[Version]:
        """Return what ``version`` is for each kind of reader."""

    @staticmethod
    def begin_import(model: type[Model], file: str) -> ImportEntry:
        """Return what keeps an import of the file with this name."""


def history_class() -> type[History]:
    return cast(type[History], import_string(settings.HISTORY))


class ChangedBySerializer(serializers.Serializer):
    subject = serializers.CharField(help_text="A sub, or command:NAME for a command.")
    name = serializers.CharField(help_text="What they were called then; empty where no directory knows.")


class LastChangeSerializer(serializers.Serializer):
    """Who changed a record last, and when. An import is nobody's change.

    null as a whole: nobody changed what stands there, as far back as changes are kept, which is a year.
    """

    at = serializers.DateTimeField(allow_null=True, help_text="null where nothing is told.")
    by = ChangedBySerializer(allow_null=True, help_text="null for those who may not read people.")
    untold = serializers.ChoiceField(
        [each.value for each in Untold],
        allow_null=True,
        help_text="Why nothing is told: withheld from the clients of others, or unknown as the directory"
        " cannot be asked just now. null where it is told.",
    )

    def get_attribute(self, instance: Any) -> Any:
        return self.context["view"].history.last_change(instance)
