"""Walk the chain of the trail, or of an export, and say where it broke."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from audit.chain import BEGINNING, fits
from audit.models import Entry, Head
from audit.pages import in_pages
from audit.trail import HEAD

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
    for entry in in_pages(Entry.objects.all()):
        yield entry.as_data(), entry.mac


def exported(file: IO[str]) -> Iterator[Link | End]:
    """Yield the entries of an export, then its End. Raises Broken for what is no whole export."""
    number = 0
    for number, line in enumerate(file, 1):
        try:
            data = json.loads(line, object_pairs_hook=_each_once)
            if "count" in data:
                yield End(int(data["count"]), str(data["head"]))
                return
            mac = str(data.pop("mac"))
            int(data["id"])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Broken(f"Line {number} of the export is not one that audit_export writes.") from None
        yield data, mac
    raise Broken(f"The export ends after {number} lines without its count and head: it is not whole.")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: of two values the chain would see one, and a reader the other."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("A name stands twice.")
    return dict(pairs)


def walk(links: Iterable[Link], *watch: int) -> tuple[End, dict[int, str]]:
    """Return where the chain ends, and the macs of the entries numbered in ``watch``. Raises Broken.

    Memory is constant, however long the chain.
    """
    rest = iter(links)
    end, watched = End(0, BEGINNING), {0: BEGINNING}
    for data, mac in rest:
        if data["id"] != end.count + 1:
            raise Broken(_gap(end.count + 1, data["id"]))
        if not fits(mac, end.head, data):
            raise Broken(_what_broke(end, mac, rest))
        end = End(data["id"], mac)
        if end.count in watch:
            watched[end.count] = mac
    return end, watched


def stored_head() -> End:
    """Return where the trail ends by its own account."""
    row = Head.objects.filter(pk=HEAD).first()
    return End(row.count, row.mac) if row else End(0, BEGINNING)


def verify_table(claimed: End | None) -> End:
    """Walk the trail in the database and compare it with its own head. Raises Broken.

    It must go at least as far as a head that was kept elsewhere, and begin with all that led there.
    """
    # Read before the walk and after it: what is written meanwhile lies beyond the one and within the other.
    head = stored_head()
    end, macs = walk(stored(), head.count, *([claimed.count] if claimed else []))
    if claimed and end.count < claimed.count:
        raise Broken(
            f"Truncated: the export has {claimed.count} entries, the trail ends after {end.count}."
            f" Entries {end.count + 1} to {claimed.count} are missing."
        )
    if claimed and macs[claimed.count] != claimed.head:
        raise Broken(f"Entry {claimed.count} is another one than was exported: the trail was written anew.")
    if end.count < head.count:
        raise Broken(f"Truncated: the head counts {head.count} entries, the trail ends after {end.count}.")
    if macs.get(head.count) != head.head or stored_head().count < end.count:
        raise Broken(
            f"The head counts {head.count} of {end.count} entries, or has another mac than the last."
        )
    return end


def head_in(file: IO[str]) -> End:
    """Return the head that ``audit_export --head`` wrote. Raises Broken."""
    items = list(exported(file))
    if len(items) != 1 or not isinstance(items[0], End):
        raise Broken("This is no head: audit_export --head writes one line, the count and the head.")
    return items[0]


def verify_export(file: IO[str]) -> End:
    """Walk an export and return where it ends. Raises Broken."""
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


def _gap(expected: int, found: int) -> str:
    if found < expected:
        return f"Inserted: entry {found} stands where entry {expected} should."
    if found == expected + 1:
        return f"Cut: entry {expected} is missing."
    return f"Cut: entries {expected} to {found - 1} are missing."


def _what_broke(end: End, mac: str, rest: Iterator[Link]) -> str:
    """Say what happened to the first entry that does not fit, by those that follow it."""
    place = end.count + 1
    following = next(rest, None)
    if following is not None and fits(following[1], mac, following[0]):
        return f"Changed: entry {place} is not what was written; entry {place + 1} still follows its mac."
    for other, other_mac in chain((following,), rest) if following else ():
        if fits(other_mac, end.head, {**other, "id": place}):
            return f"Swapped or inserted: what belongs at {place} now stands at {other['id']}."
    if place > (counted := stored_head().count):
        return f"Inserted: entry {place} lies beyond the {counted} entries that the head counts."
    return f"Changed or inserted: entry {place} is not what was written there."
