"""Pictures that somebody wants to see: rows of a table are the queue of the process that fetches them."""

import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps

from resources.keyset import MOST
from resources.models import Picture
from resources.records import Record

HOUR = 3_600  # seconds
AGAIN = [
    HOUR,
    24 * HOUR,
    7 * 24 * HOUR,
    30 * 24 * HOUR,
]  # after the first failure, the second …, and the last
CLAIMED = 300  # seconds in which whoever took one is done with it, or has ended
BATCH = 20
FETCHING, ENDED = "It is being fetched.", "Whoever fetched it ended."
CHUNK = 500


def key_of(address: str) -> UUID:
    """Return what stands for an address, so that each is fetched once, whichever records have it."""
    return UUID(bytes=sha256(address.encode()).digest()[:16])


def model_of(label: str) -> type[Record] | None:
    """Return the records of an app that have pictures."""
    models = apps.app_configs[label].get_models() if label in apps.app_configs else ()
    return next((model for model in models if issubclass(model, Record) and model.picture_field), None)


def address_of(label: str, pk: int) -> str:
    """Return where the picture of a record is; "" where there is no such record, or none of it."""
    model = model_of(label)
    if model is None or pk > MOST:
        return ""
    return model._default_manager.filter(pk=pk).values_list(model.picture_field, flat=True).first() or ""


def find(address: str, size: str) -> Picture | None:
    """Return what is known of the picture at an address, read with one of its sizes."""
    return Picture.objects.filter(pk=key_of(address)).only(size, "due", "failures").first()


def want(label: str, pk: int, address: str) -> None:
    """Let the picture be fetched, unless it was or is about to be."""
    Picture.objects.bulk_create(
        [Picture(pk=key_of(address), label=label, record=pk, due=now())], ignore_conflicts=True
    )


def take() -> Iterator[tuple[Picture, str]]:
    """Yield some that are due with their addresses, each to one caller alone.

    What may have broken the process that took it last is yielded by itself, and given up beforehand.
    """
    some = Picture.objects.filter(due__lte=now()).order_by("due").defer("card", "page")[:BATCH]
    for number, picture in enumerate(some):
        alone = picture.fault in (FETCHING, ENDED)
        if alone and number:
            return
        mine = Picture.objects.filter(pk=picture.pk, due=picture.due)
        if not mine.update(due=now() + CLAIMED, fault=FETCHING):
            continue
        address = address_of(picture.label, picture.record)
        if key_of(address) != picture.pk:
            picture.delete()  # The record is gone, or has another by now.
            continue
        if alone:
            give_up(picture, ENDED)
        yield picture, address
        if alone:
            return


def keep(picture: Picture, card: bytes, page: bytes) -> None:
    """Keep a picture that was fetched; it is never fetched again."""
    Picture.objects.filter(pk=picture.pk).update(card=card, page=page, due=None, fault="")


def give_up(picture: Picture, reason: str) -> None:
    """Remember that it could not be had, and try again after a while, ever more rarely."""
    later = AGAIN[min(picture.failures, len(AGAIN) - 1)]
    Picture.objects.filter(pk=picture.pk).update(
        failures=picture.failures + 1, due=now() + later, fault=reason[:200]
    )


def seconds_given_up(picture: Picture | None) -> int:
    """Return for how long nobody will try to fetch a picture that could not be had; 0 while it is awaited."""
    return max(0, (picture.due or 0) - now()) if picture and picture.failures else 0


def delete_left() -> int:
    """Delete those whose record is gone or has another address; return how many."""
    deleted = 0
    known = Picture.objects.order_by("label").values_list("label", "pk", "record").iterator()
    while some := [*islice(known, CHUNK)]:
        named: set[UUID] = set()
        for label in {label for label, *_ in some}:
            if model := model_of(label):
                records = model._default_manager.filter(pk__in=[record for _, _, record in some])
                named |= {key_of(address) for address in records.values_list(model.picture_field, flat=True)}
        left = [pk for _, pk, _ in some if pk not in named]
        deleted += Picture.objects.filter(pk__in=left).delete()[0]
    return deleted


def counts() -> Mapping[str, Any]:
    """Return how many there are, wait and failed."""
    return {
        "fetched": Picture.objects.filter(due=None).count(),
        "waiting": Picture.objects.filter(due__isnull=False, failures=0).count(),
        "failed": Picture.objects.filter(failures__gt=0, due__isnull=False).count(),
    }


def now() -> int:
    return int(time.time())
