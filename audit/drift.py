"""Compare what the trail last told of somebody's grants with what the tables hold.

``QuerySet.update()``, ``bulk_create()`` and SQL by hand pass Django's signals by, and so the
trail. What they leave behind is found here.
"""

from collections.abc import Iterator

from django.db.models import Model

from audit.models import Entry, Head
from audit.pages import in_pages
from audit.watched_links import WATCHED, Item, WatchedLinks, keys_of, name_of


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
    told, held = _told(watched, target.kind, target.id), watched.items(owner)
    if told is None or _same(told, held):
        return None
    whose = f"{target.kind} {target.id} ({target.name})"
    return f"{whose} holds {watched.facet} {_in_words(held)}, but the trail tells {_in_words(told)}."


def _same(told: list[Item], held: list[Item]) -> bool:
    """Compare by ids; by names where the entry is of old and has nothing else."""
    if any(isinstance(item, str) for item in told):
        return set(map(name_of, told)) == set(map(name_of, held))
    return keys_of(told) == keys_of(held)


def _in_words(items: list[Item]) -> list[str]:
    return [item if isinstance(item, str) else f"{item['name']} ({item['id']})" for item in items]


def _entries() -> int:
    return Head.objects.values_list("count", flat=True).first() or 0


def _told(watched: WatchedLinks, kind: str, id: str) -> list[Item] | None:
    """Return what the trail last told; nothing for whose making it told and no more, None for the unknown.

    What it told by name alone is given under the name of today.
    """
    entries = Entry.objects.filter(target_kind=kind, target_id=id)
    last = entries.filter(action__in=(watched.added, watched.removed)).order_by("-id").first()
    if last is None:
        return [] if entries.filter(action=f"{kind}.created").exists() else None
    items: list[Item] = last.after[watched.facet]
    names = {item for item in items if isinstance(item, str)}
    if not names:
        return items
    for rename in in_pages(Entry.objects.filter(action=watched.renamed or "", id__gt=last.pk)):
        if rename.before["name"] in names:
            names = names - {rename.before["name"]} | {rename.after["name"]}
    return [*sorted(names)]
