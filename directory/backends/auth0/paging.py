"""Read every page of a list, and believe none that is not what it says of itself."""

from collections.abc import Sequence
from typing import Any

from directory.backends.auth0 import api, faults
from directory.backends.auth0.api import Query
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import Fault, TenantUnavailable

Row = dict[str, Any]

PER_PAGE = 100  # the most that Auth0 gives
MOST_ROWS = 1_000  # which pages by number lead to, and the most that Auth0 lets anybody hold


def rows(
    parts: Sequence[str],
    name: str,
    priority: Priority,
    query: Query | None = None,
    most: int = MOST_ROWS,
    *,
    takes: int = 1,
) -> tuple[list[Row], int]:
    """Return the rows of a list, ``most`` at most, and how many there are. Raises what ``api.call`` raises.

    ``takes``: how many calls of the budget the first page takes.
    A page that is not whole, a total that changes, a row that is none: a fault of the tenant.
    """
    found: list[Row] = []
    total = -1
    while total < 0 or len(found) < min(total, most):
        page, said = page_of(
            parts, name, len(found) // PER_PAGE, PER_PAGE, priority, query, takes=takes if total < 0 else 1
        )
        if total not in (-1, said):
            raise _fault(f"pages of {'/'.join(parts[::2])}", "say another total each")
        total = said
        found += page
    return found, total


def all_rows(
    parts: Sequence[str], name: str, priority: Priority, query: Query | None = None, *, takes: int = 1
) -> list[Row]:
    """Return every row of a list; one that has more than MOST_ROWS is a fault."""
    found, total = rows(parts, name, priority, query, takes=takes)
    if total > len(found):
        raise _fault(f"pages of {'/'.join(parts[::2])}", "never end")
    return found


def page_of(
    parts: Sequence[str],
    name: str,
    number: int,
    size: int,
    priority: Priority,
    query: Query | None = None,
    *,
    takes: int = 1,
) -> tuple[list[Row], int]:
    """Return one page, and how many rows there are in all."""
    what = f"pages of {'/'.join(parts[::2])}"
    faults.refuse_while_known(what)
    asked = {**(query or {}), "page": number, "per_page": size, "include_totals": "true"}
    document = api.call("GET", parts, priority, asked, takes=takes)
    page = document.get(name) if isinstance(document, dict) else None
    if not isinstance(page, list) or not all(isinstance(row, dict) for row in page):
        raise _fault(what, f"have no list of {name}")
    start, total = document.get("start"), document.get("total")
    if type(total) is not int or total < 0 or start != number * size:
        raise _fault(what, "do not say which rows of how many they are")
    if len(page) != min(size, max(0, total - start)):
        raise _fault(what, "have other rows than their total promises")
    faults.forget(what)
    return page, total


def _fault(what: str, wrong: str) -> TenantUnavailable:
    return faults.noted(Fault(f"the tenant's {what} {wrong}.", everywhere=False), what)
