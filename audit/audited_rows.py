"""Watch the rows of a model: made, changed, deleted, by whatever way Django's signals tell of."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.db import models, router, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from audit.trail import Target, record, wait_turn

State = dict[str, Any]
BEFORE = "_audit_before"
COMPARED: list["AuditedRows"] = []


@dataclass(frozen=True)
class AuditedRows:
    """How the trail tells of a model's rows.

    ``state`` gives what may be shown of a row; ``columns`` are the fields it is made of.
    ``made``, ``changed`` and ``deleted`` are actions. ``own_actions`` names the action of a
    member of the state that has one of its own, by the row as it was saved and the new value.
    ``secrets`` are fields of which only that they changed is told: the action, by the new row; None
    for nothing to tell. ``audit_verify`` compares the rows with the trail where ``compared``, which
    takes a target of its own for each row.
    """

    model: type[models.Model]
    target: Callable[[Any], Target]
    state: Callable[[Any], State]
    columns: Collection[str]
    made: str
    changed: str
    deleted: str
    own_actions: Mapping[str, Callable[[Any, Any], str]] = field(default_factory=dict)
    secrets: Mapping[str, Callable[[Any], str | None]] = field(default_factory=dict)
    compared: bool = False

    def start(self) -> None:
        """Watch from now on. A save and its entry become one transaction."""
        _save_in_one_transaction(self.model)
        if self.compared:
            COMPARED.append(self)
        for signal, receiver in (
            (pre_save, self._before_save),
            (post_save, self._after_save),
            (pre_delete, self._before_delete),
            (post_delete, self._after_delete),
        ):
            signal.connect(receiver, sender=self.model, weak=False, dispatch_uid=f"audit.{self.model._meta}")

    def _before_save(self, instance: Any, update_fields: Collection[str] | None, **_signal: Any) -> None:
        watched = {*self.columns, *self.secrets}
        if instance.pk is None or (update_fields is not None and not watched & set(update_fields)):
            before = None
        else:
            wait_turn()
            before = self.model._base_manager.filter(pk=instance.pk).first()
        setattr(instance, BEFORE, before)

    def _after_save(
        self, instance: Any, created: bool, update_fields: Collection[str] | None, **_signal: Any
    ) -> None:
        before = instance.__dict__.pop(BEFORE, None)
        if created:
            record(self.made, self.target(instance), None, self.state(instance))
        elif before is not None:
            # Read again: fields outside update_fields, and expressions such as F(), are not what was saved.
            now = self.model._base_manager.get(pk=instance.pk)
            self._tell(instance, now, self.state(before), self.state(now))
            for column, action_of in self.secrets.items():
                differs = getattr(before, column) != getattr(now, column)
                # The instance, not the row read again, knows whether a password was set.
                if differs and (action := action_of(instance)):
                    record(action, self.target(now))

    def _tell(self, instance: Any, now: Any, before: State, after: State) -> None:
        differing = [name for name in after if before.get(name) != after[name]]
        together = [name for name in differing if name not in self.own_actions]
        apart = [name for name in differing if name in self.own_actions]
        for names in ([together] if together else []) + [[name] for name in apart]:
            own = self.own_actions.get(names[0])
            record(
                own(instance, after[names[0]]) if own else self.changed,
                self.target(now),
                {name: before.get(name) for name in names},
                {name: after[name] for name in names},
            )

    def _before_delete(self, instance: Any, **_signal: Any) -> None:
        wait_turn()
        # What hangs on the row, and what its target is called by, is gone when it is deleted.
        setattr(instance, BEFORE, (self.target(instance), self.state(instance)))

    def _after_delete(self, instance: Any, **_signal: Any) -> None:
        target, state = instance.__dict__.pop(BEFORE)
        record(self.deleted, target, state, None)


def _save_in_one_transaction(model: type[models.Model]) -> None:
    """Let a save and its signals be one transaction; Django commits the row before it sends post_save."""
    original = model.save_base

    @wraps(original)
    def save_base(self: models.Model, *args: Any, **options: Any) -> None:
        using = options.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            original(self, *args, **options)

    model.save_base = save_base  # type: ignore[method-assign]  # wrapped, for each model alone
