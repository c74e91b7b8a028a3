"""What a tenant is told that has no meaning here: kept as it was sent, and told again."""

from typing import Any

from django.db import transaction

from identity.models import TenantRecord


def kept(kind: str, key: str) -> dict[str, Any]:
    """Return what was told of this record; nothing of one that is unknown."""
    return dict(
        TenantRecord.objects.filter(kind=kind, key=key).values_list("document", flat=True).first() or {}
    )


def kept_of(kind: str) -> dict[str, dict[str, Any]]:
    """Return what was told of each record of a kind, by its key, in the order in which they came."""
    return dict(TenantRecord.objects.filter(kind=kind).order_by("pk").values_list("key", "document"))


@transaction.atomic
def keep(kind: str, key: str, values: dict[str, Any]) -> dict[str, Any]:
    """Keep these besides what is kept of the record, or instead, and return all of it."""
    record, _ = TenantRecord.objects.select_for_update().get_or_create(kind=kind, key=key)
    if record.document | values != record.document:
        record.document |= values
        record.save()
    return dict(record.document)


def forget(kind: str, key: str) -> None:
    TenantRecord.objects.filter(kind=kind, key=key).delete()
