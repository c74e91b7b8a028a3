"""Pages as Auth0's Management API v2 gives them: by number, or on from a checkpoint."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from identity.management_api.exceptions import Refused, invalid_query

OFFSET = ("page", "per_page", "include_totals")
CHECKPOINT = ("from", "take")
EITHER = (*OFFSET, *CHECKPOINT)
MOST = 100  # rows of a page
USUAL = 50
REACHED = 1000  # rows that pages by number lead to

Rows = QuerySet[Any] | Sequence[Any]


def page(request: Request, name: str, rows: Rows, to_json: Callable[[Any], Any]) -> Any:
    """Return one page: a list, or with totals or from a checkpoint an object that has it under ``name``."""
    if not request.query_params.keys().isdisjoint(CHECKPOINT):
        return _from_checkpoint(request, name, rows, to_json)
    number, size = integer(request, "page", 0), integer(request, "per_page", USUAL, MOST) or USUAL
    start = number * size
    if start + size > REACHED and number:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "invalid_paging",
            f"Requesting page {number} exceeds the allowed maximum of {REACHED} records."
            " To fetch results beyond, use the checkpoint pagination method where there is one.",
        )
    found = [to_json(row) for row in rows[start : start + size]]
    if not boolean(request, "include_totals"):
        return found
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {"start": start, "limit": size, "total": total, name: found}


def _from_checkpoint(request: Request, name: str, rows: Rows, to_json: Callable[[Any], Any]) -> Any:
    size = integer(request, "take", USUAL, MOST) or USUAL
    start = _place(request.query_params["from"]) if "from" in request.query_params else 0
    found = list(rows[start : start + size + 1])
    answer: dict[str, Any] = {name: [to_json(row) for row in found[:size]]}
    if len(found) > size:
        answer["next"] = urlsafe_b64encode(str(start + size).encode()).decode().rstrip("=")
    return answer


def _place(text: str) -> int:
    try:
        place = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        return int(place) if place.isdecimal() and len(place) < len(str(10**12)) else _no_place()
    except ValueError:
        return _no_place()


def _no_place() -> int:
    raise invalid_query("The from parameter is no checkpoint: take it from next of the page before")


def integer(request: Request, name: str, default: int, most: int = 10**6) -> int:
    """Return a whole number of the query. Raises Refused."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)):
        raise invalid_query(f"Expected type integer on property {name}")
    if int(text) > most:
        raise invalid_query(f"Value {text} is greater than maximum {most} on property {name}")
    return int(text)


def boolean(request: Request, name: str, default: bool = False) -> bool:
    """Return a truth value of the query. Raises Refused."""
    text = request.query_params.get(name)
    if text not in (None, "true", "false"):
        raise invalid_query(f"Expected type boolean on property {name}")
    return default if text is None else text == "true"
