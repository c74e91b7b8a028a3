"""The calls of a page get the answers of the APIs, by tokens that are put in on the way."""

import json
import re
from contextlib import suppress
from copy import copy
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction

from books.models import Book
from movies.models import Movie
from permissions_api.audiences import audience_of
from permissions_api.resource import declared_resources
from tests.bff.calls import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.identity]

JSON = {"content_type": "application/json"}
EDIT = {"data": b'{"year": 1996}', **JSON}
NOT_COMPARED = {"Vary", "X-Request-ID"}
PEOPLE = ["batman", "robin", "alfred", "joker"]
RECORDS = {"movies": Movie(title="Heat", year=1995), "books": Book(title="Emma", authors=["Jane Austen"])}
NEW = {"movies": {"title": "Ran", "year": 1985}, "books": {"title": "Ulysses", "authors": ["James Joyce"]}}


@pytest.fixture
def records(db) -> dict[str, Any]:
    found = {name: copy(record) for name, record in RECORDS.items()}
    for record in found.values():
        record.save()
    return found


# What is asked of each API: the path, the method and the rest. {id} is a record's; {etag} its ETag.
ASKED = {
    "list": ("", "GET", {}),
    "a page of a list": ("?page_size=1", "GET", {}),
    "a list that is asked wrongly": ("?page_size=x", "GET", {}),
    "a list, its head": ("", "HEAD", {}),
    "a list in another form": ("", "GET", {"headers": {"Accept": "text/html"}}),
    "a download": ("?format=csv", "GET", {}),
    "a download, its head": ("?format=csv", "HEAD", {}),
    "detail": ("{id}/", "GET", {}),
    "detail that is known": ("{id}/", "GET", {"headers": {"If-None-Match": "{etag}"}}),
    "detail that is not there": ("999999/", "GET", {}),
    "an action": ("summary/", "GET", {}),
    "create": ("", "POST", {"data": "{new}", **JSON}),
    "create with a key": ("", "POST", {"data": "{new}", **JSON, "headers": {"Idempotency-Key": "k-1"}}),
    "create with an empty key": ("", "POST", {"data": "{new}", **JSON, "headers": {"Idempotency-Key": ""}}),
    "create what is not valid": ("", "POST", {"data": b"{}", **JSON}),
    "create from no JSON": ("", "POST", {"data": b"{", **JSON}),
    "create from a form": ("", "POST", {"data": b"a=1", "content_type": "application/x-www-form-urlencoded"}),
    "create with too much": ("", "POST", {"data": b" " * 1_000_001, **JSON}),
    "edit": ("{id}/", "PATCH", {**EDIT, "headers": {"If-Match": "{etag}"}}),
    "edit what changed": ("{id}/", "PATCH", {**EDIT, "headers": {"If-Match": '"x"'}}),
    "replace": ("{id}/", "PUT", {"data": "{new}", **JSON}),
    "delete": ("{id}/", "DELETE", {}),
    "delete what changed": ("{id}/", "DELETE", {"headers": {"If-Match": '"x"'}}),
    "a method that is not answered": ("", "DELETE", {}),
    "another of them": ("{id}/", "POST", {"data": b"{}", **JSON}),
    "what may be asked": ("", "OPTIONS", {}),
    "what may be asked of a detail": ("{id}/", "OPTIONS", {}),
}


class _Undo(Exception):
    pass


def told(ask: Any, *args: Any, **options: Any) -> tuple[int, dict[str, str], str]:
    """Return the status, the headers and the body of an answer; what it changed is undone."""
    found = []
    with suppress(_Undo), transaction.atomic():
        answer = ask(*args, **options)
        body = b"".join(answer) if answer.streaming else answer.content
        headers = {name: value for name, value in answer.items() if name not in NOT_COMPARED}
        found.append((answer.status_code, headers, body.decode()))
        raise _Undo
    return found[0]


def as_direct(name: str, path: str, status: int, headers: dict[str, str], body: str) -> Any:
    """Return an answer with its links as the API writes them, and without what differs by itself."""
    if "Location" in headers:
        headers["Location"] = re.sub(r"^http://[^/]+|\d+/$", "", headers["Location"].replace("/bff/", "/"))
        body = re.sub(r'"id":\d+', "", body)  # of what was made
    body, changed = re.subn(r'"at":"[^"]+"', "", body)
    if changed or not path.partition("?")[0]:
        headers.pop("ETag", None)  # Of what was changed it is of when, and of a list it is of its links too.
    if "Allow" in headers:
        headers["Allow"] = str(sorted(headers["Allow"].split(", ")))
    if status == 405:  # which need not come from the API
        headers.pop("Cache-Control")
    return status, headers, body.replace(f"/bff/api/{name}", f"/api/{name}")


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("name", ["movies", "books"])
def test_a_page_gets_the_answers_of_the_api(page_of, records, client, name, what):
    path, method, more = ASKED[what]
    audience = {api.name: audience_of(api) for api in declared_resources()}[name]
    for person in PEOPLE:
        asking = page_of(person)
        bearer = {
            "Authorization": f"Bearer {token_of(asking.session.subject, audience)}",
            "Host": configured.SITE.netloc,
        }
        seen = client.get(f"/api/{name}/{records[name].pk}/", headers=bearer)
        words = {"{etag}": seen.headers.get("ETag", '"none"'), "{new}": json.dumps(NEW[name]).encode()}
        headers = {key: words.get(value, value) for key, value in more.get("headers", {}).items()}
        body = {key: words.get(value, value) for key, value in more.items() if key != "headers"}
        where = f"/api/{name}/{path.replace('{id}', str(records[name].pk))}"
        direct = told(client.generic, method, where, headers={**headers, **bearer}, **body)
        through = told(asking.ask, where, method, headers=headers, **body)
        assert as_direct(name, path, *through) == as_direct(name, path, *direct), person
        # Batman may do all of it, and the Joker nothing: neither side refuses, or lets in, whomever.
        assert (person == "batman") <= (direct[0] not in (401, 403))
        assert (person == "joker") <= (direct[0] in (403, 405))
