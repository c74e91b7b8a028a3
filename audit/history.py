"""Keep who changed which record: a row a change, in its transaction, outside the chain.

The chain lets one writer through at a time, which is right for who may do what and too slow for films.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework.request import Request

from audit.disclosure import Disclosure, disclosure_to
from audit.models import Change
from audit.origin import present_origin
from audit.parties import delete_unused
from audit.trail import text
from resources.history import Untold

KEPT = timedelta(days=365)
# What is read of the last change of a record, with the record.
OF_LAST_CHANGE = ("id", "at", "actor_subject", "actor_name")
# Why nothing is told, be there a change or none.
UNTOLD = {Disclosure.NOTHING: Untold.WITHHELD, Disclosure.UNKNOWN: Untold.UNKNOWN}


class RecordHistory:
    """The changes of records, as the one who asks may know them (a ``resources.history.History``)."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @staticmethod
    def with_last_change(records: QuerySet[Any]) -> Any:
        changes = Change.objects.filter(
            target_kind=records.model._meta.label_lower,
            target_id=Cast(OuterRef("pk"), CharField()),
            overwritten=False,
        )
        newest = changes.order_by("-id")
        return records.annotate(
            **{_attribute(name): Subquery(newest.values(name)[:1]) for name in OF_LAST_CHANGE}
        )

    def last_change(self, record: Model) -> Mapping[str, Any] | None:
        if untold := UNTOLD.get(self._disclosure):
            return {"at": None, "by": None, "untold": untold}
        if _last_change_id(record) is None:
            return None
        _id, at, subject, name = (record.__dict__[_attribute(each)] for each in OF_LAST_CHANGE)
        by = {"subject": subject, "name": name}
        return {"at": at, "by": by if self._disclosure == Disclosure.NAMES else None, "untold": None}

    def version(self, record: Model) -> tuple[int | None, str]:
        return _last_change_id(record), self._disclosure

    def versions(self, record: Model) -> list[tuple[int | None, str]]:
        return [(_last_change_id(record), disclosure) for disclosure in Disclosure]

    @staticmethod
    def begin_import(model: type[Model], file: str) -> "ImportEntry":
        return ImportEntry(model, file)

    @cached_property
    def _disclosure(self) -> Disclosure:
        return disclosure_to(self._request)


class ImportEntry:
    """The one entry of an import, which grows with each batch (a ``resources.history.ImportEntry``)."""

    def __init__(self, model: type[Model], file: str) -> None:
        self._model = model
        self._file = file
        self._change: Change | None = None

    def keep(self, counts: Mapping[str, int], changed: Collection[int]) -> None:
        if changed:
            kind, ids = self._model._meta.label_lower, [str(pk) for pk in changed]
            Change.objects.filter(target_kind=kind, target_id__in=ids).update(overwritten=True)
        if self._change is None:
            kind = f"{self._model._meta.app_label}.file"
            self._change = _change(self._model, "imported", kind, "", self._file)
        self._save(sha256=None, **counts)

    def finish(self, sha256: str) -> None:
        if self._change is not None:
            self._save(sha256=sha256)

    def _save(self, **told: Any) -> None:
        assert self._change is not None
        self._change.after = {**(self._change.after or {}), **told}
        self._change.save()


def keep(verb: str, record: Model, before: Any, after: Any) -> None:
    """Keep a change of a record; what differs, or all where it is new or gone."""
    model = type(record)
    change = _change(model, verb, model._meta.label_lower, str(record.pk), str(record))
    change.before, change.after = before, after
    change.save()
    record.__dict__.update({_attribute(name): getattr(change, name) for name in OF_LAST_CHANGE})


def delete_old() -> int:
    """Delete the changes of longer ago than they are kept; return how many."""
    deleted, _ = Change.objects.filter(at__lt=timezone.now() - KEPT).delete()
    if deleted:
        delete_unused()
    return deleted


def _change(model: type[Model], verb: str, kind: str, id: str, name: str) -> Change:
    actor = present_origin().actor
    return Change(
        at=timezone.now(),
        actor_issuer=text(actor.issuer),
        actor_subject=text(actor.subject),
        actor_name=text(actor.name),
        client=text(actor.client),
        action=f"{model._meta.model_name}.{verb}",
        target_kind=kind,
        target_id=id,
        target_name=text(name),
    )


def _last_change_id(record: Model) -> int | None:
    """Return the id that ``with_last_change`` or the change of this very request left on the record."""
    return record.__dict__.get(_attribute("id"))


def _attribute(name: str) -> str:
    """Return the attribute of a record that holds this of its last change."""
    return f"last_change_{name}"
