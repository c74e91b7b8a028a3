"""Write one entry of the trail, in the transaction of the change it tells of."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.chain import mac_of, written
from audit.models import MOST, Entry, Head
from audit.origin import present_origin

HEAD = 1  # the one row


@dataclass(frozen=True, slots=True)
class Target:
    """What was changed: its kind (``user``, ``role``, ``client`` …), its id there, and what it is called."""

    kind: str
    id: str
    name: str


def wait_turn() -> Head:
    """Lock the chain's head until the transaction at hand ends, and return it.

    Who changes what is watched takes this lock first, so that what is read as ``before`` is
    what the change before left. Take it before other locks, else two changes may wait for each other.
    """
    head, _ = Head.objects.select_for_update().get_or_create(pk=HEAD)
    return head


@transaction.atomic
def record(action: str, target: Target, before: Any = None, after: Any = None) -> Entry:
    """Append an entry; ``before`` and ``after`` are JSON values, None where there is nothing.

    Raises whatever the database raises. Call it in the transaction of the change, so that
    neither is saved without the other. The chain's head stays locked until that transaction
    ends: one change at a time.
    """
    head = wait_turn()
    origin = present_origin()
    entry = Entry(
        id=head.count + 1,
        at=timezone.now(),
        actor_subject=text(origin.actor.subject),
        actor_name=text(origin.actor.name),
        action=action,
        target_kind=target.kind,
        target_id=text(target.id),
        target_name=text(target.name),
        before_json=written(before),
        after_json=written(after),
        address=text(origin.address, 64),
        request_id=origin.request_id,
    )
    entry.mac = mac_of(head.mac, entry.as_data())
    entry.save()
    head.count, head.mac = entry.pk, entry.mac
    head.save()
    return entry


def text(value: str, most: int = MOST) -> str:
    """Return what every database can store of a text that others chose, cut to so many characters."""
    return value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")[:most]
