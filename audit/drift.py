"""Compare what the trail last told of somebody's grants with what the tables hold.

``QuerySet.update()``, ``bulk_create()`` and SQL by hand pass Django's signals by, and so the
trail. What they leave behind is found here.
"""

from collections.abc import Iterator

from audit.models import Entry
from audit.pages import in_pages
from audit.watched_links import WATCHED, WatchedLinks


def drifts() -> Iterator[str]:
    """Yield a sentence for each person or role that holds something else than the trail tells.

    Those whom the trail has never told of, as they were there before it began, are left out.
    """
    for watched in WATCHED:
        owners = watched.field.model._base_manager.prefetch_related(watched.field.name)
        for owner in in_pages(owners):
            target = watched.target(owner)
            told = _told(watched, target.kind, target.id)
            if told is not None and told != (held := watched.names(owner)):
                yield (
                    f"{target.kind} {target.id} ({target.name}) holds {watched.facet} {held},"
                    f" but the trail tells {told}."
                )


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
