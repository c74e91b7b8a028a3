"""Compare what the trail last told of somebody's grants with what the tables hold.

``QuerySet.update()``, ``bulk_create()`` and SQL by hand pass Django's signals by, and so the
trail. What they leave behind is found here.
"""

from collections.abc import Iterator

from django.db.models import Model

from audit.models import Entry, Head
from audit.pages import in_pages
from audit.watched_links import WATCHED, WatchedLinks


def drifts() -> Iterator[str]:
    """Yield a sentence for each person or role that holds something else than the trail tells.

    Those whom the trail has never told of, as they were there before it began, are left out.
    """
    for watched in WATCHED:
        owners = watched.field.model._base_manager.prefetch_related(watched.field.name)
        for owner in in_pages(owners):
            if _difference(watched, owner) and (sentence := _settled_difference(watched, owner)):
                yield sentence


def _settled_difference(watched: WatchedLinks, owner: Model) -> str | None:
    """Look again, until nothing was written meanwhile: a change may have come between two reads."""
    while True:
        count = _entries()
        present = type(owner)._base_manager.filter(pk=owner.pk).first()
        sentence = _difference(watched, present) if present else None
        if sentence is None or count == _entries():
            return sentence


def _difference(watched: WatchedLinks, owner: Model) -> str | None:
    target = watched.target(owner)
    told, held = _told(watched, target.kind, target.id), watched.names(owner)
    if told is None or told == held:
        return None
    whose = f"{target.kind} {target.id} ({target.name})"
    return f"{whose} holds {watched.facet} {held}, but the trail tells {told}."


def _entries() -> int:
    return Head.objects.values_list("count", flat=True).first() or 0


def _told(watched: WatchedLinks, kind: str, id: str) -> list[str] | None:
    """Return what the trail last told; nothing for whose making it told and no more, None for the unknown."""
    entries = Entry.objects.filter(target_kind=kind, target_id=id)
    last = entries.filter(action__in=(watched.added, watched.removed)).order_by("-id").first()
    if last is None:
        return [] if entries.filter(action=f"{kind}.created").exists() else None
    names = {str(name) for name in last.after[watched.facet]}
    for rename in in_pages(Entry.objects.filter(action=watched.renamed or "", id__gt=last.pk)):
        if rename.before["name"] in names:
            names = names - {rename.before["name"]} | {rename.after["name"]}
    return sorted(names)
