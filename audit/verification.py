"""Walk the chain of the trail, or of an export, and say where it broke."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from audit.chain import BEGINNING, fits
from audit.models import Entry, Head
from audit.trail import HEAD

PAGE = 2000
Link = tuple[dict[str, Any], str]  # an entry as Entry.as_data, and its mac


class Broken(Exception):
    """The chain is not what was written; the message says where and how."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: how many entries it has, and the mac of the last one."""

    count: int
    head: str


def stored() -> Iterator[Link]:
    """Yield the entries of the database in order, a page at a time."""
    for entry in Entry.objects.order_by("id").iterator(chunk_size=PAGE):
        yield entry.as_data(), entry.mac


def exported(file: IO[str]) -> Iterator[Link | End]:
    """Yield the entries of an export, then its End. Raises Broken for what is no whole export."""
    number = 0
    for number, line in enumerate(file, 1):
        try:
            data = json.loads(line)
            if "count" in data:
                yield End(int(data["count"]), str(data["head"]))
                return
            mac = str(data.pop("mac"))
            int(data["id"])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Broken(f"Line {number} of the export is not one that audit_export writes.") from None
        yield data, mac
    raise Broken(f"The export ends after {number} lines without its count and head: it is not whole.")


def walk(links: Iterable[Link], watch: int = 0) -> tuple[End, str | None]:
    """Return where the chain ends, and the mac of entry number ``watch``. Raises Broken.

    Memory is constant, however long the chain.
    """
    rest = iter(links)
    end, watched = End(0, BEGINNING), BEGINNING if watch == 0 else None
    for data, mac in rest:
        if data["id"] != end.count + 1:
            raise Broken(_gap(end.count + 1, data["id"]))
        if not fits(mac, end.head, data):
            raise Broken(_what_broke(end, (data, mac), rest))
        end = End(data["id"], mac)
        if end.count == watch:
            watched = mac
    return end, watched


def verify_table() -> End:
    """Walk the trail in the database and compare it with its own head. Raises Broken."""
    end, _ = walk(stored())
    _compare_with_head(end)
    return end


def verify_with_export(file: IO[str]) -> End:
    """Walk an export, then the trail, which must begin with all that was exported. Raises Broken."""
    claimed = _verify_export(file)
    end, then = walk(stored(), watch=claimed.count)
    if end.count < claimed.count:
        raise Broken(
            f"Truncated: the export has {claimed.count} entries, the trail ends after {end.count}."
            f" Entries {end.count + 1} to {claimed.count} are missing."
        )
    if then != claimed.head:
        raise Broken(f"Entry {claimed.count} is another one than was exported: the trail was written anew.")
    _compare_with_head(end)
    return end


def _verify_export(file: IO[str]) -> End:
    claimed: list[End] = []

    def links() -> Iterator[Link]:
        for item in exported(file):
            if isinstance(item, End):
                claimed.append(item)
            else:
                yield item

    try:
        end, _ = walk(links())
    except Broken as error:
        raise Broken(f"In the export: {error}") from error
    if end != claimed[0]:
        raise Broken(
            f"The export says it has {claimed[0].count} entries, and has {end.count} or another head."
        )
    return end


def _compare_with_head(end: End) -> None:
    head = Head.objects.filter(pk=HEAD).first()
    count, mac = (head.count, head.mac) if head else (0, BEGINNING)
    if count > end.count:
        raise Broken(f"Truncated: the head counts {count} entries, the trail ends after {end.count}.")
    if (count, mac) != (end.count, end.head):
        raise Broken(f"The head counts {count} entries and the trail has {end.count}, or their macs differ.")


def _gap(expected: int, found: int) -> str:
    if found < expected:
        return f"Inserted: entry {found} stands where entry {expected} should."
    return (
        f"Cut: entries {expected} to {found - 1} are missing."
        if found - 1 > expected
        else (f"Cut: entry {expected} is missing.")
    )


def _what_broke(end: End, link: Link, rest: Iterator[Link]) -> str:
    """Say what happened to the first entry that does not fit, by those that follow it."""
    data, mac = link
    place = end.count + 1
    following = next(rest, None)
    if following is not None and fits(following[1], mac, following[0]):
        return f"Changed: entry {place} is not what was written; entry {place + 1} still follows its mac."
    for other, other_mac in chain((following,), rest) if following else ():
        if fits(other_mac, end.head, {**other, "id": place}):
            return f"Swapped or inserted: what belongs at {place} now stands at {other['id']}."
    head = Head.objects.filter(pk=HEAD).first()
    if head and data["id"] > head.count:
        return f"Inserted: entry {place} lies beyond the {head.count} entries that the head counts."
    return f"Changed or inserted: entry {place} is not what was written there."
