"""Watch a many-to-many field: what an owner holds, such as a person's roles or a role's permissions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ManyToManyField, Model
from django.db.models.signals import m2m_changed, post_delete, pre_delete

from audit.trail import Target, record, wait_turn

# A name, or ``{"id", "name"}`` of what may be called otherwise one day.
Item = str | dict[str, str]

BEFORE = "_audit_links_before"
WATCHED: list["AuditedLinks"] = []


@dataclass(frozen=True)
class AuditedLinks:
    """How the trail tells of a field's links. An entry's before and after are ``{facet: [items]}``.

    ``item_of`` says what is linked. ``renamed`` is the action by which its name changes: entries of
    old name roles by their names alone.
    """

    field: "ManyToManyField[Any, Any]"
    facet: str
    target: Callable[[Any], Target]
    item_of: Callable[[Any], Item]
    added: str
    removed: str
    renamed: str | None = None

    def start(self) -> None:
        """Watch from now on. Django sends these signals within the change's own transaction."""
        uid = f"audit.{self.field}"
        linked = self.field.related_model
        m2m_changed.connect(
            self._changed, sender=self.field.remote_field.through, weak=False, dispatch_uid=uid
        )
        pre_delete.connect(self._before_linked_is_deleted, sender=linked, weak=False, dispatch_uid=uid)
        post_delete.connect(self._after_linked_is_deleted, sender=linked, weak=False, dispatch_uid=uid)
        WATCHED.append(self)

    def items(self, owner: Model) -> list[Item]:
        """Return what the owner holds now, in the order of the names."""
        return sorted(map(self.item_of, getattr(owner, self.field.name).all()), key=name_of)

    def _changed(self, instance: Any, action: str, reverse: bool, pk_set: Any, **_signal: Any) -> None:
        moment = action.partition("_")[0]
        if moment == "pre":
            wait_turn()
            owners = self._owners(instance, pk_set) if reverse else [instance]
            self._remember(instance, owners)
        else:
            self._tell(instance)

    def _owners(self, linked: Any, pk_set: Any) -> Iterable[Any]:
        if pk_set is not None:
            return self.field.model._base_manager.filter(pk__in=pk_set)
        return self.field.model._base_manager.filter(**{self.field.name: linked})

    def _before_linked_is_deleted(self, instance: Any, **_signal: Any) -> None:
        wait_turn()
        self._remember(instance, self._owners(instance, None))

    def _after_linked_is_deleted(self, instance: Any, **_signal: Any) -> None:
        self._tell(instance)

    def _remember(self, instance: Any, owners: Iterable[Any]) -> None:
        stash = instance.__dict__.setdefault(BEFORE, {})
        stash[self.facet, self.field] = [(_afresh(owner), self.items(_afresh(owner))) for owner in owners]

    def _tell(self, instance: Any) -> None:
        for owner, before in instance.__dict__.get(BEFORE, {}).pop((self.facet, self.field), ()):
            after = self.items(owner)
            if after != before:
                action = self.added if keys_of(after) > keys_of(before) else self.removed
                record(action, self.target(owner), {self.facet: before}, {self.facet: after})


def name_of(item: Item) -> str:
    return item if isinstance(item, str) else item["name"]


def keys_of(items: Iterable[Item]) -> set[str]:
    """Return what tells these items from others, whatever they are called."""
    return {item if isinstance(item, str) else item["id"] for item in items}


def _afresh(owner: Any) -> Any:
    """Return the owner without what it has prefetched, which would hide the change."""
    return type(owner)._base_manager.get(pk=owner.pk)
