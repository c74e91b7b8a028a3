"""Compare what the trail tells of people, roles and grants with what the tables hold.

``QuerySet.update()``, ``bulk_create()`` and SQL by hand pass Django's signals by, and so the
trail. What they leave behind is found here.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Model

from audit.audited_links import WATCHED, AuditedLinks, Item, keys_of, name_of
from audit.audited_rows import COMPARED, AuditedRows
from audit.models import Entry, Head
from audit.pages import in_pages

Difference = Callable[[Any], str | None]


def drifts() -> Iterator[str]:
    """Yield a sentence for each person or role that is otherwise than the trail tells, or unknown to it."""
    for rows in COMPARED:
        yield from _settled(partial(_row_difference, rows), rows.model)
    for links in WATCHED:
        yield from _settled(partial(_link_difference, links), links.field.model, links.field.name)


def _settled(difference: Difference, model: type[Model], *prefetched: str) -> Iterator[str]:
    for row in in_pages(model._base_manager.prefetch_related(*prefetched)):
        if difference(row) and (sentence := _settled_difference(row, difference)):
            yield sentence


def _settled_difference(row: Model, difference: Difference) -> str | None:
    """Look again, until nothing was written meanwhile: a change may have come between two reads."""
    while True:
        count = _entries()
        present = type(row)._base_manager.filter(pk=row.pk).first()
        sentence = difference(present) if present else None
        if sentence is None or count == _entries():
            return sentence


def _row_difference(audited: AuditedRows, row: Model) -> str | None:
    target = audited.target(row)
    whose = f"{target.kind} {target.id} ({target.name})"
    told = _told_state(audited, target.kind, target.id)
    if told is None:
        return f"{whose} is there, but the trail does not tell of its making."
    state = audited.state(row)
    differing = [name for name in state if state[name] != told.get(name)]
    if not differing:
        return None
    is_now, was_told = ({name: values.get(name) for name in differing} for values in (state, told))
    return f"{whose} is {is_now}, but the trail tells {was_told}."


def _told_state(audited: AuditedRows, kind: str, id: str) -> dict[str, Any] | None:
    """Return the state that the trail tells of; None where it tells of no making since the last deletion."""
    told: dict[str, Any] | None = None
    for entry in in_pages(Entry.objects.filter(target_kind=kind, target_id=id)):
        if entry.action == audited.made:
            told = dict(entry.after)
        elif entry.action == audited.deleted:
            told = None
        elif told is not None:
            # What the row holds by links, and whatever else is told of the same target, has other names.
            told |= {name: value for name, value in (entry.after or {}).items() if name in told}
    return told


def _link_difference(audited: AuditedLinks, owner: Model) -> str | None:
    target = audited.target(owner)
    told, held = _told(audited, target.kind, target.id), audited.items(owner)
    if _same(told, held):
        return None
    whose = f"{target.kind} {target.id} ({target.name})"
    return f"{whose} holds {audited.facet} {_in_words(held)}, but the trail tells {_in_words(told)}."


def _same(told: list[Item], held: list[Item]) -> bool:
    """Compare by ids; by names where the entry is of old and has nothing else."""
    if any(isinstance(item, str) for item in told):
        return set(map(name_of, told)) == set(map(name_of, held))
    return keys_of(told) == keys_of(held)


def _in_words(items: list[Item]) -> list[str]:
    return [item if isinstance(item, str) else f"{item['name']} ({item['id']})" for item in items]


def _entries() -> int:
    return Head.objects.values_list("count", flat=True).first() or 0


def _told(audited: AuditedLinks, kind: str, id: str) -> list[Item]:
    """Return what the trail last told; nothing for whom it tells of no grant.

    What it told by name alone is given under the name of today.
    """
    entries = Entry.objects.filter(target_kind=kind, target_id=id)
    last = entries.filter(action__in=(audited.added, audited.removed)).order_by("-id").first()
    if last is None:
        return []
    items: list[Item] = last.after[audited.facet]
    names = {item for item in items if isinstance(item, str)}
    if not names:
        return items
    for rename in in_pages(Entry.objects.filter(action=audited.renamed or "", id__gt=last.pk)):
        if rename.before["name"] in names:
            names = names - {rename.before["name"]} | {rename.after["name"]}
    return [*sorted(names)]
