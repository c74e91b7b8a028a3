"""Watch a many-to-many field: what an owner holds, such as a person's roles or a role's permissions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ManyToManyField, Model
from django.db.models.signals import m2m_changed, post_delete, pre_delete

from audit.trail import Target, record, wait_turn

BEFORE = "_audit_links_before"
WATCHED: list["WatchedLinks"] = []


@dataclass(frozen=True)
class WatchedLinks:
    """How the trail tells of a field's links. An entry's before and after are ``{facet: [names]}``.

    ``name_of`` names what is linked; ``renamed`` is the action by which such a name changes.
    """

    field: "ManyToManyField[Any, Any]"
    facet: str
    target: Callable[[Any], Target]
    name_of: Callable[[Any], str]
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

    def names(self, owner: Model) -> list[str]:
        """Return what the owner holds now, by name."""
        return sorted(self.name_of(item) for item in getattr(owner, self.field.name).all())

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
        stash[self.facet, self.field] = [(_afresh(owner), self.names(_afresh(owner))) for owner in owners]

    def _tell(self, instance: Any) -> None:
        for owner, before in instance.__dict__.get(BEFORE, {}).pop((self.facet, self.field), ()):
            after = self.names(owner)
            if after != before:
                action = self.added if set(after) > set(before) else self.removed
                record(action, self.target(owner), {self.facet: before}, {self.facet: after})


def _afresh(owner: Any) -> Any:
    """Return the owner without what it has prefetched, which would hide the change."""
    return type(owner)._base_manager.get(pk=owner.pk)
